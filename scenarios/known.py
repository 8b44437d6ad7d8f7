"""The one place where scenarios ask for the strategies there are."""

from __future__ import annotations

from functools import cache


@cache
def strategies() -> tuple[str, ...]:
    """Names of the strategies, the adaptive one first."""
    from sim.strategies import STRATEGIES

    return tuple(each.name for each in STRATEGIES)
