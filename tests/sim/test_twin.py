"""The engine and the slow twin give the same states, draw for draw."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from sim.engine import Decisions, measures, months, start
from sim.network import Network, equal_sectors, from_ties, generate
from sim.parameters import PARAMETERS, ROWS, Parameter, Parameters
from sim.state import SHAPES, State
from sim.strategies import STRATEGIES
from sim.system import Change, RunSpec, System
from tests.reference import measures as twin_measures
from tests.reference import twin
from tests.reference.traces import TRACES, Trace, check

COMPARED = [name for name in SHAPES if name != "memory"]


def decisions(network: Network, inputs: twin.Inputs) -> Decisions:
    ends = [(int(a), int(b)) for a, b in zip(network.source, network.target, strict=True)]
    return Decisions(
        stances={(*ends[r], k): bool(race) for (k, r), race in inputs.stances.items()},
        doors={ends[r]: openness for r, openness in inputs.doors.items()},
        meetings={(*ends[t], k): bool(meet) for (k, t), meet in inputs.meetings.items()},
    )


def play(system: System, seed: int, inputs: Sequence[twin.Inputs]) -> list[State]:
    choices = {month: decisions(system.network, given) for month, given in enumerate(inputs, 1)}
    spec = RunSpec(system=system, seed=seed, months=len(inputs))
    return [start(system, seed), *months(spec, choices)]


@pytest.mark.parametrize("trace", TRACES, ids=str)
def test_traces_worked_by_hand(trace: Trace) -> None:
    check(trace, play)


def parameters(**groups: dict[str, Any]) -> Parameters:
    return Parameters.model_validate(groups)


def irregular() -> Network:
    """Fourteen organisations in three sectors, ids and weights out of order, one organisation alone."""
    rng = np.random.default_rng(5)
    first, second = np.triu_indices(13, 1)
    kept = rng.random(len(first)) < 0.4
    ids = rng.permutation(1000)[:14]
    weight = rng.uniform(0.2, 3.0, kept.sum())
    return from_ties(14, (first[kept], second[kept]), weight=weight, sector=equal_sectors(14, 3), ids=ids)


LIVELY = {
    "trust": {"failure": 0.2},
    "dialogue": {"time_together": (0.2, 0.4, 0.6), "hearsay": 0.4, "bridging": 0.3},
    "leadership": {"turnover": 0.1},
    "learning": {"reflection": 0.3, "noise": 0.05},
    "climate": {"orientation": -0.5, "rate": 0.02},
    "game": {"sharing": 0.3, "expansion": 0.4, "intensity": 1.3},
}


def own_way(i: int) -> dict[str, float]:
    """Parameters in which organisation i differs from all others."""
    return {
        "game.benefit": 0.5 + 0.1 * i,
        "game.sharing": i / 14,
        "trust.failure": i / 20,
        "boundary.openness": 1 - i / 20,
        "mindset.rationality": float(i),
        "leadership.turnover": i / 50,
        "dialogue.hearsay": i / 14,
        "history.in_group": i / 30,
    }


CHANGES = (
    Change(month=3, label="cut", settings={"resources.scarcity": 0.7}),
    Change(month=5, label="pool", settings={"game.sharing": 1.0}, organisations=(0, 3, 5), until=9),
    Change(month=6, label="talk", settings={"dialogue.hearsay": 0.9, "dialogue.time_together": (0.9, 0.5, 0.1)}),
)

MIXED = [STRATEGIES[i % len(STRATEGIES)].name for i in range(14)]

SYSTEMS = {
    "plain": System(network=generate(Parameters().structure)),
    "lively": System(network=irregular(), parameters=parameters(**LIVELY)),
    "one tier": System(network=irregular(), parameters=parameters(structure={"tiers": 1}, dialogue={"hearsay": 1.0})),
    "five tiers": System(
        network=irregular(), parameters=parameters(structure={"tiers": 5}, leadership={"turnover": 0.3})
    ),
    "all strategies": System(network=irregular(), strategies=MIXED, parameters=parameters(**LIVELY)),
    "own ways": System(network=irregular(), own={i: own_way(i) for i in range(14)}),
    "changing": System(network=irregular(), schedule=CHANGES),
    "two apart": System(network=from_ties(2, (np.array([], int), np.array([], int)))),
}


@pytest.mark.parametrize("name", SYSTEMS)
@pytest.mark.parametrize("seed", [0, 2**63 + 12345])
def test_states_equal_the_twin(name: str, seed: int) -> None:
    system = SYSTEMS[name]
    slow = twin.start(system, seed)
    same(start(system, seed), slow)
    for state in months(RunSpec(system=system, seed=seed, months=14)):
        twin.month(system, seed, slow)
        same(state, slow)


def same(state: State, slow: twin.TwinState) -> None:
    for name in COMPARED:
        found, expected = getattr(state, name), np.array(getattr(slow, name), dtype=float)
        assert np.allclose(found, expected.reshape(found.shape), rtol=1e-9, atol=1e-11), (state.month, name)


@pytest.mark.parametrize("name", SYSTEMS)
def test_measures_equal_the_twins(name: str) -> None:
    system = SYSTEMS[name]
    slow = twin.start(system, 4)
    for state in months(RunSpec(system=system, seed=4, months=6)):
        twin.month(system, 4, slow)
        expected, found = twin_measures.measures(system, slow), measures(state)
        assert list(found) == list(expected)
        for column, value in found.items():
            assert value == pytest.approx(expected[column], rel=1e-9, abs=1e-11, nan_ok=True), (state.month, column)


def unlike(seed: int) -> System:
    """Organisations that differ in every parameter there is: each lies somewhere between default and usual ends."""
    rng = np.random.default_rng(seed)

    def value(each: Parameter) -> float:
        end = rng.choice([end for end in each.usual if end != each.default])
        return float(each.default + rng.uniform(0.1, 1.0) * (end - each.default))

    network = irregular()
    own = {
        i: {
            name: tuple(value(each) for _ in range(3)) if each.per_tier else value(each)
            for name, each in PARAMETERS.items()
            if not each.structural
        }
        for i in range(network.n)
    }
    return System(network=network, own=own)


@pytest.mark.parametrize("seed", range(3))
def test_everyone_is_held_to_parameters_of_its_own(seed: int) -> None:
    """Those of a tie are the mean of its ends'; all others are those of the one who feels or acts."""
    system = unlike(seed)
    values = system.values(1)
    used = [row for name, row in ROWS.items() if not PARAMETERS[name].per_tier]
    assert all(len(set(values[row].tolist())) == system.network.n for row in used)
    slow = twin.start(system, seed)
    same(start(system, seed), slow)
    for state in months(RunSpec(system=system, seed=seed, months=14)):
        twin.month(system, seed, slow)
        same(state, slow)
        expected = twin_measures.measures(system, slow)
        assert measures(state) == pytest.approx(expected, rel=1e-9, abs=1e-11, nan_ok=True)
