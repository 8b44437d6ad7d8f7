"""Openness of ties, within and across sectors."""

from __future__ import annotations

from sim.compiled import rule
from sim.lanes import Floats, Lanes, lane_buffer
from sim.measures.measure import Measure, share
from sim.state import Arrays
from sim.wiring import Wiring

OPENNESS = (
    Measure("openness", "mean effective openness W = w_ij w_ji over ties", "[0, 1]"),
    Measure("openness_within", "mean W over ties within one sector", "[0, 1]"),
    Measure("openness_across", "mean W over ties across sectors", "[0, 1]"),
    Measure(
        "ei_index", "(external - internal) / (external + internal) of summed W", "[-1, 1]", "Krackhardt & Stern 1988"
    ),
)


@rule
def ei_index(external: float, internal: float) -> float:
    """Return (external - internal) / (external + internal), in [-1, 1]; NaN without any openness.

    Source: Krackhardt & Stern 1988.
    """
    return (external - internal) / (external + internal) if external + internal > 0.0 else float("nan")


@rule
def openness(lanes: Lanes, wiring: Wiring, state: Arrays, row: Floats, column: int) -> None:
    """Fill in openness, openness_within, openness_across and ei_index, of the effective openness W = w_ij w_ji."""
    m, doors = len(wiring.first), state.openness
    within, across = lane_buffer(lanes), lane_buffer(lanes)
    for lane in range(len(lanes)):
        within[lane] = across[lane] = 0.0
    inside = outside = 0
    for tie in range(m):
        if wiring.weight[tie] == 0.0:
            continue
        if wiring.across[tie]:
            outside += 1
            for lane in range(len(lanes)):
                across[lane] += doors[tie, lane] * doors[tie + m, lane]
        else:
            inside += 1
            for lane in range(len(lanes)):
                within[lane] += doors[tie, lane] * doors[tie + m, lane]
    for lane in range(len(lanes)):
        row[column, lane] = share(within[lane] + across[lane], float(inside + outside))
        row[column + 1, lane] = share(within[lane], float(inside))
        row[column + 2, lane] = share(across[lane], float(outside))
        row[column + 3, lane] = ei_index(across[lane], within[lane])
