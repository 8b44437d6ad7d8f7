"""The traces worked by hand, run on the twin."""

from __future__ import annotations

import pytest

from tests.reference.philox import words
from tests.reference.traces import LUCK, TRACES, Run, Trace, check


@pytest.mark.parametrize("trace", TRACES, ids=str)
def test_trace(trace: Trace, runner: Run) -> None:
    check(trace, runner)


def test_luck_that_the_traces_quote() -> None:
    for (seed, month, purpose, a, b, tier), quoted in LUCK.items():
        assert words(seed, month, purpose, a, b, tier) == quoted


def test_names_are_distinct() -> None:
    assert len({trace.name for trace in TRACES}) == len(TRACES)


def test_a_wrong_number_is_found(runner: Run) -> None:
    wrong = Trace(name="wrong", system=TRACES[0].system, expected={1: {"trust": [[0.5, 0.6]]}}, inputs=TRACES[0].inputs)
    with pytest.raises(AssertionError, match=r"month 1, trust\[0\]\[0\]"):
        check(wrong, runner)
