"""Averaging: what is averaged over what, the same in every analysis.

A *condition* is a point of the design under a policy in a scenario.  Its runs differ by random numbers alone: they are
averaged first.  Then conditions are averaged, each weighing the same, however many runs it has: a stopping rule gives
noisy conditions more of them, and a run that failed or lacks a measure takes none of its condition's weight away.  A
share is a mean of zeros and ones; in histograms, percentiles and trees each run weighs 1 / (runs of its condition).

An interval is over *units*, the independent evidence (``experimental_units``): each is given the value with which it
enters the mean, so that the mean over units is the mean over conditions.  Sides that are compared (policies,
experiments, branches of a loop) are compared over the conditions that all of them have.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from sim.arrays import Floats

CONDITION = ("scenario", "policy", "point")
"""Columns that tell one condition from another; ``position``, a point under a policy, stands in for a missing point."""


def condition_columns(frame: pd.DataFrame, by: Sequence[str] = ()) -> list[str]:
    """Return the columns of a table that tell conditions apart, beside those in ``by``."""
    columns = CONDITION if "point" in frame else (*CONDITION, "position")
    return [name for name in columns if name in frame and name not in by]


def run_weights(frame: pd.DataFrame, known: pd.Series | None = None, unit: Sequence[str] = ()) -> Floats:
    """Return the weight of each run: 1 / (runs of its condition), of those that are ``known``; 0 for the others.

    unit  takes the place of conditions in a table that has none; runs of a table without either weigh 1 each
    """
    counted = np.ones(len(frame), dtype=bool) if known is None else known.to_numpy(dtype=bool)
    columns = condition_columns(frame) or list(unit)
    if not columns:
        return counted.astype(float)
    keys = _numbered(frame, columns).to_numpy()
    sizes = np.bincount(keys, weights=counted, minlength=keys.max(initial=0) + 1)
    weights: Floats = np.divide(counted, sizes[keys], out=np.zeros(len(frame)), where=counted)
    return weights


def condition_means(frame: pd.DataFrame, by: Sequence[str], measure: str) -> pd.Series:
    """Return the mean of a measure over the conditions of each group."""
    runs = frame.groupby([*by, *condition_columns(frame, by)], observed=True)[measure].mean()
    return runs.groupby(list(by), observed=True).mean()


def weighted_quantile(values: Floats, weights: Floats, share: float) -> float:
    """Return the value below which a share of the weight lies, by linear interpolation between the values.

    >>> weighted_quantile(np.array([1.0, 2.0, 3.0]), np.ones(3), 0.25), float(np.quantile([1.0, 2.0, 3.0], 0.25))
    (1.5, 1.5)
    """
    order = np.argsort(values, kind="stable")
    ordered, weight = values[order], weights[order]
    middle = np.cumsum(weight) - weight / 2
    place = middle[0] + share * (middle[-1] - middle[0])
    return float(np.interp(place, middle, ordered))


def shared_conditions(frame: pd.DataFrame, on: str) -> pd.DataFrame:
    """Return the runs under conditions that every value of ``on`` (policy, say) has runs of."""
    others = condition_columns(frame, [on])
    if not others:
        return frame
    sides = frame.groupby(others, observed=True, dropna=False)[on].transform("nunique")
    return frame[sides == frame[on].nunique()]


def unit_values(
    frame: pd.DataFrame, measure: str, by: Sequence[str], unit: Sequence[str], condition: Sequence[str] | None = None
) -> pd.DataFrame:
    """Return one row a group and unit: the value with which a unit enters the group's mean over conditions.

    With m_c the mean of the n_c runs of condition c, of C conditions, and M = (1/C) sum of m_c, the value of one of U
    units is

        M + (U/C) sum over its conditions of (m_c - M)              where it is of whole conditions (blocks)
        M + (U/C) sum over its runs of (y - m_c) / n_c              where conditions share it (seeds)

    (linearisation, as in survey sampling: Särndal, Swensson & Wretman 1992).  The mean over units is M; where every
    unit has as many conditions, a value is the unit's own mean.

    condition  the columns that tell conditions apart; by default those there are, else the units themselves
    returns    columns by, unit, measure
    """
    named = condition_columns(frame, by) if condition is None else [name for name in condition if name not in by]
    apart = [*by, *(named or [name for name in unit if name not in by])]
    columns = list(dict.fromkeys([*apart, *unit]))
    known = frame[[*columns, measure]].dropna(subset=[measure])
    group = _numbered(known, by)
    condition_number = _numbered(known, apart)
    conditions = known[measure].groupby(condition_number)
    mean, weight = conditions.transform("mean"), 1.0 / conditions.transform("size")
    total = weight.groupby(group).transform("sum")
    overall = (weight * mean).groupby(group).transform("sum") / total
    # A unit of whole conditions enters by how they lie, one that conditions share by how its runs lie within them.
    whole = len(known[columns].drop_duplicates()) == condition_number.nunique()
    part = weight * ((mean - overall) if whole else (known[measure] - mean)) / total
    rows = known[list(dict.fromkeys([*by, *unit]))].assign(part=part, overall=overall)
    values = rows.groupby(list(dict.fromkeys([*by, *unit])), observed=True).agg({"part": "sum", "overall": "first"})
    values = values.reset_index()
    units = values["part"].groupby(_numbered(values, by)).transform("size")
    values[measure] = values["overall"] + units * values["part"]
    return values.drop(columns=["part", "overall"])


def _numbered(frame: pd.DataFrame, columns: Sequence[str]) -> pd.Series:
    """Return the number of each row's group; one group where no columns are given."""
    if not columns:
        return pd.Series(0, index=frame.index)
    return frame.groupby(list(columns), observed=True, dropna=False).ngroup()
