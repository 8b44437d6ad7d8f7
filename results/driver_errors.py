"""Errors of drivers and of the file system, said in the words of ``results.errors``; passwords never appear."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from results.errors import (
    DamagedStore,
    LostStore,
    NoEntry,
    NoSuchStore,
    ReadOnlyStore,
    StoreBusy,
    StoreError,
    StoreFull,
)

SQLITE = {
    "database or disk is full": (StoreFull, "the disk is full; free some space and give the command again"),
    "disk I/O error": (StoreFull, "the disk cannot be written: it is full or damaged"),
    "file is not a database": (DamagedStore, "this file is not a Silos store"),
    "malformed": (DamagedStore, "this store is damaged; restore a copy of it"),
    "readonly": (
        ReadOnlyStore,
        "cannot be written; choose another place, or ask for permission to write there",
    ),
    "unable to open database file": (
        NoSuchStore,
        "cannot be opened: does the folder exist, and may you write in it?",
    ),
    "locked": (StoreBusy, "it is locked by another process"),
}

POSTGRES = {
    "28": (NoEntry, "the server refused this user or password"),
    "3D": (NoSuchStore, "the server has no database of this name; createdb creates one"),
    "42501": (NoEntry, "this user does not have permission to do this"),
    "25006": (ReadOnlyStore, "the server has made this database read-only"),
    "53": (StoreFull, "the server is out of space"),
    "55P03": (StoreBusy, "it is locked by another process"),
    "57": (LostStore, "the server was shut down; give the command again when it is up"),
    "08": (LostStore, "the connection to the server was lost; give the command again when it is up"),
    "XX": (DamagedStore, "the server reports that this database is damaged"),
}

POSTGRES_WORDS = {
    "password": (NoEntry, "the server refused this user or password"),
    "no pg_hba.conf entry": (NoEntry, "the server refused this user or password"),
    "does not exist": (NoSuchStore, "no such user or database on the server; createdb creates a database"),
    "starting up": (LostStore, "the server is starting; give the command again in a moment"),
    "server closed the connection": (
        LostStore,
        "the connection to the server was lost; give the command again when it is up",
    ),
    "connection": (NoSuchStore, "no server answers there: is it running, and is the address right?"),
}


@contextmanager
def translated_errors(place: str) -> Iterator[None]:
    """Turn what drivers and the file system raise into a StoreError that names the place."""
    try:
        yield
    except DBAPIError as error:
        kind, why = _of_driver(error.orig or error, gone=error.connection_invalidated)
        raise kind(f"{place}: {why}") from error
    except SQLAlchemyError as error:
        raise StoreError(f"{place}: {error}") from error
    except OSError as error:
        kind, why = _of_system(error)
        raise kind(f"{place}: {why}") from error
    except Exception as error:
        # Rows in bulk go past SQLAlchemy, so the driver's errors come as they are; psycopg's bear a sqlstate.
        if not (isinstance(error, sqlite3.Error) or hasattr(error, "sqlstate")):
            raise
        kind, why = _of_driver(error)
        raise kind(f"{place}: {why}") from error


def is_locked(error: DBAPIError) -> bool:
    """Tell whether another process is writing."""
    words = str(error.orig).lower()
    return "locked" in words or getattr(error.orig, "sqlstate", None) == "55P03"


def _of_driver(error: BaseException, *, gone: bool = False) -> tuple[type[StoreError], str]:
    """Return the meaning of a driver's error; ``gone`` where the connection is known to be lost."""
    words = str(error)
    if isinstance(error, sqlite3.Error):
        return next((meaning for part, meaning in SQLITE.items() if part in words), (StoreError, words))
    state = getattr(error, "sqlstate", None)
    for length in (5, 2):
        if state and state[:length] in POSTGRES:
            return POSTGRES[state[:length]]
    if gone:
        return POSTGRES["08"]
    if state is None:
        return next((meaning for part, meaning in POSTGRES_WORDS.items() if part in words), (StoreError, words))
    return StoreError, words


def _of_system(error: OSError) -> tuple[type[StoreError], str]:
    if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
        return StoreFull, SQLITE["database or disk is full"][1]
    if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return ReadOnlyStore, SQLITE["readonly"][1]
    if error.errno == errno.ENOENT:
        return DamagedStore, f"a part is missing: {error.filename}"
    return StoreError, str(error)
