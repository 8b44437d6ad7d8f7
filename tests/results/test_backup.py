"""A backup taken and restored as docs/server.md says: every session is back, byte for byte."""

from __future__ import annotations

import re
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest

from results.sessions import Sessions
from tests.conftest import ROOT
from tests.results.server import NEEDED, PASSWORD, USER, Server, programs

GUIDE = (ROOT / "docs" / "server.md").read_text(encoding="utf-8")


def filled(address: str) -> dict[str, tuple[dict[str, object], list[str]]]:
    with Sessions(address) as kept:
        for name in ("one", "two"):
            kept.begin(name, {"code": f"{name}9"}, f"begin {name}")
            with closing(kept.open(name)) as session:
                session.append([f"{name} {number} — Ünë" for number in range(30)])
    return contents(address)


def contents(address: str) -> dict[str, tuple[dict[str, object], list[str]]]:
    with Sessions(address, make=False) as kept:
        return {name: (dict(kept.access(name)), list(kept.entries(name))) for name in kept.names()}


def options(program: str) -> list[str]:
    """The options that the guide gives a program of PostgreSQL."""
    line = re.search(rf"^ +{program} (.*?)(?: [<>] \S+)?$", GUIDE, re.MULTILINE)
    assert line, program
    return line[1].split()


@pytest.mark.real
@pytest.mark.skipif(programs() is None, reason=NEEDED)
def test_a_dump_of_postgresql_brings_every_session_back(server: Server) -> None:
    name = server.new_database()
    address = server.url(name)
    before = filled(address)

    def program(tool: str, given: bytes = b"") -> bytes:
        typed = options(tool)
        asked = [name if word == "silos" and typed[at - 1] != "--username" else word for at, word in enumerate(typed)]
        environment = {"PGHOST": str(server.folder), "PGPASSWORD": PASSWORD, "PATH": "/usr/bin:/bin"}
        command = [str(server.programs / tool), *asked]
        done = subprocess.run(command, input=given, env=environment, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout

    assert USER in options("pg_dump")
    dump = program("pg_dump")
    with Sessions(address) as kept:
        kept.remove("one")
        kept.begin("three", {}, "begin three")
    program("pg_restore", dump)
    after = contents(address)
    assert {found: after[found] for found in before} == before
    server.give_back(name)


def test_a_backup_of_a_file_is_whole_while_it_is_open(tmp_path: Path) -> None:
    store, backup = tmp_path / "workshops.db", tmp_path / "backup.db"
    before = filled(str(store))
    with Sessions(str(store)) as kept, closing(kept.open("one")) as session:
        session.append(["written last"])
        # What `.backup` of the program sqlite3 calls.
        source, copy = sqlite3.connect(store), sqlite3.connect(backup)
        source.backup(copy)
        source.close()
        copy.close()
        session.append(["after the backup"])
    for beside in tmp_path.glob("workshops.db*"):
        beside.unlink()
    shutil.move(backup, store)
    after = contents(str(store))
    assert after["two"] == before["two"]
    assert after["one"][1] == [*before["one"][1], "written last"]
