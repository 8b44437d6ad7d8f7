"""The scenarios that come with Silos: complete, honest about what is assumed, and in agreement with the data."""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from scenarios import Scenario, library, load, scenario_schema
from scenarios.loader import LIBRARY

EXPECTED = {
    "plain": 20,
    "greater-manchester-2015": 37,
    "dorset-2016": 9,
    "south-yorkshire-2018": 23,
    "internal-market-1991": 24,
    "footprint-in-haste-2016": 12,
    "control-totals-2016": 16,
    "special-measures": 9,
    "vanguard-pocket": 24,
    "pandemic-2020": 20,
    "integrated-care-board-2022": 12,
    "two-neighbours": 2,
    "five-organisations": 5,
    "two-alliances": 16,
    "meetings-or-enquiries": 16,
    "hospital-merger": 10,
    "lean-years": 20,
}
FOOTPRINTS = {
    "greater-manchester-2015": "Greater Manchester 2015",
    "dorset-2016": "Dorset 2016",
    "south-yorkshire-2018": "South Yorkshire and Bassetlaw 2018",
}
LICENCE = "Open Government Licence v3.0"


SEEDS = 100
"""Runs of a scenario among which its own seed is to be a typical one."""


@pytest.fixture(params=library())
def scenario(request: pytest.FixtureRequest) -> Scenario:
    return load(request.param)


def test_the_library_is_complete() -> None:
    assert {name: load(name).system().network.n for name in library()} == EXPECTED


def test_each_has_something_to_think_about_and_says_what_is_assumed(scenario: Scenario) -> None:
    assert scenario.title and scenario.description and scenario.assumed
    assert scenario.question.endswith("?")
    assert scenario.name in library()


def test_each_date_has_a_label_and_each_month_a_state(scenario: Scenario) -> None:
    system = scenario.system()
    assert all(event.label for event in scenario.schedule)
    assert system.values(scenario.months).shape[1] == system.network.n


@pytest.mark.slow
def test_the_seed_that_is_shown_is_a_typical_one(scenario: Scenario) -> None:
    """It ends as most of the seeds from 0 to 99 do, and in the middle half of them in openness."""
    from silos.simulate import simulate

    runs = simulate(scenario, seeds=SEEDS)
    shown = simulate(scenario, seeds=[scenario.seed])
    low, high = np.quantile(runs.of("openness")[:, -1], (0.25, 0.75))
    assert low <= shown.of("openness")[0, -1] <= high
    assert shown.regime[0] == np.bincount(runs.regime.astype(int)).argmax()


def test_sizes_say_what_they_are(scenario: Scenario) -> None:
    if len({organisation.size for organisation in scenario.organisations}) > 1:
        assert "size is people served, in thousands" in " ".join(scenario.assumed)


def test_only_what_differs_from_the_defaults(scenario: Scenario) -> None:
    from sim.parameters import PARAMETERS

    assert not [name for name, value in scenario.settings.items() if value == PARAMETERS[name].default]


@pytest.mark.parametrize("name, footprint", FOOTPRINTS.items())
def test_facts_are_those_of_the_data(name: str, footprint: str, shared: Path) -> None:
    with (shared / "data" / "nhs" / "footprint_organisations.csv").open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["footprint"] == footprint]
    rows = [row for row in rows if not row["role"].startswith("co-signatory")]
    organisations = {organisation.name: organisation for organisation in load(name).organisations}
    assert set(organisations) == {row["organisation"] for row in rows}
    for row in rows:
        here = organisations[row["organisation"]]
        if row["size_unit"].startswith("registered"):
            assert here.size == round(int(row["size"]) / 1000)
        if row["size_unit"].startswith("LSOA"):
            assert here.size == round(int(row["size"]) * 1.65)
        if "from memory" in row["source"]:
            assert "assumed" in here.note
        assert ("associate" in here.note) == (row["role"] != "full")
    assert LICENCE in " ".join(load(name).sources)


def test_files_are_named_for_a_command_line() -> None:
    assert all(re.fullmatch(r"[a-z0-9-]+", path.stem) for path in LIBRARY.glob("*"))


def test_the_schema_accepts_what_the_files_use() -> None:
    schema = scenario_schema()
    assert json.loads(json.dumps(schema)) == schema
    assert {"title", "schedule", "game", "structure"} <= set(schema["properties"])
    entry = schema["$defs"]["OrganisationEntry"]["properties"]
    assert "structure" not in entry and "tit-for-tat" in entry["strategy"]["enum"]


def test_importing_is_light() -> None:
    heavy = ["networkx", "pandas", "matplotlib", "mesa", "numba", "scipy"]
    code = "import sys, scenarios; scenarios.load('greater-manchester-2015').system();"
    code += f"print([module for module in {heavy} if module in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
