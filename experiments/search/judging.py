"""Judging of packages: their values in every world, and what becomes of them in objectives and constraints."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from experiments.spec.search_schema import COSTS, ConstraintEntry, ObjectiveEntry
from sim.arrays import Floats

TENTH = 0.1
TOLERANCE = 1e-9
BEYOND = 1e6
"""How far a package breaks a constraint of which it has no value."""


def world_means(runs: pd.DataFrame, measures: Sequence[str], *, packages: int, worlds: int) -> dict[str, Floats]:
    """(packages, worlds) the mean of each measure over the seeds of a world; empty (NaN) where none has a value.

    runs  with their ``position``: package times worlds plus world
    """
    means: dict[str, Floats] = {}
    cells = runs["position"].to_numpy(dtype=np.int64)
    inside = cells < packages * worlds
    for measure in measures:
        values = runs[measure].to_numpy(dtype=float)
        known = inside & ~np.isnan(values)
        many = np.bincount(cells[known], minlength=packages * worlds)
        sums = np.bincount(cells[known], weights=values[known], minlength=packages * worlds)
        mean = np.divide(sums, many, out=np.full(len(sums), np.nan), where=many > 0)
        means[measure] = mean.reshape(packages, worlds)
    return means


def sign_of(entry: ObjectiveEntry, better: Mapping[str, int]) -> int:
    """1 where more of an objective's measure is wanted, -1 where less is, 0 where nobody can know."""
    if entry.aim is not None:
        return 1 if entry.aim == "maximise" else -1
    return -1 if entry.measure in COSTS else better.get(entry.measure, 0)


def worst_tenth(values: Floats, sign: int) -> Floats:
    """(packages,) the mean over the worst tenth of the worlds of each package, at least one.

    >>> worst_tenth(np.array([[1.0, 2.0, 3.0]]), 1), worst_tenth(np.array([[1.0, 2.0, 3.0]]), -1)
    (array([1.]), array([3.]))
    """
    many = max(1, math.ceil(TENTH * values.shape[1] - TOLERANCE))
    worst: Floats = sign * np.sort(sign * values, axis=1)[:, :many].mean(axis=1)
    return worst


def regret(values: Floats, sign: int, among: NDArray[np.bool_]) -> Floats:
    """(packages,) the most that each gives away, in any world, against the best package there.

    among  which packages are to be had: the others set no standard, and may do better

    >>> regret(np.array([[1.0, 0.0], [0.0, 3.0]]), 1, np.array([True, True]))
    array([3., 1.])
    """
    good = sign * values
    some = good[among] if among.any() else good
    best = np.where(np.isnan(some), -np.inf, some).max(axis=0)
    lost = np.where(np.isfinite(best), best - good, np.nan)
    most: Floats = np.maximum(lost.max(axis=1), 0.0)
    return most


def objective_values(
    entry: ObjectiveEntry, values: Floats, better: Mapping[str, int], among: NDArray[np.bool_]
) -> tuple[Floats, Floats]:
    """(packages,) an objective as it is told, and as it is minimised.

    values  (packages, worlds) of its measure; of what a package costs, one column
    """
    sign = sign_of(entry, better)
    if entry.over == "regret":
        lost = regret(values, sign, among)
        return lost, _minimised(lost, 1)
    taken = worst_tenth(values, sign) if entry.over == "worst tenth" else _mean(values)
    return taken, _minimised(taken, -sign)


def _mean(values: Floats) -> Floats:
    known = ~np.isnan(values)
    many = known.sum(axis=1)
    sums = np.where(known, values, 0.0).sum(axis=1)
    mean: Floats = np.divide(sums, many, out=np.full(len(values), np.nan), where=many > 0)
    return mean


def _minimised(values: Floats, sign: int) -> Floats:
    """Values with the sign by which less is better; one that is empty is as bad as the worst."""
    signed = sign * values
    known = signed[~np.isnan(signed)]
    return np.where(np.isnan(signed), known.max(initial=0.0), signed)


def kept(entry: ConstraintEntry, values: Floats) -> tuple[Floats, Floats]:
    """(packages,) how a constraint stands, and by how much it is broken: nothing where it is kept.

    It stands at the share of worlds in which the limit is kept, or at the mean over them where no share is asked for.
    It is broken by what the world at that share lacks: so packages that come nearer to it are told from others.

    values  (packages, worlds) of its measure
    """
    if entry.share is None:
        mean = _mean(values)
        return mean, _lacking(entry, mean)
    over = _lacking(entry, values)
    holding = (over <= 0.0).mean(axis=1)
    at = max(0, math.ceil(entry.share * values.shape[1] - TOLERANCE) - 1)
    return holding, np.sort(over, axis=1)[:, at]


def _lacking(entry: ConstraintEntry, values: Floats) -> Floats:
    """The part that values lack of the limits; 0 where they are kept."""
    over = np.zeros(values.shape)
    for limit, sign in ((entry.at_least, 1), (entry.at_most, -1)):
        if limit is not None:
            lacking = sign * (limit - values) / (abs(limit) or 1.0)
            over = np.maximum(over, np.where(np.isnan(lacking), BEYOND, lacking))
    return np.where(over <= TOLERANCE, 0.0, over)
