"""Phases 1 and 5 to 9, over relations, units and organisations."""

from __future__ import annotations

from sim.compiled import rule
from sim.draws import HEARSAY, NOISE, REFLECTION, RENEWAL, standard_normal, uniform, words
from sim.engine.rows import (
    BOUNDARY_CLOSING,
    BOUNDARY_OPENING,
    CLIMATE_ORIENTATION,
    CLIMATE_RATE,
    DIALOGUE_COST,
    DIALOGUE_HEARSAY,
    DIALOGUE_PURPOSE,
    DIALOGUE_PURPOSE_RATE,
    LEADERSHIP_CASCADE,
    LEADERSHIP_MOVEMENT,
    LEADERSHIP_TURNOVER,
    LEARNING_IMITATION,
    LEARNING_NOISE,
    LEARNING_REFLECTION,
    LEARNING_VISIBILITY,
    MINDSET_ORIENTATION,
    MINDSET_SPREAD,
    RESOURCES_GAIN,
    RESOURCES_RATE,
    RESOURCES_SCARCITY,
)
from sim.engine.workspace import Inputs, Work
from sim.lanes import Floats, Lanes, Words, lane_buffer
from sim.portable_math import clip
from sim.rules.boundary import perceived_trust, updated_openness
from sim.rules.dialogue import heard, purposeful
from sim.rules.leadership import renewed_trust
from sim.rules.mindset import between_tiers, copying_probability, drawn_orientation, weathered
from sim.rules.resources import scarcity_felt, updated_performance, updated_resources
from sim.state import Arrays, Wiring


@rule
def weather(lanes: Lanes, par: Floats, state: Arrays, work: Work) -> None:
    """Phase 1, and what the month starts from: scarcity felt, empty accounts."""
    for i in range(state.resources.shape[0]):
        for lane in range(len(lanes)):
            rate = par[CLIMATE_RATE, i, lane]
            state.orientation[0, i, lane] = weathered(
                state.orientation[0, i, lane], par[CLIMATE_ORIENTATION, i, lane], rate
            )
            work.scarcity[i, lane] = scarcity_felt(state.resources[i, lane])
            for tier in range(state.orientation.shape[0]):
                work.unit_income[tier, i, lane] = 0.0
                work.meetings[tier, i, lane] = 0.0


@rule
def anywhere(lanes: Lanes, par: Floats, row: int) -> bool:
    """Whether a parameter is above 0 for anyone in any run."""
    for i in range(par.shape[1]):
        for lane in range(len(lanes)):
            if par[row, i, lane] > 0.0:
                return True
    return False


@rule
def tell(lanes: Lanes, wiring: Wiring, par: Floats, state: Arrays, work: Work, keys: Words, month: int) -> None:
    """Phase 5, hearsay: partners tell of third parties; only where some organisation listens to it."""
    if not anywhere(lanes, par, DIALOGUE_HEARSAY):
        return
    m = len(wiring.first)
    for tier in range(state.trust.shape[0]):
        for relation in range(2 * m):
            for lane in range(len(lanes)):
                work.told[tier, relation, lane] = state.trust[tier, relation, lane]
        for relation in range(2 * m):
            tie = relation if relation < m else relation - m
            a, b = wiring.first[tie], wiring.second[tie]
            i, j = (a, b) if relation < m else (b, a)
            for lane in range(len(lanes)):
                if state.met[tier, tie, lane]:
                    w, x, _, _ = words(wiring.ids[a], wiring.ids[b], month, HEARSAY, tier, keys[0, lane], keys[1, lane])
                    luck = uniform(w if relation < m else x)
                    count = wiring.start[j + 1] - wiring.start[j]
                    of_third = wiring.relations[wiring.start[j] + int(luck * count)]
                    third = wiring.target[of_third]
                    mine = relation_to(wiring, i, third)
                    if mine >= 0:
                        state.trust[tier, mine, lane] = heard(
                            state.trust[tier, mine, lane],
                            work.told[tier, relation, lane],
                            work.told[tier, of_third, lane],
                            par[DIALOGUE_HEARSAY, i, lane],
                        )


@rule
def relation_to(wiring: Wiring, i: int, partner: int) -> int:
    """The relation of i toward a partner, -1 where there is none: a search by the partner's id."""
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
def agree_on_purpose(lanes: Lanes, wiring: Wiring, par: Floats, state: Arrays, work: Work) -> None:
    """Phase 5, purpose: meetings pull orientation to the shared purpose."""
    for tier in range(state.orientation.shape[0]):
        for i in range(state.orientation.shape[1]):
            partners = float(wiring.start[i + 1] - wiring.start[i])
            for lane in range(len(lanes)):
                met = work.meetings[tier, i, lane] / max(partners, 1.0)
                state.orientation[tier, i, lane] = purposeful(
                    state.orientation[tier, i, lane],
                    met,
                    par[DIALOGUE_PURPOSE, i, lane],
                    par[DIALOGUE_PURPOSE_RATE, i, lane],
                )


@rule
def defend(lanes: Lanes, wiring: Wiring, par: Floats, state: Arrays, inputs: Inputs) -> None:
    """Phase 6: each organisation sets its doors."""
    doors_given = inputs.doors.shape[0] > 0
    tiers = state.trust.shape[0]
    m = len(wiring.first)
    total, after = lane_buffer(lanes), lane_buffer(lanes)
    for relation in range(2 * m):
        i = wiring.first[relation] if relation < m else wiring.second[relation - m]
        for lane in range(len(lanes)):
            total[lane] = state.trust[0, relation, lane]
        for tier in range(1, tiers):
            for lane in range(len(lanes)):
                total[lane] += state.trust[tier, relation, lane]
        for lane in range(len(lanes)):
            perceived = perceived_trust(
                total[lane] / tiers, state.trust[0, relation, lane], par[LEARNING_VISIBILITY, i, lane]
            )
            after[lane] = updated_openness(
                state.openness[relation, lane],
                perceived,
                par[BOUNDARY_CLOSING, i, lane],
                par[BOUNDARY_OPENING, i, lane],
            )
        if doors_given:
            for lane in range(len(lanes)):
                if inputs.doors[relation, lane] >= 0.0:
                    after[lane] = inputs.doors[relation, lane]
        for lane in range(len(lanes)):
            state.openness[relation, lane] = after[lane]


@rule
def account(lanes: Lanes, wiring: Wiring, par: Floats, state: Arrays, work: Work) -> None:
    """Phase 7: income, resources, performance."""
    tiers = state.orientation.shape[0]
    for i in range(state.resources.shape[0]):
        partners = max(float(wiring.start[i + 1] - wiring.start[i]), 1.0)
        weight = wiring.total_weight[i] if wiring.total_weight[i] > 0.0 else 1.0
        for lane in range(len(lanes)):
            total = 0.0
            for tier in range(tiers):
                meetings = par[DIALOGUE_COST, i, lane] * work.meetings[tier, i, lane]
                income = work.unit_income[tier, i, lane] / weight - meetings / partners
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


@rule
def reflect(lanes: Lanes, wiring: Wiring, par: Floats, state: Arrays, work: Work, keys: Words, month: int) -> None:
    """Phase 8: copy a partner that does better, drift, and the pulls between tiers."""
    tiers, n = state.orientation.shape[0], state.orientation.shape[1]
    for tier in range(tiers):
        for i in range(n):
            for lane in range(len(lanes)):
                theta = copied(wiring, par, state, tier, i, lane, keys, month)
                if par[LEARNING_NOISE, i, lane] > 0.0:
                    w, _, _, _ = words(wiring.ids[i], 0, month, NOISE, tier, keys[0, lane], keys[1, lane])
                    theta += par[LEARNING_NOISE, i, lane] * standard_normal(w)
                work.orientation[tier, i, lane] = clip(theta, -1.0, 1.0)
    for tier in range(tiers):
        for i in range(n):
            for lane in range(len(lanes)):
                own = work.orientation[tier, i, lane]
                above = work.orientation[tier - 1, i, lane] if tier > 0 else own
                below = work.orientation[tier + 1, i, lane] if tier < tiers - 1 else own
                state.orientation[tier, i, lane] = between_tiers(
                    own, above, below, par[LEADERSHIP_CASCADE, i, lane], par[LEADERSHIP_MOVEMENT, i, lane]
                )


@rule
def copied(wiring: Wiring, par: Floats, state: Arrays, tier: int, i: int, lane: int, keys: Words, month: int) -> float:
    """The orientation of unit (i, tier) after looking at a partner, its own where it does not copy."""
    own = state.orientation[tier, i, lane]
    looks, whom, sees, copies = words(wiring.ids[i], 0, month, REFLECTION, tier, keys[0, lane], keys[1, lane])
    count = wiring.start[i + 1] - wiring.start[i]
    if (
        uniform(looks) >= par[LEARNING_REFLECTION, i, lane]
        or uniform(sees) >= par[LEARNING_VISIBILITY, i, lane]
        or count == 0
    ):
        return own
    partner = wiring.target[wiring.relations[wiring.start[i] + int(uniform(whom) * count)]]
    chance = copying_probability(
        state.performance[tier, i, lane], state.performance[tier, partner, lane], par[LEARNING_IMITATION, i, lane]
    )
    return state.orientation[tier, partner, lane] if uniform(copies) < chance else own


@rule
def renew(lanes: Lanes, wiring: Wiring, par: Floats, state: Arrays, work: Work, keys: Words, month: int) -> None:
    """Phase 9: senior leaders leave, and personal trust with them; only where turnover is not 0."""
    if not anywhere(lanes, par, LEADERSHIP_TURNOVER):
        return
    m = len(wiring.first)
    for i in range(state.resources.shape[0]):
        for lane in range(len(lanes)):
            w, x, _, _ = words(wiring.ids[i], 0, month, RENEWAL, 0, keys[0, lane], keys[1, lane])
            work.left[i, lane] = 1.0 if uniform(w) < par[LEADERSHIP_TURNOVER, i, lane] else 0.0
            if work.left[i, lane] > 0.0:
                state.orientation[0, i, lane] = drawn_orientation(
                    par[MINDSET_ORIENTATION, i, lane], par[MINDSET_SPREAD, i, lane], standard_normal(x)
                )
    for relation in range(2 * m):
        tie = relation if relation < m else relation - m
        for lane in range(len(lanes)):
            left = work.left[wiring.first[tie], lane] + work.left[wiring.second[tie], lane] > 0.0
            state.trust[0, relation, lane] = renewed_trust(
                state.trust[0, relation, lane], state.history[relation, lane], left
            )
