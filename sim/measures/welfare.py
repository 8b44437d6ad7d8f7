"""Minds and means: orientation, resources, income."""

from __future__ import annotations

import numpy as np

from sim.compiled import rule
from sim.lanes import Floats, Lanes
from sim.rules.resources import scarcity_felt
from sim.state import Arrays


@rule
def gini(values: Floats) -> float:
    """Gini coefficient of non-negative values, in [0, 1 - 1/n]; 0 where all are 0.  Sorts ``values`` in place.

    sum (2 i - n - 1) x_i / (n sum x) over x sorted upward, i from 1.
    """
    values.sort()
    n = len(values)
    total = weighted = 0.0
    for i in range(n):
        total += values[i]
        weighted += (2.0 * (i + 1) - n - 1.0) * values[i]
    return weighted / (n * total) if total > 0.0 else 0.0


@rule
def orientation(lanes: Lanes, state: Arrays, row: Floats, column: int) -> None:
    """orientation, orientation_sd: mean and standard deviation (of the population) over units."""
    tiers, n = state.orientation.shape[0], state.orientation.shape[1]
    for lane in range(len(lanes)):
        total = squares = 0.0
        for tier in range(tiers):
            for i in range(n):
                total += state.orientation[tier, i, lane]
        mean = total / (tiers * n)
        for tier in range(tiers):
            for i in range(n):
                squares += (state.orientation[tier, i, lane] - mean) ** 2
        row[column, lane] = mean
        row[column + 1, lane] = np.sqrt(squares / (tiers * n))


@rule
def means(lanes: Lanes, state: Arrays, par: Floats, benefit: int, intensity: int, row: Floats, column: int) -> None:
    """resources, resources_gini, scarcity_felt, income, value_lost (benefit * intensity - income)."""
    n = state.resources.shape[0]
    each = np.empty(n)
    for lane in range(len(lanes)):
        total = scarcity = income = best = 0.0
        for i in range(n):
            each[i] = state.resources[i, lane]
            total += each[i]
            scarcity += scarcity_felt(each[i])
            income += state.income[i, lane]
            best += par[benefit, i, lane] * par[intensity, i, lane]
        row[column, lane] = total / n
        row[column + 1, lane] = gini(each)
        row[column + 2, lane] = scarcity / n
        row[column + 3, lane] = income / n
        row[column + 4, lane] = (best - income) / n
