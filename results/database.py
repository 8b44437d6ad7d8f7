"""One database, SQLite or PostgreSQL: connections, transactions, waiting for others.

SQLite: the driver begins no transaction of its own (isolation_level None); every writing transaction starts with
BEGIN IMMEDIATE, for one that reads first and then writes would fail where another has written in between, whatever
the timeout.  PostgreSQL: writers take one advisory lock, so that on both one transaction writes at a time and readers
never wait.
"""

from __future__ import annotations

import os
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pyarrow as pa
from sqlalchemy import URL, Connection, Engine, create_engine, event, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import StaticPool

from results.driver_errors import is_locked, translated_errors
from results.errors import DamagedStore, NoSuchStore, ReadOnlyStore, StoreBusy
from results.urls import display_url, in_memory, is_sqlite

LOCK = 0x51105
"""The advisory lock of writers, on a PostgreSQL server."""

NONSENSE = (ValueError, TypeError, LookupError, ArithmeticError, pa.ArrowException)
"""What comes of reading a database in which a column holds what it never should: SQLite lets it."""

Say = Callable[[str], None]


def to_stderr(message: str) -> None:
    """Tell whoever waits."""
    sys.stderr.write(message + "\n")


@contextmanager
def corruption_errors(place: str) -> Iterator[None]:
    """Turn what comes of reading nonsense into a StoreError that names the place."""
    try:
        yield
    except NONSENSE as error:
        reason = f"{type(error).__name__}: {error}"
        raise DamagedStore(f"{place}: its content makes no sense ({reason})") from error


class Database:
    """Transactions on one database.  ``wait`` is how many seconds to wait for another writer; ``say`` is told of it."""

    def __init__(self, url: URL, *, wait: float, say: Say = to_stderr) -> None:
        self.url, self.wait, self.say = url, wait, say
        self.sqlite = is_sqlite(url)
        self.place = display_url(url)
        self.read_only = self.sqlite and not in_memory(url) and _read_only(Path(url.database or ""))
        self.engine = self._sqlite_engine() if self.sqlite else self._postgres_engine()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that sees one state of the store."""
        with (
            corruption_errors(self.place),
            translated_errors(self.place),
            self.engine.connect() as connection,
            connection.begin(),
        ):
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction in which nobody else writes: all of it or nothing."""
        if self.read_only:
            raise ReadOnlyStore(
                f"{self.place}: cannot be written; choose another place, or ask for permission to write there"
            )
        with translated_errors(self.place), self.engine.connect() as connection:
            connection.execution_options(silos_writes=True)
            self._patiently(lambda: self._begin(connection))
            try:
                yield connection
                connection.commit()
            except BaseException:
                connection.rollback()
                raise

    def close(self) -> None:
        self.engine.dispose()

    def _begin(self, connection: Connection) -> bool:
        """Begin to write; False where another process is writing."""
        try:
            connection.begin()
        except OperationalError as error:
            if is_locked(error):
                return False
            raise
        if self.sqlite:
            return True
        if connection.execute(text("SELECT pg_try_advisory_xact_lock(:lock)"), {"lock": LOCK}).scalar_one():
            return True
        connection.rollback()
        return False

    def _patiently(self, attempt: Callable[[], bool]) -> None:
        start, said, pause = time.monotonic(), False, 0.002
        while not attempt():
            waited = time.monotonic() - start
            if waited >= self.wait:
                raise StoreBusy(
                    f"{self.place}: another process has been writing for {self.wait:g} s; try again when it is done"
                )
            if waited > 1.0 and not said:
                self.say(f"{self.place}: another process is writing; waiting up to {self.wait:g} s")
                said = True
            time.sleep(min(pause, self.wait - waited))
            pause = min(pause * 2, 0.1)

    def _sqlite_engine(self) -> Engine:
        path = self.url.database or ":memory:"
        arguments = {"timeout": 0.5, "isolation_level": None, "check_same_thread": False}
        if in_memory(self.url):
            engine = create_engine("sqlite://", connect_args=arguments, poolclass=StaticPool)
        elif self.read_only:
            address = f"{Path(path).resolve().as_uri()}?mode=ro{'' if _open_elsewhere(Path(path)) else '&immutable=1'}"
            engine = create_engine("sqlite://", creator=lambda: sqlite3.connect(address, uri=True, **arguments))  # type: ignore[call-overload]
        else:
            engine = create_engine(URL.create("sqlite", database=path), connect_args=arguments)
        event.listen(engine, "connect", _set_up_reading if self.read_only else _set_up)
        event.listen(engine, "begin", _begin_sqlite)
        return engine

    def _postgres_engine(self) -> Engine:
        if find_spec("psycopg") is None:
            raise NoSuchStore(f"{self.place}: needs psycopg: pip install 'silos-abm[postgres]'")
        arguments = {"connect_timeout": 10, "application_name": "silos"}
        engine = create_engine(self.url, pool_pre_ping=True, connect_args=arguments)
        event.listen(engine, "connect", _set_up_postgres)
        return engine


def _read_only(path: Path) -> bool:
    """Tell whether there is a database that may be read and not be written."""
    return path.is_file() and not (_writable(path) and _writable(path.parent))


def _writable(path: Path) -> bool:
    return os.access(path, os.W_OK, effective_ids=os.access in os.supports_effective_ids)


def _open_elsewhere(path: Path) -> bool:
    return path.with_name(path.name + "-wal").exists()


def _set_up_reading(connection: sqlite3.Connection, _: object) -> None:
    for pragma in ("trusted_schema = OFF", "temp_store = MEMORY", "cache_size = -16384"):
        connection.execute(f"PRAGMA {pragma}")


def _set_up(connection: sqlite3.Connection, _: object) -> None:
    _set_up_reading(connection, _)
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA wal_autocheckpoint = 10000")


def _set_up_postgres(connection: Any, _: object) -> None:
    # A million runs are joined in memory; compiling such a query takes longer than it saves.
    connection.execute("SET work_mem = '128MB'")
    connection.execute("SET jit = off")
    connection.commit()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("silos_writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
