"""What the tests of this folder share: the end of a run, and whether two states are the same bits."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable

import numpy as np

from sim.engine import months
from sim.state import SHAPES, State
from sim.system import RunSpec, System


def end(system: System, seed: int = 0, length: int = 12) -> State:
    """The last state of a run, played alone."""
    return last(months(RunSpec(system=system, seed=seed, months=length)))


def last(states: Iterable[State]) -> State:
    """The last of some states."""
    return deque(states, maxlen=1)[0]


def differing(one: State, other: State, names: Iterable[str] = SHAPES) -> list[str]:
    """The arrays that are not the same to the last bit."""
    return [name for name in names if getattr(one, name).tobytes() != getattr(other, name).tobytes()]


def assert_same(one: State, other: State) -> None:
    """Same month, same seed, and every array the same to the last bit."""
    assert (one.month, one.seed) == (other.month, other.seed)
    assert not differing(one, other)


def pairs(count: int) -> list[tuple[int, int]]:
    """``count`` ties that share no organisation."""
    return [(i, i + 1) for i in range(0, 2 * count, 2)]


def without(*names: str) -> list[str]:
    """All arrays of a state but some."""
    assert set(names) <= set(SHAPES)
    return [name for name in SHAPES if name not in names]


def mean_of(values: Iterable[float]) -> float:
    """The mean of numbers that may be missing (NaN)."""
    return float(np.nanmean(list(values)))
