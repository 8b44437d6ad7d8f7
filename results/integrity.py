"""Integrity check of a store: the database in itself, every part as it was written, and each against the other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import Connection, Row, select, text

from results.errors import DamagedStore
from results.frames import fetch_frame
from results.parquet_parts import content_digest
from results.records import SERIES_COLUMNS
from results.schema import names, parts, runs
from results.store import Store


def verify(store: Store) -> Iterator[str]:
    """Look at everything, and tell each fault found; a sound store tells none.

    Of a part: that it is there, with the bytes it was written with, and has what its runs say: a row for each of their
    months, the last of which equals, to the seven digits kept, the measures in the database.
    """
    with store.database.read() as connection:
        yield from _database(connection)
        for part in connection.execute(select(parts).order_by(parts.c.key)).all():
            yield from _part(store, connection, part)


def _database(connection: Connection) -> Iterator[str]:
    """Yield what the database finds wrong with itself."""
    if connection.dialect.name == "sqlite":
        for (message,) in connection.execute(text("PRAGMA integrity_check(20)")).all():
            if message != "ok":
                yield f"the database: {message}"
        for table, row, other, _ in connection.execute(text("PRAGMA foreign_key_check")).all():
            yield f"the database: row {row} of {table} refers to a missing row of {other}"


def _part(store: Store, connection: Connection, part: Row[Any]) -> Iterator[str]:
    try:
        path = store.parts.path(part.file)
    except DamagedStore as error:
        yield str(error)
        return
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        yield f"{path}: this part is missing"
        return
    if part.digest not in (None, content_digest(content)):
        yield f"{path}: its bytes are not those that were written"
        return
    try:
        frame = store.parts.read(part.file).to_pandas()
    except DamagedStore as error:
        yield str(error)
        return
    yield from (f"{path}: {fault}" for fault in _against(connection, part, frame))


def _against(connection: Connection, part: Row[Any], frame: pd.DataFrame) -> Iterator[str]:
    """Yield where a part differs from what the database says of its runs."""
    if part.kind != "series":
        return
    query = select(names.c.id, runs.c.months, *(runs.c[name] for name in SERIES_COLUMNS))
    expected = fetch_frame(connection, query.join(names, names.c.key == runs.c.key).where(runs.c.series == part.key))
    expected = expected.set_index("id")
    counts = frame["run"].value_counts()
    short = expected.index[counts.reindex(expected.index, fill_value=0).to_numpy() != expected["months"].to_numpy()]
    yield from (f"run {run} has {counts.get(run, 0)} of its {expected['months'][run]} months" for run in short)
    last = frame.drop_duplicates("run", keep="last").set_index("run").reindex(expected.index.difference(short))
    names_of_both = [name for name in SERIES_COLUMNS if name in last]
    with np.errstate(over="ignore"):  # what is no measure at all becomes infinite, and differs
        stored = expected.loc[last.index, names_of_both].to_numpy(dtype=np.float32)
    kept = last[names_of_both].to_numpy(dtype=np.float32)
    same = (stored == kept) | (np.isnan(stored) & np.isnan(kept))
    yield from (f"the last month of run {run} is not what the database says" for run in last.index[~same.all(axis=1)])
