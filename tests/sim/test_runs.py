"""Runs asked for: seeds, months, dated changes, and when a system tipped."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.dated_ties import Alliance, TieChange
from sim.engine import ensemble, months, months_to_tip
from sim.network import from_ties
from sim.system import Change, RunSpec, System
from tests.reference.traces import quiet
from tests.sim.bits import differing, end
from tests.sim.twin_systems import irregular

NAN = float("nan")


@pytest.mark.parametrize("seed", [-1, 2**64, 1.0, 1.5, "7", None, True, NAN])
def test_what_is_no_seed_is_refused(seed: Any) -> None:
    with pytest.raises(ValueError, match=r"seed must be an integer in \[0, 2\*\*64\), not "):
        RunSpec(system=quiet(), seed=seed)


@pytest.mark.parametrize("seed", [0, 1, 2**32, 2**64 - 1, np.int64(7), np.uint64(2**64 - 1)])
def test_seeds_of_all_sizes_are_seeds(seed: Any) -> None:
    system = System(network=irregular())
    one, other = end(system, seed, 3), end(system, int(seed), 3)
    assert not differing(one, other)


def test_both_halves_of_a_seed_count() -> None:
    system = System(network=irregular())
    states = [end(system, seed, 3) for seed in (0, 1, 2**32, 2**63)]
    assert all(differing(states[0], other) for other in states[1:])


@pytest.mark.parametrize("length", [-1, 2**32])
def test_months_out_of_range_are_refused(length: int) -> None:
    with pytest.raises(ValueError, match=r"months must be in \[0, 2\*\*32\), not "):
        RunSpec(system=quiet(), months=length)


@pytest.mark.parametrize(
    ("shares", "tip"),
    [
        ([0.9, 0.4, 0.3], 2),
        ([0.4, 0.4], 1),
        ([0.9, 0.4, 0.5, 0.3], 4),
        ([0.9, 0.4, 0.3, 0.5], NAN),
        ([0.9, 0.6], NAN),
        ([0.4, NAN], 1),
        ([0.9, NAN, 0.2, NAN], 3),
        ([0.2, NAN, 0.9, NAN], NAN),
        ([NAN, NAN], NAN),
        ([], NAN),
    ],
)
def test_months_to_tip(shares: list[float], tip: float) -> None:
    """The first month from which the share stays below one half; months without encounters do not count."""
    found = months_to_tip(np.array(shares))
    assert found == tip or (np.isnan(found) and np.isnan(tip))


# -------------------------------------------------------------------------------------------------- dated changes


def scarcity_felt(schedule: list[Change]) -> list[float]:
    """Month by month, of the first organisation; resources follow the settlement at once and income not at all."""
    system = quiet({"resources.rate": 1.0, "resources.gain": 0.0}, schedule=schedule)
    return [round(1 - float(state.resources[0]), 9) for state in months(RunSpec(system=system, months=6))]


def change(month: int, scarcity: float, **more: Any) -> Change:
    return Change(month=month, label="", settings={"resources.scarcity": scarcity}, **more)


@pytest.mark.parametrize(
    ("schedule", "felt"),
    [
        ([], [0.3, 0.3, 0.3, 0.3, 0.3, 0.3]),
        ([change(1, 0.8)], [0.8, 0.8, 0.8, 0.8, 0.8, 0.8]),
        ([change(3, 0.8)], [0.3, 0.3, 0.8, 0.8, 0.8, 0.8]),
        ([change(3, 0.8, until=5)], [0.3, 0.3, 0.8, 0.8, 0.3, 0.3]),
        ([change(4, 0.1), change(2, 0.8)], [0.3, 0.8, 0.8, 0.1, 0.1, 0.1]),
        ([change(2, 0.8), change(3, 0.5, until=4)], [0.3, 0.8, 0.5, 0.8, 0.8, 0.8]),
        ([change(2, 0.8, organisations=(1,))], [0.3, 0.3, 0.3, 0.3, 0.3, 0.3]),
        ([change(2, 0.8, organisations=(0,))], [0.3, 0.8, 0.8, 0.8, 0.8, 0.8]),
        ([change(9, 0.8)], [0.3, 0.3, 0.3, 0.3, 0.3, 0.3]),
    ],
)
def test_a_dated_change_holds_from_its_month_on(schedule: list[Change], felt: list[float]) -> None:
    assert scarcity_felt(schedule) == felt


def test_a_dated_change_is_not_felt_before_its_date() -> None:
    system, changed = (quiet(schedule=each) for each in ([], [change(5, 0.9)]))
    one, other = (list(months(RunSpec(system=each, months=5))) for each in (system, changed))
    assert [bool(differing(a, b)) for a, b in zip(one, other, strict=True)] == [False] * 4 + [True]


def test_series_of_runs_of_unlike_length_are_filled_up() -> None:
    results = ensemble([RunSpec(system=quiet(), months=length) for length in (2, 5, 0)], series=True)
    assert results.series is not None
    assert np.isnan(results.series[:, :, 3]).sum(axis=1).tolist() == [3, 0, 5]


def test_the_wiring_is_the_same_object_until_a_date_changes_it() -> None:
    network = from_ties(3, ([0, 1], [1, 2]), weight=[0.125, 0.375])
    system = System(network=network, tie_changes=[TieChange(month=5, label="", weights={(0, 1): 2.0})])
    assert system.wiring(1) is system.wiring(4)
    assert system.wiring(5) is not system.wiring(4)
    assert system.wiring(5).total_weight.tolist() == [2.0, 2.375, 0.375]


def test_systems_with_unlike_ties_do_not_run_side_by_side() -> None:
    """Runs of one network but other dated ties or alliances each keep their own."""
    network = from_ties(3, ([0, 1], [1, 2]))
    ending = TieChange(month=2, label="", weights={(0, 1): 0.0})
    allied = Alliance(name="both", members=(0, 1), sharing=0.5)
    systems = [System(network=network), System(network=network, tie_changes=[ending])]
    systems.append(System(network=network, alliances=[allied]))
    specs = [RunSpec(system=system, seed=3, months=6) for system in systems]
    together = ensemble(specs, states=True)
    for spec, state in zip(specs, together.states, strict=True):
        assert not differing(end(spec.system, 3, 6), state)
