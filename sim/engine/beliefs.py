"""Phases 4 and 5 over views and units: beliefs are learnt and questioned, purpose is held, hearsay spreads."""

from __future__ import annotations

from sim.compiled import rule
from sim.draws import HEARSAY, uniform, words
from sim.engine.workspace import Run
from sim.lanes import Floats, Lanes
from sim.rows import (
    DIALOGUE_ENQUIRY,
    DIALOGUE_HEARSAY,
    DIALOGUE_PURPOSE_FADE,
    DIALOGUE_PURPOSE_RATE,
    LEARNING_INSIGHT,
)
from sim.rules.belief import enquired_belief, learnt_belief
from sim.rules.dialogue import heard, purpose_after
from sim.state import Arrays
from sim.wiring import Wiring


@rule
def learn_beliefs(lanes: Lanes, run: Run, state: Arrays) -> None:
    """Phase 4, beliefs: each kind of partner is believed to be what dealings with it showed."""
    wiring, work = run.wiring, run.work
    for tier in range(state.zero_sum.shape[0]):
        for view in range(len(wiring.view_sector)):
            i, partners = wiring.view_organisation[view], max(wiring.view_partners[view], 1.0)
            for lane in range(len(lanes)):
                state.zero_sum[tier, view, lane] = learnt_belief(
                    state.zero_sum[tier, view, lane],
                    work.dealings[tier, view, lane],
                    work.showed[tier, view, lane],
                    partners,
                    run.par[LEARNING_INSIGHT, i, lane],
                )


@rule
def anywhere(lanes: Lanes, par: Floats, row: int) -> bool:
    """Tell whether a parameter is above 0 for anyone in any run."""
    for i in range(par.shape[1]):
        for lane in range(len(lanes)):
            if par[row, i, lane] > 0.0:
                return True
    return False


@rule
def spread_hearsay(lanes: Lanes, run: Run, state: Arrays, month: int) -> None:
    """Phase 5, hearsay: partners tell of third parties; only where some organisation listens to it."""
    wiring, told = run.wiring, run.work.told
    if not anywhere(lanes, run.par, DIALOGUE_HEARSAY):
        return
    m = len(wiring.first)
    for tier in range(state.trust.shape[0]):
        # What is told is trust as voice left it, while the pulls below already move it: hence a copy.
        for relation in range(2 * m):
            for lane in range(len(lanes)):
                told[tier, relation, lane] = state.trust[tier, relation, lane]
        for relation in range(2 * m):
            for lane in range(len(lanes)):
                if state.met[tier, relation if relation < m else relation - m, lane]:
                    hear(run, state, month, tier, relation, lane)


@rule
def hear(run: Run, state: Arrays, month: int, tier: int, relation: int, lane: int) -> None:
    """Let the partner of a relation that met tell of one of its own partners."""
    wiring, keys, told = run.wiring, run.keys, run.work.told
    m = len(wiring.first)
    a, b = (
        (wiring.first[relation], wiring.second[relation])
        if relation < m
        else (
            wiring.first[relation - m],
            wiring.second[relation - m],
        )
    )
    i, j = (a, b) if relation < m else (b, a)
    w, x, _, _ = words(wiring.ids[a], wiring.ids[b], month, HEARSAY, tier, keys[0, lane], keys[1, lane])
    count = wiring.start[j + 1] - wiring.start[j]
    of_third = wiring.relations[wiring.start[j] + int(uniform(w if relation < m else x) * count)]
    own = relation_to(wiring, i, wiring.target[of_third])
    if own >= 0:
        state.trust[tier, own, lane] = heard(
            state.trust[tier, own, lane],
            told[tier, relation, lane],
            told[tier, of_third, lane],
            run.par[DIALOGUE_HEARSAY, i, lane],
        )


@rule
def relation_to(wiring: Wiring, i: int, partner: int) -> int:
    """Return the relation of i toward a partner, -1 where there is none: a search by the partner's id."""
    low, high = wiring.start[i], wiring.start[i + 1]
    wanted = wiring.ids[partner]
    while low < high:
        middle = (low + high) // 2
        if wiring.ids[wiring.target[wiring.relations[middle]]] < wanted:
            low = middle + 1
        else:
            high = middle
    if low < wiring.start[i + 1] and wiring.target[wiring.relations[low]] == partner:
        return wiring.relations[low]
    return -1


@rule
def hold_purpose(lanes: Lanes, run: Run, state: Arrays) -> None:
    """Phase 5, purpose: meetings that are believed raise the weight of the common purpose, time lowers it."""
    wiring, par = run.wiring, run.par
    for tier in range(state.purpose.shape[0]):
        for i in range(state.purpose.shape[1]):
            partners = max(float(wiring.start[i + 1] - wiring.start[i]), 1.0)
            for lane in range(len(lanes)):
                state.purpose[tier, i, lane] = purpose_after(
                    state.purpose[tier, i, lane],
                    run.work.credence[tier, i, lane] / partners,
                    par[DIALOGUE_PURPOSE_RATE, i, lane],
                    par[DIALOGUE_PURPOSE_FADE, i, lane],
                )


@rule
def enquire(lanes: Lanes, run: Run, state: Arrays) -> None:
    """Phase 5, enquiry: where assumptions are questioned in meetings, beliefs about the kind that was met give way."""
    wiring = run.wiring
    for tier in range(state.zero_sum.shape[0]):
        for view in range(len(wiring.view_sector)):
            i, partners = wiring.view_organisation[view], max(wiring.view_partners[view], 1.0)
            for lane in range(len(lanes)):
                state.zero_sum[tier, view, lane] = enquired_belief(
                    state.zero_sum[tier, view, lane],
                    run.work.met[tier, view, lane],
                    partners,
                    run.par[DIALOGUE_ENQUIRY, i, lane],
                )
