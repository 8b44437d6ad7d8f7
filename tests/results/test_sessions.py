"""Sessions in a store, of both kinds: what was added stays, in order, once, by one process at a time."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing, contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest

from results import Sessions, StoreError, open_store
from results.database import Database
from results.errors import HeldElsewhere, LostStore, NotFound, StoreBusy
from tests.results.server import NEEDS_POSTGRESQL, Server

KEYS = {"code": "ABC234"}


def test_what_was_added_is_there_in_order(address: str) -> None:
    with Sessions(address) as kept:
        kept.begin("first", KEYS, "begin")
        kept.begin("other", {}, "begin too")
        session = kept.open("first")
        session.append(["a", "b"])
        session.append([f"{number} \u2028 ü" for number in range(300)])
        session.close()
    with Sessions(address, make=False) as kept:
        assert kept.names() == ["first", "other"]
        again = kept.open("first")
        assert again.entries == ["begin", "a", "b", *(f"{number} \u2028 ü" for number in range(300))]
        assert again.entries == kept.entries("first")
        assert again.keys() == KEYS
        again.keep_keys({"code": "XYZ"})
        assert again.keys() == {"code": "XYZ"}
        again.close()
        assert kept.entries("other") == ["begin too"]


def test_a_session_that_is_not_there_is_told_with_those_that_are(address: str) -> None:
    with Sessions(address) as kept:
        with pytest.raises(NotFound, match=r"no session 'x' in .*; there is none"):
            kept.open("x")
        kept.begin("first", KEYS, "begin")
        with pytest.raises(NotFound, match="there are first"):
            kept.remove("x")
        with pytest.raises(StoreError):
            kept.begin("first", KEYS, "begin")
        assert kept.entries("first") == ["begin"]


def test_one_process_at_a_time_has_it_open(address: str) -> None:
    with Sessions(address) as kept, Sessions(address) as others:
        kept.begin("first", KEYS, "begin")
        session = kept.open("first")
        for attempt in (others.open, others.remove, kept.open):
            with pytest.raises(HeldElsewhere, match="another process has first open"):
                attempt("first")
        session.close()
        others.open("first").close()
        others.remove("first")
        assert kept.names() == []


HOLDER = """
import sys, time
from results import Sessions
session = Sessions(sys.argv[1]).open("first")
session.append(["from a process that dies"])
print("held", flush=True)
time.sleep(60)
"""


def test_a_process_that_was_killed_holds_nothing(address: str) -> None:
    with Sessions(address) as kept:
        kept.begin("first", KEYS, "begin")
        root = str(Path(__file__).parents[2])
        holder = subprocess.Popen([sys.executable, "-c", HOLDER, address], stdout=subprocess.PIPE, cwd=root, text=True)
        with holder:
            assert holder.stdout
            assert holder.stdout.readline() == "held\n"
            with pytest.raises(HeldElsewhere):
                kept.open("first")
            os.kill(holder.pid, signal.SIGKILL)
        session = kept.open("first")
        assert session.entries == ["begin", "from a process that dies"]
        session.close()


def test_who_opens_a_lock_that_is_being_removed_holds_the_one_that_others_find(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fcntl = pytest.importorskip("fcntl")
    real, removed = fcntl.flock, []

    def flock(handle: int, how: int) -> None:
        if not removed:  # as if its holder had let go of it just now
            removed.append(next(tmp_path.glob("*.lock")))
            removed[0].unlink()
        real(handle, how)

    with Sessions(tmp_path / "kept.db") as kept:
        kept.begin("first", KEYS, "begin")
        monkeypatch.setattr(fcntl, "flock", flock)
        session = kept.open("first")
        with pytest.raises(HeldElsewhere):
            kept.open("first")
        session.close()
        kept.open("first").close()


def test_on_windows_too_one_process_has_a_session_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the locks of Windows in place of ours: they lock bytes, and refuse with PermissionError."""
    fcntl = pytest.importorskip("fcntl")

    def locking(handle: int, how: int, size: int) -> None:
        assert (how, size) == (2, 1)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise PermissionError from error

    monkeypatch.setitem(sys.modules, "msvcrt", SimpleNamespace(locking=locking, LK_NBLCK=2))
    monkeypatch.setattr("results.locks.sys", SimpleNamespace(platform="win32"))
    with Sessions(tmp_path / "kept.db") as kept:
        kept.begin("first", KEYS, "begin")
        session = kept.open("first")
        with pytest.raises(HeldElsewhere):
            kept.open("first")
        session.close()
        kept.open("first").close()
    assert not list(tmp_path.glob("*.lock"))


def test_a_deleted_session_leaves_no_byte_or_says_who_keeps_some(tmp_path: Path) -> None:
    place = tmp_path / "kept.db"
    with Sessions(place) as kept:
        for name in ("first", "other"):
            kept.begin(name, KEYS, f"the secret of {name}")
        kept.remove("first")
        assert not any(b"secret of first" in each.read_bytes() for each in tmp_path.iterdir())
        with closing(sqlite3.connect(place)) as reader:
            reader.execute("BEGIN").execute("SELECT * FROM sessions").fetchall()
            with pytest.raises(StoreBusy, match="session other is deleted, but someone is reading"):
                kept.remove("other")
        assert kept.names() == []
    assert not any(b"secret of other" in each.read_bytes() for each in tmp_path.iterdir())


def test_adding_again_what_was_added_after_all_adds_it_once(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The answer to a write got lost: the same write again finds it done."""
    with Sessions(address) as kept:
        kept.begin("first", KEYS, "begin")
        session = kept.open("first")
        write = Database.write

        def lost(self: Database) -> object:
            with write(self) as connection:
                yield connection
            raise LostStore("the answer did not come")

        monkeypatch.setattr(Database, "write", contextmanager(lost))
        with pytest.raises(LostStore):
            session.append(["a", "b"])
        monkeypatch.undo()
        session.append(["a", "b"])
        session.append(["c"])
        assert kept.entries("first") == ["begin", "a", "b", "c"]
        session.close()


def test_who_was_overtaken_learns_it_and_changes_nothing(address: str) -> None:
    """Held by mistake twice (a lock lost with its server): the later writer is told, and nothing is mixed."""
    with Sessions(address) as kept:
        kept.begin("first", KEYS, "begin")
        slow = kept.open("first")
        slow.close()
        quick = kept.open("first")
        quick.append(["quick"])
        with pytest.raises(HeldElsewhere, match="another process has gone on with session first"):
            slow.append(["slow", "slower"])
        assert kept.entries("first") == ["begin", "quick"]
        quick.close()


@pytest.mark.slow
@pytest.mark.parametrize("address", [pytest.param("postgresql", marks=NEEDS_POSTGRESQL)], indirect=True)
def test_a_server_that_comes_back_is_written_again(address: str, server: Server) -> None:
    with Sessions(address) as kept:
        kept.begin("first", KEYS, "begin")
        session = kept.open("first")
        server.stop(signal.SIGQUIT)
        try:
            with pytest.raises(StoreError):
                session.append(["a"])
        finally:
            server.start()
        session.append(["a"])
        assert kept.entries("first") == ["begin", "a"]
        session.close()


def test_sessions_and_results_live_in_one_store(address: str, tmp_path: Path) -> None:
    with Sessions(address) as kept:
        kept.begin("first", KEYS, "begin")
    with open_store(address, parts=tmp_path / "silos.parts") as store:
        assert store.experiments().empty
