"""Right and wrong, as the report says them."""

from __future__ import annotations

from dashboards.languages.number_format import number, plain, within
from experiments.validation.hypotheses import NOT_REPRODUCED, REPRODUCED, Effect


def mark(holds: bool | None) -> str:
    """Return ✓, ✗ or – where nothing is judged."""
    return "–" if holds is None else "✓" if holds else "✗"


def verdict(words: str) -> str:
    """Return a verdict with its mark."""
    return f"{mark({REPRODUCED: True, NOT_REPRODUCED: False}.get(words))} {words}".replace(" ", "\u00a0")


def shown_effect(effect: Effect) -> str:
    """Return an effect with its interval, where it has one."""
    if effect.low == effect.high:
        return number(effect.value, 3)
    return within(effect.value, effect.low, effect.high)


def exact(value: float) -> str:
    """Return a number to as many digits as published numbers have."""
    return plain(value + 0.0)
