"""Scenario files: whatever the bytes, a scenario or a ScenarioError."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from scenarios import Scenario, ScenarioError, load
from scenarios.checking.contents import ties_to_make
from scenarios.loader import LIBRARY
from scenarios.reading.document import Document, Places
from scenarios.schema import ScenarioFile, keys_of
from scenarios.writing import toml
from sim.parameters import PARAMETERS
from tests.fuzz.harness import WATCH, Door, cases
from tests.fuzz.making import encoded, mutated
from tests.scenarios.making import documents

CORPUS = [path.read_text(encoding="utf-8") for path in sorted(LIBRARY.glob("*.toml"))]
PIECES = (
    *("[[ties]]", "[[organisations]]", "[files]", "[structure]", "[[", "]]", '"""', "'''", "{", "}", "=", ".", "\n"),
    *("1979-05-27", "07:32:00", "1979-05-27T07:32:00Z", "#", "\\u0000", '"\\u001b[2J"', "[[[[[[", "\r", "\t"),
    *PARAMETERS, *keys_of(ScenarioFile),
)  # fmt: skip


def files() -> st.SearchStrategy[bytes]:
    made = documents().map(toml)
    return encoded(mutated(CORPUS, PIECES) | made | made.flatmap(lambda text: mutated([text, *CORPUS], PIECES)))


def small(scenario: Scenario) -> bool:
    """Whether its system is made in no time: larger ones are for tests of size."""
    document = Document(scenario.document(), Places(""))
    return len(scenario.names) <= 2000 and ties_to_make(document) <= 10_000


@cases()
@given(content=files())
def test_scenario_files(door: Door, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "it.toml"
    path.write_bytes(content)
    with WATCH.only_within():
        scenario = door.tried(lambda: load(path), ScenarioError)
        if scenario is not None and small(scenario):
            assert door.tried(scenario.system, ScenarioError)
