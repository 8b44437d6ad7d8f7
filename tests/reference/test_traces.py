"""The traces worked by hand, run on the twin."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.reference.philox import words
from tests.reference.traces import TRACES, Run, Trace, check


@pytest.mark.parametrize("trace", TRACES, ids=str)
def test_trace(trace: Trace, runner: Run) -> None:
    check(trace, runner)


def test_random_numbers_that_the_traces_quote() -> None:
    quoted = [(trace.name, *draw) for trace in TRACES for draw in trace.words]
    assert quoted
    for name, (seed, month, purpose, a, b, tier), drawn in quoted:
        assert words(seed, month, purpose, a, b, tier) == drawn, name


def test_a_wrong_number_is_found(runner: Run) -> None:
    right = next(trace for trace in TRACES if trace.name == "game/race-against-race")
    wrong = replace(right, expected={1: {"trust": [[0.5, 0.6]]}})
    with pytest.raises(AssertionError, match=r"month 1, trust\[0\]\[0\]"):
        check(wrong, runner)
