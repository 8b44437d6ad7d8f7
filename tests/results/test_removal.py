"""Deleting an experiment takes what is its own, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import func, select

from results import MEASURE_COLUMNS, Store, StoreError, remove, verify
from results.schema import links, names, points, runs
from results.schema import parts as parts_table
from tests.results.conftest import Opener
from tests.results.making import announce, batch, end, run_id


def counts(store: Store) -> dict[str, int]:
    with store.database.read() as connection:
        tables = (points, links, names, runs, parts_table)
        return {each.name: connection.execute(select(func.count()).select_from(each)).scalar_one() for each in tables}


@pytest.fixture
def filled(store: Store) -> Store:
    """Two experiments of twenty runs that share ten."""
    announce(store, "first", range(20))
    announce(store, "second", range(10, 30))
    for start in (0, 10, 20):
        store.writer().write(batch(range(start, start + 10), recorded=True))
    return store


def test_shared_runs_stay(filled: Store) -> None:
    assert remove(filled, "first") == 10
    assert filled.experiments()["name"].tolist() == ["second"]
    frame = filled.runs("second")
    assert frame["run"].tolist() == [run_id(number) for number in range(10, 30)]
    assert frame[list(MEASURE_COLUMNS)].to_numpy().tolist() == [end(number) for number in range(10, 30)]
    assert len(filled.series("second")["run"].unique()) == 20
    assert filled.finished(run_id(number) for number in range(30)) == {run_id(number) for number in range(10, 30)}
    assert list(verify(filled)) == []


def test_nothing_stays_of_the_last_one(filled: Store, tmp_path: Path) -> None:
    remove(filled, "first")
    assert len(list((tmp_path / "silos.parts").iterdir())) == 4
    remove(filled, "id-of-second")
    assert set(counts(filled).values()) == {0}
    assert list((tmp_path / "silos.parts").iterdir()) == []


def test_runs_asked_for_and_not_done_go_too(store: Store) -> None:
    announce(store, "planned", range(10))
    announce(store, "also", range(5, 10))
    assert remove(store, "planned") == 0
    assert counts(store)["names"] == 5


def test_an_experiment_deleted_comes_back_as_new(filled: Store, opened: Opener) -> None:
    remove(filled, "first")
    again = opened()
    announce(again, "first", range(20))
    again.writer().write(batch(range(20), recorded=True))
    assert again.experiments().set_index("name").loc["first", "done"] == 20
    assert list(verify(again)) == []


def test_what_is_not_there_cannot_be_deleted(filled: Store) -> None:
    before = counts(filled)
    with pytest.raises(StoreError, match=r"'frist': no experiment with this name is stored.*did you mean 'first'\?"):
        remove(filled, "frist")
    assert counts(filled) == before
