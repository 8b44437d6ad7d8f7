"""The engine and the slow twin give the same states, draw for draw."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.engine import Decisions, end_measures, ensemble, measures, months, start
from sim.measures.regimes import DEALINGS, REGIMES, dealings
from sim.network import Network
from sim.parameters import PARAMETERS, ROWS
from sim.state import SHAPES, State
from sim.system import RunSpec, System
from tests.reference import measures as twin_measures
from tests.reference import twin
from tests.reference.traces import TRACES, Trace, check
from tests.sim.twin_systems import SYSTEMS, random_system, unlike

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


# ------------------------------------------------------------------------------------------------ side by side


def compare(system: System, seed: int, inputs: Sequence[twin.Inputs]) -> None:
    """Play both and hold every array and every measure of every month against each other."""
    slow = twin.start(system, seed)
    for month, state in enumerate(play(system, seed, inputs)):
        if month > 0:
            twin.month(system, seed, slow, inputs[month - 1])
        same(state, slow)
        assert_same_measures(system, state, slow)


def same(state: State, slow: twin.TwinState) -> None:
    """Every array, but for what stands at no tie and in no view, where nothing is read."""
    there = places_there(state.system, state.month)
    for name in COMPARED:
        computed, expected = getattr(state, name), np.array(getattr(slow, name), dtype=float)
        kept = there[SHAPES[name][-1]]
        pair = computed[..., kept], expected.reshape(computed.shape)[..., kept]
        assert np.allclose(*pair, rtol=1e-9, atol=1e-11), (state.month, name)


def places_there(system: System, month: int) -> dict[str, np.ndarray]:
    """Ties, relations and views that there are in a month, and all organisations."""
    world = twin.World(system, 0, month)
    ties = np.array(world.weight) > 0
    views = np.zeros(len(world.views), dtype=bool)
    views[[v for i in range(world.n) for v in world.views_of(i)]] = True
    return {"organisation": np.ones(world.n, dtype=bool), "tie": ties, "relation": np.tile(ties, 2), "view": views}


def assert_same_measures(system: System, state: State, slow: twin.TwinState) -> None:
    expected, computed = twin_measures.measures(system, slow), measures(state)
    assert list(computed) == list(expected)
    for column, value in computed.items():
        assert value == pytest.approx(expected[column], rel=1e-9, abs=1e-11, nan_ok=True), (state.month, column)


NOTHING_HANDED_IN = [twin.Inputs()] * 14


def handed_in(system: System, seed: int, count: int) -> list[twin.Inputs]:
    """Stances, doors and meetings of some, by chance, in every other month."""
    rng = np.random.default_rng(seed)
    inputs = []
    for month in range(1, count + 1):
        world = twin.World(system, seed, month)
        units = [(k, r) for k in range(world.tiers) for r in world.living_relations()]
        share = 0.3 * (month % 2)
        inputs.append(
            twin.Inputs(
                stances={unit: int(rng.integers(2)) for unit in units if rng.random() < share},
                doors={r: float(rng.random()) for r in world.living_relations() if rng.random() < share},
                meetings={(k, r): int(rng.integers(2)) for k, r in units if r < world.m and rng.random() < share},
            )
        )
    return inputs


@pytest.mark.parametrize("name", SYSTEMS)
@pytest.mark.parametrize("seed", [0, 2**63 + 12345])
def test_states_equal_the_twin(name: str, seed: int) -> None:
    compare(SYSTEMS[name], seed, NOTHING_HANDED_IN)


@pytest.mark.parametrize("name", ["lively", "one tier", "five tiers", "redrawn", "everything"])
def test_states_equal_the_twin_where_choices_are_handed_in(name: str) -> None:
    compare(SYSTEMS[name], 3, handed_in(SYSTEMS[name], 3, 12))


@pytest.mark.parametrize("seed", range(3))
def test_everyone_is_held_to_parameters_of_its_own(seed: int) -> None:
    """Those of a tie are the mean of its ends'; all others are those of the one who feels or acts."""
    system = unlike(seed)
    values = system.values(1)
    used = [row for name, row in ROWS.items() if not PARAMETERS[name].per_tier and PARAMETERS[name].whose != "system"]
    assert all(len(set(values[row].tolist())) == system.network.n for row in used)
    compare(system, seed, NOTHING_HANDED_IN)


@settings(max_examples=25)
@given(st.integers(0, 2**32 - 1))
def test_any_system(seed: int) -> None:
    system = random_system(seed)
    compare(system, seed, handed_in(system, seed, 10))


@pytest.mark.parametrize("name", SYSTEMS)
def test_the_end_of_a_run_is_told_alike(name: str) -> None:
    """How it ended, what those who deal do, the month it tipped, and the modularity of the partition found."""
    system, length = SYSTEMS[name], 14
    results = ensemble([RunSpec(system=system, seed=6, months=length)])
    slow, race_share = twin.start(system, 6), []
    for _ in range(length):
        twin.month(system, 6, slow)
        race_share.append(twin_measures.measures(system, slow)["race_share"])
    expected, world = twin_measures.measures(system, slow), twin.World(system, 6, length)
    assert REGIMES[int(results.regime[0])] == twin_measures.how_it_ended(expected, sum(world.present))
    dealing = int(dealings(race_share[-1]))
    assert (DEALINGS[dealing] if dealing >= 0 else "") == twin_measures.how_they_deal(race_share[-1])
    tip = twin_measures.months_to_tip(race_share)
    assert results.months_to_tip[0] == pytest.approx(np.nan if tip is None else tip, nan_ok=True)
    *_, state = months(RunSpec(system=system, seed=6, months=length))
    modularity, community = end_measures(state)
    assert results.modularity[0] == pytest.approx(modularity, nan_ok=True)
    if world.living_ties():
        assert modularity == pytest.approx(twin_measures.modularity(world, slow, community.tolist()))


@pytest.mark.parametrize("name", ["redrawn", "everything"])
def test_views_are_numbered_alike(name: str) -> None:
    network = SYSTEMS[name].network
    world = twin.World(SYSTEMS[name], 0, 0)
    assert world.views == list(zip(network.view_organisation.tolist(), network.view_sector.tolist(), strict=True))
    assert [world.view_of(r) for r in range(2 * world.m)] == network.view_of.tolist()
