"""The only thing that the runner's storing side is handed: it can add runs, nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import cache
from hashlib import blake2b
from typing import Any

import numpy as np
from sqlalchemy import Connection, and_, case, delete, exists, func, or_, select

from results import provenance
from results.bulk import REQUESTED, TRUE, insert_missing, insert_statement, requested, staged, staging
from results.database import Database
from results.parquet_parts import Parts, networks_part, series_part
from results.records import MEASURE_COLUMNS, RunBatch
from results.schema import documents, names, parts, runs
from sim.version import MODEL_VERSION

KINDS = ("series", "networks")

WRITTEN = [column for column in runs.columns if column.name != "key"]

NEW_RUNS = staging("new_runs", names.c.id, *WRITTEN)


class Writer:
    """Adds runs to a store.

    - ``write`` is atomic: when it returns, all of the batch is on the disk, with its series and networks; when it
      raises or the process dies, none of it is.
    - It is idempotent: a run written twice is as if written once.  A run that is done never changes, but it is given
      the series or networks that it did not have yet; a run that failed gives way to the same run written again.
    - One process writes at a time: another one's write is waited for.
    """

    def __init__(self, database: Database, folder: Parts) -> None:
        self._database, self._folder = database, folder

    def write(self, batch: RunBatch) -> None:
        """Store a batch of runs: all of it or nothing."""
        if batch.runs:
            with self._database.write() as connection:
                write_batch(connection, self._folder, batch)


def write_batch(connection: Connection, folder: Parts, batch: RunBatch) -> None:
    """Store a batch in the transaction of ``connection``."""
    made_with = dict(batch.origin or provenance.current_origin())
    origin, version = json.dumps(made_with, sort_keys=True), int(made_with.get("model_version", MODEL_VERSION))
    texts = {origin, *(run.scenario for run in batch.runs), *(run.settings for run in batch.runs)}
    keys = _document_keys(connection, texts)
    part_keys = {kind: _add_part(connection, folder, kind, batch) for kind in KINDS}
    with staged(connection, NEW_RUNS, _rows(batch, version, keys, keys[origin], part_keys)):
        insert_missing(connection, names, select(NEW_RUNS.c.id), key=["id"])
        connection.execute(_upsert(connection.dialect.name))
    for kind, part in part_keys.items():
        if part is not None:
            _forget_unused(connection, kind, part)


def _document_keys(connection: Connection, texts: set[str]) -> dict[str, int]:
    """The number of each text, which is stored where it was not yet."""
    ids = {blake2b(text.encode(), digest_size=16).hexdigest(): text for text in sorted(texts)}
    connection.execute(
        insert_statement(connection.dialect.name, documents).on_conflict_do_nothing(index_elements=["id"]),
        [{"id": name, "text": text} for name, text in ids.items()],
    )
    with requested(connection, ids):
        rows = connection.execute(
            select(documents.c.id, documents.c.key).join(REQUESTED, REQUESTED.c.id == documents.c.id)
        )
        return {ids[name]: key for name, key in rows}


def _rows(
    batch: RunBatch, version: int, keys: dict[str, int], origin: int, part_keys: dict[str, int | None]
) -> Iterator[Sequence[Any]]:
    """Rows for NEW_RUNS; an empty measure is NULL."""
    nothing: list[float | None] = [None] * len(MEASURE_COLUMNS)
    end = [nothing] * len(batch.runs)
    if batch.end is not None:
        values = batch.end.astype(object)
        values[np.isnan(batch.end)] = None
        end = values.tolist()
    for run, measures in zip(batch.runs, end, strict=True):
        done = not run.error
        yield (
            run.id,
            run.error or None,
            run.seed - 2**64 if run.seed >= 2**63 else run.seed,
            run.months,
            version,
            *(measures if done else nothing),
            keys[run.scenario],
            keys[run.settings],
            origin,
            run.started.isoformat() if run.started else None,
            run.seconds,
            *(part_keys[kind] if done else None for kind in KINDS),
        )


@cache
def _upsert(dialect: str) -> Any:
    """From NEW_RUNS to the runs; a run that is there already takes over only what it may."""
    rows = select(names.c.key, *(NEW_RUNS.c[column.name] for column in WRITTEN)).join(
        names, names.c.id == NEW_RUNS.c.id
    )
    statement = insert_statement(dialect, runs).from_select(
        ["key", *(column.name for column in WRITTEN)], rows.where(TRUE)
    )
    new, failed = statement.excluded, runs.c.error.is_not(None)
    taken = {
        column.name: case((failed, new[column.name]), else_=func.coalesce(column, new[column.name]))
        if column.name in KINDS
        else case((failed, new[column.name]), else_=column)
        for column in WRITTEN
    }
    lacking = or_(*(and_(runs.c[kind].is_(None), new[kind].is_not(None)) for kind in KINDS))
    return statement.on_conflict_do_update(index_elements=["key"], set_=taken, where=or_(failed, lacking))


def _add_part(connection: Connection, folder: Parts, kind: str, batch: RunBatch) -> int | None:
    """Write the part of a batch and name it in the database; None where there is nothing to write."""
    given: Any = getattr(batch, kind)
    done = [place for place, run in enumerate(batch.runs) if not run.error]
    if given is None or not done:
        return None
    chosen = [batch.runs[place] for place in done]
    table = (series_part if kind == "series" else networks_part)(chosen, [given[place] for place in done])
    return int(connection.execute(parts.insert().returning(parts.c.key), folder.write(kind, table)).scalar_one())


def _forget_unused(connection: Connection, kind: str, part: int) -> None:
    """Forget a part that no run needs, for all had theirs already; its file is swept away by the next writer."""
    used = exists(select(runs.c.key).where(runs.c[kind] == part))
    connection.execute(delete(parts).where(parts.c.key == part, ~used))
