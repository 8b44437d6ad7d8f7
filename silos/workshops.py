"""Workshop sessions as tables: ``silos.sessions()``."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dashboards.workshop.views.research import SessionTables

Address = str | os.PathLike[str]


def sessions(source: Address | Iterable[Address] = "workshops.db") -> SessionTables:
    """Give workshop sessions as tidy tables, without names: choices, conduct, measures, what people expected.

    source   the store of workshops, or the files of some sessions, as a facilitator's page hands them out
    returns  tables: sessions, choices, conduct, measures, predictions, guesses, votes, promises, codebook

    Raises StoreError where there is no such store; EventLogError where a file is damaged, or no session.
    """
    from dashboards.workshop.serve import sessions as stored
    from dashboards.workshop.views.research import tables_of

    if isinstance(source, str | os.PathLike):
        return tables_of(stored.entries(source, name) for name in stored.names(source))
    return tables_of(stored.file_entries(Path(file)) for file in source)


def export_sessions(source: Address | Iterable[Address], file: Address) -> SessionTables:
    """Write workshop sessions to a zip of CSV tables with their codebook, and give the tables."""
    import zipfile

    tables = sessions(source)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, table in tables:
            archive.writestr(f"{name}.csv", table.to_csv(index=False))
    return tables
