"""Any input that a rule may be given, and comparisons that allow for rounding."""

from __future__ import annotations

from hypothesis import strategies as st

shares = st.floats(0.0, 1.0)
orientations = st.floats(-1.0, 1.0)
amounts = st.floats(0.0, 10.0)
outcomes = st.floats(-100.0, 100.0)
SLACK = 1e-12


def within(value: float, low: float, high: float) -> bool:
    return low - SLACK <= value <= high + SLACK


def between(value: float, one: float, other: float) -> bool:
    return within(value, min(one, other), max(one, other))
