"""Moments by which people and subjects are compared: first rounds, all rounds, responses, and first rounds as
experience
grows."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from experiments.laboratory.simulate import LaboratorySession, SessionChoices
from sim.arrays import Floats

FIRST, RACING = "first rounds", "all rounds"
RESPONSES = ("both raced", "raced against a battle", "battled against a race", "both battled")
"""What happened last, in the order in which responses are given."""
PARTS = ("first match", "first quarter", "second quarter", "third quarter", "last quarter")
"""The first supergame, then the others in four equal parts."""

MOMENTS = (FIRST, RACING, *(f"after {response}" for response in RESPONSES), *PARTS)
"""Shares that race, in the order of every array of moments."""

RESPONSE_COLUMNS = slice(2, 6)
PART_COLUMNS = slice(6, 11)


def moments(sessions: Sequence[tuple[LaboratorySession, SessionChoices]]) -> Floats:
    """Return (MOMENTS,) of the sessions of one treatment; decisions weigh the same, in PARTS sessions do."""
    starts = [session.subjects * len(session.lengths) for session, _ in sessions]
    rounds = [session.subjects * int(session.lengths.sum()) for session, _ in sessions]
    racing = [np.average(choices.racing, weights=session.lengths) for session, choices in sessions]
    counts = np.sum([choices.responses for _, choices in sessions], axis=0)
    return np.array(
        [
            np.average([choices.first.mean() for _, choices in sessions], weights=starts),
            np.average(racing, weights=rounds),
            *responses(counts),
            *np.mean([_parts(choices.first) for _, choices in sessions], axis=0),
        ]
    )


def responses(counts: Floats) -> Floats:
    """Return (4,) the share that race after each of RESPONSES, from (2, 2, 2) decisions; NaN after what never was."""
    totals = counts.sum(axis=-1)
    shares = np.where(totals > 0.0, counts[..., 1] / np.maximum(totals, 1.0), np.nan)
    return np.asarray(shares[[1, 1, 0, 0], [1, 0, 1, 0]])


def _parts(first: Floats) -> list[float]:
    return [float(first[0]), *(float(part.mean()) for part in np.array_split(first[1:], len(PARTS) - 1))]
