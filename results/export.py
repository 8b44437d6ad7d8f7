"""An experiment in files that other programs read: Parquet, CSV, or one SQLite file with a table of each kind."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from uuid import uuid4

import pandas as pd
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq

from results import queries
from results.database import corruption_errors
from results.driver_errors import translated_errors
from results.errors import NoExport
from results.parquet_parts import aligned
from results.store import Store

Tables = Iterator[tuple[str, pa.Table]]
"""Tables by the name of what they belong to; several of one name are one table in pieces."""


def export(
    store: Store,
    experiment: str,
    out: str | os.PathLike[str],
    *,
    to: str = "parquet",
    runs: pd.DataFrame | None = None,
) -> Path:
    """Write an experiment with all that is stored of it; all of it is there when this returns, or nothing.

    out  a folder that is made: runs, points, series and networks (where recorded) in a file each, and experiment.json;
         for ``sqlite`` a file that is made, with a table of each
    to   parquet, csv or sqlite
    runs the table of runs, where it has more columns than are stored (outcomes of the experiment's own)
    """
    if to not in WRITERS:
        raise NoExport(f"{to!r}: unknown format; allowed: {', '.join(WRITERS)}")
    place = Path(out)
    if place.exists():
        raise NoExport(f"{place}: exists already; choose another place")
    if not place.parent.is_dir():
        raise NoExport(f"{place}: there is no folder {place.parent}; create it first")
    stored = store.experiment(experiment)
    temporary = place.with_name(f".{place.name}-{uuid4().hex[:8]}")
    try:
        with corruption_errors(store.database.place), translated_errors(str(place)):
            WRITERS[to](temporary, _about(store, stored.id), _tables(store, stored.id, runs))
            temporary.rename(place)
    finally:
        _discard(temporary)
    return place


def _about(store: Store, experiment: str) -> dict[str, Any]:
    """Describe the experiment and where its runs were made."""
    stored = store.experiment(experiment)
    return {
        "id": stored.id,
        "name": stored.name,
        "created": stored.created.isoformat(),
        "model_version": stored.model_version,
        "scenarios": list(stored.scenarios),
        "spec": json.loads(stored.spec),
        "origins": store.origins(stored.id),
    }


def _tables(store: Store, experiment: str, runs: pd.DataFrame | None) -> Tables:
    """Every table, large ones in the pieces in which they are stored."""
    yield "points", _plain(store.points(experiment))
    yield "runs", _plain(store.runs(experiment, failed=True) if runs is None else runs)
    for kind in ("series", "networks"):
        with store.database.read() as connection:
            wanted = queries.runs_by_part(connection, kind, queries.experiment_key(connection, experiment), None)
        for file, run_ids in wanted.items():
            yield kind, aligned(store.parts.read(file, run_ids), kind)


def _plain(frame: pd.DataFrame) -> pa.Table:
    """A frame as a table; lists, for which CSV and SQLite have no type, as JSON."""
    kept = frame.copy(deep=False)
    for name, kind in frame.dtypes.items():
        if pd.api.types.is_object_dtype(kind) and any(isinstance(value, tuple) for value in frame[name]):
            kept[name] = frame[name].map(json.dumps)
    return pa.Table.from_pandas(kept, preserve_index=False)


def _parquet(folder: Path, about: dict[str, Any], tables: Tables) -> None:
    _files(folder, about, tables, lambda name, schema: pq.ParquetWriter(folder / f"{name}.parquet", schema))


def _csv(folder: Path, about: dict[str, Any], tables: Tables) -> None:
    _files(folder, about, tables, lambda name, schema: pyarrow.csv.CSVWriter(folder / f"{name}.csv", schema))


def _files(folder: Path, about: dict[str, Any], tables: Tables, opened: Callable[[str, pa.Schema], Any]) -> None:
    """A file a table, in a folder."""
    folder.mkdir()
    (folder / "experiment.json").write_text(json.dumps(about, indent=2), encoding="utf-8")
    writers: dict[str, Any] = {}
    try:
        for name, table in tables:
            if name not in writers:
                writers[name] = opened(name, table.schema)
            writers[name].write_table(table)
    finally:
        for writer in writers.values():
            writer.close()


def _sqlite(file: Path, about: dict[str, Any], tables: Tables) -> None:
    with closing(sqlite3.connect(file)) as connection:
        texts = {name: value if isinstance(value, str) else json.dumps(value) for name, value in about.items()}
        pd.DataFrame([texts]).to_sql("experiment", connection, index=False)
        for name, table in tables:
            frame = table.to_pandas()
            if name == "runs":
                # SQLite has no unsigned numbers of 64 bits.
                frame["seed"] = frame["seed"].astype(str)
            frame.to_sql(name, connection, index=False, if_exists="append")
        connection.commit()


def _discard(path: Path) -> None:
    """Remove what an export that failed left."""
    if path.is_dir():
        shutil.rmtree(path)
    path.unlink(missing_ok=True)


WRITERS: dict[str, Callable[[Path, dict[str, Any], Tables], None]] = {
    "parquet": _parquet,
    "csv": _csv,
    "sqlite": _sqlite,
}
