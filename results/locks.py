"""One process at a time holds a thing of the store; whatever ends the process lets go of it.

SQLite: a locked file beside the database.  PostgreSQL: an advisory lock of a connection kept for it.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Callable
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
    try:
        import fcntl
    except ImportError:  # Windows: an open port keeps a second server away
        return _nothing
    if in_memory(database.url):
        return _nothing
    path = Path(f"{database.url.database}-{name}.lock")
    while True:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
            return None
        if _is_at(path, handle):
            break
        os.close(handle)  # its holder let go of it and removed it since it was opened: the next process makes another

    def let_go() -> None:
        path.unlink(missing_ok=True)
        os.close(handle)

    return let_go


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
