"""Computing budgets of the validation report: all of it, or what a change must pass in two minutes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Budget:
    """Numbers of seeds and samples.

    seeds             of directions and facts          few_seeds       of loops, tipping points, mechanisms, networks
    samples           base samples of Sobol' indices, or trajectories of a screening
    candidates, generations, split_generations, held_out               of the laboratory's fits
    """

    quick: bool
    seeds: int
    few_seeds: int
    samples: int
    screening: bool
    candidates: int
    generations: int
    split_generations: int
    held_out: Sequence[int]
    fit_again: bool


FULL = Budget(
    quick=False,
    seeds=100,
    few_seeds=30,
    samples=256,
    screening=False,
    candidates=1024,
    generations=60,
    split_generations=10,
    held_out=(1, 2, 3),
    fit_again=True,
)

QUICK = Budget(
    quick=True,
    seeds=60,
    few_seeds=6,
    samples=6,
    screening=True,
    candidates=256,
    generations=0,
    split_generations=6,
    held_out=(1,),
    fit_again=False,
)
