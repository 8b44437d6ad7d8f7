"""Predictions of a repeated game that nobody has played yet."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from experiments.errors import LaboratoryError
from experiments.laboratory.fitted import fitted, left_out
from experiments.laboratory.game import RepeatedGame
from experiments.laboratory.lengths import drawn_lengths
from experiments.laboratory.prediction_intervals import errors_of, half_width, interval
from experiments.laboratory.simulate import LaboratorySession, Subjects, session_draws, simulate_session
from experiments.laboratory.summaries import MOMENTS, moments
from sim.arrays import Floats

SHARES: Sequence[tuple[str, str]] = (
    ("first match", "first round of the first match"),
    ("first rounds", "first rounds, all matches"),
    ("last quarter", "first rounds, last quarter of matches"),
    ("all rounds", "all rounds"),
    ("after both raced", "after both raced"),
    ("after raced against a battle", "after a race met a battle"),
    ("after battled against a race", "after a battle met a race"),
    ("after both battled", "after both battled"),
)
"""What is predicted, by moment and in words: the share that race."""


def predict(
    game: RepeatedGame, *, supergames: int = 30, people: int = 16, sessions: int = 40, seed: int = 0
) -> pd.DataFrame:
    """Return shares that race in a game, as people gain experience of it, with 95% intervals.

    The interval is as wide as the model was wrong about whole studies left out of its fit (``prediction_intervals``):
    it covers people and laboratories that differ, and what the model gets wrong.  Where hands slip, shares are of what
    people mean to do.

    returns  one row a number: what, mean, low, high
    """
    if people < 2 or people % 2:
        raise LaboratoryError(f"people: {people} is not an even number from 2 up: they play in pairs")
    if supergames < 5:
        raise LaboratoryError(f"supergames: {supergames} is below 5: experience needs as many")
    if sessions < 1:
        raise LaboratoryError(f"sessions: {sessions} is below 1")
    shares = predicted_moments(fitted(), game, supergames, people, sessions, seed)
    rows = []
    for moment, words in SHARES:
        position = MOMENTS.index(moment)
        low, high = interval(shares[position], half_width(errors_of(left_out(), position)))
        rows.append({"what": words, "mean": shares[position], "low": low, "high": high})
    return pd.DataFrame(rows)


def predicted_moments(
    subjects: Subjects, game: RepeatedGame, supergames: int, people: int, sessions: int, seed: int
) -> Floats:
    """Return (MOMENTS,) of subjects in sessions of a game whose lengths are drawn."""
    held = [
        LaboratorySession(game, people, drawn_lengths(game, supergames, number, seed)) for number in range(sessions)
    ]
    return moments(
        [
            (session, simulate_session(subjects, session, session_draws(session, number, seed)))
            for number, session in enumerate(held)
        ]
    )
