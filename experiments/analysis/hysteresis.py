"""Loops: the same conditions, reached from two sides, end in different states."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.integrate import trapezoid

from experiments.analysis.intervals import mean_interval

STARTS = ("history.trust", "history.in_group", "boundary.openness")
"""Parameters read at the start alone, of which more is a better start: two levels of one of them are two sides from
which to come to the same conditions."""


def branches(
    frame: pd.DataFrame,
    factor: str,
    measure: str,
    *,
    branch: str,
    upper: object,
    lower: object,
    within: Sequence[str] = (),
) -> pd.DataFrame:
    """The gap between two branches at each level of a factor, paired by seed, with its 95% interval.

    branch  the column that tells the sides apart (a policy, a scenario, or the level of a factor that matters at the
            start alone)
    within  what else the two runs of a pair share; pairs of one seed are averaged

    returns  columns factor, measure, level, runs (seeds), upper, lower, gap, low, high
    """
    rows = []
    for level, pairs in _pairs(frame, factor, measure, branch, upper, lower, within).groupby(level=0):
        gaps = (pairs["upper"] - pairs["lower"]).to_numpy(dtype=float)
        low, high = (float(end[0]) for end in mean_interval(gaps[None, :]))
        row = {"level": level, "runs": len(gaps), "upper": pairs["upper"].mean(), "lower": pairs["lower"].mean()}
        rows.append({"factor": factor, "measure": measure, **row, "gap": gaps.mean(), "low": low, "high": high})
    return pd.DataFrame(rows)


def hysteresis(
    frame: pd.DataFrame,
    factor: str,
    measure: str,
    *,
    branch: str,
    upper: object,
    lower: object,
    within: Sequence[str] = (),
) -> pd.DataFrame:
    """The area between two branches, with its 95% interval over seeds (as in ``means``): 0 where the past does not
    matter.

    area = integral of (upper - lower) over the factor, by the trapezoid rule over the levels both have; signed, so that
    chance does not add up to an area.  mean_gap = area / width of the levels.  Sides and pairs are as in ``branches``.

    returns  one row: factor, measure, upper, lower, seeds, area, low, high, mean_gap, widest (gap), at (its level)
    """
    pairs = _pairs(frame, factor, measure, branch, upper, lower, within)
    gaps = (pairs["upper"] - pairs["lower"]).unstack("seed").dropna(axis=1)
    levels, table = gaps.index.to_numpy(dtype=float), gaps.to_numpy(dtype=float)
    if len(levels) < 2 or not table.shape[1]:
        raise ValueError(f"no loop: {branch} {upper!r} and {lower!r} share fewer than two levels of {factor}")
    areas = trapezoid(table, levels, axis=0)
    low, high = (float(end[0]) for end in mean_interval(areas[None, :]))
    centre = table.mean(axis=1)
    widest = int(np.abs(centre).argmax())
    area = float(areas.mean())
    row = {
        "factor": factor,
        "measure": measure,
        "upper": upper,
        "lower": lower,
        "seeds": len(areas),
        "area": area,
        "low": low,
        "high": high,
    }
    return pd.DataFrame(
        [{**row, "mean_gap": area / float(np.ptp(levels)), "widest": centre[widest], "at": levels[widest]}]
    )


def _pairs(
    frame: pd.DataFrame, factor: str, measure: str, branch: str, upper: object, lower: object, within: Sequence[str]
) -> pd.DataFrame:
    """Return (level, seed) -> upper, lower: means over pairs, of seeds that have a pair under each condition there is.

    A stopping rule gives some conditions more seeds than others: a mean over the conditions that have a seed would be
    of others from seed to seed.
    """
    sides = {
        name: frame[frame[branch] == value].groupby([factor, "seed", *within])[measure].mean()
        for name, value in (("upper", upper), ("lower", lower))
    }
    pairs = pd.DataFrame(sides).dropna()
    known = pairs.groupby(level=[0, 1])["upper"].transform("size")
    conditions = pairs.reset_index().groupby(factor)[list(within)].apply(lambda rows: len(rows.drop_duplicates()))
    needed = conditions.loc[pairs.index.get_level_values(0)].to_numpy() if within else 1
    return pairs[(known == needed).to_numpy()].groupby(level=[0, 1]).mean()
