"""The runner of this folder's tests: the twin."""

from __future__ import annotations

import copy
from collections.abc import Sequence

import pytest

from sim.system import System
from tests.reference import twin
from tests.reference.traces import Run


def run_twin(system: System, seed: int, inputs: Sequence[twin.Inputs]) -> list[twin.TwinState]:
    """The states of month 0, 1, ..., len(inputs)."""
    state = twin.start(system, seed)
    states = [copy.deepcopy(state)]
    for given in inputs:
        twin.month(system, seed, state, given)
        states.append(copy.deepcopy(state))
    return states


@pytest.fixture
def runner() -> Run:
    return run_twin
