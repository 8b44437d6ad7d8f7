"""Phases 8 and 9: units copy partners that do better, drift and pull each other; leaders leave."""

from __future__ import annotations

from sim.compiled import rule
from sim.draws import NOISE, REFLECTION, RENEWAL, standard_normal, uniform, words
from sim.engine.beliefs import anywhere
from sim.engine.workspace import Run
from sim.lanes import Floats, Lanes, copy_lanes
from sim.portable_math import clip
from sim.rows import (
    LEADERSHIP_CASCADE,
    LEADERSHIP_MOVEMENT,
    LEADERSHIP_PATIENCE,
    LEADERSHIP_PATIENCE_SPREAD,
    LEADERSHIP_TURNOVER,
    LEARNING_IMITATION,
    LEARNING_NOISE,
    LEARNING_REFLECTION,
    LEARNING_VISIBILITY,
    MINDSET_ORIENTATION,
    MINDSET_SPREAD,
    MINDSET_US_AND_THEM,
    MINDSET_ZERO_SUM,
    MINDSET_ZERO_SUM_SPREAD,
)
from sim.rules.belief import held_belief
from sim.rules.leadership import drawn_patience, renewed_trust
from sim.rules.mindset import between_tiers, copying_probability, drawn_orientation
from sim.state import Arrays
from sim.wiring import Wiring

NOBODY = -1


@rule
def imitate(lanes: Lanes, run: Run, state: Arrays, month: int) -> None:
    """Phase 8: copy a partner that does better, drift, and the pulls between tiers, all on minds as it found them."""
    wiring, par, work, keys = run.wiring, run.par, run.work, run.keys
    tiers, n = state.orientation.shape[0], state.orientation.shape[1]
    for tier in range(tiers):
        for view in range(len(wiring.view_sector)):
            copy_lanes(lanes, state.zero_sum, work.zero_sum, tier, view)
        for i in range(n):
            for lane in range(len(lanes)):
                model = whom_to_copy(run, state, month, tier, i, lane)
                theta = state.orientation[tier, i if model == NOBODY else model, lane]
                if model != NOBODY:
                    copy_beliefs(wiring, state.zero_sum, work.zero_sum, tier, i, model, lane)
                if par[LEARNING_NOISE, i, lane] > 0.0:
                    w, _, _, _ = words(wiring.ids[i], 0, month, NOISE, tier, keys[0, lane], keys[1, lane])
                    theta += par[LEARNING_NOISE, i, lane] * standard_normal(w)
                work.orientation[tier, i, lane] = clip(theta, -1.0, 1.0)
    for i in range(n):
        pull_between_tiers(lanes, par, work.orientation, state.orientation, i, i, -1.0)
        for view in range(wiring.view_start[i], wiring.view_start[i + 1]):
            pull_between_tiers(lanes, par, work.zero_sum, state.zero_sum, view, i, 0.0)


@rule
def whom_to_copy(run: Run, state: Arrays, month: int, tier: int, i: int, lane: int) -> int:
    """Return the partner that unit (i, tier) copies this month, NOBODY where it copies none."""
    wiring, par, keys = run.wiring, run.par, run.keys
    looks, whom, sees, copies = words(wiring.ids[i], 0, month, REFLECTION, tier, keys[0, lane], keys[1, lane])
    count = wiring.start[i + 1] - wiring.start[i]
    if (
        uniform(looks) >= par[LEARNING_REFLECTION, i, lane]
        or uniform(sees) >= par[LEARNING_VISIBILITY, i, lane]
        or count == 0
    ):
        return NOBODY
    partner = wiring.target[wiring.relations[wiring.start[i] + int(uniform(whom) * count)]]
    chance = copying_probability(
        state.performance[tier, i, lane], state.performance[tier, partner, lane], par[LEARNING_IMITATION, i, lane]
    )
    return partner if uniform(copies) < chance else NOBODY


@rule
def copy_beliefs(wiring: Wiring, held: Floats, after: Floats, tier: int, i: int, model: int, lane: int) -> None:
    """Take over what a partner believes of every kind that both have a view of, but for the two's own kinds.

    Of its own kind i takes what the partner believes of the partner's own; of the partner's kind, where it is another,
    it keeps its own belief.
    """
    for view in range(wiring.view_start[i], wiring.view_start[i + 1]):
        kind = wiring.view_sector[view]
        source = NOBODY
        if kind == wiring.sector[i]:
            source = wiring.own_view[model]
        elif kind != wiring.sector[model]:
            source = view_toward(wiring, model, kind)
        if source >= 0 and wiring.view_partners[source] > 0.0:
            after[tier, view, lane] = held[tier, source, lane]


@rule
def view_toward(wiring: Wiring, organisation: int, kind: int) -> int:
    """Return an organisation's view of a kind, -1 where it has none: a search, since its views go by sector."""
    low, high = wiring.view_start[organisation], wiring.view_start[organisation + 1]
    end = high
    while low < high:
        middle = (low + high) // 2
        if wiring.view_sector[middle] < kind:
            low = middle + 1
        else:
            high = middle
    return low if low < end and wiring.view_sector[low] == kind else -1


@rule
def pull_between_tiers(
    lanes: Lanes, par: Floats, before: Floats, after: Floats, item: int, i: int, least: float
) -> None:
    """Pull what organisation i's tiers hold toward the tiers above and below; clipped to [least, 1]."""
    tiers = before.shape[0]
    for tier in range(tiers):
        for lane in range(len(lanes)):
            own = before[tier, item, lane]
            above = before[tier - 1, item, lane] if tier > 0 else own
            below = before[tier + 1, item, lane] if tier < tiers - 1 else own
            pulled = between_tiers(
                own, above, below, par[LEADERSHIP_CASCADE, i, lane], par[LEADERSHIP_MOVEMENT, i, lane]
            )
            after[tier, item, lane] = clip(pulled, least, 1.0)


@rule
def turn_over(lanes: Lanes, run: Run, state: Arrays, month: int) -> None:
    """Phase 9: senior leaders leave, and personal trust with them; only where turnover is not 0."""
    wiring, par, keys, left = run.wiring, run.par, run.keys, run.work.left
    if not anywhere(lanes, par, LEADERSHIP_TURNOVER):
        return
    for i in range(state.resources.shape[0]):
        for lane in range(len(lanes)):
            w, x, y, z = words(wiring.ids[i], 0, month, RENEWAL, 0, keys[0, lane], keys[1, lane])
            left[i, lane] = 1.0 if uniform(w) < par[LEADERSHIP_TURNOVER, i, lane] else 0.0
            if left[i, lane] > 0.0:
                welcome_leader(wiring, par, state, i, lane, standard_normal(x), standard_normal(y), standard_normal(z))
    m = len(wiring.first)
    for relation in range(2 * m):
        tie = relation if relation < m else relation - m
        for lane in range(len(lanes)):
            gone = left[wiring.first[tie], lane] + left[wiring.second[tie], lane] > 0.0
            state.trust[0, relation, lane] = renewed_trust(
                state.trust[0, relation, lane], state.history[relation, lane], gone
            )


@rule
def welcome_leader(
    wiring: Wiring, par: Floats, state: Arrays, i: int, lane: int, taste: float, belief: float, patience: float
) -> None:
    """Give an organisation a new senior leader: taste, beliefs and patience as drawn at the start, no purpose yet."""
    state.orientation[0, i, lane] = drawn_orientation(
        par[MINDSET_ORIENTATION, i, lane], par[MINDSET_SPREAD, i, lane], taste
    )
    state.patience[i, lane] = drawn_patience(
        par[LEADERSHIP_PATIENCE, i, lane], par[LEADERSHIP_PATIENCE_SPREAD, i, lane], patience
    )
    state.purpose[0, i, lane] = 0.0
    drawn = par[MINDSET_ZERO_SUM, i, lane] + par[MINDSET_ZERO_SUM_SPREAD, i, lane] * belief
    for view in range(wiring.view_start[i], wiring.view_start[i + 1]):
        state.zero_sum[0, view, lane] = held_belief(
            drawn, par[MINDSET_US_AND_THEM, i, lane], view == wiring.own_view[i]
        )
