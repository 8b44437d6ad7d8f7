"""Phase 7: income, resources, performance, and capability through conduct."""

from __future__ import annotations

from sim.compiled import rule
from sim.engine.workspace import Run
from sim.lanes import Lanes
from sim.rows import (
    DIALOGUE_COST,
    GAME_IMPROVEMENT_RATE,
    GAME_INTENSITY,
    RESOURCES_GAIN,
    RESOURCES_RATE,
    RESOURCES_SCARCITY,
)
from sim.rules.resources import updated_conduct, updated_performance, updated_resources
from sim.state import Arrays


@rule
def account(lanes: Lanes, run: Run, state: Arrays) -> None:
    """Phase 7: settle every organisation's month."""
    wiring, par, work = run.wiring, run.par, run.work
    tiers = state.orientation.shape[0]
    for i in range(state.resources.shape[0]):
        partners = max(float(wiring.start[i + 1] - wiring.start[i]), 1.0)
        weight = wiring.total_weight[i] if wiring.total_weight[i] > 0.0 else 1.0
        for lane in range(len(lanes)):
            total = 0.0
            for tier in range(tiers):
                cost = par[DIALOGUE_COST, i, lane] * meetings_of(run, tier, i, lane) / partners
                income = work.income[tier, i, lane] / weight - cost
                total += income
                state.performance[tier, i, lane] = updated_performance(state.performance[tier, i, lane], income)
            state.income[i, lane] = total / tiers
            state.resources[i, lane] = updated_resources(
                state.resources[i, lane],
                par[RESOURCES_SCARCITY, i, lane],
                total / tiers,
                par[RESOURCES_RATE, i, lane],
                par[RESOURCES_GAIN, i, lane],
            )
            state.conduct[i, lane] = updated_conduct(
                state.conduct[i, lane],
                work.came_off[i, lane] / (tiers * weight),
                par[GAME_INTENSITY, i, lane],
                par[GAME_IMPROVEMENT_RATE, i, lane],
            )


@rule
def meetings_of(run: Run, tier: int, i: int, lane: int) -> float:
    """Return how many partners a unit met this month."""
    total = 0.0
    for view in range(run.wiring.view_start[i], run.wiring.view_start[i + 1]):
        total += run.work.met[tier, view, lane]
    return total
