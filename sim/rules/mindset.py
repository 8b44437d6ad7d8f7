"""How orientations move: the climate, partners that do better, the tiers above and below."""

from sim.compiled import rule
from sim.portable_math import clip, logistic


@rule
def weathered(orientation: float, climate: float, rate: float) -> float:
    """Senior orientation under the climate: theta + rate (climate - theta)."""
    return orientation + rate * (climate - orientation)


@rule
def copying_probability(performance: float, partner_performance: float, imitation: float) -> float:
    """Probability of copying a partner, logistic(imitation (y_partner - y)).  Fermi rule, Szabo & Toke 1998."""
    return logistic(imitation * (partner_performance - performance))


@rule
def drawn_orientation(mean: float, spread: float, normal: float) -> float:
    """An orientation drawn as at the start: Normal(mean, spread) clipped to [-1, 1]; ``normal`` is the
    standard draw."""
    return clip(mean + spread * normal, -1.0, 1.0)


@rule
def between_tiers(orientation: float, above: float, below: float, cascade: float, movement: float) -> float:
    """Orientation after the pulls of the neighbouring tiers, both read before either acts.

    clip(theta_k + cascade (theta_{k-1} - theta_k) + movement (theta_{k+1} - theta_k), -1, 1)

    Where there is no tier above (below), pass the tier's own orientation.
    """
    return clip(orientation + cascade * (above - orientation) + movement * (below - orientation), -1.0, 1.0)
