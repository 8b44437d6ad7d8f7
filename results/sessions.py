"""Workshop sessions in a store: every event is a row, added before anybody is told that it happened.

A session is its rows, in order.  What they say is the workshop's business: here they are texts.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, delete, select, update

from results.bulk import insert_statement
from results.database import Database
from results.errors import HeldElsewhere, NotFound
from results.frames import parse_object
from results.locks import acquire_lock
from results.private_files import PrivateStore, erase_on_delete, forget_log
from results.schema import session_events as events
from results.schema import sessions

Keys = Mapping[str, Any]


class Sessions(PrivateStore):
    """The sessions of a store.

    A file made for them can be read by its owner alone, since it holds names that people typed.
    """

    def names(self) -> list[str]:
        """The names of all, the newest last."""
        with self._database.read() as connection:
            return list(connection.scalars(select(sessions.c.id).order_by(sessions.c.key)))

    def begin(self, name: str, keys: Keys, entry: str) -> None:
        """A new session, with its first event.  ``name`` is of letters and digits."""
        row = {"id": name, "created": datetime.now(UTC).isoformat(), "access": json.dumps(dict(keys))}
        with self._database.write() as connection:
            key = connection.execute(sessions.insert().values(row).returning(sessions.c.key)).scalar_one()
            connection.execute(events.insert().values(session=key, number=0, entry=entry))

    def open(self, name: str) -> OpenSession:
        """A session, to go on with; HeldElsewhere where another process has it open, NotFound where there is none."""
        return OpenSession(self._database, self._key(name), name)

    def entries(self, name: str) -> list[str]:
        """All events of a session so far, whoever has it open."""
        key = self._key(name)
        with self._database.read() as connection:
            return _rows(connection, key, 0)

    def access(self, name: str) -> dict[str, Any]:
        """Return what was kept of a session's keys, whoever has it open."""
        key = self._key(name)
        with self._database.read() as connection:
            return parse_object(connection.execute(select(sessions.c.access).where(sessions.c.key == key)).scalar_one())

    def remove(self, name: str) -> None:
        """Delete a session, so that no byte of it is left in a file; HeldElsewhere where it is open, StoreBusy where it
        is deleted and somebody who reads keeps older pages in the log."""
        key = self._key(name)
        let_go = acquire_lock(self._database, name)
        try:
            with self._database.write() as connection:
                erase_on_delete(connection)
                connection.execute(delete(events).where(events.c.session == key))
                connection.execute(delete(sessions).where(sessions.c.key == key))
            forget_log(self._database, f"session {name}")
        finally:
            let_go()

    def _key(self, name: str) -> int:
        with self._database.read() as connection:
            key = connection.scalar(select(sessions.c.key).where(sessions.c.id == name))
        if key is None:
            known = self.names()
            there = f"there are {', '.join(known)}" if known else "there is none"
            raise NotFound(f"no session {name!r} in {self._database.place}; {there}")
        return int(key)


class OpenSession:
    """A session that this process holds: nobody else adds to it."""

    def __init__(self, database: Database, key: int, name: str) -> None:
        self._database, self._key, self.name = database, key, name
        self._let_go = acquire_lock(database, name)
        try:
            with database.read() as connection:
                self.entries: list[str] = _rows(connection, key, 0)
                """All that were there when it was opened."""
        except BaseException:
            self._let_go()
            raise
        self._count = len(self.entries)

    def keys(self) -> dict[str, Any]:
        """Return what was kept of its keys."""
        with self._database.read() as connection:
            return parse_object(
                connection.execute(select(sessions.c.access).where(sessions.c.key == self._key)).scalar_one()
            )

    def keep_keys(self, keys: Keys) -> None:
        """Other keys in place of those."""
        with self._database.write() as connection:
            connection.execute(
                update(sessions).where(sessions.c.key == self._key).values(access=json.dumps(dict(keys)))
            )

    def append(self, entries: Sequence[str]) -> None:
        """Add entries; they are stored when this returns, none of them when it raises.

        The same call again after it raised adds them once, even if it had stored them after all.
        """
        rows = [
            {"session": self._key, "number": number, "entry": entry}
            for number, entry in enumerate(entries, self._count)
        ]
        with self._database.write() as connection:
            connection.execute(insert_statement(connection.dialect.name, events).on_conflict_do_nothing(), rows)
            if _rows(connection, self._key, self._count) != list(entries):
                raise HeldElsewhere(f"{self._database.place}: another process has gone on with session {self.name}")
        self._count += len(entries)

    def close(self) -> None:
        self._let_go()


def _rows(connection: Connection, session: int, first: int) -> list[str]:
    query = select(events.c.entry).where(events.c.session == session, events.c.number >= first)
    return list(connection.scalars(query.order_by(events.c.number)))
