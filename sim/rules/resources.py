"""Means, want, and how well a unit does."""

from sim.compiled import rule
from sim.portable_math import clip

PERFORMANCE_RATE = 0.1
"""Share of the newest month in the running mean of income (docs/odd.md, phase 7)."""


@rule
def scarcity_felt(resources: float) -> float:
    """S = clip(1 - R, 0, 1): the part of need that is not covered."""
    return clip(1.0 - resources, 0.0, 1.0)


@rule
def value_of_resources(scarcity: float, premium: float) -> float:
    """v = 1 + premium S, >= 1: what is scarce is worth more."""
    return 1.0 + premium * scarcity


@rule
def updated_resources(resources: float, scarcity: float, income: float, rate: float, gain: float) -> float:
    """R + rate (1 - scarcity + gain income - R), at least 0.  ``scarcity`` is the settlement's, not the felt one."""
    return max(0.0, resources + rate * (1.0 - scarcity + gain * income - resources))


@rule
def updated_performance(performance: float, income: float) -> float:
    """Running mean of income: y + 0.1 (income - y)."""
    return performance + PERFORMANCE_RATE * (income - performance)
