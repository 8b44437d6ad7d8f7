"""Phase 6: each organisation sets its doors, and two that trust each other enough choose to pool."""

from __future__ import annotations

from sim.compiled import rule
from sim.engine.ties import pool_trust_of
from sim.engine.workspace import Run
from sim.lanes import Lanes, lane_buffer
from sim.rows import BOUNDARY_CLOSING, BOUNDARY_OPENING, LEARNING_GLOSS, LEARNING_VISIBILITY, TRUST_BLAME
from sim.rules.boundary import (
    CHOSEN,
    NOT_POOLED,
    perceived_trust,
    reported_trust,
    still_pooled,
    updated_openness,
)
from sim.state import Arrays


@rule
def set_openness(lanes: Lanes, run: Run, state: Arrays) -> None:
    """Phase 6: each organisation sets its doors by the trust that it perceives."""
    wiring, par, inputs, work = run.wiring, run.par, run.inputs, run.work
    tiers, m = state.trust.shape[0], len(wiring.first)
    total, after = lane_buffer(lanes), lane_buffer(lanes)
    for relation in range(2 * m):
        tie = relation if relation < m else relation - m
        if wiring.weight[tie] == 0.0:
            continue
        i = wiring.first[tie] if relation < m else wiring.second[tie]
        for lane in range(len(lanes)):
            total[lane] = state.trust[0, relation, lane]
        for tier in range(1, tiers):
            for lane in range(len(lanes)):
                total[lane] += reported_trust(
                    state.trust[tier, relation, lane],
                    par[LEARNING_GLOSS, i, lane],
                    par[TRUST_BLAME, i, lane],
                    tier,
                    tiers,
                )
        for lane in range(len(lanes)):
            total[lane] = perceived_trust(
                total[lane] / tiers, state.trust[0, relation, lane], par[LEARNING_VISIBILITY, i, lane]
            )
            after[lane] = updated_openness(
                state.openness[relation, lane],
                total[lane],
                par[BOUNDARY_CLOSING, i, lane],
                par[BOUNDARY_OPENING, i, lane],
            )
        if inputs.doors.shape[0] > 0:
            for lane in range(len(lanes)):
                if inputs.doors[relation, lane] >= 0.0:
                    after[lane] = inputs.doors[relation, lane]
        for lane in range(len(lanes)):
            state.openness[relation, lane] = after[lane]
        if work.perceived.shape[0] > 0:
            for lane in range(len(lanes)):
                work.perceived[relation, lane] = total[lane]


@rule
def choose_pools(lanes: Lanes, run: Run, state: Arrays) -> None:
    """Phase 6, chosen pooling: begins at a meeting of senior tiers that trust enough, ends where trust falls."""
    wiring, perceived = run.wiring, run.work.perceived
    m = len(wiring.first)
    if perceived.shape[0] == 0:
        return
    for tie in range(m):
        if wiring.weight[tie] == 0.0:
            continue
        for lane in range(len(lanes)):
            pool_trust = pool_trust_of(wiring, run.par, tie, lane)
            if pool_trust > 0.0:
                least = min(perceived[tie, lane], perceived[tie + m, lane])
                pools = still_pooled(
                    state.pooled[tie, lane] != NOT_POOLED, state.met[0, tie, lane] > 0, least, pool_trust
                )
                state.pooled[tie, lane] = CHOSEN if pools else NOT_POOLED
