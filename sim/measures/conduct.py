"""Conduct: races and battles in the month's dealings, and meetings."""

from __future__ import annotations

from sim.compiled import rule
from sim.lanes import Floats, Lanes, lane_buffer
from sim.measures.measure import Measure, share
from sim.state import Arrays
from sim.wiring import Wiring

CONDUCT = (
    Measure("race_share", "share of stances acted out that are races; empty where nobody acts", "[0, 1]"),
    Measure("mutual_race", "share of acted encounters in which both race", "[0, 1]"),
    Measure("mutual_battle", "share of acted encounters in which both battle", "[0, 1]"),
)
MEETINGS = (Measure("meetings", "share of ties x tiers that met", "[0, 1]"),)


@rule
def conduct(lanes: Lanes, state: Arrays, row: Floats, column: int) -> None:
    """Fill in race_share, mutual_race and mutual_battle of the acted encounters."""
    stance, acted = state.stance, state.acted
    tiers, m, width = acted.shape[0], acted.shape[1], acted.shape[2]
    encounters, races, both = lane_buffer(lanes), lane_buffer(lanes), lane_buffer(lanes)
    for lane in range(len(lanes)):
        encounters[lane] = races[lane] = both[lane] = 0.0
    for tier in range(tiers):
        for tie in range(m):
            for lane in range(width):
                acts, a, b = acted[tier, tie, lane], stance[tier, tie, lane], stance[tier, tie + m, lane]
                encounters[lane] += float(acts)
                races[lane] += float(acts * (a + b))
                both[lane] += float(acts & a & b)
    for lane in range(len(lanes)):
        neither = encounters[lane] - races[lane] + both[lane]
        row[column, lane] = share(races[lane], 2.0 * encounters[lane])
        row[column + 1, lane] = share(both[lane], encounters[lane])
        row[column + 2, lane] = share(neither, encounters[lane])


@rule
def meetings(lanes: Lanes, wiring: Wiring, state: Arrays, row: Floats, column: int) -> None:
    """Fill in meetings."""
    tiers, m, width = state.met.shape[0], state.met.shape[1], state.met.shape[2]
    together = lane_buffer(lanes)
    for lane in range(len(lanes)):
        together[lane] = 0.0
    for tier in range(tiers):
        for tie in range(m):
            for lane in range(width):
                together[lane] += float(state.met[tier, tie, lane])
    for lane in range(len(lanes)):
        row[column, lane] = share(together[lane], tiers * len(wiring.relations) / 2.0)
