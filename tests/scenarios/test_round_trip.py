"""A scenario survives being written and read, being data, being pickled, and having its organisations shuffled."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from scenarios import Scenario, ScenarioError, library, load, loads
from scenarios.writing import toml
from sim.parameters import PARAMETERS
from tests.scenarios.making import documents


@given(documents())
def test_what_is_written_reads_the_same(data: dict[str, Any]) -> None:
    scenario = load(data)
    assert loads(scenario.dump()) == scenario
    assert load(scenario.document()) == scenario
    assert pickle.loads(pickle.dumps(scenario)) == scenario
    assert hash(loads(scenario.dump())) == hash(scenario)


@given(documents())
def test_dumping_twice_is_the_same_text(data: dict[str, Any]) -> None:
    text = load(data).dump()
    assert loads(text).dump() == text


@pytest.mark.parametrize("name", library())
def test_the_library_reads_the_same(name: str, tmp_path: Path) -> None:
    path = tmp_path / "again.toml"
    path.write_text(load(name).dump(), encoding="utf-8")
    assert load(path) == load(name)


@given(documents())
def test_the_system_says_what_the_scenario_says(data: dict[str, Any]) -> None:
    scenario = load(data)
    system = scenario.system()
    assert list(system.names) == list(scenario.names)
    assert system.network.n == len(system.names) == len(system.sizes)
    assert len(system.strategies) in (0, system.network.n)
    assert np.isfinite(system.values(scenario.months)).all()
    for position, organisation in enumerate(scenario.organisations):
        assert system.sectors[system.network.sector[position]] == organisation.sector
        for name, value in organisation.own.items():
            assert system.own[position][name] == value


@given(documents(), st.randoms(use_true_random=False))
def test_order_of_organisations_changes_no_id(data: dict[str, Any], order: Any) -> None:
    assume("organisations" in data)
    shuffled = list(data["organisations"])
    order.shuffle(shuffled)
    here, there = load(data).system(), load({**data, "organisations": shuffled}).system()
    assert dict(zip(here.names, here.network.ids.tolist(), strict=True)) == dict(
        zip(there.names, there.network.ids.tolist(), strict=True)
    )

    def ties(system: Any) -> list[tuple[str, str, float]]:
        network = system.network
        ends = zip(network.first, network.second, network.weight, strict=True)
        return [(system.names[a], system.names[b], weight) for a, b, weight in ends]

    assert ties(here) == ties(there)


@given(documents(), st.data())
def test_a_fault_has_the_line_it_stands_on(data: dict[str, Any], choice: Any) -> None:
    whole = load(data).document()
    tables = [table for table in _tables(whole) if table]
    assume(tables)
    table = choice.draw(st.sampled_from(tables))
    key = choice.draw(st.sampled_from(sorted(table)))
    table[key] = ["the wrong value!"]
    text = toml(whole)
    line = next(number for number, each in enumerate(text.split("\n"), 1) if "the wrong value!" in each)
    with pytest.raises(ScenarioError) as caught:
        loads(text)
    assert line in {fault.line for fault in caught.value.faults if "the wrong value!" in str(fault)}


def _tables(data: dict[str, Any]) -> list[dict[str, Any]]:
    """The tables of parameters that a document has, at every level."""
    groups = {name.partition(".")[0] for name in PARAMETERS}
    around = [data, *data.get("sectors", {}).values(), *data.get("organisations", []), *data.get("schedule", [])]
    return [table[group] for table in around for group in groups if group in table]


def test_scenarios_are_compared_by_what_they_say() -> None:
    assert load({"game.sharing": 0.5}) == load({"game": {"sharing": 0.5}})
    assert load({"game.sharing": 0}) != load({})
    assert load({}) != Scenario(title="other")
    assert load("plain") != "plain"
