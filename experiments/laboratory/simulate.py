"""People in a laboratory: subjects with the model's rules of choice, trust and history in games with changing partners.

A session is as the experimenters run it.  N subjects play supergames one after the other, each with a partner drawn by
lot; a supergame goes on from round to round with the continuation probability.  What a subject learns of this partner
is its trust, which begins at its history, the slow memory of all partners so far; patience is the continuation
probability.  There are no walls, no meetings, no failure and one tier, so of the month's rules those of choice
(``racing_advantage``), trust (``updated_trust``) and history remain: the model's own, compiled.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from experiments.laboratory.game import RepeatedGame
from sim.arrays import Floats, Ints
from sim.compiled import kernel
from sim.draws import standard_normal, uniform, words
from sim.parameters import PARAMETERS
from sim.rules.choice import racing_advantage, racing_probability
from sim.rules.trust import updated_history, updated_trust

MIND, PARTNER, CHOICE = 64, 65, 66
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
"""What the fields of Subjects are called in the specification."""


@dataclass(frozen=True, kw_only=True)
class Subjects:
    """Parameters of the people in the laboratory; the defaults are those of the specification."""

    orientation: float = PARAMETERS["mindset.orientation"].default
    spread: float = PARAMETERS["mindset.spread"].default
    rationality: float = PARAMETERS["mindset.rationality"].default
    first_trust: float = PARAMETERS["history.trust"].default
    memory: float = PARAMETERS["history.memory"].default
    rate: float = PARAMETERS["trust.rate"].default
    negativity: float = PARAMETERS["trust.negativity"].default

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


def session_draws(session: LaboratorySession, number: int, *seeds: int) -> SessionDraws:
    """The draws of session ``number`` under some seeds: a function of their addresses alone."""
    rounds, supergames = int(session.lengths.sum()), len(session.lengths)
    mind = np.empty((len(seeds), session.subjects))
    keys = np.empty((len(seeds), supergames, session.subjects))
    choice = np.empty((len(seeds), rounds, session.subjects))
    for at, seed in enumerate(seeds):
        fill_draws(number, np.uint64(seed & 0xFFFFFFFF), np.uint64(seed >> 32), mind[at], keys[at], choice[at])
    return SessionDraws(mind, np.argsort(keys, axis=-1, kind="stable"), choice)


@kernel
def fill_draws(number: int, key0: np.uint64, key1: np.uint64, mind: Floats, keys: Floats, choice: Floats) -> None:
    """Fill the draws of one session."""
    for i in range(len(mind)):
        mind[i] = standard_normal(words(i, number, 0, MIND, 0, key0, key1)[0])
        for supergame in range(len(keys)):
            keys[supergame, i] = uniform(words(i, number, supergame, PARTNER, 0, key0, key1)[0])
        for turn in range(len(choice)):
            choice[turn, i] = uniform(words(i, number, turn, CHOICE, 0, key0, key1)[0])


@dataclass(frozen=True, eq=False)
class SessionChoices:
    """Choices made in one session, over all its seeds.

    first      (supergames,) share that race in the first round
    racing     (supergames,) share that race over all rounds
    responses  (2, 2, 2) decisions by own last, other's last and own now (1 is a race), within supergames
    """

    first: Floats
    racing: Floats
    responses: Floats


def simulate_session(subjects: Subjects, session: LaboratorySession, drawn: SessionDraws) -> SessionChoices:
    """Simulate one session, under every seed of its draws."""
    first, racing = np.zeros(len(session.lengths)), np.zeros(len(session.lengths))
    responses = np.zeros((2, 2, 2))
    game = np.array([*session.game.outcomes, session.game.continuation])
    all_seeds(subjects.values, game, session.lengths, drawn.mind, drawn.pairs, drawn.choice, first, racing, responses)
    decisions = drawn.mind.size
    return SessionChoices(first / decisions, racing / (decisions * session.lengths), responses)


@kernel
def all_seeds(
    values: Floats,
    game: Floats,
    lengths: Ints,
    mind: Floats,
    pairs: Ints,
    choice: Floats,
    first: Floats,
    racing: Floats,
    responses: Floats,
) -> None:
    """Add up ``sit`` over seeds."""
    for seed in range(len(mind)):
        session_kernel(values, game, lengths, mind[seed], pairs[seed], choice[seed], first, racing, responses)


@kernel
def session_kernel(
    values: Floats,
    game: Floats,
    lengths: Ints,
    mind: Floats,
    pairs: Ints,
    choice: Floats,
    first: Floats,
    racing: Floats,
    responses: Floats,
) -> None:
    """Add counts of races in the first round and in all rounds of each supergame, and the responses."""
    orientation, spread, rationality, first_trust, memory, rate, negativity = values
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
        for turn in range(lengths[supergame]):
            for i in range(n):
                better = trust[i] * racer[i] + (1.0 - trust[i]) * battler[i]
                stance[i] = choice[begun + turn, i] < racing_probability(better, rationality, 1.0)
                racing[supergame] += stance[i]
                if turn == 0:
                    first[supergame] += stance[i]
                else:
                    responses[own[i], other[i], stance[i]] += 1.0
            for seat in range(n):
                i, partner = pairs[supergame, seat], pairs[supergame, seat ^ 1]
                seen = stance[partner]
                own[i], other[i] = stance[i], seen
                trust[i] = updated_trust(trust[i], seen == 1, rate, negativity)
                history[i] = updated_history(history[i], 1.0, seen, memory)
        begun += lengths[supergame]
