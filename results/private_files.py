"""Files of what people said: for their owner alone, and without a byte of what was deleted."""

from __future__ import annotations

import os
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Connection, text

from results.database import Database
from results.driver_errors import translated_errors
from results.errors import NotFound, StoreBusy
from results.store import Store, open_store
from results.urls import in_memory, is_sqlite, url_of


class PrivateStore:
    """A store of what people said; a file made for it can be read by its owner alone."""

    def __init__(self, address: str | os.PathLike[str], *, make: bool = True) -> None:
        """Open the store at this address, as ``open_store`` does; ``make`` one where there is none, else NotFound."""
        url = url_of(address)
        if is_sqlite(url) and not in_memory(url):
            make_private(Path(url.database or ""), make)
        self._store: Store = open_store(address)
        self._database: Database = self._store.database

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._store.close()


def make_private(file: Path, make: bool) -> None:
    """Make the file of a new store, for its owner alone; SQLite gives what it puts beside it the same rights."""
    if file.exists() or not file.parent.is_dir():
        return
    if not make:
        raise NotFound(f"no session is kept in {file}: there is no such file")
    with translated_errors(str(file)):
        os.close(os.open(file, os.O_WRONLY | os.O_CREAT, 0o600))


def erase_on_delete(connection: Connection) -> None:
    """Overwrite what this connection deletes from a file."""
    if connection.dialect.name == "sqlite":
        connection.execute(text("PRAGMA secure_delete = ON"))


def forget_log(database: Database, what: str) -> None:
    """Empty the write-ahead log of a file, in which older pages stand; StoreBusy where somebody reads them."""
    if not database.sqlite:
        return
    with translated_errors(database.place), database.engine.connect() as connection:
        driver: Any = connection.connection.dbapi_connection
        busy, *_ = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if busy:
        raise StoreBusy(
            f"{database.place}: {what} is deleted, but someone is reading the store: its bytes stay "
            f"in {database.place}-wal until every program that has this store open has closed it"
        )
