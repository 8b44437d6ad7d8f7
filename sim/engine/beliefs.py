"""Phases 4 and 5 over views and units: beliefs are learnt and questioned, purpose is held, hearsay spreads."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.compiled import rule
from sim.draws import HEARSAY, uniform, words
from sim.engine.workspace import Run
from sim.lanes import Bytes, Floats, Ints, Lanes, Words, copy_lanes, first_flagged, flagged
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


ONE = np.uint64(1)


class Partners(NamedTuple):
    """Who is tied to whom, for hearsay: the lists of partners of sim.wiring.Wiring, and nothing else."""

    ids: Words
    target: Ints
    start: Ints
    relations: Ints
    relation_to: Ints


@rule
def spread_hearsay(lanes: Lanes, run: Run, state: Arrays, month: int) -> None:
    """Phase 5, hearsay: partners tell of third parties; only where some organisation listens to it.

    Pulls apply in the order of relations: all from the first end of a tie toward the second, then the others.
    """
    # What inner loops read is unpacked here: a tuple taken apart within them would count references at every turn.
    wiring, par, keys, told, luck = run.wiring, run.par, run.keys, run.work.told, run.work.luck
    trust, met, ids, first, second = state.trust, state.met, wiring.ids, wiring.first, wiring.second
    partners = Partners(ids, wiring.target, wiring.start, wiring.relations, wiring.relation_to)
    if not anywhere(lanes, par, DIALOGUE_HEARSAY):
        return
    m = len(first)
    for tier in range(trust.shape[0]):
        # What is told is trust as voice left it, while the pulls below already move it: hence a copy.
        for relation in range(2 * m):
            copy_lanes(lanes, trust, told, tier, relation)
        for tie in range(m):
            a, b = first[tie], second[tie]
            if draw_hearsay(lanes, ids[a], ids[b], month, tier, keys, met, tie, luck):
                hear(lanes, partners, par, trust, told, met, luck, tier, tie, a, b, 0)
        for tie in range(m):
            hear(lanes, partners, par, trust, told, met, luck, tier, tie, second[tie], first[tie], 1)


@rule
def draw_hearsay(
    lanes: Lanes, a: int, b: int, month: int, tier: int, keys: Words, met: Bytes, tie: int, luck: Floats
) -> bool:
    """Draw of whom each side of a tie hears, where the tie met in any of the runs side by side; tell whether it did."""
    if flagged(lanes, met, tier, tie) == 0:
        return False
    for lane in range(len(lanes)):
        w, x, _, _ = words(a, b, month, HEARSAY, tier, keys[0, lane], keys[1, lane])
        luck[0, tie, lane], luck[1, tie, lane] = uniform(w), uniform(x)
    return True


@rule
def hear(
    lanes: Lanes,
    partners: Partners,
    par: Floats,
    trust: Floats,
    told: Floats,
    met: Bytes,
    luck: Floats,
    tier: int,
    tie: int,
    i: int,
    j: int,
    end: int,
) -> None:
    """Let j tell i of one of its own partners, in the runs in which their tie met.

    end  0 where i is the tie's first end, 1 where it is the second
    """
    relation = tie + end * met.shape[1]
    begin, count = partners.start[j], partners.start[j + 1] - partners.start[j]
    meeting = flagged(lanes, met, tier, tie)
    while meeting != 0:
        lane = first_flagged(meeting)
        meeting &= meeting - ONE
        of_third = partners.relations[begin + int(luck[end, tie, lane] * count)]
        own = relation_toward(partners, i, partners.target[of_third])
        if own >= 0:
            trust[tier, own, lane] = heard(
                trust[tier, own, lane],
                told[tier, relation, lane],
                told[tier, of_third, lane],
                par[DIALOGUE_HEARSAY, i, lane],
            )


@rule
def relation_toward(partners: Partners, i: int, partner: int) -> int:
    """Return the relation of i toward a partner, -1 where there is none: from the table, or by a search by ids."""
    if partners.relation_to.shape[0] > 0:
        return partners.relation_to[i, partner]
    low, high = partners.start[i], partners.start[i + 1]
    wanted = partners.ids[partner]
    while low < high:
        middle = (low + high) // 2
        if partners.ids[partners.target[partners.relations[middle]]] < wanted:
            low = middle + 1
        else:
            high = middle
    if low < partners.start[i + 1] and partners.target[partners.relations[low]] == partner:
        return partners.relations[low]
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
