"""Questions to the store, answered as tidy frames."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from difflib import get_close_matches
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sqlalchemy import Connection, Select, select

from results import run_ends
from results.bulk import REQUESTED, requested
from results.errors import NotFound
from results.frames import fetch_frame, parse_object, parse_objects
from results.records import MEASURE_COLUMNS, StoredExperiment
from results.schema import documents, experiments, links, names, parts, points, runs

OF_DESIGN = ("experiment", "point", "position", "policy", "scenario")
OF_RUN = (
    "run",
    "replicate",
    "seed",
    "months",
    *MEASURE_COLUMNS,
    "ended",
    "dealings",
    "status",
    "error",
    "started",
    "seconds",
    "model_version",
)
DERIVED_FROM = {"status": ("error",), "ended": run_ends.NEEDED, "dealings": ("race_share",)}
"""The columns of a run that are not stored but follow from others."""


def experiment_key(connection: Connection, asked_for: str) -> int:
    """The number of an experiment by its id, its name (the newest of that name) or the beginning of its id."""
    newest = select(experiments.c.key).order_by(experiments.c.created.desc(), experiments.c.key.desc())
    for condition in (experiments.c.id == asked_for, experiments.c.name == asked_for):
        if (key := connection.scalars(newest.where(condition)).first()) is not None:
            return int(key)
    begins = connection.scalars(newest.where(experiments.c.id.startswith(asked_for, autoescape=True))).all()
    if asked_for and len(begins) == 1:
        return int(begins[0])
    known = sorted(set(connection.scalars(select(experiments.c.name))))
    raise NotFound(f"{asked_for!r}: no experiment with this name is stored{_known(asked_for, known)}")


def unknown_name(kind: str, name: str, known: Sequence[str]) -> NotFound:
    """Return the error for a name that is none of those known."""
    return NotFound(f"{name!r}: no {kind} with this name{_known(name, known)}")


def _known(name: str, known: Sequence[str]) -> str:
    near = get_close_matches(name, known, n=1)
    there = f"; known names: {', '.join(known)}" if known else ""
    return there + (f"; did you mean {near[0]!r}?" if near else "")


def stored_experiment(connection: Connection, key: int) -> StoredExperiment:
    """An experiment as it was asked for."""
    row = connection.execute(select(experiments).where(experiments.c.key == key)).one()
    for name in ("id", "name", "spec", "scenarios", "created"):
        if not isinstance(getattr(row, name), str):
            raise TypeError(f"the {name} of an experiment is no text")
    return StoredExperiment(
        id=row.id,
        name=row.name,
        spec=row.spec,
        scenarios=tuple(json.loads(row.scenarios)),
        created=datetime.fromisoformat(row.created),
        model_version=int(row.model_version),
    )


def design_frame(connection: Connection, experiment: int | None, *, factors: bool = True) -> pd.DataFrame:
    """A row a point, in order; ``key`` is its number."""
    columns = [
        points.c.key,
        experiments.c.name.label("experiment"),
        points.c.id.label("point"),
        points.c.position,
        points.c.policy,
        points.c.scenario,
    ]
    query = select(*columns, *([points.c.factors] if factors else []))
    query = query.join(experiments, experiments.c.key == points.c.experiment)
    if experiment is not None:
        query = query.where(points.c.experiment == experiment)
    frame = fetch_frame(connection, query.order_by(points.c.experiment, points.c.position, points.c.key))
    if not factors:
        return frame
    return pd.concat([frame.drop(columns="factors"), parse_objects(frame["factors"].tolist())], axis=1)


def runs_frame(
    connection: Connection, experiment: int | None, columns: Sequence[str] | None, failed: bool
) -> pd.DataFrame:
    """A row a run of an experiment, by point and replicate."""
    design = design_frame(connection, experiment, factors=columns is None or not set(columns) <= {*OF_DESIGN, *OF_RUN})
    of_point = [name for name in design.columns if name != "key"]
    wanted = [*of_point, *OF_RUN] if columns is None else list(columns)
    for name in wanted:
        if name not in of_point and name not in OF_RUN:
            raise unknown_name("column", name, [*of_point, *OF_RUN])
    frame = fetch_frame(connection, _runs_query(experiment, set(wanted), failed))
    order, place = _order(design["key"].to_numpy(), frame["key"].to_numpy(), frame["replicate"].to_numpy())
    columns_by_name = {name: design[name].array.take(place) for name in wanted if name in of_point}
    for name in wanted:
        if name not in columns_by_name:
            columns_by_name[name] = _column(frame, name) if order is None else _column(frame, name).take(order)
    return pd.DataFrame({name: columns_by_name[name] for name in wanted}, index=pd.RangeIndex(len(frame)))


def _runs_query(experiment: int | None, wanted: set[str], failed: bool) -> Select[Any]:
    """The columns of runs in some order; those of the design are added by the number of the point."""
    wanted = wanted.union(*(sources for name, sources in DERIVED_FROM.items() if name in wanted))
    columns = [runs.c[name] for name in OF_RUN if name in wanted and name in runs.c]
    query = select(links.c.point.label("key"), links.c.replicate, *columns).join(runs, runs.c.key == links.c.run)
    if "run" in wanted:
        query = query.add_columns(names.c.id.label("run")).join(names, names.c.key == links.c.run)
    if experiment is not None:
        query = query.join(points, points.c.key == links.c.point).where(points.c.experiment == experiment)
    return query if failed else query.where(runs.c.error.is_(None))


Places = NDArray[np.int64]


def _order(keys: Places, key: Places, replicate: Places) -> tuple[Places | None, Places]:
    """The order of rows by point and replicate (None where they are in order), and each row's place in the design."""
    by_key = np.argsort(keys)
    place = by_key[np.searchsorted(keys, key, sorter=by_key)]
    rank = place * (int(replicate.max(initial=0)) + 1) + replicate
    if np.all(rank[1:] >= rank[:-1]):
        return None, place
    order = np.argsort(rank, kind="stable")
    return order, place[order]


def _column(frame: pd.DataFrame, name: str) -> Any:
    """A column of a run as it is handed out."""
    if name == "status":
        return frame["error"].mask(frame["error"].notna(), "failed").fillna("done").array
    if name == "ended":
        return pd.array(run_ends.ended(frame), dtype="str")
    if name == "dealings":
        return pd.array(run_ends.dealt(frame["race_share"]), dtype="str")
    column = frame[name]
    if name == "seed":
        return column.to_numpy(np.int64).astype(np.uint64)
    if name == "started":
        return pd.to_datetime(column, format="ISO8601", utc=True).array
    return column.array


def runs_by_part(
    connection: Connection, kind: str, experiment: int | None, run_ids: Sequence[str] | None
) -> dict[str, list[str]]:
    """The files of parts with the runs to be read from each, in the order in which they were written."""
    query = (
        select(parts.c.file, names.c.id)
        .select_from(runs)
        .join(parts, parts.c.key == runs.c[kind])
        .join(names, names.c.key == runs.c.key)
        .order_by(parts.c.key, runs.c.key)
    )
    if experiment is not None:
        own_runs = (
            select(links.c.run).join(points, points.c.key == links.c.point).where(points.c.experiment == experiment)
        )
        query = query.where(runs.c.key.in_(own_runs))
    if run_ids is None:
        rows = connection.execute(query).all()
    else:
        with requested(connection, dict.fromkeys(run_ids)):
            rows = connection.execute(query.join(REQUESTED, REQUESTED.c.id == names.c.id)).all()
    wanted: dict[str, list[str]] = {}
    for file, run in rows:
        wanted.setdefault(file, []).append(run)
    return wanted


def run_row(connection: Connection, run: str) -> Any:
    """All that the database has of a run, with the texts it refers to."""
    row = connection.execute(select(runs).join(names, names.c.key == runs.c.key).where(names.c.id == run)).first()
    if row is None:
        raise NotFound(f"{run!r}: no run with this id is stored")
    texts = select(documents.c.key, documents.c.text)
    known = dict(connection.execute(texts.where(documents.c.key.in_([row.scenario, row.settings, row.origin]))).all())
    return {**row._mapping, **{name: known[row._mapping[name]] for name in ("scenario", "settings", "origin")}}


def run_provenance(connection: Connection, run: str) -> dict[str, Any]:
    """Return the provenance of a run."""
    row = run_row(connection, run)
    return {**parse_object(row["origin"]), "started": row["started"], "seconds": row["seconds"]}


def run_record(connection: Connection, run: str) -> dict[str, Any]:
    """Everything needed to do a run again, and what came out."""
    row = run_row(connection, run)
    return {
        "run": run,
        "scenario": json.loads(row["scenario"]),
        "settings": parse_object(row["settings"]),
        "seed": row["seed"] % 2**64,
        "months": row["months"],
        "model": parse_object(row["origin"]).get("model"),
        "model_version": row["model_version"],
        "error": row["error"] or "",
        "measures": {name: float("nan") if row[name] is None else row[name] for name in MEASURE_COLUMNS},
        "series": row["series"] is not None,
        "networks": row["networks"] is not None,
    }
