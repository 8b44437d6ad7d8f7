"""Predictions of people's choices in a repeated game that nobody has played yet."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from experiments.analysis.intervals import percentiles
from experiments.errors import LaboratoryError
from experiments.laboratory.fitted import fitted, resampled_subjects
from experiments.laboratory.game import RepeatedGame
from experiments.laboratory.simulate import LaboratorySession, Subjects, session_draws, simulate_session
from experiments.laboratory.summaries import summarise
from sim.arrays import Floats, Ints
from sim.compiled import kernel
from sim.draws import uniform, words

LENGTH = 67
"""Purpose of the draws that say how long a supergame goes on."""

LONGEST = 1_000
"""Rounds after which a supergame ends in any case."""


def predict(
    game: RepeatedGame, *, supergames: int = 30, people: int = 16, sessions: int = 40, seed: int = 0
) -> pd.DataFrame:
    """Shares that race in a game, as people gain experience of it, with 95% intervals.

    The interval covers what is not known of the subjects' parameters (sessions drawn again), not the chance of one
    session, and not what the model gets wrong.

    returns  one row a number: what, mean, low, high
    """
    if people < 2 or people % 2:
        raise LaboratoryError(f"people: {people} is not an even number from 2 up: they play in pairs")
    if supergames < 5:
        raise LaboratoryError(f"supergames: {supergames} is below 5: experience needs as many")
    if sessions < 1:
        raise LaboratoryError(f"sessions: {sessions} is below 1")
    best = _shares(fitted(), game, supergames, people, sessions, seed)
    few = max(2, sessions // 4)
    others = np.array([_shares(subjects, game, supergames, people, few, seed) for subjects in resampled_subjects()])
    ends = [percentiles(column) for column in others.T]
    rows = [
        {"what": what, "mean": mean, "low": min(low, mean), "high": max(high, mean)}
        for what, mean, (low, high) in zip(SHARES, best, ends, strict=True)
    ]
    return pd.DataFrame(rows)


SHARES = (
    "first round of the first match",
    "first rounds, all matches",
    "first rounds, last quarter of matches",
    "all rounds",
    "after both raced",
    "after a race met a battle",
    "after a battle met a race",
    "after both battled",
)
"""What is predicted: the share that race."""


def _shares(subjects: Subjects, game: RepeatedGame, supergames: int, people: int, sessions: int, seed: int) -> Floats:
    """The numbers of SHARES."""
    held = [LaboratorySession(game, people, _lengths(game, supergames, number, seed)) for number in range(sessions)]
    played = [
        (session, simulate_session(subjects, session, session_draws(session, number, seed)))
        for number, session in enumerate(held)
    ]
    result = summarise([played])
    rounds: Sequence[int] = [int(session.lengths.sum()) for session in held]
    racing = np.average([np.average(done.racing, weights=session.lengths) for session, done in played], weights=rounds)
    return np.array([result.parts[0, 0], result.first[0], result.parts[0, -1], racing, *result.responses()])


def _lengths(game: RepeatedGame, supergames: int, number: int, seed: int) -> Ints:
    lengths = np.zeros(supergames, dtype=np.int64)
    fill_lengths(game.continuation, number, np.uint64(seed & 0xFFFFFFFF), np.uint64(seed >> 32), lengths)
    return lengths


@kernel
def fill_lengths(continuation: float, number: int, key0: np.uint64, key1: np.uint64, lengths: Ints) -> None:
    """Rounds of each supergame: it goes on with the continuation probability."""
    for supergame in range(len(lengths)):
        turns = 1
        while turns < LONGEST and uniform(words(turns, number, supergame, LENGTH, 0, key0, key1)[0]) < continuation:
            turns += 1
        lengths[supergame] = turns
