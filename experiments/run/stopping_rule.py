"""Stopping rule: a fixed number of replicates, or more and more until an interval is narrow enough.

The rule looks at each point when it has ``at_least`` replicates, and again whenever it has half as many more.  What
it decides depends on these replicates alone: not on workers, nor on what else is in the store.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import pandas as pd

from experiments.spec.experiment import Experiment
from experiments.spec.schema import UntilEntry
from sim.arrays import Floats


def replicate_rounds(experiment: Experiment) -> Iterator[range]:
    """The replicates of each round, one after the other."""
    rule = experiment.until
    if rule is None:
        yield range(experiment.replicates)
        return
    begin, end = 0, rule.at_least
    while begin < end:
        yield range(begin, end)
        begin, end = end, min(rule.at_most, math.ceil(1.5 * end))


def interval_width(values: Floats, confidence: float) -> float:
    """Width of Student's interval of the mean; empty values do not count, and of less than two it is infinite.

    >>> round(interval_width(np.array([1.0, 2.0, 3.0]), 0.95), 3)
    4.968
    """
    known = values[~np.isnan(values)]
    if len(known) < 2:
        return math.inf
    from scipy import stats

    error = known.std(ddof=1) / math.sqrt(len(known))
    return float(2 * stats.t.ppf((1 + confidence) / 2, len(known) - 1) * error)


def widths(rule: UntilEntry, runs: pd.DataFrame) -> pd.DataFrame:
    """Count the runs of every point, by its position, and measure the interval of the rule's measure over them.

    runs    columns position and the rule's measure
    returns columns runs and width, by position
    """
    values = runs.groupby("position")[rule.measure]
    measured = {
        position: (len(sample), interval_width(sample.to_numpy(dtype=float), rule.confidence))
        for position, sample in values
    }
    return pd.DataFrame.from_dict(measured, orient="index", columns=["runs", "width"])


def undecided(rule: UntilEntry, runs: pd.DataFrame, replicates: int) -> set[int]:
    """The positions of the points that need more than these first replicates.

    runs    columns position, replicate and the rule's measure
    """
    first = runs[runs["replicate"] < replicates]
    order = first["position"].to_numpy(dtype=np.int64).argsort(kind="stable")
    positions, starts = np.unique(first["position"].to_numpy(dtype=np.int64)[order], return_index=True)
    values = np.split(first[rule.measure].to_numpy(dtype=float)[order], starts[1:])
    return {
        position
        for position, sample in zip(positions.tolist(), values, strict=False)
        if interval_width(sample, rule.confidence) > rule.width
    }
