"""Phase 1: the weather, and what a month starts from."""

from __future__ import annotations

from sim.compiled import rule
from sim.engine.ties import pool_trust_of
from sim.engine.workspace import Run, Work
from sim.lanes import Floats, Lanes
from sim.rows import (
    CLIMATE_ORIENTATION,
    CLIMATE_RATE,
    DIALOGUE_BRIDGING,
    DIALOGUE_PURPOSE,
    GAME_IMPROVEMENT,
    GAME_SCARCITY_PREMIUM,
    LEADERSHIP_TURNOVER,
)
from sim.rules.boundary import IMPOSED, NOT_POOLED
from sim.rules.choice import continuation, purposed
from sim.rules.dialogue import hours
from sim.rules.mindset import weathered
from sim.rules.resources import capability, scarcity_felt, value_of_resources
from sim.state import Arrays
from sim.wiring import Wiring


@rule
def apply_climate(lanes: Lanes, run: Run, state: Arrays) -> None:
    """Phase 1: the climate pulls senior orientation."""
    par = run.par
    for i in range(state.resources.shape[0]):
        for lane in range(len(lanes)):
            state.orientation[0, i, lane] = weathered(
                state.orientation[0, i, lane], par[CLIMATE_ORIENTATION, i, lane], par[CLIMATE_RATE, i, lane]
            )


@rule
def impose_pools(lanes: Lanes, run: Run, state: Arrays) -> None:
    """Phase 1: pooling is imposed where it takes no trust; where it does from now on, it begins anew by choice.

    Terms change with dated changes only, so this is needed in the first month of a stretch alone.
    """
    for tie in range(len(run.wiring.first)):
        for lane in range(len(lanes)):
            if pool_trust_of(run.wiring, run.par, tie, lane) == 0.0:
                state.pooled[tie, lane] = IMPOSED
            elif state.pooled[tie, lane] == IMPOSED:
                state.pooled[tie, lane] = NOT_POOLED


@rule
def begin_month(lanes: Lanes, run: Run, state: Arrays) -> None:
    """Work out what phases 2 to 5 read throughout the month, and empty the accounts."""
    wiring, par, work = run.wiring, run.par, run.work
    for i in range(state.resources.shape[0]):
        partners = float(wiring.start[i + 1] - wiring.start[i])
        for lane in range(len(lanes)):
            scarcity = scarcity_felt(state.resources[i, lane])
            work.scarcity[i, lane] = scarcity
            work.value[i, lane] = value_of_resources(scarcity, par[GAME_SCARCITY_PREMIUM, i, lane])
            work.capability[i, lane] = capability(state.conduct[i, lane], par[GAME_IMPROVEMENT, i, lane])
            work.continuation[i, lane] = continuation(state.patience[i, lane], par[LEADERSHIP_TURNOVER, i, lane])
            work.hours[0, i, lane] = hours(par[DIALOGUE_BRIDGING, i, lane], partners, wiring.strangers[i], False)
            work.hours[1, i, lane] = hours(par[DIALOGUE_BRIDGING, i, lane], partners, wiring.strangers[i], True)
            work.came_off[i, lane] = 0.0
            begin_units(par, state, work, i, lane)
    empty_views(lanes, wiring, work)


@rule
def begin_units(par: Floats, state: Arrays, work: Work, i: int, lane: int) -> None:
    """Work out the taste of an organisation's units, and empty their accounts."""
    for tier in range(state.orientation.shape[0]):
        work.taste[tier, i, lane] = purposed(
            state.orientation[tier, i, lane], state.purpose[tier, i, lane], par[DIALOGUE_PURPOSE, i, lane]
        )
        work.income[tier, i, lane] = 0.0
        work.credence[tier, i, lane] = 0.0


@rule
def empty_views(lanes: Lanes, wiring: Wiring, work: Work) -> None:
    """Forget the dealings and meetings of the month before."""
    for tier in range(work.dealings.shape[0]):
        for view in range(len(wiring.view_sector)):
            for lane in range(len(lanes)):
                work.dealings[tier, view, lane] = 0.0
                work.showed[tier, view, lane] = 0.0
                work.met[tier, view, lane] = 0.0
