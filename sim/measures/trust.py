"""Trust, history and what the organisations perceive of them."""

from __future__ import annotations

from sim.compiled import rule
from sim.lanes import Floats, Lanes, lane_buffer
from sim.measures.measure import Measure, share
from sim.rows import LEARNING_GLOSS, LEARNING_VISIBILITY, TRUST_BLAME
from sim.rules.boundary import perceived_trust, reported_trust
from sim.state import Arrays
from sim.wiring import Wiring

TRUST = (
    Measure("trust", "mean trust over relations and tiers", "[0, 1]"),
    Measure("trust_senior", "mean trust at the senior tier", "[0, 1]"),
    Measure("trust_front_line", "mean trust at the front line", "[0, 1]"),
    Measure("trust_gap", "trust_senior - trust_front_line", "[-1, 1]"),
    Measure("perception_gap", "mean of perceived trust (phase 6) - mean trust", "[-1, 1]"),
    Measure("history", "mean institutional history", "[0, 1]"),
)


@rule
def trust(lanes: Lanes, wiring: Wiring, par: Floats, state: Arrays, row: Floats, column: int) -> None:
    """Fill in trust, trust_senior, trust_front_line, trust_gap, perception_gap and history."""
    trusts, histories = state.trust, state.history
    tiers, m = trusts.shape[0], len(wiring.first)
    total, senior, front = lane_buffer(lanes), lane_buffer(lanes), lane_buffer(lanes)
    perceived, history = lane_buffer(lanes), lane_buffer(lanes)
    felt, reported = lane_buffer(lanes), lane_buffer(lanes)
    for lane in range(len(lanes)):
        total[lane] = senior[lane] = front[lane] = perceived[lane] = history[lane] = 0.0
    for relation in range(2 * m):
        tie = relation if relation < m else relation - m
        if wiring.weight[tie] == 0.0:
            continue
        i = wiring.first[tie] if relation < m else wiring.second[tie]
        for lane in range(len(lanes)):
            felt[lane] = reported[lane] = trusts[0, relation, lane]
        for tier in range(1, tiers):
            for lane in range(len(lanes)):
                tau = trusts[tier, relation, lane]
                gloss, blame = par[LEARNING_GLOSS, i, lane], par[TRUST_BLAME, i, lane]
                felt[lane] += tau
                reported[lane] += reported_trust(tau, gloss, blame, tier, tiers)
        for lane in range(len(lanes)):
            top = trusts[0, relation, lane]
            total[lane] += felt[lane]
            senior[lane] += top
            front[lane] += trusts[tiers - 1, relation, lane]
            perceived[lane] += perceived_trust(reported[lane] / tiers, top, par[LEARNING_VISIBILITY, i, lane])
            history[lane] += histories[relation, lane]
    count = float(len(wiring.relations))
    for lane in range(len(lanes)):
        mean = share(total[lane] / tiers, count)
        row[column, lane] = mean
        row[column + 1, lane] = share(senior[lane], count)
        row[column + 2, lane] = share(front[lane], count)
        row[column + 3, lane] = share(senior[lane] - front[lane], count)
        row[column + 4, lane] = share(perceived[lane], count) - mean
        row[column + 5, lane] = share(history[lane], count)
