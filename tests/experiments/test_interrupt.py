"""A wish to stop: heard politely, obeyed at once when repeated, and never in the middle of a write."""

from __future__ import annotations

import signal
from collections.abc import Iterator

import pytest

from experiments.run.interrupt import Interrupt


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
def asked(told: list[str]) -> Iterator[Interrupt]:
    with Interrupt() as asked:
        asked.listen(lambda: told.append("stopping"))
        yield asked


def again() -> None:
    signal.raise_signal(signal.SIGINT)


def test_the_first_time_is_noted_and_the_second_raises(asked: Interrupt, told: list[str]) -> None:
    assert not asked and told == []
    again()
    assert asked and told == ["stopping"]
    with pytest.raises(KeyboardInterrupt):
        again()
    assert told == ["stopping"]


def test_a_write_underway_is_finished_first(asked: Interrupt) -> None:
    done = []
    again()
    with pytest.raises(KeyboardInterrupt), asked.whole():
        again()
        done.append("written")
    assert done == ["written"]


def test_of_two_that_hold_each_other_the_outer_is_finished_too(asked: Interrupt) -> None:
    done = []
    again()
    with pytest.raises(KeyboardInterrupt), asked.whole():
        with asked.whole():
            again()
        done.append("outer")
    assert done == ["outer"]


def test_a_third_time_is_obeyed_even_in_a_write_that_hangs(asked: Interrupt) -> None:
    again()
    with pytest.raises(KeyboardInterrupt), asked.whole():
        again()
        again()
        pytest.fail("went on")


def test_an_error_of_the_write_is_not_hidden_by_the_wish(asked: Interrupt) -> None:
    again()
    with pytest.raises(OSError, match="disk full"), asked.whole():
        again()
        raise OSError("disk full")


def test_what_is_being_put_away_is_not_disturbed(asked: Interrupt) -> None:
    again()
    asked.ending()
    again()


def test_the_handlers_from_before_are_back_afterwards() -> None:
    before = signal.getsignal(signal.SIGINT)
    with Interrupt() as asked:
        assert signal.getsignal(signal.SIGINT) == before, "it listens when told to"
        asked.listen(lambda: None)
        assert signal.getsignal(signal.SIGINT) != before
    assert signal.getsignal(signal.SIGINT) == before
