"""A measured start: what a file says of trust, history, doors and beliefs is what a run begins with."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from scenarios import ScenarioError, load, loads
from scenarios.scenario import Scenario
from sim.engine import start
from sim.state import State

SYSTEM: dict[str, Any] = {
    "structure": {"tiers": 2},
    "organisations": [
        {"name": "Royal", "sector": "hospitals"},
        {"name": "City", "sector": "hospitals"},
        {"name": "Council", "sector": "councils"},
    ],
}


def begun(*rows: dict[str, Any], **more: Any) -> State:
    return start(load({**SYSTEM, **more, "start": list(rows)}).system())


def relation(state: State, holder: str, partner: str) -> int:
    system = state.system
    names = list(system.names)
    ends = zip(system.network.source.tolist(), system.network.target.tolist(), strict=True)
    return list(ends).index((names.index(holder), names.index(partner)))


def belief(state: State, holder: str, sector: str) -> list[float]:
    network = state.system.network
    names, sectors = list(state.system.names), list(state.system.sectors)
    views = zip(network.view_organisation.tolist(), network.view_sector.tolist(), strict=True)
    view = list(views).index((names.index(holder), sectors.index(sector)))
    return [float(value) for value in state.zero_sum[:, view]]


def test_what_is_measured_is_what_a_run_begins_with_and_the_rest_is_drawn_as_before() -> None:
    drawn = start(load(SYSTEM).system())
    state = begun(
        {"from": "Royal", "to": "City", "trust": [0.9, 0.1], "openness": 0.3},
        {"from": "Council", "to": "Royal", "history": 0.2},
        {"from": "City", "to": "councils", "zero_sum": [0.7, 0.6]},
    )
    measured, remembered = relation(state, "Royal", "City"), relation(state, "Council", "Royal")
    assert state.trust[:, measured].tolist() == [0.9, 0.1]
    assert state.openness[measured] == 0.3
    assert state.history[measured] == drawn.history[measured]
    assert state.history[remembered] == 0.2
    assert state.trust[:, remembered].tolist() == [0.2, 0.2], "trust begins at the history that was measured"
    assert belief(state, "City", "councils") == [0.7, 0.6]
    others = [r for r in range(6) if r not in (measured, remembered)]
    assert (state.trust[:, others] == drawn.trust[:, others]).all()
    assert (state.openness[others] == drawn.openness[others]).all()
    assert belief(state, "Royal", "councils") == belief(drawn, "Royal", "councils")


def test_a_row_about_an_organisation_goes_before_one_about_its_sector() -> None:
    state = begun(
        {"from": "Royal", "to": "Council", "trust": 0.1},
        {"from": "hospitals", "to": "Council", "trust": 0.5},
        {"from": "hospitals", "to": "councils", "trust": 0.9, "history": 0.4},
        {"from": "hospitals", "to": "hospitals", "openness": 0.25},
    )
    assert state.trust[:, relation(state, "Royal", "Council")].tolist() == [0.1, 0.1]
    assert state.trust[:, relation(state, "City", "Council")].tolist() == [0.5, 0.5]
    assert state.history[relation(state, "Royal", "Council")] == 0.4
    assert state.openness[relation(state, "Royal", "City")] == state.openness[relation(state, "City", "Royal")] == 0.25


def test_a_file_with_a_measured_start_says_the_same_when_it_is_written_and_read_again() -> None:
    scenario = load({**SYSTEM, "start": [{"from": "Royal", "to": "City", "trust": [0.9, 0.1], "openness": 0.0}]})
    again = loads(scenario.dump())
    assert again == scenario
    assert again != load(SYSTEM)


def test_a_table_beside_the_file(tmp_path: Path) -> None:
    organisations = '[[organisations]]\nname = "A"\n[[organisations]]\nname = "B"\n[structure]\ntiers = 3\n'
    (tmp_path / "ours.toml").write_text(organisations + '[files]\nstart = "start.csv"\n', encoding="utf-8")
    (tmp_path / "start.csv").write_text("From;To;Trust;Openness\nA;B;0,8 0,6 0,3;\nB;A;;0,25\n", encoding="utf-8")
    state = start(load(tmp_path / "ours.toml").system())
    assert state.trust[:, relation(state, "A", "B")].tolist() == [0.8, 0.6, 0.3]
    assert state.openness[relation(state, "B", "A")] == 0.25


def test_a_data_frame() -> None:
    frame = pd.DataFrame({"from": ["Royal", "City"], "to": ["City", "Royal"], "trust": [0.25, np.nan], "history": 0.5})
    state = start(load({**SYSTEM, "start": frame}).system())
    assert state.trust[:, relation(state, "Royal", "City")].tolist() == [0.25, 0.25]
    assert state.trust[:, relation(state, "City", "Royal")].tolist() == [0.5, 0.5]


def test_it_is_part_of_what_a_run_is() -> None:
    from experiments.spec.identity import scenario_text

    texts: set[str] = {
        scenario_text(scenario(start=rows)) for rows in ([], [{"from": "Royal", "to": "City", "trust": 0.5}])
    }
    assert len(texts) == 2


def scenario(**more: Any) -> Scenario:
    return load({**SYSTEM, **{key: value for key, value in more.items() if value}})


FAULTS: dict[str, tuple[dict[str, Any], str]] = {
    "nobody": ({"from": "Royl", "to": "City", "trust": 0.5}, "no organisation and no sector of this name"),
    "nothing": ({"from": "Royal", "to": "City"}, "says nothing"),
    "out of range": ({"from": "Royal", "to": "City", "trust": 1.5}, "at most 1"),
    "below": ({"from": "Royal", "to": "City", "trust": [0.5, -0.1]}, "at least 0"),
    "other tiers": ({"from": "Royal", "to": "City", "trust": [0.1, 0.2, 0.3]}, "3 values for 2 tiers"),
    "a belief about one": ({"from": "Royal", "to": "City", "zero_sum": 0.5}, "not about one of them"),
    "itself": ({"from": "Royal", "to": "Royal", "trust": 0.5}, "to itself"),
    "misspelt": ({"from": "Royal", "to": "City", "trsut": 0.5}, "did you mean 'trust'"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_faults(name: str) -> None:
    row, message = FAULTS[name]
    with pytest.raises(ScenarioError, match="start #1") as caught:
        load({**SYSTEM, "start": [row]})
    assert message in str(caught.value)


def test_faults_of_pairs() -> None:
    tie = {"from": "Royal", "to": "City"}
    with pytest.raises(ScenarioError, match="do not depend on each other at the start"):
        load({**SYSTEM, "ties": [tie], "start": [{"from": "Royal", "to": "Council", "trust": 0.5}]})
    with pytest.raises(ScenarioError, match="listed already"):
        load({**SYSTEM, "start": [{**tie, "trust": 0.5}, {**tie, "trust": 0.6}]})
    joins = {"month": 3, "label": "City comes", "joins": ["City"]}
    with pytest.raises(ScenarioError, match="joins only later"):
        load({**SYSTEM, "schedule": [joins], "start": [{**tie, "trust": 0.5}]})
