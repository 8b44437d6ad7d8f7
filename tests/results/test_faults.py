"""What goes wrong whatever the database: others who write, who keep the lock, who die; parts that are lost."""

from __future__ import annotations

import time
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sqlalchemy import select

from results import Store, verify
from results.errors import DamagedStore, StoreBusy
from results.schema import parts
from tests.results.conftest import Opener
from tests.results.making import MONTHS, announce, batch, run_id
from tests.results.others import SIZE, another, answers, hold_the_lock, runs_of, write_on_and_on


def test_a_second_writer_waits_and_says_so(store: Store, opened: Opener, address: str) -> None:
    told: list[str] = []
    writer = opened(wait=20.0, say=told.append).writer()
    with another(hold_the_lock, address, 1.8) as (_, connection):
        assert connection.recv() == "held"
        writer.write(batch(range(3)))
    assert len(told) == 1
    assert "another process is writing; waiting up to 20 s" in told[0]
    assert len(store.finished(run_id(number) for number in range(3))) == 3


def test_who_waits_too_long_is_told_once(store: Store, opened: Opener, address: str) -> None:
    writer = opened(wait=0.3).writer()
    with another(hold_the_lock, address, 600.0) as (_, connection):
        assert connection.recv() == "held"
        with pytest.raises(StoreBusy, match=r"another process has been writing for 0\.3 s; try again"):
            writer.write(batch(range(3)))
        assert not connection.poll(), "it waited until the lock was let go"
    writer.write(batch(range(3)))
    assert len(store.finished(run_id(number) for number in range(3))) == 3


def test_readers_do_not_wait_for_a_writer(store: Store, opened: Opener, address: str) -> None:
    announce(store, "first", range(10))
    store.writer().write(batch(range(10), recorded=True))
    with another(hold_the_lock, address, 30.0) as (_, connection):
        assert connection.recv() == "held"
        other = opened(wait=0.1)
        assert len(other.runs("first")) == 10
        assert len(other.series("first")["run"].unique()) == 10
        assert len(other.experiments()) == 1


def test_two_processes_write_at_once(store: Store, address: str, tmp_path: Path) -> None:
    folder = tmp_path / "silos.parts"
    # The second experiment's runs overlap the first's: batches 5 to 9 are written by both.
    with (
        another(write_on_and_on, address, folder, 0, 10, True) as (_, one),
        another(write_on_and_on, address, folder, 5, 10, True) as (_, other),
    ):
        assert list(answers(one)) == [*range(10), "done"]
        assert list(answers(other)) == [*range(5, 15), "done"]
    assert_whole(store, range(15))


@pytest.mark.slow
def test_kill_9_of_a_writer_loses_nothing_acknowledged(store: Store, address: str, tmp_path: Path) -> None:
    """At moments that are different every time; then the same command is given again."""
    folder, every = tmp_path / "silos.parts", range(400)
    known: set[int] = set()
    for _ in range(6):
        with another(write_on_and_on, address, folder, 0, len(every), True) as (process, connection):
            assert connection.poll(30)
            time.sleep(time.monotonic_ns() // 1000 % 300 / 1000)
            process.kill()
            known.update(number for number in answers(connection) if number != "done")
        store.remove_orphans()
        done = store.finished((run for number in every for run in runs_of(number)), series=True, networks=True)
        there = {number for number in every if runs_of(number)[0] in done}
        assert known <= there, "an acknowledged batch is lost"
        assert_whole(store, there)
        with store.database.read() as asking:
            assert {each.name for each in folder.iterdir()} == set(asking.scalars(select(parts.c.file)))
    assert known


def assert_whole(store: Store, batches: Iterable[int]) -> None:
    """Each of these batches is there, all of it and once; nothing else; and the store is sound."""
    expected = {run for number in batches for run in runs_of(number)}
    assert store.finished(expected, series=True, networks=True) == expected
    frame = store.runs(columns=["experiment", "run"])
    assert not frame.duplicated().any()
    assert set(frame["run"]) == expected
    months = store.series(columns=["run", "month"])
    assert not months.duplicated().any()
    assert set(months["run"]) == expected
    assert list(verify(store)) == []


def test_what_dead_writers_left_is_swept_away(store: Store, opened: Opener, tmp_path: Path) -> None:
    store.writer().write(batch(range(5), recorded=True))
    folder = tmp_path / "silos.parts"
    own = sorted(folder.iterdir())
    for name in (f"{store.parts.store}-series-dead.parquet", f"{store.parts.store}-networks-dead.parquet.tmp"):
        (folder / name).write_bytes(b"half a part")
    strange = folder / "another-series-alive.parquet"
    strange.write_bytes(b"of another store")
    opened().writer()
    assert sorted(folder.iterdir()) == sorted([*own, strange])
    assert len(store.series()["run"].unique()) == 5


def test_a_part_is_not_kept_twice(store: Store, tmp_path: Path) -> None:
    for _ in range(2):
        store.writer().write(batch(range(SIZE), recorded=True))
    store.remove_orphans()
    assert len(list((tmp_path / "silos.parts").iterdir())) == 2


def test_a_missing_part_is_named_and_the_rest_goes_on(store: Store, tmp_path: Path) -> None:
    announce(store, "first", range(10))
    store.writer().write(batch(range(10), recorded=True))
    lost = next((tmp_path / "silos.parts").glob("*-series-*"))
    lost.unlink()
    with pytest.raises(DamagedStore, match=f"{lost.name}: this part of the store is missing"):
        store.series("first")
    assert len(store.runs("first")) == 10
    assert len(store.networks("first")) == 20
    assert list(verify(store)) == [f"{lost}: this part is missing"]


@pytest.mark.parametrize("where", [10, -10, 400])
def test_a_flipped_bit_in_a_part_is_found(store: Store, tmp_path: Path, where: int) -> None:
    store.writer().write(batch(range(10), recorded=True))
    part = next((tmp_path / "silos.parts").glob("*-series-*"))
    content = bytearray(part.read_bytes())
    content[where] ^= 1
    part.write_bytes(content)
    assert list(verify(store)) == [f"{part}: its bytes are not those that were written"]


def test_a_part_that_was_cut_off_is_named(store: Store, tmp_path: Path) -> None:
    store.writer().write(batch(range(10), recorded=True))
    part = next((tmp_path / "silos.parts").glob("*-series-*"))
    part.write_bytes(part.read_bytes()[:-20])
    with pytest.raises(DamagedStore, match=f"{part.name}: this part of the store cannot be read"):
        store.series()


@pytest.mark.parametrize("other", ["trust + 0.001", "NULL"])
def test_measures_that_are_not_those_of_the_last_month_are_found(store: Store, other: str) -> None:
    store.writer().write(batch(range(3), recorded=True))
    with store.database.write() as connection:
        connection.exec_driver_sql(f"UPDATE runs SET trust = {other} WHERE seed = 1")
    found = list(verify(store))
    assert len(found) == 1
    assert found[0].endswith(f"the last month of run {run_id(1)} is not what the database says")


def test_months_that_are_missing_are_found(store: Store) -> None:
    store.writer().write(batch(range(3), recorded=True))
    with store.database.write() as connection:
        connection.exec_driver_sql(f"UPDATE runs SET months = {MONTHS + 1} WHERE seed = 1")
    (told,) = verify(store)
    assert told.endswith(f"run {run_id(1)} has {MONTHS} of its {MONTHS + 1} months")


def test_what_was_empty_in_the_last_month_is_no_fault(store: Store) -> None:
    """Where nobody acted there is no race share: neither in the database nor in the part."""
    made = batch(range(3), recorded=True)
    assert made.end is not None and made.series is not None
    made.end[1, 0] = made.series[1, -1, 0] = np.nan
    store.writer().write(made)
    assert list(verify(store)) == []


def test_a_measure_that_is_none_is_found(store: Store) -> None:
    store.writer().write(batch(range(3), recorded=True))
    with store.database.write() as connection:
        connection.exec_driver_sql("UPDATE runs SET trust = 1e300 WHERE seed = 1")
    assert [each.endswith(f"run {run_id(1)} is not what the database says") for each in verify(store)] == [True]


def test_frames_are_the_callers(store: Store) -> None:
    announce(store, "first", range(10))
    store.writer().write(batch(range(10)))
    mine = store.runs("first")
    copy = mine.copy()
    store.writer().write(batch(range(10, 20)))
    pd.testing.assert_frame_equal(mine, copy)
    mine["trust"] = 5.0
    assert (store.runs("first")["trust"] <= 1.0).all()
