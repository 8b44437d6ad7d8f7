"""People in a laboratory: subjects with the model's rules of choice, trust and history in games with changing partners.

A session is as the experimenters run it.  N subjects play supergames one after the other, each with a partner drawn by
lot; a supergame goes on from round to round with the continuation probability.  What a subject learns of this partner
is its trust, which begins at its history, the slow memory of all partners so far; patience is the continuation
probability.  There are no walls, no meetings, no failure and one tier, so of the month's rules those of choice
(``racing_advantage``), trust (``updated_trust``) and history remain: the model's own, compiled.

Two things are the laboratory's own.  *Experience*: strangers to a game open a match at random at first, and more
sharply
the more games they have played: rationality (1 - exp(-games played / experience)) in first rounds.  What a partner has
just done they answer from the first match on, as people do.  *Errors of hand*: where a treatment has them, what is
carried out, and so what the partner sees, is with some probability the other stance.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, fields

import numpy as np

from experiments.laboratory.game import RepeatedGame
from sim.arrays import Flags, Floats, Ints
from sim.compiled import allocating_kernel, kernel, rule
from sim.draws import standard_normal, uniform, words
from sim.parameters import PARAMETERS
from sim.rules.choice import racing_advantage, racing_probability
from sim.rules.trust import updated_history, updated_trust

MIND, PARTNER, CHOICE, SLIP = 64, 65, 66, 68
"""Purposes of the laboratory's draws: beside those of the model, never among them."""

PARAMETER = {
    "orientation": "mindset.orientation",
    "spread": "mindset.spread",
    "rationality": "mindset.rationality",
    "first_trust": "history.trust",
    "memory": "history.memory",
    "rate": "trust.rate",
    "negativity": "trust.negativity",
}
"""What the fields of Subjects are called in the specification; experience is the laboratory's own."""


@dataclass(frozen=True, kw_only=True)
class Subjects:
    """The people in the laboratory; the defaults are those of the specification.

    experience  games after which rationality in first rounds has risen to 63 % of its height; 0 where it is all there
                from the start
    """

    orientation: float = PARAMETERS["mindset.orientation"].default
    spread: float = PARAMETERS["mindset.spread"].default
    rationality: float = PARAMETERS["mindset.rationality"].default
    first_trust: float = PARAMETERS["history.trust"].default
    memory: float = PARAMETERS["history.memory"].default
    rate: float = PARAMETERS["trust.rate"].default
    negativity: float = PARAMETERS["trust.negativity"].default
    experience: float = 0.0

    @property
    def values(self) -> Floats:
        """In the order of the fields."""
        return np.array([getattr(self, field.name) for field in fields(self)])


@dataclass(frozen=True, eq=False)
class LaboratorySession:
    """One session: a game, how many subjects (even), and the rounds of each supergame."""

    game: RepeatedGame
    subjects: int
    lengths: Ints


@dataclass(frozen=True, eq=False)
class SessionDraws:
    """All that is drawn in one session, a seed after the other: the same whatever the subjects' parameters."""

    mind: Floats
    """(seeds, subjects) standard normal."""
    pairs: Ints
    """(seeds, supergames, subjects) positions in the order in which they sit: each even one with the next."""
    choice: Floats
    """(seeds, rounds of all supergames, subjects) uniform."""
    slip: Flags
    """(seeds, rounds of all supergames, subjects) whose hand slips."""


def session_draws(session: LaboratorySession, number: int, *seeds: int) -> SessionDraws:
    """Return the draws of session ``number`` under some seeds: a function of their addresses alone."""
    rounds, supergames = int(session.lengths.sum()), len(session.lengths)
    mind = np.empty((len(seeds), session.subjects))
    keys = np.empty((len(seeds), supergames, session.subjects))
    choice = np.empty((len(seeds), rounds, session.subjects))
    slip = np.zeros(choice.shape, dtype=np.bool_)
    for at, seed in enumerate(seeds):
        words_of = np.uint64(seed & 0xFFFFFFFF), np.uint64(seed >> 32)
        fill_draws(number, *words_of, mind[at], keys[at], choice[at])
        if session.game.error > 0.0:
            fill_slips(number, *words_of, session.game.error, slip[at])
    return SessionDraws(mind, np.argsort(keys, axis=-1, kind="stable"), choice, slip)


@kernel
def fill_draws(number: int, key0: np.uint64, key1: np.uint64, mind: Floats, keys: Floats, choice: Floats) -> None:
    """Fill the draws of one session."""
    for i in range(len(mind)):
        mind[i] = standard_normal(words(i, number, 0, MIND, 0, key0, key1)[0])
        for supergame in range(len(keys)):
            keys[supergame, i] = uniform(words(i, number, supergame, PARTNER, 0, key0, key1)[0])
        for turn in range(len(choice)):
            choice[turn, i] = uniform(words(i, number, turn, CHOICE, 0, key0, key1)[0])


@kernel
def fill_slips(number: int, key0: np.uint64, key1: np.uint64, error: float, slip: Flags) -> None:
    """Fill which hands slip in one session."""
    for turn in range(slip.shape[0]):
        for i in range(slip.shape[1]):
            slip[turn, i] = uniform(words(i, number, turn, SLIP, 0, key0, key1)[0]) < error


@dataclass(frozen=True, eq=False)
class SessionChoices:
    """Choices in one session, over all seeds: what was meant, where hands slip.

    first      (supergames,) share that race in the first round
    racing     (supergames,) share that race over all rounds
    responses  (2, 2, 2) decisions by what both were last seen to do, own first, and what is chosen now (1 is a race),
               within supergames
    """

    first: Floats
    racing: Floats
    responses: Floats


def simulate_session(subjects: Subjects, session: LaboratorySession, drawn: SessionDraws) -> SessionChoices:
    """Return what subjects choose in one session, under every seed."""
    first, racing = np.zeros(len(session.lengths)), np.zeros(len(session.lengths))
    responses = np.zeros((2, 2, 2))
    game = np.array([*session.game.outcomes, session.game.continuation])
    tallies = (first, racing, responses)
    for mind, pairs, choice, slip in zip(drawn.mind, drawn.pairs, drawn.choice, drawn.slip, strict=True):
        session_kernel(subjects.values, game, session.lengths, mind, pairs, choice, slip, *tallies)
    decisions = drawn.mind.size
    return SessionChoices(first / decisions, racing / (decisions * session.lengths), responses)


@allocating_kernel
def session_kernel(
    values: Floats,
    game: Floats,
    lengths: Ints,
    mind: Floats,
    pairs: Ints,
    choice: Floats,
    slip: Flags,
    first: Floats,
    racing: Floats,
    responses: Floats,
) -> None:
    """Add counts of races in the first round and in all rounds of each supergame, and the responses."""
    orientation, spread, rationality, first_trust, memory, rate, negativity, experience = values
    benefit, damage, gain, loss, delta = game
    n = len(mind)
    battler, racer = np.zeros(n), np.zeros(n)
    for i in range(n):  # the advantage is linear in trust: between one who surely battles and one who surely races
        theta = min(max(orientation + spread * mind[i], -1.0), 1.0)
        battler[i] = racing_advantage(0.0, theta, 0.0, 0.5, benefit, damage, gain, loss, delta)
        racer[i] = racing_advantage(1.0, theta, 0.0, 0.5, benefit, damage, gain, loss, delta)
    history = np.full(n, first_trust)
    trust, stance = np.zeros(n), np.zeros(n, dtype=np.int64)
    own, other = np.zeros(n, dtype=np.int64), np.zeros(n, dtype=np.int64)
    begun = 0
    for supergame in range(len(lengths)):
        trust[:] = history
        opening = rationality * sharpened(supergame, experience)
        for turn in range(lengths[supergame]):
            sharpness = opening if turn == 0 else rationality
            for i in range(n):
                better = trust[i] * racer[i] + (1.0 - trust[i]) * battler[i]
                stance[i] = choice[begun + turn, i] < racing_probability(better, sharpness, 1.0)
                racing[supergame] += stance[i]
                if turn == 0:
                    first[supergame] += stance[i]
                else:
                    responses[own[i], other[i], stance[i]] += 1.0
            for seat in range(n):
                i, partner = pairs[supergame, seat], pairs[supergame, seat ^ 1]
                seen = stance[partner] ^ slip[begun + turn, partner]
                own[i], other[i] = stance[i] ^ slip[begun + turn, i], seen
                trust[i] = updated_trust(trust[i], seen == 1, rate, negativity)
                history[i] = updated_history(history[i], 1.0, seen, memory)
        begun += lengths[supergame]


@rule
def sharpened(games: int, experience: float) -> float:
    """Return the part of its rationality that a subject has after some games: 1 - exp(-games / experience); all of it
    where experience is 0."""
    return 1.0 - math.exp(-games / experience) if experience > 0.0 else 1.0
