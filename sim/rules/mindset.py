"""Orientations and their moves: the climate, partners that do better, the tiers above and below."""

from sim.compiled import rule
from sim.portable_math import clip, logistic


@rule
def weathered(orientation: float, climate: float, rate: float) -> float:
    """Return senior orientation under the climate: theta + rate (climate - theta)."""
    return orientation + rate * (climate - orientation)


@rule
def copying_probability(performance: float, partner_performance: float, imitation: float) -> float:
    """Return the probability of copying a partner, logistic(imitation (y_partner - y)): the Fermi rule.

    Source: Szabo & Toke 1998.
    """
    return logistic(imitation * (partner_performance - performance))


@rule
def drawn_orientation(mean: float, spread: float, normal: float) -> float:
    """Return an orientation as drawn at the start: Normal(mean, spread) clipped to [-1, 1].

    normal  the standard draw
    """
    return clip(mean + spread * normal, -1.0, 1.0)


@rule
def between_tiers(own: float, above: float, below: float, cascade: float, movement: float) -> float:
    """Return an orientation, or a belief, after the pulls of the neighbouring tiers, both read before either acts.

    x_k + cascade (x_{k-1} - x_k) + movement (x_{k+1} - x_k), to be clipped to its range

    Where there is no tier above (below), pass the tier's own.
    """
    return own + cascade * (above - own) + movement * (below - own)
