"""CSV files: organisations, ties, known layouts, tables beside a scenario; a scenario or a ScenarioError."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from scenarios import ScenarioError, load
from scenarios.imports import import_system, load_csv
from tests.fuzz.harness import WATCH, Door, cases
from tests.fuzz.making import NAMES, encoded, mutated
from tests.scenarios.test_imports import TIES, WHO

PATIENTS = (
    "nhs_trust22_name,icb22_name,icb22_code,proportion_trust_came_from_icb\n"
    "One,Board,QOP,0.5\nTwo,Board,QOP,0.25\nOne,Other,QXX,nan\n"
)
NODES = "org,type,network\nA,care,x\nB,health,x\nC,care,y\n"
EDGES = "source,target,network,relation,frequency_1_is_highest\nA,B,x,talks,1\nB,A,x,talks,4\n"
CORPUS = [WHO, TIES, PATIENTS, NODES, EDGES]
PIECES = (
    *(",", ";", "\t", '"', "\n", "\r\n", "\r", "\0", "﻿", " ", "name", "from", "to", "weight", "network", "size"),
    *("resources.scarcity", "game.sharing", "x" * 140_000, "\v", "\f", " ", "0.1 0.2 0.3", "1 2"),
)
FILES = encoded(mutated(CORPUS, PIECES))


@cases()
@given(one=FILES, other=FILES)
def test_tables(door: Door, tmp_path: Path, one: bytes, other: bytes) -> None:
    first, second = tmp_path / "one.csv", tmp_path / "other.csv"
    first.write_bytes(one)
    second.write_bytes(other)
    with WATCH.only_within():
        for read in (
            lambda: load_csv(organisations=first, ties=second),
            lambda: import_system(first),
            lambda: import_system(first, second),
        ):
            scenario = door.tried(read, ScenarioError)
            if scenario is not None:
                assert door.tried(scenario.system, ScenarioError)


@cases(0.3)
@given(
    keys=st.lists(st.sampled_from(["organisations", "ties", "graphml", "orgs"]), max_size=3, unique=True),
    name=st.sampled_from(
        [*NAMES, "it.csv", "./it.csv", "../it.csv", "sub/../it.csv", "link.csv", "loop", "sub", "pipe"]
    )
    | st.text(max_size=20),
)
def test_names_of_files_beside_a_scenario(door: Door, tmp_path: Path, keys: list[str], name: str) -> None:
    """A scenario reads what lies beside it, and nothing else."""
    place = tmp_path / "place"
    if not place.exists():
        make_places(place)
    scenario = {"files": dict.fromkeys(keys, name)}
    from scenarios.writing import toml

    (place / "it.toml").write_bytes(toml(scenario).encode("utf-8", "surrogatepass"))
    with WATCH.only_within():
        found = door.tried(lambda: load(place / "it.toml"), ScenarioError)
    if found is not None and keys:
        assert {each.name for each in found.organisations} == {"A", "B, the second", "C"}


def make_places(place: Path) -> None:
    import os

    (place / "sub").mkdir(parents=True)
    (place / "it.csv").write_text(WHO)
    (place.parent / "it.csv").write_text(WHO.replace("A", "secret"))
    (place / "link.csv").symlink_to(place.parent / "it.csv")
    (place / "loop").symlink_to(place / "loop")
    os.mkfifo(place / "pipe")
