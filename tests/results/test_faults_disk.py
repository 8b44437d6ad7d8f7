"""Disks of one's own, small or mounted read only.  Only root may mount: others skip these, in CI too."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pandas as pd
import pytest

from results import open_store, verify
from results.errors import ReadOnlyStore
from tests.results.making import batch, filled
from tests.results.others import another, answers, goes_on_with_room, runs_of, write_until_it_fails
from tests.results.server import NEEDED, Server, programs


def mount(*words: object) -> None:
    """Mount something, where the system lets us."""
    done = subprocess.run(["mount", *map(str, words)], capture_output=True, text=True)
    if done.returncode:
        pytest.skip(f"needs the right to mount: {done.stderr.strip()}")


def test_a_store_on_a_disk_mounted_read_only(shelf: Path) -> None:
    before = filled(shelf / "silos.db")
    mount("--bind", shelf, shelf)
    try:
        mount("-o", "remount,ro,bind", shelf)
        with open_store(shelf / "silos.db") as store:
            pd.testing.assert_frame_equal(store.runs("first"), before)
            with pytest.raises(ReadOnlyStore):
                store.writer().write(batch(range(20, 23)))
    finally:
        subprocess.run(["umount", str(shelf)], check=True)


@pytest.mark.slow
def test_a_disk_that_is_really_full(shelf: Path) -> None:
    path = shelf / "silos.db"
    mount("-t", "tmpfs", "-o", "size=3m", "tmpfs", shelf)
    try:
        with another(write_until_it_fails, str(path), shelf / "silos.parts") as (_, connection):
            *known, (kind, message) = answers(connection)
        assert kind == "StoreFull", message
        assert "the disk is full; free some space and give the command again" in message
        mount("-o", "remount,size=30m", shelf)
        goes_on_with_room(path, known)
    finally:
        subprocess.run(["umount", str(shelf)], check=True)


@pytest.mark.slow
@pytest.mark.skipif(programs() is None, reason=NEEDED)
def test_a_server_without_room(server: Server, tmp_path: Path) -> None:
    """A database on a disk of its own, which is small."""
    disk = server.folder / "disk"
    disk.mkdir()
    owner = "postgres" if server.user else "root"
    mount("-t", "tmpfs", "-o", f"size=9m,uid={owner},mode=700", "tmpfs", disk)
    try:
        server.execute(f"CREATE TABLESPACE small LOCATION '{disk}'")
        server.execute("CREATE DATABASE crowded TABLESPACE small")
        with another(write_until_it_fails, server.url("crowded"), tmp_path, False) as (_, connection):
            *known, (kind, message) = answers(connection)
        assert kind == "StoreFull", message
        assert "the server is out of space" in message
        mount("-o", "remount,size=60m", disk)
        with open_store(server.url("crowded"), parts=tmp_path) as store:
            runs = {run for number in known for run in runs_of(number)}
            assert store.finished(runs) == runs
            store.writer().write(batch(range(90_000, 90_010), recorded=True))
            assert list(verify(store)) == []
        server.execute("DROP DATABASE crowded WITH (FORCE)")
        server.execute("DROP TABLESPACE small")
    finally:
        subprocess.run(["umount", str(disk)], check=True)
