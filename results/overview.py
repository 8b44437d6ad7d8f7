"""Overview of a store: a row an experiment, and where its runs were made."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd
from sqlalchemy import Connection, func, select

from results.frames import fetch_frame, parse_object
from results.schema import documents, experiments, links, points, runs

OF_EXPERIMENT = ("id", "name", "scenarios", "created", "model_version")
COUNTED = ("points", "runs", "done", "failed")


def experiments_frame(connection: Connection) -> pd.DataFrame:
    """A row an experiment, oldest first, with what came of it: see ``Store.experiments``."""
    columns = [experiments.c[name] for name in ("key", *OF_EXPERIMENT)]
    frame = fetch_frame(connection, select(*columns).order_by(experiments.c.created, experiments.c.key))
    frame["scenarios"] = [json.loads(names) for names in frame["scenarios"]]
    frame["created"] = pd.to_datetime(frame["created"], format="ISO8601", utc=True)
    sizes = fetch_frame(
        connection, select(points.c.experiment, func.count().label("points")).group_by(points.c.experiment)
    ).set_index("experiment")
    counted = _counted(connection)
    grouped = counted.groupby("experiment")
    sums = grouped[["runs", "done", "failed", "seconds"]].sum().join(sizes, how="outer")
    sums["last"] = pd.to_datetime(grouped["last"].max(), format="ISO8601", utc=True)
    frame = frame.join(sums, on="key")
    frame[list(COUNTED)] = frame[list(COUNTED)].fillna(0).astype("int64")
    frame["seconds"] = frame["seconds"].fillna(0.0)
    labels = {key: list(dict.fromkeys(map(version_label, part))) for key, part in grouped["origin"]}
    frame["versions"] = [[label for label in labels.get(key, []) if label] for key in frame["key"]]
    return frame[[*OF_EXPERIMENT, *COUNTED, "seconds", "last", "versions"]]


def origins(connection: Connection, experiment: int) -> list[dict[str, Any]]:
    """Return the origins of an experiment's runs, with how many there are of each."""
    counted = _counted(connection, experiment)
    known = counted[counted["origin"].notna()]
    return [
        {**parse_object(origin), "runs": int(many)} for origin, many in zip(known["origin"], known["runs"], strict=True)
    ]


def version_label(origin: str | None) -> str:
    """The versions of an origin that results depend on, in words; none where nothing was run."""
    if not isinstance(origin, str):
        return ""
    versions = parse_object(origin)
    return f"silos {versions.get('silos', '?')}, model {versions.get('model_version', '?')}"


def _counted(connection: Connection, experiment: int | None = None) -> pd.DataFrame:
    """A row an experiment and origin; the origin of runs not done yet is empty."""
    joined = (
        select(
            points.c.experiment,
            runs.c.origin,
            func.count().label("runs"),
            func.count(runs.c.key).label("there"),
            func.count(runs.c.error).label("failed"),
            func.sum(runs.c.seconds).label("seconds"),
            func.max(runs.c.started).label("last"),
        )
        .select_from(links)
        .join(points, points.c.key == links.c.point)
        .outerjoin(runs, runs.c.key == links.c.run)
        .group_by(points.c.experiment, runs.c.origin)
    )
    if experiment is not None:
        joined = joined.where(points.c.experiment == experiment)
    counts = joined.subquery()
    wanted = [counts.c[name] for name in ("experiment", "runs", "failed", "seconds", "last")]
    query = select(*wanted, (counts.c.there - counts.c.failed).label("done"), documents.c.text.label("origin"))
    query = query.outerjoin(documents, documents.c.key == counts.c.origin)
    return fetch_frame(connection, query.order_by(counts.c.experiment, counts.c.last))
