"""The page on scenarios: complete, true, and its examples work."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from scenarios import ScenarioError, library, load, loads
from scenarios.reading.safe_files import MOST_BYTES
from scenarios.schema_docs import brought_up_to_date

PAGE = (Path(__file__).parents[2] / "docs" / "scenarios.md").read_text(encoding="utf-8")
GALLERY = dict(re.findall(r"^### ([a-z0-9-]+)\n\n(.*?)(?=\n##)", PAGE, re.MULTILINE | re.DOTALL))
EXAMPLE = re.search(r"```toml\n(title = \"Two towns\".*?)```", PAGE, re.DOTALL)


@pytest.mark.parametrize("name", library())
def test_each_scenario_has_a_paragraph_with_its_question(name: str) -> None:
    said = " ".join(GALLERY[name].split())
    assert said.startswith(f"*{' '.join(load(name).question.split())}*")
    assert len(said) > len(load(name).question) + 80


def test_the_gallery_has_nothing_else() -> None:
    assert set(GALLERY) == set(library())


def test_the_tables_of_keys_are_those_of_the_schema() -> None:
    assert brought_up_to_date(PAGE) == PAGE, "run: python -m scenarios.schema_docs docs/scenarios.md"


def test_the_example_is_a_scenario() -> None:
    assert EXAMPLE is not None
    scenario = loads(EXAMPLE[1])
    system = scenario.system()
    assert (list(system.names), system.network.m) == (["North council", "South council", "Hospital"], 2)
    assert scenario.schedule[0].until == 36


def test_faults_look_as_the_page_shows_them() -> None:
    assert EXAMPLE is not None
    text = EXAMPLE[1].replace("resources.scarcity = 0.5 ", "resources.scarcity = 1.5 ")
    text = text.replace("trust = 0.4", "trust = 0.4\n[game]\nshareing = 0.5")
    text = text.replace('from = "South council"\nto = "Hospital"', 'from = "South council"\nto = "Hopsital"')
    with pytest.raises(ScenarioError) as caught:
        loads(text, file="my.toml")
    place = re.compile(r"^\s*[a-z.]+:\d+: ", re.MULTILINE)
    shown = re.search(r"nearest name that is known:\n\n(.*?)\n\n", PAGE, re.DOTALL)
    assert shown is not None
    assert [place.sub("", line) for line in shown[1].split("\n")] == [
        place.sub("", line) for line in str(caught.value).split("\n")
    ]


def test_the_limit_of_size_is_as_said() -> None:
    assert f"at most {MOST_BYTES // 10**6} MB" in PAGE
