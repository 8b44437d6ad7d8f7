"""Series and networks: Parquet files in a folder beside the database.

Each is written once, under a temporary name, and then renamed.  A part counts only where the database names it, and it
is named in the transaction that names its runs.  Files are renamed while that transaction holds the lock of writers;
so whoever holds the lock may sweep away files that the database does not name.

Numbers are kept to seven digits (float32); the measures at a run's end stand in the database in full.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from results.errors import DamagedStore
from results.records import SERIES_COLUMNS, RunRow

SCHEMAS = {
    "series": pa.schema(
        [("run", pa.string()), ("month", pa.int32()), *((name, pa.float32()) for name in SERIES_COLUMNS)]
    ),
    "networks": pa.schema(
        [
            ("run", pa.string()),
            *((name, pa.int32()) for name in ("source", "target")),
            *((name, pa.string()) for name in ("source_name", "target_name", "source_sector", "target_sector")),
            *((name, pa.float32()) for name in ("openness", "trust", "history", "zero_sum")),
            ("pooled", pa.bool_()),
        ]
    ),
}
"""The columns of each kind of part; in the file texts are dictionaries.  What older parts lack is empty."""

Columns = Mapping[str, NDArray[Any]]


def series_part(runs: Sequence[RunRow], series: Sequence[NDArray[np.float64]]) -> pa.Table:
    """A row a run and month."""
    lengths = np.array([run.months for run in runs], dtype=np.int64)
    months = np.concatenate([np.arange(1, length + 1, dtype=np.int32) for length in lengths] or [np.zeros(0, np.int32)])
    values = np.concatenate([rows[:length] for rows, length in zip(series, lengths, strict=True)])
    columns = {name: values[:, place].astype(np.float32) for place, name in enumerate(SERIES_COLUMNS)}
    return pa.table({"run": _repeated(runs, lengths), "month": months, **columns})


def networks_part(runs: Sequence[RunRow], networks: Sequence[Columns]) -> pa.Table:
    """A row a run and relation."""
    names = list(networks[0])
    lengths = np.array([len(table[names[0]]) for table in networks], dtype=np.int64)
    columns = {name: np.concatenate([table[name] for table in networks]) for name in names}
    texts = {name: pa.array(column).dictionary_encode() for name, column in columns.items() if column.dtype == object}
    return pa.table({"run": _repeated(runs, lengths), **columns, **texts})


def aligned(part: pa.Table, kind: str) -> pa.Table:
    """Return a part with the columns and types of today."""
    there = set(part.column_names)
    return pa.table(
        {
            field.name: part[field.name].cast(field.type) if field.name in there else pa.nulls(len(part), field.type)
            for field in SCHEMAS[kind]
        }
    )


def _repeated(runs: Sequence[RunRow], lengths: NDArray[np.int64]) -> pa.DictionaryArray:
    places = np.repeat(np.arange(len(runs), dtype=np.int32), lengths)
    return pa.DictionaryArray.from_arrays(places, pa.array([run.id for run in runs], pa.string()))


class Parts:
    """The folder of parts of one store, whose files begin with the store's name."""

    def __init__(self, folder: Path, store: str) -> None:
        if not _plain(store):
            raise DamagedStore(f"{folder}: the store has an impossible name: {store!r}")
        self.folder, self.store = folder, store

    def path(self, name: str) -> Path:
        """Return the path of a part, in the folder of parts whatever the database says: it may come from anybody."""
        if not _plain(name):
            raise DamagedStore(f"{self.folder}: the store names an impossible part: {name!r}")
        return self.folder / name

    def write(self, kind: str, table: pa.Table) -> dict[str, Any]:
        """Write a part, on the disk when this returns; gives its row in the database."""
        self.folder.mkdir(parents=True, exist_ok=True)
        name = f"{self.store}-{kind}-{uuid4().hex}.parquet"
        sink = pa.BufferOutputStream()
        pq.write_table(table, sink, compression="zstd")
        content = sink.getvalue()
        temporary = self.folder / f"{name}.tmp"
        try:
            with temporary.open("xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            temporary.rename(self.folder / name)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        _sync(self.folder)
        return {"file": name, "kind": kind, "bytes": len(content), "digest": content_digest(content)}

    def read(self, name: str, run_ids: Sequence[str] | None = None, columns: Sequence[str] | None = None) -> pa.Table:
        """The rows of some runs of a part."""
        path = self.path(name)
        try:
            table = pq.read_table(path, columns=_present(path, columns) if columns else None)
        except FileNotFoundError:
            raise DamagedStore(
                f"{path}: this part of the store is missing; set SILOS_PARTS to the folder of parts"
            ) from None
        except (OSError, pa.ArrowException) as error:
            raise DamagedStore(f"{path}: this part of the store cannot be read ({error})") from error
        if run_ids is None:
            return table
        wanted = pc.is_in(table["run"].cast(pa.string()), pa.array(run_ids, pa.string()))
        return table.filter(wanted)

    def frame(self, kind: str, wanted: Mapping[str, Sequence[str]], columns: Sequence[str] | None) -> pd.DataFrame:
        """The rows of some runs of some parts (file: ids), one after the other."""
        schema, names = SCHEMAS[kind], list(columns or SCHEMAS[kind].names)
        tables = [self.read(name, ids, names) for name, ids in wanted.items()]
        if not tables:
            return pd.DataFrame(columns=names)
        table = pa.concat_tables(tables, promote_options="default").unify_dictionaries()
        for name in names:
            if name not in table.column_names:
                table = table.append_column(name, pa.nulls(len(table), schema.field(name).type))
        frame: pd.DataFrame = table.select(names).to_pandas()
        if "run" in frame and isinstance(frame["run"].dtype, pd.CategoricalDtype):
            # Sorting by it gives the order of the ids, whichever part of the store had a run first.
            frame["run"] = frame["run"].cat.reorder_categories(sorted(frame["run"].cat.categories))
        return frame

    def remove_orphans(self, named: Iterable[str]) -> int:
        """Remove the files of this store that the database does not name; only under the lock of writers."""
        keep, gone = set(named), 0
        for path in self.folder.glob(f"{self.store}-*.parquet*"):
            if path.name not in keep:
                path.unlink(missing_ok=True)
                gone += 1
        return gone


def _present(path: Path, columns: Sequence[str]) -> list[str]:
    """Return those of some columns that a part has; always ``run``, by which rows are chosen."""
    there = set(pq.read_schema(path).names)
    return [name for name in dict.fromkeys(["run", *columns]) if name in there]


def _plain(name: object) -> bool:
    """Tell whether this names a file in a folder, and is no pattern."""
    return isinstance(name, str) and re.fullmatch(r"[A-Za-z0-9_-]+(\.parquet)?", name) is not None


def content_digest(content: Any) -> str:
    """Return the digest by which a part's bytes are compared."""
    return blake2b(content, digest_size=16).hexdigest()


def _sync(folder: Path) -> None:
    """Make a rename durable, where the system can."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
