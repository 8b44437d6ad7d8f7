"""Experimental units: the independent evidence where runs of several conditions are taken together.

Conditions that are given all meet the same seeds, so only the seeds are independent.  Conditions drawn from ranges are
evidence themselves, by blocks: the points of a trajectory of ``morris`` or of a sample of ``sensitivity`` are changes
of one drawn point (in other designs each point is a block by itself).
"""

from __future__ import annotations

import pandas as pd

from experiments.spec.design import Design

SEEDS = ["seed"]
BLOCKS = ["scenario", "block"]


def with_blocks(runs: pd.DataFrame, design: Design) -> pd.DataFrame:
    """Runs with ``point`` and ``block``, their places in the design, which follow from ``position``."""
    point = runs["position"] % len(design)
    return runs.assign(point=point, block=point // design.block)


def unit_of(runs: pd.DataFrame, design: Design) -> list[str]:
    """Return the columns that tell one unit of independent evidence from another, in runs ``with_blocks``."""
    return BLOCKS if design.sampled and len(design) > 1 else SEEDS


def unit_noun(unit: list[str], design: Design) -> str:
    """Return the noun for one such unit: seed, condition or sample."""
    if unit == SEEDS:
        return "seed"
    return "condition" if design.block == 1 else "sample"
