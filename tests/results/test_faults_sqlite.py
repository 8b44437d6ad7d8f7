"""What goes wrong with a file: it cannot be written, the disk is full, it is no store, it is damaged."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pandas as pd
import pytest

from results import StoreError, open_store, verify
from results.errors import DamagedStore, NoSuchStore, ReadOnlyStore
from tests.results.making import batch, filled
from tests.results.others import (
    another,
    answers,
    goes_on_with_room,
    ordinary_user,
    runs_of,
    write_into_a_small_file,
    write_on_and_on,
)

# ---------------------------------------------------------------- places that cannot be written


def test_a_new_store_in_a_folder_that_cannot_be_written(shelf: Path) -> None:
    shelf.chmod(0o555)
    with (
        ordinary_user(),
        pytest.raises(StoreError, match=r"silos\.db: cannot be opened: does the folder exist"),
    ):
        open_store(shelf / "silos.db")
    assert list(shelf.iterdir()) == []


def test_a_store_that_may_only_be_read_is_read_and_says_no_to_writing(shelf: Path) -> None:
    before = filled(shelf / "silos.db")
    shelf.chmod(0o555)
    with ordinary_user(), open_store(shelf / "silos.db") as store:
        pd.testing.assert_frame_equal(store.runs("first"), before)
        assert len(store.series("first")["run"].unique()) == 20
        assert store.finished(runs_of(0)) == set(runs_of(0))
        assert list(verify(store)) == []
        with pytest.raises(ReadOnlyStore, match="cannot be written; choose another place"):
            store.writer().write(batch(range(20, 23)))


def test_an_old_store_that_may_only_be_read_says_that_it_is_old(shelf: Path) -> None:
    shutil.copy(Path(__file__).parent / "assets" / "0001" / "silos.sqlite", shelf / "silos.db")
    (shelf / "silos.db").chmod(0o444)
    shelf.chmod(0o555)
    with ordinary_user(), pytest.raises(ReadOnlyStore, match="written by an older version of Silos"):
        open_store(shelf / "silos.db")


# ---------------------------------------------------------------- no room


@pytest.mark.parametrize("limit", [100_000, 400_000, 1_500_000])
def test_a_full_disk_is_one_error_and_nothing_acknowledged_is_lost(tmp_path: Path, limit: int) -> None:
    """The system lets no file grow beyond a limit: the same as a disk without room, for any user."""
    path, folder = tmp_path / "silos.db", tmp_path / "silos.parts"
    open_store(path).close()
    with another(write_into_a_small_file, str(path), folder, limit) as (_, connection):
        *known, (kind, message) = answers(connection)
    assert kind == "StoreFull", message
    assert message.startswith(str(path))
    goes_on_with_room(path, known)


# ---------------------------------------------------------------- no store


def test_there_is_no_such_folder(tmp_path: Path) -> None:
    with pytest.raises(NoSuchStore, match=r"there is no folder .*nowhere; create it first"):
        open_store(tmp_path / "nowhere" / "silos.db")


def test_a_store_that_is_not_to_be_made(tmp_path: Path) -> None:
    with pytest.raises(NoSuchStore, match="there is no store here; 'silos sweep' creates one"):
        open_store(tmp_path / "silos.db", make=False)
    assert list(tmp_path.iterdir()) == []
    filled(tmp_path / "silos.db")
    open_store(tmp_path / "silos.db", make=False).close()


def test_a_folder_in_place_of_a_file(tmp_path: Path) -> None:
    with pytest.raises(NoSuchStore, match="a folder, a device or a pipe, not a file"):
        open_store(tmp_path)


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("milk, bread, trust\n" * 100)
    with pytest.raises(DamagedStore, match="this file is not a Silos store"):
        open_store(path)
    assert path.read_text() == "milk, bread, trust\n" * 100


def test_a_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "music.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE albums (title TEXT)")
    connection.close()
    with pytest.raises(DamagedStore, match="has a table 'albums' that is not from Silos"):
        open_store(path)


@pytest.mark.parametrize("address", ["mysql://me@host/db", "results://x", "://", "postgresql://host:port/db"])
def test_an_address_that_is_none(address: str) -> None:
    with pytest.raises(NoSuchStore, match="allowed: a file, sqlite:///FILE, postgresql://USER@HOST/NAME"):
        open_store(address)


# ---------------------------------------------------------------- damage


def test_a_row_that_refers_to_nothing_is_found(tmp_path: Path) -> None:
    filled(tmp_path / "silos.db")
    with sqlite3.connect(tmp_path / "silos.db") as connection:
        connection.execute("DELETE FROM documents WHERE key = (SELECT origin FROM runs WHERE seed = 0)")
    connection.close()
    with open_store(tmp_path / "silos.db") as store:
        told = list(verify(store))
    assert len(told) == 20
    assert all(each.endswith("of runs refers to a missing row of documents") for each in told)


@pytest.mark.parametrize("kept", [0.2, 0.5, 0.9])
def test_a_file_that_was_cut_off_is_refused_or_found_out(tmp_path: Path, kept: float) -> None:
    path = tmp_path / "silos.db"
    filled(path)
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * kept)])
    assert found_out(path)


@pytest.mark.parametrize("page", range(1, 20, 3))
def test_a_page_of_rubbish_is_found_out(tmp_path: Path, page: int) -> None:
    path = tmp_path / "silos.db"
    filled(path)
    content = bytearray(path.read_bytes())
    content[page * 4096 : (page + 1) * 4096] = bytes(range(256)) * 16
    path.write_bytes(content)
    assert found_out(path)


@pytest.mark.slow
def test_flipped_bits_never_show_as_a_fault_of_the_program(tmp_path: Path) -> None:
    """Whatever bit is flipped: answers, or an error that names the store; never a traceback of something else."""
    path = tmp_path / "silos.db"
    filled(path)
    content = path.read_bytes()
    for place in range(0, len(content), len(content) // 60):
        flipped = bytearray(content)
        flipped[place] ^= 1 << place % 8
        path.write_bytes(flipped)
        for left in tmp_path.glob("silos.db-*"):
            left.unlink()
        found_out(path)


def found_out(path: Path) -> bool:
    """Whether something is wrong with a store: told by opening, by asking, or by verifying it."""
    try:
        with open_store(path, wait=0.5) as store:
            store.runs("first")
            store.series("first")
            return bool(list(verify(store)))
    except StoreError as error:
        assert str(path.parent) in str(error) or "first" in str(error)
        return True


def test_kill_9_leaves_a_store_that_can_be_read_where_it_cannot_be_written(shelf: Path) -> None:
    """The dead writer's log is still beside the file, and nobody may tidy it up."""
    path = shelf / "silos.db"
    with another(write_on_and_on, str(path), shelf / "silos.parts", 0, 400, False) as (process, connection):
        known = {connection.recv() for _ in range(5)}
        process.kill()
        known.update(answers(connection))
    assert path.with_name("silos.db-wal").exists()
    for each in shelf.iterdir():
        each.chmod(0o555 if each.is_dir() else 0o444)
    shelf.chmod(0o555)
    with ordinary_user(), open_store(path) as store:
        runs = {run for number in known - {"done"} for run in runs_of(number)}
        assert store.finished(runs) == runs
