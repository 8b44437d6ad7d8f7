"""Budgets of a report: all that is computed for it, or what a change must pass in two minutes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Budget:
    """Numbers of seeds and samples.

    seeds       of directions and facts          few_seeds   of loops, tipping points, mechanisms, networks
    sets        parameter sets in which directions are asked again
    samples     base samples of Sobol' indices, or trajectories of a screening
    candidates, generations                      of the laboratory's fits
    """

    quick: bool
    seeds: int
    few_seeds: int
    sets: int
    samples: int
    screening: bool
    candidates: int
    generations: int


FULL = Budget(
    quick=False,
    seeds=100,
    few_seeds=20,
    sets=200,
    samples=128,
    screening=False,
    candidates=1024,
    generations=20,
)

QUICK = Budget(
    quick=True,
    seeds=100,
    few_seeds=8,
    sets=24,
    samples=4,
    screening=True,
    candidates=256,
    generations=4,
)
