"""Store files: damaged, of another program, from the future, made to harm; answers, or a StoreError."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from experiments.errors import ExperimentError
from experiments.spec.loader import load_stored
from results import export, open_store, verify
from results.errors import StoreError
from tests.fuzz.harness import WATCH, Door, cases, tree
from tests.fuzz.making import NAMES, NUMBERS, damaged
from tests.results.making import filled, run_id


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a store in it."""
    folder = tmp_path_factory.mktemp("sound")
    filled(folder / "it.db")
    return folder


def copied(sound: Path, folder: Path) -> Path:
    place = folder / "place"
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(sound, place)
    return place / "it.db"


def looked_through(path: Path) -> None:
    """Everything that one can ask of a store."""
    with open_store(path, make=False, wait=1.0, say=lambda _: None) as store:
        answers: list[Callable[[], object]] = [
            store.experiments,
            lambda: store.experiment("first"),
            lambda: load_stored(store.experiment("first").spec),
            lambda: store.points("first"),
            lambda: store.runs("first", failed=True),
            lambda: store.runs(columns=["run", "openness", "status", "started"]),
            lambda: store.series("first"),
            lambda: store.networks(run_ids=[run_id(1), "x"]),
            lambda: store.provenance(run_id(2)),
            lambda: store.record(run_id(3)),
            lambda: list(verify(store)),
            lambda: export(store, "first", path.parent / "out"),
            store.remove_orphans,
        ]
        first: StoreError | ExperimentError | None = None
        for ask in answers:
            try:
                ask()
            except (StoreError, ExperimentError) as error:
                first = first or error
        if first:
            raise first


def of_our_schema(path: Path) -> dict[str, list[str]]:
    with closing(sqlite3.connect(path)) as connection:
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {each: [row[1] for row in connection.execute(f"PRAGMA table_info({each})")] for each in tables}


@cases(0.5)
@given(data=st.data(), what=st.sampled_from(["database", "database", "part"]))
def test_damaged_stores(door: Door, tmp_path: Path, sound: Path, data: st.DataObject, what: str) -> None:
    path = copied(sound, tmp_path)
    parts = sorted(path.with_name("it.parts").iterdir())
    victim = path if what == "database" else data.draw(st.sampled_from(range(len(parts))).map(parts.__getitem__))
    victim.write_bytes(data.draw(damaged(victim.read_bytes())))
    outside = tree(tmp_path.parent)
    with WATCH.only_within(path.parent):
        door.tried(lambda: looked_through(path), StoreError, ExperimentError)
    assert {k: v for k, v in tree(tmp_path.parent).items() if not k.startswith(str(path.parent))} == {
        k: v for k, v in outside.items() if not k.startswith(str(path.parent))
    }


VALUES = st.sampled_from([*NAMES, *NUMBERS, "{}", "[]", '{"a": 1}', "null", "x\ud7ff"]) | st.none() | st.integers(
    -(2**63), 2**63 - 1
) | st.floats() | st.binary(max_size=8)  # fmt: skip


@cases(0.5)
@given(data=st.data())
def test_stores_of_somebody_who_means_harm(door: Door, tmp_path: Path, sound: Path, data: st.DataObject) -> None:
    """A database that is sound, and full of what Silos never writes."""
    path = copied(sound, tmp_path)
    schema = of_our_schema(path)
    with closing(sqlite3.connect(path)) as connection:
        for _ in range(data.draw(st.integers(1, 3))):
            table = data.draw(st.sampled_from(sorted(schema)))
            column = data.draw(st.sampled_from(schema[table]))
            some = data.draw(st.sampled_from(["", " WHERE rowid = 1", " WHERE rowid > 3"]))
            try:
                connection.execute(f"UPDATE OR REPLACE {table} SET {column} = ?{some}", [data.draw(VALUES)])
            except sqlite3.Error:
                continue  # a constraint holds even for those
        connection.commit()
    strangers = tmp_path / "others"
    strangers.mkdir(exist_ok=True)
    (strangers / "mine-1.parquet").write_bytes(b"x")
    with WATCH.only_within(path.parent):
        door.tried(lambda: looked_through(path), StoreError, ExperimentError)


def sql(*statements: str) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        with closing(sqlite3.connect(path)) as connection:
            for each in statements:
                connection.execute(each)
            connection.commit()

    return make


ENDLESS = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x AS key, 'a' AS name, x AS id FROM n"
HOSTILE: dict[str, Callable[[Path], object]] = {
    "empty": lambda path: path.write_bytes(b""),
    "text": lambda path: path.write_text("hello"),
    "header alone": lambda path: path.write_bytes(b"SQLite format 3\0"),
    "zeros": lambda path: path.write_bytes(bytes(100_000)),
    "of another program": sql("CREATE TABLE places (url TEXT)"),
    "from the future": lambda path: [
        filled(path),
        sql("UPDATE silos_version SET version_num = '9999'")(path),
    ],
    "a version that is none": lambda path: [filled(path), sql("UPDATE silos_version SET version_num = 'x'")(path)],
    "no version": lambda path: [filled(path), sql("DELETE FROM silos_version")(path)],
    "two versions": lambda path: [filled(path), sql("INSERT INTO silos_version VALUES ('0001')")(path)],
    "a table is gone": lambda path: [filled(path), sql("DROP TABLE links")(path)],
    "an endless view": lambda path: [
        filled(path),
        sql("DROP TABLE experiments", f"CREATE VIEW experiments AS {ENDLESS}")(path),
    ],
    "an endless trigger": lambda path: [
        filled(path),
        sql(f"CREATE TRIGGER t AFTER INSERT ON experiments BEGIN INSERT INTO parts {ENDLESS}; END")(path),
    ],
    "a folder": lambda path: path.mkdir(),
    "a pipe": lambda path: os.mkfifo(path),
    "a loop": lambda path: path.symlink_to(path),
    "a link to nothing": lambda path: path.symlink_to(path.with_name("nothing")),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_files_that_are_no_stores(door: Door, tmp_path: Path, name: str) -> None:
    path = tmp_path / "it.db"
    HOSTILE[name](path)
    with WATCH.only_within(tmp_path):
        door.tried(lambda: looked_through(path), StoreError, ExperimentError)
    assert door.tally.refused == 1


@pytest.mark.parametrize(
    "path", ["/dev/zero", "/dev/null", "/proc/version", "/dev", "\0", "x" * 300, "sqlite:////dev/zero"]
)
def test_places_that_cannot_be_stores(door: Door, path: str) -> None:
    def opened() -> None:
        with open_store(path, make=False, wait=1.0) as store:
            store.experiments()

    assert door.tried(opened, StoreError) is None
    assert door.tally.refused == 1


def test_a_store_deletes_and_reads_nothing_outside_its_folder(door: Door, tmp_path: Path, sound: Path) -> None:
    """Its name and those of its parts stand in the database, so whoever sends one may have chosen them."""
    path = copied(sound, tmp_path)
    mine = tmp_path / "mine"
    mine.mkdir()
    kept = mine / "data-2024.parquet"
    part = next(path.with_name("it.parts").glob("*-series-*"))
    shutil.copy(part, kept)
    for statement in (
        "UPDATE store SET id = '../../mine/data'",
        "UPDATE store SET id = '*'",
        f"UPDATE parts SET file = '{kept}' WHERE kind = 'series'",
        "UPDATE parts SET file = '../../mine/data-2024.parquet' WHERE kind = 'series'",
    ):
        path = copied(sound, tmp_path)
        sql(statement)(path)
        assert door.tried(lambda path=path: looked_through(path) or "read", StoreError, ExperimentError) is None
        assert kept.exists()
