"""One contract for every strategy that is listed: its traits are true, it is pure, it answers with a probability."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

import pytest

from sim.engine import months
from sim.strategies import NOTHING_YET, STRATEGIES, Strategy, code, probability_of_racing, remembered
from sim.system import RunSpec
from tests.reference.traces import quiet

Encounter = tuple[bool, bool]
"""(own race, race seen)"""

ENCOUNTERS: list[Encounter] = list(itertools.product([True, False], repeat=2))
LEVELS = (0.0, 0.25, 1.0)
LONGEST = 4

every_strategy = pytest.mark.parametrize("strategy", STRATEGIES, ids=lambda each: each.name)


def histories(length: int) -> Iterator[tuple[Encounter, ...]]:
    """Everything that can happen in so many encounters."""
    return itertools.product(ENCOUNTERS, repeat=length)


def memory_of(history: Sequence[Encounter]) -> int:
    memory = NOTHING_YET
    for own, seen in history:
        memory = remembered(memory, own, seen)
    return memory


def answer(strategy: Strategy, history: Sequence[Encounter], inclination: float = 0.25, trust: float = 0.25) -> float:
    return float(strategy.function(memory_of(history), inclination, trust))


def short_histories() -> Iterator[tuple[Encounter, ...]]:
    return itertools.chain.from_iterable(histories(length) for length in range(LONGEST + 1))


def recollections(strategy: Strategy, memory: int) -> dict[tuple[Encounter, ...], set[float]]:
    """By the last ``memory`` encounters: all answers to histories that end in them."""
    found: dict[tuple[Encounter, ...], set[float]] = {}
    for length in range(max(memory, 1), LONGEST + 1):
        for history in histories(length):
            found.setdefault(history[length - memory :], set()).add(answer(strategy, history))
    return found


@every_strategy
def test_it_answers_with_a_probability(strategy: Strategy) -> None:
    for history, inclination, trust in itertools.product(short_histories(), LEVELS, LEVELS):
        assert 0.0 <= answer(strategy, history, inclination, trust) <= 1.0


@every_strategy
def test_it_is_pure(strategy: Strategy) -> None:
    """The same seen gives the same answer, whatever was asked in between."""
    first = [answer(strategy, history) for history in short_histories()]
    again = [answer(strategy, history) for history in reversed(list(short_histories()))]
    assert first == again[::-1]


@every_strategy
def test_it_tosses_coins_only_where_it_says_so(strategy: Strategy) -> None:
    answers = {answer(strategy, history, 0.25) for history in short_histories()}
    assert strategy.stochastic == bool(answers - {0.0, 1.0})


@every_strategy
def test_it_looks_back_no_further_than_it_says(strategy: Strategy) -> None:
    if strategy.memory >= 0:
        assert all(len(answers) == 1 for answers in recollections(strategy, strategy.memory).values())


@pytest.mark.parametrize("strategy", [each for each in STRATEGIES if each.memory], ids=lambda each: each.name)
def test_it_looks_back_as_far_as_it_says(strategy: Strategy) -> None:
    """One encounter less is not enough, and where it says all, three are not."""
    if strategy.name == "adaptive":  # which remembers all by trust
        assert {answer(strategy, (), inclination) for inclination in LEVELS} == set(LEVELS)
        return
    less = 3 if strategy.memory < 0 else strategy.memory - 1
    assert any(len(answers) > 1 for answers in recollections(strategy, less).values())


@every_strategy
def test_the_engine_finds_it_by_its_name(strategy: Strategy) -> None:
    """Listed and dispatched: its code gives its own function's answers."""
    for history, inclination in itertools.product(short_histories(), LEVELS):
        dispatched = probability_of_racing(code(strategy.name), memory_of(history), inclination, 0.25)
        assert dispatched == answer(strategy, history, inclination)


@every_strategy
def test_it_says_what_it_does_and_where_it_comes_from(strategy: Strategy) -> None:
    assert strategy.meaning.endswith(".")
    assert strategy.source


@every_strategy
def test_it_plays_in_the_engine(strategy: Strategy) -> None:
    """The engine's probability is the strategy's, given what the relation remembers."""
    settings = {"trust.failure": 0.3, "trust.blame": 0.5, "mindset.spread": 0.3}
    system = quiet(settings, n=2, strategies=[strategy.name, "random"])
    before, tossed = NOTHING_YET, False
    for state in months(RunSpec(system=system, seed=4, months=24)):
        if strategy.name != "adaptive":
            assert state.racing[0, 0] == strategy.function(before, 0.5, 0.5)
        tossed |= bool(0.0 < state.racing[0, 0] < 1.0)
        before = int(state.memory[0, 0])
    assert tossed == strategy.stochastic


def test_names_are_distinct_and_adaptive_comes_first() -> None:
    names = [each.name for each in STRATEGIES]
    assert len(set(names)) == len(names)
    assert names[0] == "adaptive"


def test_a_name_that_is_none() -> None:
    with pytest.raises(KeyError, match="tit-for-tatt"):
        code("tit-for-tatt")


@pytest.mark.parametrize(
    ("history", "races"),
    [
        # win-stay-lose-shift, grim, tit-for-two-tats after what was (own, seen)
        ([], (1, 1, 1)),
        ([(True, True)], (1, 1, 1)),
        ([(True, False)], (0, 0, 1)),
        ([(False, True)], (0, 1, 1)),
        ([(False, False)], (1, 0, 1)),
        ([(True, False), (False, False)], (1, 0, 0)),
        ([(True, False), (False, True)], (0, 0, 1)),
        ([(True, False), (True, True), (True, False)], (0, 0, 1)),
    ],
)
def test_answers_worked_by_hand(history: list[Encounter], races: tuple[int, int, int]) -> None:
    by_name = {each.name: each for each in STRATEGIES}
    found = [answer(by_name[name], history) for name in ("win-stay-lose-shift", "grim", "tit-for-two-tats")]
    assert tuple(found) == races
