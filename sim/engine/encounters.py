"""Phases 2 to 5 over all ties: the engine's inner loop.

Within these phases a tie reads nothing that another tie writes, so taking them tie by tie gives the same as taking
them phase by phase, and the tie's numbers stay in the nearest cache.  Loops over lanes write to lane buffers only;
storing is a loop of its own (``store``, ``add``).  That lets them vectorise.
"""

from __future__ import annotations

from typing import NamedTuple

from sim.compiled import expanded, rule
from sim.draws import ENCOUNTER, FATE, uniform, words
from sim.engine.rows import TRUST_BLAME, TRUST_FAILURE
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
from sim.engine.workspace import Inputs, Work
from sim.lanes import Bytes, Flags, Floats, Ints, Lanes, Signed, Words, byte_buffer, lane_buffer
from sim.rules.trust import race_seen
from sim.state import Arrays, Wiring
from sim.strategies import probability_of_racing, remembered


class Side(NamedTuple):
    """One side of the tie at hand: who, its relation to the other, and a lane buffer for each of its numbers."""

    i: int
    relation: int
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
    acted: Floats
    """On how many tiers they acted."""
    acts: Bytes


@expanded
def side(lanes: Lanes, i: int, relation: int) -> Side:
    """A side with its buffers; their storage is the same for every tie."""
    luck, fate, blames, racing = lane_buffer(lanes), lane_buffer(lanes), lane_buffer(lanes), lane_buffer(lanes)
    after, outcome, saw = lane_buffer(lanes), lane_buffer(lanes), lane_buffer(lanes)
    stance, memory = byte_buffer(lanes), byte_buffer(lanes)
    return Side(i, relation, luck, fate, blames, racing, after, outcome, saw, stance, memory)


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
    """Four uniforms a lane of one address."""
    for lane in range(len(lanes)):
        w, x, y, z = words(ids[0], ids[1], month, purpose, tier, keys[0, lane], keys[1, lane])
        one[lane], two[lane], three[lane], four[lane] = uniform(w), uniform(x), uniform(y), uniform(z)


@rule
def store(lanes: Lanes, values: Floats | Bytes, target: Floats | Bytes, tier: int, item: int) -> None:
    """Store a lane buffer."""
    for lane in range(len(lanes)):
        target[tier, item, lane] = values[lane]


@rule
def add(lanes: Lanes, values: Floats, target: Floats, tier: int, item: int) -> None:
    """Add a lane buffer to an array."""
    for lane in range(len(lanes)):
        target[tier, item, lane] += values[lane]


@rule
def obey(lanes: Lanes, given: Floats | Signed, tier: int, item: int, values: Floats) -> None:
    """What was handed in takes the place of what strategies and luck would give; negative is nothing."""
    for lane in range(len(lanes)):
        if given[tier, item, lane] >= 0:
            values[lane] = given[tier, item, lane]


@rule
def open_doors(lanes: Lanes, state: Arrays, inputs: Inputs) -> None:
    """Phase 2: doors handed in."""
    for relation in range(inputs.doors.shape[0]):
        for lane in range(len(lanes)):
            if inputs.doors[relation, lane] >= 0.0:
                state.openness[relation, lane] = inputs.doors[relation, lane]


@rule
def choose(
    lanes: Lanes,
    par: Floats,
    state: Arrays,
    scarcity: Floats,
    game: Game,
    across: bool,
    tier: int,
    a: Side,
    b: Side,
    both: Both,
) -> None:
    """Phase 2 for adaptive organisations: probability of racing; and from phase 5, whether the tie meets."""
    for lane in range(len(lanes)):
        a.racing[lane] = inclination(par, state, scarcity, game, tier, a.i, a.relation, lane)
        b.racing[lane] = inclination(par, state, scarcity, game, tier, b.i, b.relation, lane)
        chance = chance_of_meeting(par, scarcity, across, tier, a.i, b.i, lane)
        both.meets[lane] = 1.0 if both.chance[lane] < chance else 0.0


@rule
def follow_strategy(lanes: Lanes, state: Arrays, strategies: Ints, own_way: Flags, tier: int, me: Side) -> None:
    """Phase 2 for a side whose organisation has a strategy of its own."""
    if own_way[me.i]:
        for lane in range(len(lanes)):
            memory, trust = state.memory[tier, me.relation, lane], state.trust[tier, me.relation, lane]
            me.racing[lane] = probability_of_racing(strategies[me.i, lane], memory, me.racing[lane], trust)


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
        yield_a, yield_b = outcomes(game, weight, lane, race_a, race_b, fails_a | fails_b)
        a.outcome[lane] = yield_a if acts else 0.0
        b.outcome[lane] = yield_b if acts else 0.0
        a.after[lane] = trust_after(par, trust, history, tier, a.i, a.relation, lane, acts, seen_a)
        b.after[lane] = trust_after(par, trust, history, tier, b.i, b.relation, lane, acts, seen_b)
        both.acted[lane] += 1.0 if acts else 0.0
        a.saw[lane] += 1.0 if acts & seen_a else 0.0
        b.saw[lane] += 1.0 if acts & seen_b else 0.0
        before_a, before_b = memory[tier, a.relation, lane], memory[tier, b.relation, lane]
        a.memory[lane] = remembered(before_a, race_a, seen_a) if acts else before_a
        b.memory[lane] = remembered(before_b, race_b, seen_b) if acts else before_b
        a.stance[lane], b.stance[lane], both.acts[lane] = race_a, race_b, acts


@rule
def keep(lanes: Lanes, state: Arrays, work: Work, tier: int, me: Side, both: Both) -> None:
    """Store what one side's phases 2 to 4 gave at one tier, and count its meeting."""
    store(lanes, me.after, state.trust, tier, me.relation)
    store(lanes, me.racing, state.racing, tier, me.relation)
    store(lanes, me.stance, state.stance, tier, me.relation)
    store(lanes, me.memory, state.memory, tier, me.relation)
    add(lanes, me.outcome, work.unit_income, tier, me.i)
    add(lanes, both.meets, work.meetings, tier, me.i)


@rule
def learn_history(lanes: Lanes, par: Floats, history: Floats, a: Side, b: Side, both: Both) -> None:
    """Phase 4 over all tiers: institutional history."""
    # the lanes, but unknown to the compiler, which would unroll a short loop before it could vectorise it
    width = history.shape[1]
    for lane in range(width):
        a.after[lane] = history_after(par, history, a.i, a.relation, lane, both.acted[lane], a.saw[lane])
        b.after[lane] = history_after(par, history, b.i, b.relation, lane, both.acted[lane], b.saw[lane])
    for lane in range(len(lanes)):
        history[a.relation, lane] = a.after[lane]
    for lane in range(len(lanes)):
        history[b.relation, lane] = b.after[lane]


@rule
def hear_voice(lanes: Lanes, par: Floats, state: Arrays, tier: int, a: Side, b: Side, tie: int) -> None:
    """Phase 5: trust after the partner's voice, where they met."""
    trust, history, racing, met = state.trust, state.history, state.racing, state.met
    width = trust.shape[2]
    for lane in range(width):
        meets = met[tier, tie, lane] > 0
        p_a, p_b = racing[tier, a.relation, lane], racing[tier, b.relation, lane]
        a.after[lane] = trust_after_voice(par, trust, history, tier, a.i, a.relation, lane, p_b, meets)
        b.after[lane] = trust_after_voice(par, trust, history, tier, b.i, b.relation, lane, p_a, meets)
    store(lanes, a.after, trust, tier, a.relation)
    store(lanes, b.after, trust, tier, b.relation)


@rule
def encounters(
    lanes: Lanes,
    wiring: Wiring,
    par: Floats,
    strategies: Ints,
    own_way: Flags,
    state: Arrays,
    inputs: Inputs,
    work: Work,
    keys: Words,
    month: int,
) -> None:
    """Phases 2 (choose), 3 (interact), 4 (learn) and the meetings and voice of phase 5.

    own_way  (n,) true where an organisation is not adaptive in some run
    """
    m, tiers = len(wiring.first), state.trust.shape[0]
    for tie in range(m):
        a, b = side(lanes, wiring.first[tie], tie), side(lanes, wiring.second[tie], tie + m)
        both = Both(
            tie, lane_buffer(lanes), lane_buffer(lanes), lane_buffer(lanes), lane_buffer(lanes), byte_buffer(lanes)
        )
        game = game_buffers(lanes)
        fetch_game(lanes, par, a.i, b.i, game)
        ids = wiring.ids[a.i], wiring.ids[b.i]
        for lane in range(len(lanes)):
            both.acted[lane] = a.saw[lane] = b.saw[lane] = 0.0
        for tier in range(tiers):
            draw(lanes, ids, month, ENCOUNTER, tier, keys, a.luck, b.luck, both.luck, both.chance)
            draw(lanes, ids, month, FATE, tier, keys, a.fate, b.fate, a.blames, b.blames)
            choose(lanes, par, state, work.scarcity, game, wiring.across[tie], tier, a, b, both)
            follow_strategy(lanes, state, strategies, own_way, tier, a)
            follow_strategy(lanes, state, strategies, own_way, tier, b)
            if inputs.stances.shape[0] > 0:
                obey(lanes, inputs.stances, tier, a.relation, a.racing)
                obey(lanes, inputs.stances, tier, b.relation, b.racing)
            if inputs.meetings.shape[0] > 0:
                obey(lanes, inputs.meetings, tier, tie, both.meets)
            interact_and_learn(lanes, par, state, game, wiring.weight[tie], tier, a, b, both)
            keep(lanes, state, work, tier, a, both)
            keep(lanes, state, work, tier, b, both)
            store(lanes, both.acts, state.acted, tier, tie)
            store(lanes, both.meets, state.met, tier, tie)
        learn_history(lanes, par, state.history, a, b, both)
        for tier in range(tiers):
            hear_voice(lanes, par, state, tier, a, b, tie)
