"""Trust, history and what the organisations believe of them."""

from __future__ import annotations

from sim.compiled import rule
from sim.lanes import Floats, Lanes, lane_buffer
from sim.measures.cooperation import share
from sim.rules.boundary import perceived_trust
from sim.state import Arrays, Wiring


@rule
def trust(lanes: Lanes, wiring: Wiring, state: Arrays, par: Floats, visibility: int, row: Floats, column: int) -> None:
    """trust, trust_senior, trust_front_line, trust_gap, perception_gap, history."""
    trusts, histories = state.trust, state.history
    tiers, relations = trusts.shape[0], trusts.shape[1]
    m = relations // 2
    total, senior, front = lane_buffer(lanes), lane_buffer(lanes), lane_buffer(lanes)
    perceived, history, mine = lane_buffer(lanes), lane_buffer(lanes), lane_buffer(lanes)
    for lane in range(len(lanes)):
        total[lane] = senior[lane] = front[lane] = perceived[lane] = history[lane] = 0.0
    for relation in range(relations):
        i = wiring.first[relation] if relation < m else wiring.second[relation - m]
        for lane in range(len(lanes)):
            mine[lane] = trusts[0, relation, lane]
        for tier in range(1, tiers):
            for lane in range(len(lanes)):
                mine[lane] += trusts[tier, relation, lane]
        for lane in range(len(lanes)):
            top = trusts[0, relation, lane]
            total[lane] += mine[lane]
            senior[lane] += top
            front[lane] += trusts[tiers - 1, relation, lane]
            perceived[lane] += perceived_trust(mine[lane] / tiers, top, par[visibility, i, lane])
            history[lane] += histories[relation, lane]
    count = float(relations)
    for lane in range(len(lanes)):
        mean = share(total[lane] / tiers, count)
        row[column, lane] = mean
        row[column + 1, lane] = share(senior[lane], count)
        row[column + 2, lane] = share(front[lane], count)
        row[column + 3, lane] = share(senior[lane] - front[lane], count)
        row[column + 4, lane] = share(perceived[lane], count) - mean
        row[column + 5, lane] = share(history[lane], count)
