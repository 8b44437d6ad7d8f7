"""Summaries of sessions for comparison: first rounds as experience grows, and responses to what happened last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from experiments.laboratory.simulate import LaboratorySession, SessionChoices
from sim.arrays import Floats

PARTS = ("first match", "first quarter", "second quarter", "third quarter", "last quarter")
"""The first supergame, then the others in four equal parts."""

RESPONSES = ("both raced", "raced against a battle", "battled against a race", "both battled")
"""What happened last, in the order in which ``responses`` gives the share that race now."""


@dataclass(frozen=True, eq=False)
class SessionSummary:
    """Sessions of some treatments, treatment by treatment.

    parts  (treatments, PARTS) share that race in the first round of a supergame, as experience grows; sessions weigh
           the same
    first  (treatments,) the same over all first rounds; decisions weigh the same
    counts (treatments, 2, 2, 2) decisions by own last, other's last, own now (1 is a race)
    """

    parts: Floats
    first: Floats
    counts: Floats

    def responses(self, which: Sequence[int] | slice = slice(None)) -> Floats:
        """(4,) share that race after each of RESPONSES, over some treatments."""
        counts = self.counts[which].sum(axis=0)
        shares: Floats = counts[..., 1] / np.maximum(counts.sum(axis=-1), 1.0)
        return shares[[1, 1, 0, 0], [1, 0, 1, 0]]


def summarise(treatments: Sequence[Sequence[tuple[LaboratorySession, SessionChoices]]]) -> SessionSummary:
    """Of the sessions of each treatment."""
    return SessionSummary(
        parts=np.array([np.mean([_parts(played.first) for _, played in sessions], axis=0) for sessions in treatments]),
        first=np.array([_pooled(sessions) for sessions in treatments]),
        counts=np.array([np.sum([played.responses for _, played in sessions], axis=0) for sessions in treatments]),
    )


def _parts(first: Floats) -> list[float]:
    return [float(first[0]), *(float(part.mean()) for part in np.array_split(first[1:], len(PARTS) - 1))]


def _pooled(sessions: Sequence[tuple[LaboratorySession, SessionChoices]]) -> float:
    decisions = [session.subjects * len(session.lengths) for session, _ in sessions]
    return float(np.average([played.first.mean() for _, played in sessions], weights=decisions))
