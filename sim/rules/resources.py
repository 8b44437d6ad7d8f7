"""Means, want, capability, and how well a unit does."""

from sim.compiled import rule
from sim.portable_math import clip

PERFORMANCE_RATE = 0.1
"""Share of the newest month in the running mean of income (docs/odd.md, phase 7)."""


@rule
def scarcity_felt(resources: float) -> float:
    """Return S = clip(1 - R, 0, 1): the part of need that is not covered."""
    return clip(1.0 - resources, 0.0, 1.0)


@rule
def value_of_resources(scarcity: float, premium: float) -> float:
    """Return v = 1 + premium S, >= 1: what is scarce is worth more."""
    return 1.0 + premium * scarcity


@rule
def capability(conduct: float, improvement: float) -> float:
    """Return q = max(0, 1 + improvement Y): racing makes better, battling wastes."""
    return max(0.0, 1.0 + improvement * conduct)


@rule
def updated_conduct(conduct: float, came_off: float, intensity: float, rate: float) -> float:
    """Return the slow mean of conduct: Y + improvement_rate (intensity * came_off - Y).

    came_off  weight of the dealings in which both raced and neither failed, less those in which both battled, a dealing
              possible: in [-1, 1]
    """
    return conduct + rate * (intensity * came_off - conduct)


@rule
def updated_resources(resources: float, scarcity: float, income: float, rate: float, gain: float) -> float:
    """Return R + rate (1 - scarcity + gain income - R), at least 0.

    ``scarcity`` is the settlement's, not the one felt.
    """
    return max(0.0, resources + rate * (1.0 - scarcity + gain * income - resources))


@rule
def updated_performance(performance: float, income: float) -> float:
    """Return the running mean of income: y + 0.1 (income - y)."""
    return performance + PERFORMANCE_RATE * (income - performance)
