"""Expressions of any text: an error of ours or numbers, never another error, and nothing of Python's."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from experiments.outcomes.expression import NAMES, ExpressionError, parse
from experiments.outcomes.functions import FUNCTIONS
from sim.measures import COLUMNS

SERIES = {name: np.linspace(-1.0, 1.0, 8).reshape(2, 4) for name in COLUMNS}
SERIES["race_share"] = np.full((2, 4), np.nan)

LEAVES = st.sampled_from([*NAMES[:4], "race_share", "month", "months", "0", "1", "2.5", "1e308"])
OPERATORS = ["+", "-", "*", "/", "%", "**", "<", "<=", ">", ">=", "==", "!=", "and", "or"]
PARTS = st.recursive(
    LEAVES,
    lambda part: st.one_of(
        st.tuples(part, st.sampled_from(OPERATORS), part).map(lambda parts: f"({' '.join(parts)})"),
        st.tuples(st.sampled_from(list(FUNCTIONS)), st.lists(part, min_size=1, max_size=3)).map(
            lambda call: f"{call[0]}({', '.join(call[1])})"
        ),
        part.map(lambda text: f"not {text}"),
        part.map(lambda text: f"-{text}"),
    ),
    max_leaves=8,
)


def held(text: str) -> None:
    try:
        expression = parse(text)
    except ExpressionError as error:
        assert error.message and "\n" not in error.message
        return
    values = expression({**SERIES})
    assert values.shape == (2,) and not np.isinf(values).any()


@settings(max_examples=300, deadline=None)
@given(PARTS)
def test_any_expression_is_refused_or_worked_out(text: str) -> None:
    held(text)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80))
def test_any_text_is_refused_or_worked_out(text: str) -> None:
    held(text)


@pytest.mark.parametrize("text", ["open", "print(1)", "openness.__class__", "sum.__globals__", "exec('1')", "a := 1"])
def test_nothing_of_python_is_reached(text: str) -> None:
    with pytest.raises(ExpressionError):
        parse(text)
