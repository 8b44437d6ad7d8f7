"""Phases 2 to 5 over all ties: the engine's inner loop.

Within these phases a tie reads nothing that another tie writes, so taking them tie by tie gives the same as taking
them phase by phase, and the tie's numbers stay in the nearest cache.  Loops over lanes write to lane buffers only,
which lets them vectorise; what they hold is then stored as one vector (``store_lanes``, ``add_lanes``).
"""

from __future__ import annotations

from typing import NamedTuple

from sim.compiled import expanded, rule
from sim.draws import ENCOUNTER, FATE, uniform, words
from sim.engine.ties import (
    Game,
    chance_of_meeting,
    fetch_game,
    game_buffers,
    history_after,
    inclination,
    outcomes,
    trust_after,
    trust_after_voice,
)
from sim.engine.workspace import Inputs, Run, Work
from sim.lanes import Bytes, Floats, Lanes, Signed, Words, add_lanes, byte_buffer, lane_buffer, store_lanes
from sim.rows import TRUST_BLAME, TRUST_FAILURE
from sim.rules.belief import showed_zero_sum
from sim.rules.trust import race_seen
from sim.state import Arrays
from sim.strategies import probability_of_racing, remembered
from sim.wiring import Wiring


class Side(NamedTuple):
    """One side of the tie at hand: who, its relation to the other, and a lane buffer for each of its numbers.

    The buffers hold whatever was on the stack: every phase writes one before another reads it.
    """

    i: int
    relation: int
    kind: int
    """Its view of the other's kind."""
    luck: Floats
    """Draw of the choice."""
    fate: Floats
    """Draw of the failure of its race."""
    blames: Floats
    """Draw of whether it blames the other's failed race."""
    racing: Floats
    """Probability of racing."""
    after: Floats
    """Trust, or history, after the phase."""
    outcome: Floats
    saw: Floats
    """On how many tiers it saw a race."""
    showed: Floats
    """Whether the dealing showed it a zero-sum game."""
    stance: Bytes
    memory: Bytes


class Both(NamedTuple):
    """What the two sides of the tie at hand share, in lane buffers."""

    tie: int
    luck: Floats
    """Draw of whether they act."""
    chance: Floats
    """Draw of whether they meet."""
    meets: Floats
    deals: Floats
    """Whether they act."""
    acted: Floats
    """On how many tiers they acted."""
    came_off: Floats
    """On how many tiers both raced and neither failed, less those on which both battled."""
    acts: Bytes


@expanded
def side_buffers(lanes: Lanes, i: int, relation: int, kind: int) -> Side:
    """Return a side with its buffers; their storage is the same for every tie."""
    luck, fate, blames, racing = lane_buffer(lanes), lane_buffer(lanes), lane_buffer(lanes), lane_buffer(lanes)
    after, outcome, saw, showed = lane_buffer(lanes), lane_buffer(lanes), lane_buffer(lanes), lane_buffer(lanes)
    stance, memory = byte_buffer(lanes), byte_buffer(lanes)
    return Side(i, relation, kind, luck, fate, blames, racing, after, outcome, saw, showed, stance, memory)


@expanded
def both_buffers(lanes: Lanes, tie: int) -> Both:
    """Return what two sides share, with its buffers."""
    luck, chance, meets = lane_buffer(lanes), lane_buffer(lanes), lane_buffer(lanes)
    deals, acted, came_off = lane_buffer(lanes), lane_buffer(lanes), lane_buffer(lanes)
    return Both(tie, luck, chance, meets, deals, acted, came_off, byte_buffer(lanes))


@rule
def draw(
    lanes: Lanes,
    ids: tuple[int, int],
    month: int,
    purpose: int,
    tier: int,
    keys: Words,
    one: Floats,
    two: Floats,
    three: Floats,
    four: Floats,
) -> None:
    """Draw four uniforms a lane of one address."""
    for lane in range(len(lanes)):
        w, x, y, z = words(ids[0], ids[1], month, purpose, tier, keys[0, lane], keys[1, lane])
        one[lane], two[lane], three[lane], four[lane] = uniform(w), uniform(x), uniform(y), uniform(z)


@rule
def override(lanes: Lanes, given: Floats | Signed, tier: int, item: int, values: Floats) -> None:
    """Put what was handed in in the place of what strategies and draws would give; negative is nothing."""
    for lane in range(len(lanes)):
        if given[tier, item, lane] >= 0:
            values[lane] = given[tier, item, lane]


@rule
def open_doors(lanes: Lanes, state: Arrays, inputs: Inputs) -> None:
    """Phase 2: set the doors that were handed in."""
    for relation in range(inputs.doors.shape[0]):
        for lane in range(len(lanes)):
            if inputs.doors[relation, lane] >= 0.0:
                state.openness[relation, lane] = inputs.doors[relation, lane]


@rule
def choose(
    lanes: Lanes, run: Run, state: Arrays, game: Game, across: bool, tier: int, a: Side, b: Side, both: Both
) -> None:
    """Phase 2 for adaptive organisations: probability of racing; and from phase 5, whether the tie meets."""
    par, work = run.par, run.work
    for lane in range(len(lanes)):
        part = game.part[lane]
        a.racing[lane] = inclination(par, state, work, game, part, tier, a.i, a.relation, a.kind, lane)
        b.racing[lane] = inclination(par, state, work, game, 1.0 - part, tier, b.i, b.relation, b.kind, lane)
        chance = chance_of_meeting(par, work, across, tier, a.i, b.i, lane)
        both.meets[lane] = 1.0 if both.chance[lane] < chance else 0.0


@rule
def follow_strategy(lanes: Lanes, run: Run, state: Arrays, tier: int, side: Side) -> None:
    """Phase 2 for a side whose organisation has a strategy of its own."""
    if run.own_way[side.i]:
        for lane in range(len(lanes)):
            memory, trust = state.memory[tier, side.relation, lane], state.trust[tier, side.relation, lane]
            side.racing[lane] = probability_of_racing(run.strategies[side.i, lane], memory, side.racing[lane], trust)


@rule
def interact_and_learn(
    lanes: Lanes, par: Floats, state: Arrays, game: Game, weight: float, tier: int, a: Side, b: Side, both: Both
) -> None:
    """Phases 3 and 4 at one tier: who races, whether they act, what it yields, what is seen, trust after it."""
    trust, history, openness, memory = state.trust, state.history, state.openness, state.memory
    for lane in range(len(lanes)):
        race_a, race_b = a.luck[lane] < a.racing[lane], b.luck[lane] < b.racing[lane]
        acts = both.luck[lane] < openness[a.relation, lane] * openness[b.relation, lane]
        fails_a = race_a & (a.fate[lane] < par[TRUST_FAILURE, a.i, lane])
        fails_b = race_b & (b.fate[lane] < par[TRUST_FAILURE, b.i, lane])
        seen_a = race_seen(race_b, fails_b, a.blames[lane] < par[TRUST_BLAME, a.i, lane])
        seen_b = race_seen(race_a, fails_a, b.blames[lane] < par[TRUST_BLAME, b.i, lane])
        failed = fails_a | fails_b
        yield_a, yield_b = outcomes(game, weight, lane, race_a, race_b, failed)
        a.outcome[lane] = yield_a if acts else 0.0
        b.outcome[lane] = yield_b if acts else 0.0
        a.after[lane] = trust_after(par, trust, history, tier, a.i, a.relation, lane, acts, seen_a)
        b.after[lane] = trust_after(par, trust, history, tier, b.i, b.relation, lane, acts, seen_b)
        both.deals[lane] = 1.0 if acts else 0.0
        both.acted[lane] += 1.0 if acts else 0.0
        came_off = 1.0 if race_a & race_b & (not failed) else (0.0 if race_a | race_b else -1.0)
        both.came_off[lane] += came_off if acts else 0.0
        a.saw[lane] += 1.0 if acts & seen_a else 0.0
        b.saw[lane] += 1.0 if acts & seen_b else 0.0
        a.showed[lane] = 1.0 if acts & showed_zero_sum(race_a, seen_a) else 0.0
        b.showed[lane] = 1.0 if acts & showed_zero_sum(race_b, seen_b) else 0.0
        before_a, before_b = memory[tier, a.relation, lane], memory[tier, b.relation, lane]
        a.memory[lane] = remembered(before_a, race_a, seen_a) if acts else before_a
        b.memory[lane] = remembered(before_b, race_b, seen_b) if acts else before_b
        a.stance[lane], b.stance[lane], both.acts[lane] = race_a, race_b, acts


@rule
def store_side(lanes: Lanes, state: Arrays, work: Work, tier: int, side: Side, both: Both) -> None:
    """Store what one side's phases 2 to 4 gave at one tier, and count its dealing and its meeting."""
    store_lanes(lanes, side.after, state.trust, tier, side.relation)
    store_lanes(lanes, side.racing, state.racing, tier, side.relation)
    store_lanes(lanes, side.stance, state.stance, tier, side.relation)
    store_lanes(lanes, side.memory, state.memory, tier, side.relation)
    add_lanes(lanes, side.outcome, work.income, tier, side.i)
    add_lanes(lanes, both.deals, work.dealings, tier, side.kind)
    add_lanes(lanes, side.showed, work.showed, tier, side.kind)
    add_lanes(lanes, both.meets, work.met, tier, side.kind)


@rule
def learn_history(lanes: Lanes, par: Floats, history: Floats, a: Side, b: Side, both: Both) -> None:
    """Phase 4 over all tiers: institutional history."""
    # The number of lanes, but unknown to the compiler, which would unroll a short loop before it could vectorise it.
    width = history.shape[1]
    for lane in range(width):
        a.after[lane] = history_after(par, history, a.i, a.relation, lane, both.acted[lane], a.saw[lane])
        b.after[lane] = history_after(par, history, b.i, b.relation, lane, both.acted[lane], b.saw[lane])
    for lane in range(len(lanes)):
        history[a.relation, lane] = a.after[lane]
    for lane in range(len(lanes)):
        history[b.relation, lane] = b.after[lane]


@rule
def count_conduct(lanes: Lanes, work: Work, weight: float, a: Side, b: Side, both: Both) -> None:
    """Count for phase 7 how often both raced and it came off, less how often both battled."""
    for lane in range(len(lanes)):
        work.came_off[a.i, lane] += weight * both.came_off[lane]
        work.came_off[b.i, lane] += weight * both.came_off[lane]


@rule
def hear_voice(lanes: Lanes, par: Floats, state: Arrays, work: Work, tier: int, a: Side, b: Side, tie: int) -> None:
    """Phase 5: trust after the partner's voice, where they met, and the credence that the purpose gets."""
    trust, history, racing, met = state.trust, state.history, state.racing, state.met
    # As in learn_history: a width unknown to the compiler vectorises.
    width = trust.shape[2]
    for lane in range(width):
        meets = met[tier, tie, lane] > 0
        p_a, p_b = racing[tier, a.relation, lane], racing[tier, b.relation, lane]
        a.after[lane] = trust_after_voice(par, trust, history, tier, a.i, a.relation, lane, p_b, meets)
        b.after[lane] = trust_after_voice(par, trust, history, tier, b.i, b.relation, lane, p_a, meets)
        a.outcome[lane] = history[a.relation, lane] if meets else 0.0
        b.outcome[lane] = history[b.relation, lane] if meets else 0.0
    store_lanes(lanes, a.after, trust, tier, a.relation)
    store_lanes(lanes, b.after, trust, tier, b.relation)
    add_lanes(lanes, a.outcome, work.credence, tier, a.i)
    add_lanes(lanes, b.outcome, work.credence, tier, b.i)


@rule
def encounters(lanes: Lanes, run: Run, state: Arrays, month: int) -> None:
    """Phases 2 (choose), 3 (interact), 4 (learn) and the meetings and voice of phase 5."""
    wiring, par, work, keys = run.wiring, run.par, run.work, run.keys
    m = len(wiring.first)
    for tie in range(m):
        if wiring.weight[tie] > 0.0:
            encounter(lanes, wiring, par, work, keys, run, state, month, tie, m)


@expanded
def encounter(
    lanes: Lanes,
    wiring: Wiring,
    par: Floats,
    work: Work,
    keys: Words,
    run: Run,
    state: Arrays,
    month: int,
    tie: int,
    m: int,
) -> None:
    """Play one tie at all its tiers.  Expanded into its caller: what it hands on lives on the stack."""
    a = side_buffers(lanes, wiring.first[tie], tie, wiring.view_of[tie])
    b = side_buffers(lanes, wiring.second[tie], tie + m, wiring.view_of[tie + m])
    both, game = both_buffers(lanes, tie), game_buffers(lanes)
    fetch_game(lanes, wiring, par, state, work, tie, game)
    ids = wiring.ids[a.i], wiring.ids[b.i]
    for lane in range(len(lanes)):
        both.acted[lane] = both.came_off[lane] = a.saw[lane] = b.saw[lane] = 0.0
    for tier in range(state.trust.shape[0]):
        draw(lanes, ids, month, ENCOUNTER, tier, keys, a.luck, b.luck, both.luck, both.chance)
        draw(lanes, ids, month, FATE, tier, keys, a.fate, b.fate, a.blames, b.blames)
        choose(lanes, run, state, game, wiring.across[tie], tier, a, b, both)
        follow_strategy(lanes, run, state, tier, a)
        follow_strategy(lanes, run, state, tier, b)
        if run.inputs.stances.shape[0] > 0:
            override(lanes, run.inputs.stances, tier, a.relation, a.racing)
            override(lanes, run.inputs.stances, tier, b.relation, b.racing)
        if run.inputs.meetings.shape[0] > 0:
            override(lanes, run.inputs.meetings, tier, tie, both.meets)
        interact_and_learn(lanes, par, state, game, wiring.weight[tie], tier, a, b, both)
        store_side(lanes, state, work, tier, a, both)
        store_side(lanes, state, work, tier, b, both)
        store_lanes(lanes, both.acts, state.acted, tier, tie)
        store_lanes(lanes, both.meets, state.met, tier, tie)
    learn_history(lanes, par, state.history, a, b, both)
    count_conduct(lanes, work, wiring.weight[tie], a, b, both)
    for tier in range(state.trust.shape[0]):
        hear_voice(lanes, par, state, work, tier, a, b, tie)
