"""Explanations: the terms of a choice as the rules weigh them, for whoever words or draws them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.arrays import Flags
from sim.engine.ties import pool_trust_of, sharing_of, term
from sim.lanes import Floats
from sim.rows import (
    CLIMATE_ORIENTATION,
    CLIMATE_RATE,
    DIALOGUE_PURPOSE,
    GAME_ALLOCATION,
    GAME_BENEFIT,
    GAME_DAMAGE,
    GAME_EXPANSION,
    GAME_IMPROVEMENT,
    GAME_INTENSITY,
    GAME_SCARCITY_PREMIUM,
    GAME_SHARING,
    GAME_STAKE,
    LEADERSHIP_TURNOVER,
    LEARNING_GLOSS,
    LEARNING_VISIBILITY,
    MINDSET_CLOSENESS,
    MINDSET_RATIONALITY,
    TRUST_BLAME,
)
from sim.rules.boundary import NOT_POOLED, reported_trust
from sim.rules.choice import (
    capture,
    continuation,
    orientation_toward,
    purposed,
    racing_advantage,
    racing_probability,
)
from sim.rules.mindset import weathered
from sim.rules.outcome import part_of_pool
from sim.rules.resources import capability, scarcity_felt, value_of_resources
from sim.state import State
from sim.wiring import ALLOCATION, SHARING


@dataclass(frozen=True, kw_only=True)
class ChoiceTerms:
    """The terms of one adaptive choice, in the order in which they are worked out.

    trust        tau in the partner at this tier
    orientation  theta, the unit's taste
    purpose      sigma, weight of the common purpose
    taste        theta as the purpose has moved it
    belief       zeta about the partner's kind
    openness     w, of the own door to the partner
    toward       t, orientation toward this partner
    scarcity     S felt;  value: v of resources
    capability   (q_i + q_j) / 2 of the tie
    sharing      phi, 0 where the tie does not pool;  part: a, own part of the pool
    benefit, damage, gain, loss   b, m, g, l
    continuation delta
    advantage    dU of racing over battling
    probability  of racing
    """

    trust: float
    orientation: float
    purpose: float
    taste: float
    belief: float
    openness: float
    toward: float
    scarcity: float
    value: float
    capability: float
    sharing: float
    part: float
    benefit: float
    damage: float
    gain: float
    loss: float
    continuation: float
    intensity: float
    rationality: float
    advantage: float
    probability: float


def choice_terms(state: State, relation: int, tier: int, month: int | None = None) -> ChoiceTerms:
    """Return the terms of the choice that an adaptive organisation would make on this state in the month that follows.

    relation  of the one who chooses toward its partner
    tier      0 is the senior one
    month     whose parameters hold; the month after the state's where nothing is said

    The pull of the climate in that month is applied, dated changes of its ties are not.
    """
    system, network = state.system, state.system.network
    month = state.month + 1 if month is None else month
    par, wiring = system.values(month)[..., None], system.wiring(month)
    i, j, tie = int(network.source[relation]), int(network.target[relation]), relation % network.m
    orientation = float(state.orientation[tier, i])
    if tier == 0:
        orientation = weathered(orientation, par[CLIMATE_ORIENTATION, i, 0], par[CLIMATE_RATE, i, 0])
    taste = purposed(orientation, state.purpose[tier, i], par[DIALOGUE_PURPOSE, i, 0])
    belief, door = state.zero_sum[tier, network.view_of[relation]], state.openness[relation]
    toward = orientation_toward(taste, belief, door, par[MINDSET_CLOSENESS, i, 0])
    scarcity = scarcity_felt(state.resources[i])
    value = value_of_resources(scarcity, par[GAME_SCARCITY_PREMIUM, i, 0])
    gain, loss = capture(_mean(par, GAME_STAKE, i, j), value, par[GAME_EXPANSION, i, 0])
    capable = 0.5 * sum(capability(state.conduct[end], par[GAME_IMPROVEMENT, end, 0]) for end in (i, j))
    pooling = state.pooled[tie] != NOT_POOLED or pool_trust_of(wiring, par, tie, 0) == 0.0
    sharing = sharing_of(wiring, par, tie, 0) if pooling else 0.0
    part = part_of_pool(
        term(wiring, par, ALLOCATION, GAME_ALLOCATION, tie, 0),
        wiring.size[i],
        wiring.size[j],
        scarcity,
        scarcity_felt(state.resources[j]),
    )
    delta = continuation(state.patience[i], par[LEADERSHIP_TURNOVER, i, 0])
    benefit, damage = _mean(par, GAME_BENEFIT, i, j) * capable, _mean(par, GAME_DAMAGE, i, j)
    trust, intensity = float(state.trust[tier, relation]), _mean(par, GAME_INTENSITY, i, j)
    advantage = racing_advantage(trust, toward, sharing, part, benefit, damage, gain, loss, delta)
    rationality = float(par[MINDSET_RATIONALITY, i, 0])
    return ChoiceTerms(
        trust=trust,
        orientation=orientation,
        purpose=float(state.purpose[tier, i]),
        taste=float(taste),
        belief=float(belief),
        openness=float(door),
        toward=float(toward),
        scarcity=float(scarcity),
        value=float(value),
        capability=float(capable),
        sharing=float(sharing),
        part=float(part),
        benefit=float(benefit),
        damage=float(damage),
        gain=float(gain),
        loss=float(loss),
        continuation=float(delta),
        intensity=intensity,
        rationality=rationality,
        advantage=float(advantage),
        probability=float(racing_probability(advantage, rationality, intensity)),
    )


def perceived_trust_of(state: State) -> Floats:
    """Return (2m,) the trust of each relation as its organisation perceives it (phase 6), on this state."""
    par = state.system.values(state.month)
    tiers, source = state.trust.shape[0], state.system.network.source
    reported = np.array(
        [
            [
                reported_trust(tau, par[LEARNING_GLOSS, i], par[TRUST_BLAME, i], tier, tiers)
                for tau, i in zip(state.trust[tier], source, strict=True)
            ]
            for tier in range(tiers)
        ]
    )
    visibility = par[LEARNING_VISIBILITY, source]
    return np.asarray(visibility * reported.mean(axis=0) + (1.0 - visibility) * state.trust[0])


def pooled_ties(state: State) -> Flags:
    """Return (m,) whether each tie pools outcomes: where there is something to share, imposed or by choice."""
    system, network = state.system, state.system.network
    par, wiring = system.values(state.month), system.wiring(state.month)
    sharing = par[GAME_SHARING, network.first] + par[GAME_SHARING, network.second]
    allied = wiring.alliance >= 0
    sharing[allied] = wiring.terms[wiring.alliance[allied], SHARING]
    return (wiring.weight > 0.0) & (sharing > 0.0) & (state.pooled != NOT_POOLED)


def _mean(par: Floats, row: int, i: int, j: int) -> float:
    return 0.5 * float(par[row, i, 0] + par[row, j, 0])
