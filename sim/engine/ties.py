"""Phases 2 to 5 for one tie at one tier in one lane: the parameters fetched, the rules applied.

``par`` is (N_ROWS, n, lanes); ``relation`` is i's toward j.  The loops that apply these to all lanes, tiers
and ties are in ``encounters``.
"""

from __future__ import annotations

from typing import NamedTuple

from sim.compiled import expanded, rule
from sim.engine.rows import (
    DIALOGUE_BRIDGING,
    DIALOGUE_TIME_TOGETHER,
    DIALOGUE_VOICE,
    GAME_BENEFIT,
    GAME_DAMAGE,
    GAME_EXPANSION,
    GAME_INTENSITY,
    GAME_SCARCITY_PREMIUM,
    GAME_SHARING,
    GAME_STAKE,
    HISTORY_MEMORY,
    LEADERSHIP_PATIENCE,
    LEADERSHIP_TURNOVER,
    MINDSET_PAROCHIALISM,
    MINDSET_RATIONALITY,
    TRUST_DRIFT,
    TRUST_NEGATIVITY,
    TRUST_RATE,
)
from sim.lanes import Floats, Lanes, lane_buffer
from sim.rules.choice import capture, continuation, orientation_toward, racing_advantage, racing_probability
from sim.rules.dialogue import meeting_probability, voiced
from sim.rules.outcome import material_outcome, pooled
from sim.rules.resources import value_of_resources
from sim.rules.trust import drifted_trust, updated_history, updated_trust
from sim.state import Arrays


@rule
def of_tie(par: Floats, row: int, a: int, b: int, lane: int) -> float:
    """A parameter that the two ends share: the mean of their values."""
    return 0.5 * (par[row, a, lane] + par[row, b, lane])


class Game(NamedTuple):
    """The game that the two ends of a tie share, in lane buffers."""

    benefit: Floats
    stake: Floats
    damage: Floats
    sharing: Floats
    intensity: Floats


@expanded
def game_buffers(lanes: Lanes) -> Game:
    """Room for a game; its storage is the same for every tie."""
    benefit, stake, damage = lane_buffer(lanes), lane_buffer(lanes), lane_buffer(lanes)
    return Game(benefit, stake, damage, lane_buffer(lanes), lane_buffer(lanes))


@rule
def fetch_game(lanes: Lanes, par: Floats, a: int, b: int, game: Game) -> None:
    """The game of one tie, fetched once for all its tiers."""
    for lane in range(len(lanes)):
        game.benefit[lane] = of_tie(par, GAME_BENEFIT, a, b, lane)
        game.stake[lane] = of_tie(par, GAME_STAKE, a, b, lane)
        game.damage[lane] = of_tie(par, GAME_DAMAGE, a, b, lane)
        game.sharing[lane] = of_tie(par, GAME_SHARING, a, b, lane)
        game.intensity[lane] = of_tie(par, GAME_INTENSITY, a, b, lane)


@rule
def inclination(
    par: Floats, state: Arrays, scarcity: Floats, game: Game, tier: int, i: int, relation: int, lane: int
) -> float:
    """Phase 2: an adaptive organisation's probability of racing."""
    openness, trust = state.openness[relation, lane], state.trust[tier, relation, lane]
    toward = orientation_toward(state.orientation[tier, i, lane], openness, par[MINDSET_PAROCHIALISM, i, lane])
    value = value_of_resources(scarcity[i, lane], par[GAME_SCARCITY_PREMIUM, i, lane])
    gain, loss = capture(game.stake[lane], value, par[GAME_EXPANSION, i, lane])
    delta = continuation(par[LEADERSHIP_PATIENCE, i, lane], par[LEADERSHIP_TURNOVER, i, lane])
    advantage = racing_advantage(
        trust, toward, game.sharing[lane], game.benefit[lane], game.damage[lane], gain, loss, delta
    )
    return racing_probability(advantage, par[MINDSET_RATIONALITY, i, lane], game.intensity[lane])


@rule
def outcomes(game: Game, weight: float, lane: int, race_a: bool, race_b: bool, failed: bool) -> tuple[float, float]:
    """Phase 3: weighted outcomes of both sides after pooling."""
    benefit, stake, damage, sharing = game.benefit[lane], game.stake[lane], game.damage[lane], game.sharing[lane]
    scale = game.intensity[lane] * weight
    mine = scale * material_outcome(race_a, race_b, failed, benefit, stake, damage)
    theirs = scale * material_outcome(race_b, race_a, failed, benefit, stake, damage)
    return pooled(mine, theirs, sharing), pooled(theirs, mine, sharing)


@rule
def trust_after(
    par: Floats, trust: Floats, history: Floats, tier: int, i: int, relation: int, lane: int, acts: bool, seen: bool
) -> float:
    """Phase 4: trust after acting, or after not acting."""
    before = trust[tier, relation, lane]
    after = updated_trust(before, seen, par[TRUST_RATE, i, lane], par[TRUST_NEGATIVITY, i, lane])
    adrift = drifted_trust(before, history[relation, lane], par[TRUST_DRIFT, i, lane])
    return after if acts else adrift


@rule
def history_after(par: Floats, history: Floats, i: int, relation: int, lane: int, acted: float, seen: float) -> float:
    """Phase 4: institutional history after all tiers."""
    return updated_history(history[relation, lane], acted, seen, par[HISTORY_MEMORY, i, lane])


@rule
def chance_of_meeting(par: Floats, scarcity: Floats, across: bool, tier: int, a: int, b: int, lane: int) -> float:
    """Phase 5: the probability that the tie meets."""
    together, bridging = (
        of_tie(par, DIALOGUE_TIME_TOGETHER + tier, a, b, lane),
        of_tie(par, DIALOGUE_BRIDGING, a, b, lane),
    )
    return meeting_probability(together, scarcity[a, lane], scarcity[b, lane], bridging, across)


@rule
def trust_after_voice(
    par: Floats,
    trust: Floats,
    history: Floats,
    tier: int,
    i: int,
    relation: int,
    lane: int,
    partner_racing: float,
    meets: bool,
) -> float:
    """Phase 5: trust after the partner's voice, where they met."""
    before = trust[tier, relation, lane]
    after = voiced(before, history[relation, lane], partner_racing, par[DIALOGUE_VOICE, i, lane])
    return after if meets else before
