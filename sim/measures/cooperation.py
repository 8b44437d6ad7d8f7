"""How organisations treat each other: races, battles, meetings."""

from __future__ import annotations

from sim.compiled import rule
from sim.lanes import Floats, Lanes, lane_buffer
from sim.state import Arrays


@rule
def share(part: float, whole: float) -> float:
    """part / whole; NaN where there is nothing to share."""
    return part / whole if whole > 0.0 else float("nan")


@rule
def cooperation(lanes: Lanes, state: Arrays, row: Floats, column: int, meetings: int) -> None:
    """race_share, mutual_race, mutual_battle of the acted encounters; meetings, the share of ties x tiers
    that met."""
    stance, acted, met = state.stance, state.acted, state.met
    tiers, m, width = acted.shape[0], acted.shape[1], acted.shape[2]
    encounters, races, both, together = lane_buffer(lanes), lane_buffer(lanes), lane_buffer(lanes), lane_buffer(lanes)
    for lane in range(len(lanes)):
        encounters[lane] = races[lane] = both[lane] = together[lane] = 0.0
    for tier in range(tiers):
        for tie in range(m):
            for lane in range(width):
                acts, a, b = acted[tier, tie, lane], stance[tier, tie, lane], stance[tier, tie + m, lane]
                encounters[lane] += float(acts)
                races[lane] += float(acts * (a + b))
                both[lane] += float(acts & a & b)
                together[lane] += float(met[tier, tie, lane])
    for lane in range(len(lanes)):
        neither = encounters[lane] - races[lane] + both[lane]
        row[column, lane] = share(races[lane], 2.0 * encounters[lane])
        row[column + 1, lane] = share(both[lane], encounters[lane])
        row[column + 2, lane] = share(neither, encounters[lane])
        row[meetings, lane] = share(together[lane], float(tiers * m))
