"""Leaders come and go."""

from sim.compiled import rule
from sim.portable_math import clip

MOST_PATIENT = 0.95
"""The highest patience of a leader: who never discounts has no reason to choose."""


@rule
def renewed_trust(trust: float, history: float, left: bool) -> float:
    """Return senior trust after a month: where a leader of either side left, personal trust goes and institutional
    memory stays."""
    return history if left else trust


@rule
def drawn_patience(mean: float, spread: float, normal: float) -> float:
    """Return a leader's patience, Normal(mean, spread) clipped to [0, .95]; ``normal`` is the standard draw."""
    return clip(mean + spread * normal, 0.0, MOST_PATIENT)
