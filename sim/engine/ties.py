"""Phases 2 to 5 for one tie at one tier in one lane: the parameters fetched, the rules applied.

``par`` is (N_ROWS, n, lanes); ``relation`` is i's toward j.  The loops that apply these to all lanes, tiers
and ties are in ``encounters``.
"""

from __future__ import annotations

from typing import NamedTuple

from sim.compiled import expanded, rule
from sim.engine.workspace import Work
from sim.lanes import Floats, Lanes, lane_buffer
from sim.rows import (
    DIALOGUE_TIME_TOGETHER,
    DIALOGUE_VOICE,
    GAME_ALLOCATION,
    GAME_BENEFIT,
    GAME_DAMAGE,
    GAME_EXPANSION,
    GAME_INTENSITY,
    GAME_POOL_TRUST,
    GAME_SHARING,
    GAME_STAKE,
    HISTORY_MEMORY,
    MINDSET_CLOSENESS,
    MINDSET_RATIONALITY,
    TRUST_DRIFT,
    TRUST_NEGATIVITY,
    TRUST_RATE,
)
from sim.rules.boundary import NOT_POOLED
from sim.rules.choice import capture, orientation_toward, racing_advantage, racing_probability
from sim.rules.dialogue import meeting_probability, voiced
from sim.rules.outcome import material_outcome, part_of_pool, pooled
from sim.rules.trust import drifted_trust, updated_history, updated_trust
from sim.state import Arrays
from sim.wiring import ALLOCATION, POOL_TRUST, SHARING, Wiring


@rule
def of_tie(par: Floats, row: int, a: int, b: int, lane: int) -> float:
    """Return a parameter that the two ends share: the mean of their values."""
    return 0.5 * (par[row, a, lane] + par[row, b, lane])


@rule
def term(wiring: Wiring, par: Floats, column: int, row: int, tie: int, lane: int) -> float:
    """Return a term of pooling on a tie: the alliance's where it has one, else the mean of its ends' values."""
    alliance = wiring.alliance[tie]
    if alliance >= 0:
        return wiring.terms[alliance, column]
    return of_tie(par, row, wiring.first[tie], wiring.second[tie], lane)


@rule
def pool_trust_of(wiring: Wiring, par: Floats, tie: int, lane: int) -> float:
    """Return the perceived trust from which a tie chooses to pool; 0 where pooling is imposed."""
    return term(wiring, par, POOL_TRUST, GAME_POOL_TRUST, tie, lane)


@rule
def sharing_of(wiring: Wiring, par: Floats, tie: int, lane: int) -> float:
    """Return the share of outcomes that a tie pools where it pools."""
    return term(wiring, par, SHARING, GAME_SHARING, tie, lane)


class Game(NamedTuple):
    """The game that the two ends of a tie share, in lane buffers."""

    benefit: Floats
    stake: Floats
    damage: Floats
    sharing: Floats
    """0 where the tie does not pool."""
    part: Floats
    """The first end's part of the pool; the second has the rest."""
    intensity: Floats


@expanded
def game_buffers(lanes: Lanes) -> Game:
    """Return room for a game; its storage is the same for every tie."""
    benefit, stake, damage = lane_buffer(lanes), lane_buffer(lanes), lane_buffer(lanes)
    return Game(benefit, stake, damage, lane_buffer(lanes), lane_buffer(lanes), lane_buffer(lanes))


@rule
def fetch_game(lanes: Lanes, wiring: Wiring, par: Floats, state: Arrays, work: Work, tie: int, game: Game) -> None:
    """Fetch the game of one tie, once for all its tiers."""
    a, b = wiring.first[tie], wiring.second[tie]
    for lane in range(len(lanes)):
        capable = 0.5 * (work.capability[a, lane] + work.capability[b, lane])
        game.benefit[lane] = of_tie(par, GAME_BENEFIT, a, b, lane) * capable
        game.stake[lane] = of_tie(par, GAME_STAKE, a, b, lane)
        game.damage[lane] = of_tie(par, GAME_DAMAGE, a, b, lane)
        game.intensity[lane] = of_tie(par, GAME_INTENSITY, a, b, lane)
        sharing = sharing_of(wiring, par, tie, lane)
        game.sharing[lane] = 0.0 if state.pooled[tie, lane] == NOT_POOLED else sharing
        game.part[lane] = part_of_pool(
            term(wiring, par, ALLOCATION, GAME_ALLOCATION, tie, lane),
            wiring.size[a],
            wiring.size[b],
            work.scarcity[a, lane],
            work.scarcity[b, lane],
        )


@rule
def inclination(
    par: Floats,
    state: Arrays,
    work: Work,
    game: Game,
    part: float,
    tier: int,
    i: int,
    relation: int,
    view: int,
    lane: int,
) -> float:
    """Return phase 2's probability of racing of an adaptive organisation; ``part`` is its own part of the pool."""
    toward = orientation_toward(
        work.taste[tier, i, lane],
        state.zero_sum[tier, view, lane],
        state.openness[relation, lane],
        par[MINDSET_CLOSENESS, i, lane],
    )
    gain, loss = capture(game.stake[lane], work.value[i, lane], par[GAME_EXPANSION, i, lane])
    advantage = racing_advantage(
        state.trust[tier, relation, lane],
        toward,
        game.sharing[lane],
        part,
        game.benefit[lane],
        game.damage[lane],
        gain,
        loss,
        work.continuation[i, lane],
    )
    return racing_probability(advantage, par[MINDSET_RATIONALITY, i, lane], game.intensity[lane])


@rule
def outcomes(game: Game, weight: float, lane: int, race_a: bool, race_b: bool, failed: bool) -> tuple[float, float]:
    """Return phase 3's weighted outcomes of both sides after pooling."""
    benefit, stake, damage, sharing = game.benefit[lane], game.stake[lane], game.damage[lane], game.sharing[lane]
    scale = game.intensity[lane] * weight
    of_a = scale * material_outcome(race_a, race_b, failed, benefit, stake, damage)
    of_b = scale * material_outcome(race_b, race_a, failed, benefit, stake, damage)
    part = game.part[lane]
    return pooled(of_a, of_b, sharing, part), pooled(of_b, of_a, sharing, 1.0 - part)


@rule
def trust_after(
    par: Floats, trust: Floats, history: Floats, tier: int, i: int, relation: int, lane: int, acts: bool, seen: bool
) -> float:
    """Return phase 4's trust after acting, or after not acting."""
    before = trust[tier, relation, lane]
    after = updated_trust(before, seen, par[TRUST_RATE, i, lane], par[TRUST_NEGATIVITY, i, lane])
    adrift = drifted_trust(before, history[relation, lane], par[TRUST_DRIFT, i, lane])
    return after if acts else adrift


@rule
def history_after(par: Floats, history: Floats, i: int, relation: int, lane: int, acted: float, seen: float) -> float:
    """Return phase 4's institutional history after all tiers."""
    return updated_history(history[relation, lane], acted, seen, par[HISTORY_MEMORY, i, lane])


@rule
def chance_of_meeting(par: Floats, work: Work, across: bool, tier: int, a: int, b: int, lane: int) -> float:
    """Return phase 5's probability that the tie meets."""
    where = 1 if across else 0
    return meeting_probability(
        of_tie(par, DIALOGUE_TIME_TOGETHER + tier, a, b, lane),
        work.scarcity[a, lane],
        work.scarcity[b, lane],
        work.hours[where, a, lane],
        work.hours[where, b, lane],
    )


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
    """Return phase 5's trust after the partner's voice, where they met."""
    before = trust[tier, relation, lane]
    after = voiced(before, history[relation, lane], partner_racing, par[DIALOGUE_VOICE, i, lane])
    return after if meets else before
