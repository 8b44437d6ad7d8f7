"""Functions that an expression may call: over the months of a run, or month by month."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.arrays import Floats


@dataclass(frozen=True)
class Function:
    """A function; values are numbers, (runs, 1), or (runs, months).

    takes        its arguments in words
    over_months  arguments with which it makes one number of all months; 0 where it goes month by month
    """

    work_out: Callable[..., Any]
    meaning: str
    takes: str
    fewest: int = 1
    most: int = 1
    over_months: int = 0


def _sum(values: Floats) -> Floats:
    total: Floats = np.where(np.isnan(values), 0.0, values).sum(axis=1, keepdims=True)
    return total


def _count(values: Floats) -> Floats:
    counts: Floats = (~np.isnan(values)).sum(axis=1, keepdims=True).astype(float)
    return counts


def _mean(values: Floats) -> Floats:
    return _sum(values) / _count(values)


def _median(values: Floats) -> Floats:
    with warnings.catch_warnings():  # a run without any value has no median
        warnings.simplefilter("ignore", RuntimeWarning)
        return np.asarray(np.nanmedian(values, axis=1, keepdims=True))


def _min(*values: Floats) -> Any:
    if len(values) > 1:
        return np.minimum(*values)
    return np.where(np.isnan(values[0]), np.inf, values[0]).min(axis=1, keepdims=True)


def _max(*values: Floats) -> Any:
    if len(values) > 1:
        return np.maximum(*values)
    return np.where(np.isnan(values[0]), -np.inf, values[0]).max(axis=1, keepdims=True)


def _holds(values: Floats) -> Any:
    return (values != 0.0) & ~np.isnan(values)


def _any(values: Floats) -> Any:
    return _holds(values).any(axis=1, keepdims=True)


def _all(values: Floats) -> Any:
    return _holds(values).all(axis=1, keepdims=True)


def _first_month(values: Floats) -> Floats:
    holds = _holds(values)
    first: Floats = np.where(holds.any(axis=1), holds.argmax(axis=1) + 1.0, np.nan)[:, None]
    return first


def _longest(values: Floats) -> Floats:
    """Return the longest unbroken stretch of months in which something holds."""
    length = np.zeros(len(values))
    longest = np.zeros(len(values))
    for month in _holds(values).T:
        length = np.where(month, length + 1.0, 0.0)
        longest = np.maximum(longest, length)
    return longest[:, None]


def _at(values: Floats, month: Floats) -> Floats:
    """Return the value in a month; empty where there is no such month."""
    place = np.broadcast_to(month, (len(values), 1)) - 1.0
    there = (place >= 0.0) & (place < values.shape[1]) & (place == np.floor(place))
    positions = np.where(there, place, 0.0).astype(np.int64)
    picked: Floats = np.where(there, np.take_along_axis(values, positions, axis=1), np.nan)
    return picked


def _after(values: Floats, month: Floats) -> Floats:
    return _within(values, month, later=True)


def _until(values: Floats, month: Floats) -> Floats:
    return _within(values, month, later=False)


def _within(values: Floats, month: Floats, *, later: bool) -> Floats:
    """Return the values after a month, or up to it and with it; empty in the others."""
    months = values.shape[-1] if values.ndim > 1 else 1
    numbers = np.arange(1.0, months + 1)
    kept: Floats = np.where((numbers > month) == later, values, np.nan)
    return kept


def _where(condition: Floats, one: Floats, other: Floats) -> Any:
    return np.where(_holds(condition), one, other)


ONE, TWO = "one value", "a value and the number of a month"
SOME = "one value, over the months, or two, month by month"

FUNCTIONS: Mapping[str, Function] = {
    "sum": Function(_sum, "over the months; of a condition, in how many it holds", ONE, over_months=1),
    "mean": Function(_mean, "over the months; of a condition, in what share of them it holds", ONE, over_months=1),
    "min": Function(_min, "the least over the months", SOME, most=2, over_months=1),
    "max": Function(_max, "the most over the months", SOME, most=2, over_months=1),
    "median": Function(_median, "over the months", ONE, over_months=1),
    "first": Function(lambda values: values[:, :1], "in the first month", ONE, over_months=1),
    "last": Function(lambda values: values[:, -1:], "in the last month", ONE, over_months=1),
    "at": Function(_at, "in a month, as at(openness, 24)", TWO, fewest=2, most=2, over_months=2),
    "any": Function(_any, "1 where a condition holds in some month, else 0", ONE, over_months=1),
    "all": Function(_all, "1 where a condition holds in every month, else 0", ONE, over_months=1),
    "first_month": Function(_first_month, "the first month in which a condition holds", ONE, over_months=1),
    "longest": Function(_longest, "months of the longest unbroken time in which a condition holds", ONE, over_months=1),
    "after": Function(_after, "the months after one, as mean(after(trust, 24))", TWO, fewest=2, most=2),
    "until": Function(_until, "the months up to one and with it", TWO, fewest=2, most=2),
    "where": Function(_where, "where(condition, a, b): a where it holds, else b", "three values", fewest=3, most=3),
    "abs": Function(np.abs, "without its sign", ONE),
    "sqrt": Function(np.sqrt, "square root", ONE),
    "log": Function(np.log, "natural logarithm", ONE),
    "exp": Function(np.exp, "e to this power", ONE),
}
"""Every function by its name."""
