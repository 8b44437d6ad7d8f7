"""The start, of a run, an organisation that comes, or a tie that begins: every draw independent."""

from __future__ import annotations

from sim.compiled import kernel, rule
from sim.draws import START_HISTORY, START_MINDSET, standard_normal, words
from sim.engine.ties import pool_trust_of
from sim.lanes import Flags, Floats, Lanes, Words
from sim.portable_math import clip
from sim.rows import (
    BOUNDARY_OPENNESS,
    HISTORY_IN_GROUP,
    HISTORY_SPREAD,
    HISTORY_TRUST,
    LEADERSHIP_PATIENCE,
    LEADERSHIP_PATIENCE_SPREAD,
    MINDSET_ORIENTATION,
    MINDSET_SPREAD,
    MINDSET_US_AND_THEM,
    MINDSET_ZERO_SUM,
    MINDSET_ZERO_SUM_SPREAD,
    RESOURCES_SCARCITY,
)
from sim.rules.belief import held_belief
from sim.rules.boundary import IMPOSED, NOT_POOLED
from sim.rules.leadership import drawn_patience
from sim.rules.mindset import drawn_orientation
from sim.state import Arrays
from sim.strategies import NOTHING_YET
from sim.wiring import Wiring


@kernel
def fill_start(
    lanes: Lanes,
    wiring: Wiring,
    par: Floats,
    state: Arrays,
    keys: Words,
    month: int,
    organisations: Flags,
    ties: Flags,
    views: Flags,
) -> None:
    """Fill in the start of what begins in a month: all of it in month 0.

    organisations  (n,) those that begin
    ties           (m,) those that begin, with both their relations
    views          (v,) those whose belief is drawn
    """
    for i in range(len(wiring.ids)):
        if organisations[i]:
            begin_organisation(lanes, wiring, par, state, keys, month, i)
        begin_views(lanes, wiring, par, state, keys, month, i, views)
    for tie in range(len(wiring.first)):
        if ties[tie]:
            begin_tie(lanes, wiring, par, state, keys, month, tie)


@rule
def begin_organisation(
    lanes: Lanes, wiring: Wiring, par: Floats, state: Arrays, keys: Words, month: int, i: int
) -> None:
    """Draw the minds of an organisation's units and the patience of its leader; its means are what the settlement
    leaves."""
    for lane in range(len(lanes)):
        state.resources[i, lane] = 1.0 - par[RESOURCES_SCARCITY, i, lane]
        state.conduct[i, lane] = 0.0
        for tier in range(state.orientation.shape[0]):
            w, _, y, _ = words(wiring.ids[i], 0, month, START_MINDSET, tier, keys[0, lane], keys[1, lane])
            state.orientation[tier, i, lane] = drawn_orientation(
                par[MINDSET_ORIENTATION, i, lane], par[MINDSET_SPREAD, i, lane], standard_normal(w)
            )
            state.purpose[tier, i, lane] = 0.0
            state.performance[tier, i, lane] = 0.0
            if tier == 0:
                state.patience[i, lane] = drawn_patience(
                    par[LEADERSHIP_PATIENCE, i, lane], par[LEADERSHIP_PATIENCE_SPREAD, i, lane], standard_normal(y)
                )


@rule
def begin_views(
    lanes: Lanes, wiring: Wiring, par: Floats, state: Arrays, keys: Words, month: int, i: int, views: Flags
) -> None:
    """Draw what an organisation believes of kinds: one draw a unit for all of its views."""
    for tier in range(state.orientation.shape[0]):
        for lane in range(len(lanes)):
            _, x, _, _ = words(wiring.ids[i], 0, month, START_MINDSET, tier, keys[0, lane], keys[1, lane])
            drawn = par[MINDSET_ZERO_SUM, i, lane] + par[MINDSET_ZERO_SUM_SPREAD, i, lane] * standard_normal(x)
            for view in range(wiring.view_start[i], wiring.view_start[i + 1]):
                if views[view]:
                    state.zero_sum[tier, view, lane] = held_belief(
                        drawn, par[MINDSET_US_AND_THEM, i, lane], view == wiring.own_view[i]
                    )


@rule
def begin_tie(lanes: Lanes, wiring: Wiring, par: Floats, state: Arrays, keys: Words, month: int, tie: int) -> None:
    """Draw the history of a tie, both ways; trust begins as history, doors as the organisations hold them."""
    m = len(wiring.first)
    a, b = wiring.first[tie], wiring.second[tie]
    within = 0.0 if wiring.across[tie] else 1.0
    for lane in range(len(lanes)):
        state.pooled[tie, lane] = IMPOSED if pool_trust_of(wiring, par, tie, lane) == 0.0 else NOT_POOLED
        w, x, _, _ = words(wiring.ids[a], wiring.ids[b], month, START_HISTORY, 0, keys[0, lane], keys[1, lane])
        for i, relation, word in ((a, tie, w), (b, tie + m, x)):
            history = par[HISTORY_TRUST, i, lane] + par[HISTORY_SPREAD, i, lane] * standard_normal(word)
            state.history[relation, lane] = clip(history + within * par[HISTORY_IN_GROUP, i, lane], 0.0, 1.0)
            state.openness[relation, lane] = par[BOUNDARY_OPENNESS, i, lane]
            for tier in range(state.trust.shape[0]):
                state.trust[tier, relation, lane] = state.history[relation, lane]
                state.memory[tier, relation, lane] = NOTHING_YET
                state.stance[tier, relation, lane] = 1
                state.racing[tier, relation, lane] = 1.0
