"""Tipping points, with their uncertainty."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.optimize import isotonic_regression

from experiments.analysis.averaging import condition_columns
from experiments.analysis.end_states import siloed
from experiments.analysis.intervals import percentiles, resamples
from experiments.analysis.tables import groups
from sim.arrays import Floats

SILOED = "siloed"
"""In place of a measure: the probability that a run ends siloed, which is in any way but as one system (of the first
model: in what it called siloed)."""


def tipping_points(
    frame: pd.DataFrame, factor: str, measure: str, *, by: Sequence[str] = (), half: float = 0.5
) -> pd.DataFrame:
    """The value of a factor at which the mean of a measure, or the probability of ``siloed``, crosses one half.

    A level's mean is over its conditions (``averaging``).  Through the means of the factor's levels goes the closest
    monotone line (isotonic regression; Barlow et al. 1972, by scipy), every level weighing the same; the estimate is
    where it crosses, by linear interpolation between the two levels on either side.  The interval is the bootstrap's
    over runs (percentiles; runs of one seed are drawn together over all levels, for they share random numbers), and
    empty of one seed.  It says nothing of what lies between two levels: a step anywhere between them gives the same
    numbers.  So ``after`` and ``before`` give the levels between which the crossing lies, widened as the bootstrap
    asks, and are what to quote where they are wider.

    returns  columns ``by``, factor, measure, half, estimate, low, high (-inf, inf: beyond the levels studied), after,
             before (the levels between which it is crossed), direction (rises, falls), runs; estimate is empty where
             the levels do not cross
    """
    values = siloed(frame) if measure == SILOED else frame[measure]
    apart = [factor, *condition_columns(frame, [*by, factor])]
    known = frame[[*by, *apart, "seed"]].assign(y=values)[values.notna()]
    rows = []
    for shared, group in groups(known, by):
        table = group.groupby([*apart, "seed"], observed=True)["y"].mean().unstack("seed")
        place = table.index.get_level_values(factor).to_numpy(dtype=float)
        if len(np.unique(place)) > 1:
            estimate = crossing(place, table.to_numpy(dtype=float), half)
            rows.append({**shared, "factor": factor, "measure": measure, "half": half, **estimate, "runs": len(group)})
    return pd.DataFrame(rows)


def crossing(place: Floats, values: Floats, half: float) -> dict[str, float | str]:
    """Find where the rows of values (conditions, seeds) cross one half; NaN values are runs that are not there.

    place  (conditions,) the level of each condition
    """
    levels, level_of = np.unique(place, return_inverse=True)
    averaging = (level_of[None, :] == np.arange(len(levels))[:, None]).astype(float)
    averaging /= averaging.sum(axis=1, keepdims=True)
    there = ~np.isnan(values)
    filled = np.where(there, values, 0.0)
    centre = filled.sum(axis=1) / there.sum(axis=1)
    of_levels = averaging @ centre
    rises = bool(np.polyfit(levels, of_levels, 1)[0] > -1e-12)  # a level line, as rounding has it, rises
    estimate, after, before = _crossed(levels, of_levels, np.ones(len(levels)), half, rises)
    picks = resamples(values.shape[1], "tipping")
    counts = np.stack([np.bincount(pick, minlength=values.shape[1]) for pick in picks]).astype(float)
    runs = counts @ there.T.astype(float)
    # A condition of which a resample has no run keeps its mean, at next to no weight where its whole level has none.
    means = np.divide(counts @ filled.T, runs, out=np.broadcast_to(centre, runs.shape).copy(), where=runs > 0)
    pairs = zip(means @ averaging.T, np.maximum((runs > 0) @ averaging.T, 1e-9), strict=True)
    crossings = np.array([_crossed(levels, resample, weights, half, rises) for resample, weights in pairs])
    (low, high), (first, _), (_, last) = (percentiles(column, values.shape[1]) for column in crossings.T)
    return {
        "estimate": estimate if math.isfinite(estimate) else math.nan,
        "low": low,
        "high": high,
        "after": float(np.fmin(after, first)),
        "before": float(np.fmax(before, last)),
        "direction": "rises" if rises else "falls",
    }


def _crossed(levels: Floats, means: Floats, weights: Floats, half: float, rises: bool) -> tuple[float, float, float]:
    """Return (where, last level before, first level after) of the crossing; infinite where beyond the levels."""
    line = isotonic_regression(means, weights=weights, increasing=rises).x
    beyond = line >= half if rises else line <= half
    if beyond.all():
        return -math.inf, -math.inf, float(levels[0])
    if not beyond.any():
        return math.inf, float(levels[-1]), math.inf
    after = int(np.argmax(beyond))
    left, right = float(levels[after - 1]), float(levels[after])
    part = (half - line[after - 1]) / (line[after] - line[after - 1])
    return left + part * (right - left), left, right
