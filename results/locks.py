"""One process at a time holds a thing of the store; whatever ends the process lets go of it.

SQLite: a locked file beside the database.  PostgreSQL: an advisory lock of a connection kept for it.
"""

from __future__ import annotations

import os
import sys
import zlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from sqlalchemy import text

from results.database import Database
from results.driver_errors import translated_errors
from results.errors import HeldElsewhere
from results.urls import in_memory

SPACE = 0x51106
"""Where our advisory locks are on a PostgreSQL server that has others too."""

LetGo = Callable[[], None]


def acquire_lock(database: Database, name: str) -> LetGo:
    """Hold ``name`` (letters and digits) until what this gives is called; HeldElsewhere where another process does."""
    with translated_errors(database.place):
        held = _lock_file(database, name) if database.sqlite else _advisory(database, name)
    if held is None:
        raise HeldElsewhere(f"{database.place}: another process has {name} open; close it there first")
    return held


def _lock_file(database: Database, name: str) -> LetGo | None:
    if in_memory(database.url):
        return _nothing
    path = Path(f"{database.url.database}-{name}.lock")
    while True:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
        if not _locked(handle):
            os.close(handle)
            return None
        if _is_at(path, handle):
            break
        os.close(handle)  # its holder let go of it and removed it since it was opened: the next process makes another

    def let_go() -> None:
        if sys.platform == "win32":  # where nobody removes a file that is open
            os.close(handle)
            with suppress(PermissionError):  # another process has opened it since, and removes it
                path.unlink(missing_ok=True)
        else:
            path.unlink(missing_ok=True)
            os.close(handle)

    return let_go


def _locked(handle: int) -> bool:
    """Lock an open file; False where another process has it locked."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True


def _is_at(path: Path, handle: int) -> bool:
    """Tell whether an open file is the one that others find at a path."""
    try:
        return os.path.samestat(path.stat(), os.fstat(handle))
    except FileNotFoundError:
        return False


def _advisory(database: Database, name: str) -> LetGo | None:
    connection = database.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
    ask = text("SELECT pg_try_advisory_lock(:space, :name)")
    if not connection.execute(ask, {"space": SPACE, "name": zlib.crc32(name.encode()) - 2**31}).scalar_one():
        connection.close()
        return None

    def let_go() -> None:
        connection.invalidate()  # the lock goes with the connection, which must not go back to the pool with it
        connection.close()

    return let_go


def _nothing() -> None:
    """There is nothing to let go of."""
