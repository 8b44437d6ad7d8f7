"""Welfare: capability, pooling, resources, income."""

from __future__ import annotations

from sim.compiled import rule
from sim.lanes import Floats, Lanes, lane_buffer
from sim.measures.measure import Measure, Scratch, share
from sim.rows import GAME_BENEFIT, GAME_IMPROVEMENT, GAME_INTENSITY, GAME_SHARING
from sim.rules.boundary import NOT_POOLED
from sim.rules.resources import capability, scarcity_felt
from sim.state import Arrays
from sim.wiring import SHARING, Wiring

WELFARE = (
    Measure("capability", "mean of q = max(0, 1 + improvement Y)", "[0, inf)"),
    Measure("pooled", "share of ties whose outcomes are pooled; 0 where sharing is 0", "[0, 1]"),
    Measure("resources", "mean resources, relative to need", "[0, inf)"),
    Measure("resources_gini", "Gini coefficient of resources", "[0, 1]"),
    Measure("scarcity_felt", "mean of clip(1 - R, 0, 1)", "[0, 1]"),
    Measure("income", "mean income of the month, net of the cost of meetings", "real"),
    Measure("value_lost", "mean of benefit * intensity - income; negative where capability has grown", "real"),
)


@rule
def gini(values: Floats, n: int) -> float:
    """Return the Gini coefficient of the first n values, none negative, in [0, 1 - 1/n]; 0 where all are 0.

    sum (2 i - n - 1) x_i / (n sum x) over x sorted upward, i from 1.  Sorts them in place.
    """
    # Insertion sort: the order changes little from month to month, and it compiles in a tenth of the time of numpy's.
    for i in range(1, n):
        value, place = values[i], i
        while place > 0 and values[place - 1] > value:
            values[place] = values[place - 1]
            place -= 1
        values[place] = value
    total = weighted = 0.0
    for i in range(n):
        total += values[i]
        weighted += (2.0 * (i + 1) - n - 1.0) * values[i]
    return weighted / (n * total) if total > 0.0 else 0.0


@rule
def pooled(lanes: Lanes, wiring: Wiring, par: Floats, state: Arrays, row: Floats, column: int) -> None:
    """Fill in pooled."""
    count = lane_buffer(lanes)
    for lane in range(len(lanes)):
        count[lane] = 0.0
    for tie in range(len(wiring.first)):
        if wiring.weight[tie] > 0.0:
            alliance, a, b = wiring.alliance[tie], wiring.first[tie], wiring.second[tie]
            for lane in range(len(lanes)):
                own = par[GAME_SHARING, a, lane] + par[GAME_SHARING, b, lane]
                sharing = wiring.terms[alliance, SHARING] if alliance >= 0 else own
                count[lane] += 1.0 if sharing > 0.0 and state.pooled[tie, lane] != NOT_POOLED else 0.0
    for lane in range(len(lanes)):
        row[column, lane] = share(count[lane], len(wiring.relations) / 2.0)


@rule
def welfare(
    lanes: Lanes, wiring: Wiring, par: Floats, state: Arrays, scratch: Scratch, row: Floats, column: int
) -> None:
    """Fill in capability, pooled, resources, resources_gini, scarcity_felt, income and value_lost."""
    n = 0
    for i in range(len(wiring.present)):
        n += wiring.present[i]
    resources = scratch.values
    pooled(lanes, wiring, par, state, row, column + 1)
    for lane in range(len(lanes)):
        total = capable = scarcity = income = best = 0.0
        place = 0
        for i in range(len(wiring.present)):
            if wiring.present[i]:
                resources[place] = state.resources[i, lane]
                place += 1
                total += state.resources[i, lane]
                capable += capability(state.conduct[i, lane], par[GAME_IMPROVEMENT, i, lane])
                scarcity += scarcity_felt(state.resources[i, lane])
                income += state.income[i, lane]
                best += par[GAME_BENEFIT, i, lane] * par[GAME_INTENSITY, i, lane]
        row[column, lane] = share(capable, n)
        row[column + 2, lane] = share(total, n)
        row[column + 3, lane] = gini(resources, n)
        row[column + 4, lane] = share(scarcity, n)
        row[column + 5, lane] = share(income, n)
        row[column + 6, lane] = share(best - income, n)
