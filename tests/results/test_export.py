"""What is exported says the same as the store, to programs that know nothing of Silos."""

from __future__ import annotations

import csv
import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq
import pytest

from results import MEASURE_COLUMNS, Store, StoreError, export
from tests.results.making import MONTHS, ORIGIN, announce, batch, end, network, run_id, series

RUNS = 30


@pytest.fixture
def filled(store: Store) -> Store:
    """Thirty runs, one of them failed, in several parts; the last ten without series."""
    announce(store, "first", range(RUNS))
    announce(store, "second", range(RUNS, RUNS + 5))
    writer = store.writer()
    for start in (0, 10):
        writer.write(batch(range(start, start + 10), recorded=True, failed=(7,)))
    writer.write(batch(range(20, RUNS + 5)))
    return store


def from_parquet(place: Path) -> dict[str, list[dict[str, Any]]]:
    return {each.stem: pq.read_table(each).to_pylist() for each in place.glob("*.parquet")}


def from_csv(place: Path) -> dict[str, list[dict[str, Any]]]:
    return {
        each.stem: list(csv.DictReader(each.read_text(encoding="utf-8").splitlines())) for each in place.glob("*.csv")
    }


def from_sqlite(place: Path) -> dict[str, list[dict[str, Any]]]:
    with closing(sqlite3.connect(place)) as connection:
        connection.row_factory = sqlite3.Row
        names = ("points", "runs", "series", "networks")
        return {name: [dict(row) for row in connection.execute(f"SELECT * FROM {name}")] for name in names}


READ = {"parquet": from_parquet, "csv": from_csv, "sqlite": from_sqlite}


@pytest.mark.parametrize("to", READ)
def test_every_number_is_there(filled: Store, tmp_path: Path, to: str) -> None:
    place = export(filled, "first", tmp_path / "out", to=to)
    tables = READ[to](place)
    assert {name: len(rows) for name, rows in tables.items()} == {
        "points": 3,
        "runs": RUNS,
        "series": 19 * MONTHS,
        "networks": 19 * 2,
    }
    runs = {row["run"]: row for row in tables["runs"]}
    for number in (0, 12, 29):
        row = runs[run_id(number)]
        assert [float(row[name]) for name in MEASURE_COLUMNS] == end(number)
        assert (int(row["seed"]), int(row["replicate"]), row["status"]) == (number, number % 10, "done")
        assert float(row["game.sharing"]) == number // 10 / 8
        assert list(as_list(row["dialogue.time_together"])) == [0.1, 0.2, number // 10 / 8]
    assert runs[run_id(7)]["error"] == "ValueError: it went wrong"
    assert runs[run_id(7)]["trust"] in (None, "")
    mine = [row for row in tables["series"] if row["run"] == run_id(12)]
    assert [int(row["month"]) for row in mine] == list(range(1, MONTHS + 1))
    assert [float(row["race_share"]) for row in mine] == pytest.approx(series(12)[:, 0].tolist(), rel=1e-6)
    ties = [row for row in tables["networks"] if row["run"] == run_id(12)]
    assert [float(row["openness"]) for row in ties] == network(12)["openness"].tolist()


def as_list(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


@pytest.mark.parametrize("to", ["parquet", "csv"])
def test_beside_the_tables_is_what_was_asked_and_where_it_was_done(filled: Store, tmp_path: Path, to: str) -> None:
    told = json.loads((export(filled, "first", tmp_path / "out", to=to) / "experiment.json").read_text())
    assert told["name"] == "first"
    assert told["spec"] == {"title": "A test"}
    assert told["origins"] == [{**ORIGIN, "runs": RUNS}]


def test_nothing_is_written_over(filled: Store, tmp_path: Path) -> None:
    place = tmp_path / "mine"
    place.write_text("my thesis")
    with pytest.raises(StoreError, match="mine: exists already; choose another place"):
        export(filled, "first", place, to="sqlite")
    assert place.read_text() == "my thesis"


def test_what_cannot_be_exported_leaves_nothing(filled: Store, tmp_path: Path) -> None:
    before = sorted(tmp_path.iterdir())
    with pytest.raises(StoreError, match="'xlsx': unknown format; allowed: parquet, csv, sqlite"):
        export(filled, "first", tmp_path / "out", to="xlsx")
    with pytest.raises(StoreError, match="no experiment with this name"):
        export(filled, "third", tmp_path / "out")
    with pytest.raises(StoreError, match="there is no folder"):
        export(filled, "first", tmp_path / "no" / "out")
    for part in (tmp_path / "silos.parts").glob("*-networks-*"):
        part.unlink()
    for to in READ:
        with pytest.raises(StoreError, match="this part of the store is missing"):
            export(filled, "first", tmp_path / "out", to=to)
    assert sorted(tmp_path.iterdir()) == before


def test_parquet_is_what_pandas_reads_back(filled: Store, tmp_path: Path) -> None:
    place = export(filled, "first", tmp_path / "out")
    again = pd.read_parquet(place / "runs.parquet")
    mine = filled.runs("first", failed=True)
    assert list(again.columns) == list(mine.columns)
    pd.testing.assert_frame_equal(again[list(MEASURE_COLUMNS)], mine[list(MEASURE_COLUMNS)])
    assert again["seed"].dtype == mine["seed"].dtype == "uint64"
