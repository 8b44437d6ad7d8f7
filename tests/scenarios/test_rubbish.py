"""Whatever is put in, what comes out is a scenario or a ScenarioError."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scenarios import ScenarioError, library, load, loads
from scenarios.imports import import_system, load_csv, load_graphml
from scenarios.loader import LIBRARY
from scenarios.schema import AllianceEntry, MergerEntry, ScenarioFile, ScheduleEntry, TieEntry, keys_of
from sim.parameters import Structure
from tests.scenarios.test_imports import GRAPH, HEAD, KEYS, TIES, WHO

DATED = """
[[organisations]]
name = "A"
[[organisations]]
name = "B"
[[organisations]]
name = "C"
[[ties]]
from = "A"
to = "B"
[[schedule]]
month = 9
label = "C comes, and depends on A"
joins = ["C"]
ties = [{ from = "C", to = "A", weight = 2.5 }]
[[schedule]]
month = 40
label = "A and B merge"
merges = [{ from = "A", into = "B" }]
[[schedule]]
month = 50
label = "C leaves"
leaves = ["C"]
[[alliances]]
name = "of the willing"
members = ["A", "B"]
sharing = 0.5
allocation = "size"
pool_trust = 0.7
from = 3
until = 30
"""
TEXTS = [DATED, *((LIBRARY / f"{name}.toml").read_text(encoding="utf-8") for name in library())]
PIECES = re.findall(r"\S+", """nan inf -1 [[ ]] " ''' = . { } true [ties] [[ties]] structure. < & 1e999""")
SNIPPETS = st.text(max_size=8) | st.sampled_from([*PIECES, "\n"])
again = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


def refused_or_read(read: Callable[[], Any]) -> None:
    with suppress(ScenarioError):
        try:
            read()
        except ScenarioError as error:
            assert all(fault.file and fault.message for fault in error.faults)
            assert str(error)
            raise


@st.composite
def damaged(draw: st.DrawFn, texts: list[str]) -> str:
    """A text with some of it cut out and something else put in."""
    text = draw(st.sampled_from(texts))
    for _ in range(draw(st.integers(1, 3))):
        begin = draw(st.integers(0, len(text)))
        text = text[:begin] + draw(SNIPPETS) + text[begin + draw(st.integers(0, 12)) :]
    return text


@given(damaged(TEXTS))
def test_damaged_scenarios(text: str) -> None:
    refused_or_read(lambda: loads(text).system())


@given(damaged([DATED]))
def test_damaged_schedules_and_alliances(text: str) -> None:
    refused_or_read(lambda: loads(text).system())


PLAIN = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.dates()
NAMES = [
    key
    for model in (ScenarioFile, Structure, ScheduleEntry, TieEntry, MergerEntry, AllianceEntry)
    for key in keys_of(model)
]
KEYS_OF = st.sampled_from(NAMES)
ANYTHING = st.recursive(
    PLAIN, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS_OF | st.text(max_size=3), inner, max_size=4)
)


@given(st.dictionaries(KEYS_OF, ANYTHING, max_size=6))
def test_data_of_any_kind(data: dict[str, Any]) -> None:
    refused_or_read(lambda: load(data))


@given(st.lists(st.dictionaries(KEYS_OF, ANYTHING | st.sampled_from(["A", ["A", "B"], 3]), max_size=6), max_size=3))
def test_schedules_and_alliances_of_any_kind(rows: list[dict[str, Any]]) -> None:
    organisations = [{"name": "A"}, {"name": "B"}, {"name": "C"}]
    refused_or_read(lambda: load({"organisations": organisations, "schedule": rows, "alliances": rows}))


@given(st.dictionaries(st.text(max_size=8) | st.just("game.sharing"), ANYTHING, max_size=3))
def test_settings_of_any_kind(values: dict[str, Any]) -> None:
    refused_or_read(lambda: load("plain").system(values))


@again
@given(text=damaged([WHO, TIES]))
def test_damaged_tables(tmp_path: Path, text: str) -> None:
    path = tmp_path / "table.csv"
    path.write_text(text, encoding="utf-8", errors="replace", newline="")
    refused_or_read(lambda: load_csv(organisations=path))
    refused_or_read(lambda: import_system(path))


@again
@given(text=damaged([HEAD + KEYS + GRAPH]))
def test_damaged_graphs(tmp_path: Path, text: str) -> None:
    path = tmp_path / "system.graphml"
    path.write_text(text, encoding="utf-8", errors="replace", newline="")
    refused_or_read(lambda: load_graphml(path))


@again
@given(content=st.binary(max_size=200))
def test_bytes(tmp_path: Path, content: bytes) -> None:
    for name in ("bytes.toml", "bytes.graphml", "bytes.csv"):
        path = tmp_path / name
        path.write_bytes(content)
        refused_or_read(lambda path=path: load(path))  # type: ignore[misc]
        refused_or_read(lambda path=path: import_system(path))  # type: ignore[misc]
