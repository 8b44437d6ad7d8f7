"""Store of one session: what a room needs of the database."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import ExitStack

from dashboards.workshop.play.event_log import format_entry, parse_lines
from dashboards.workshop.play.events import Entry
from dashboards.workshop.serve.keys import Keys
from results import Sessions


class StoredSession:
    """A session of the store, held by this process until it is closed."""

    def __init__(self, store: str | os.PathLike[str], name: str) -> None:
        with ExitStack() as opened:
            sessions = opened.enter_context(Sessions(store, make=False))
            self._session = sessions.open(name)
            opened.callback(self._session.close)
            self.entries: list[Entry] = parse_lines(self._session.entries, name)
            self.keys = Keys.new(self._session.keys())
            self._session.keep_keys(self.keys.kept())
            self._opened = opened.pop_all()

    def write(self, entries: Sequence[Entry]) -> None:
        """Add entries; they are stored when this returns."""
        self._session.append([format_entry(entry) for entry in entries])

    def keep_keys(self, keys: Keys) -> None:
        """Keep other keys in place of those before."""
        self._session.keep_keys(keys.kept())

    def close(self) -> None:
        """Let others have it."""
        self._opened.close()
