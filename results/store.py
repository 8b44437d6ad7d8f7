"""The store: what was asked, what was run, and what came out, in one SQLite file or a PostgreSQL database."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pandas as pd
from sqlalchemy import Column, Text, func, literal, select

from results import overview, queries
from results.bulk import CHUNK, REQUESTED, insert_missing, requested, staged, staging
from results.database import Database, Say, corruption_errors, to_stderr
from results.driver_errors import translated_errors
from results.migrate import migrate
from results.parquet_parts import SCHEMAS, Parts
from results.records import Link, Point, StoredExperiment
from results.schema import experiments, links, names, parts, points, runs, store
from results.urls import DEFAULT, check_place, in_memory, is_sqlite, parts_folder, url_of
from results.writer import Writer

NEW_POINTS = staging("new_points", *(points.c[name] for name in ("id", "position", "policy", "scenario", "factors")))
NEW_LINKS = staging("new_links", Column("run", Text), Column("point", Text), links.c.replicate)


def open_store(
    url: str | os.PathLike[str] = DEFAULT,
    *,
    make: bool = True,
    parts: str | os.PathLike[str] | None = None,
    wait: float = 30.0,
    say: Say = to_stderr,
) -> Store:
    """Open a store, made or brought up to date where needed.

    url      a file (``silos.db``), ``sqlite:///silos.db`` or ``postgresql://user@host/name``
    make     whether to make a store where there is none; else that is NoSuchStore
    parts    the folder of series and networks; default beside the file, for a server SILOS_PARTS or the current folder
    wait     seconds to wait for another process that is writing
    say      is told when it comes to waiting; by default standard error is
    returns  the store, to be closed; ``with`` closes it

    Raises StoreError that says what, where and what can be done: NoSuchStore where there is none and none is to be
    made, StoreBusy where it is locked by another process.
    """
    address = url_of(url)
    if is_sqlite(address) and not in_memory(address):
        check_place(Path(address.database or ""), make=make)
    database = Database(address, wait=wait, say=say)
    try:
        migrate(database, make=make)
        return Store(database, parts_folder(address, parts))
    except BaseException:
        database.close()
        raise


class Store:
    """Experiments, points, runs, series, networks and where they come from.  What it promises:

    - What was acknowledged stays: when a call that writes returns, a crash of the program, the machine or the server
      loses nothing of it.
    - All or nothing: a call that writes and does not return has changed nothing.
    - Writing twice is writing once.
    - A run that is done never changes.
    - Frames handed out are the caller's: they do not change when the store does.
    - Many may read while one writes; a second writer waits, says so, and gives up after ``wait`` seconds (StoreBusy).
    - Every fault is a StoreError that says what, where and what can be done.
    """

    def __init__(self, database: Database, folder: Path) -> None:
        self.database = database
        with database.read() as connection:
            name = connection.execute(select(store.c.id)).scalar_one()
        self.parts = Parts(folder, name)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self.database.close()

    # ---------------------------------------------------------------- writing

    def put_experiment(self, experiment: StoredExperiment) -> None:
        """Say what is asked.  An experiment that is there already stays as it is."""
        values = {
            "id": experiment.id,
            "name": experiment.name,
            "spec": experiment.spec,
            "scenarios": json.dumps(list(experiment.scenarios)),
            "created": experiment.created.isoformat(),
            "model_version": experiment.model_version,
        }
        with self.database.write() as connection:
            if connection.execute(select(experiments.c.key).where(experiments.c.id == experiment.id)).first() is None:
                connection.execute(experiments.insert().values(values))

    def put_points(self, experiment: str, rows: Iterable[Point]) -> None:
        """Add points to an experiment's design.  Points that are there already stay as they are."""
        given = ((point.id, point.position, point.policy, point.scenario, _json(point.factors)) for point in rows)
        with self.database.write() as connection:
            key = queries.experiment_key(connection, experiment)
            with staged(connection, NEW_POINTS, given):
                new_points = select(literal(key).label("experiment"), *NEW_POINTS.columns)
                insert_missing(connection, points, new_points, key=["experiment", "id"])

    def link_runs(self, experiment: str, rows: Iterable[Link | tuple[str, str, int]]) -> None:
        """Say which runs an experiment uses, as (run, point, replicate), before or after they are done.

        A replicate that has its run already keeps it.
        """
        with self.database.write() as connection:
            key = queries.experiment_key(connection, experiment)
            with staged(connection, NEW_LINKS, rows):
                insert_missing(connection, names, select(NEW_LINKS.c.run.label("id")), key=["id"])
                new_links = (
                    select(points.c.key.label("point"), NEW_LINKS.c.replicate, names.c.key.label("run"))
                    .join(points, (points.c.id == NEW_LINKS.c.point) & (points.c.experiment == key))
                    .join(names, names.c.id == NEW_LINKS.c.run)
                )
                insert_missing(connection, links, new_links, key=["point", "replicate"])

    def writer(self) -> Writer:
        """Return a writer for the runner: it can add runs, nothing else.

        What writers that died left in the folder of parts is removed.
        """
        self.remove_orphans()
        return Writer(self.database, self.parts)

    def remove_orphans(self) -> None:
        """Remove the files of parts that the database does not name."""
        if self.parts.folder.is_dir():
            with self.database.write() as connection, translated_errors(str(self.parts.folder)):
                self.parts.remove_orphans(connection.scalars(select(parts.c.file)))

    # ---------------------------------------------------------------- asking

    def finished(self, run_ids: Iterable[str], *, series: bool = False, networks: bool = False) -> set[str]:
        """Those of these runs that are done, with their series and networks where these are asked for."""
        done: set[str] = set()
        recorded = [
            runs.c[kind].is_not(None) for kind, wanted in (("series", series), ("networks", networks)) if wanted
        ]
        query = select(names.c.id).join(REQUESTED, REQUESTED.c.id == names.c.id).join(runs, runs.c.key == names.c.key)
        query = query.where(runs.c.error.is_(None), *recorded)
        left = iter(run_ids)
        with self.database.read() as connection:
            while chunk := list(islice(left, CHUNK)):
                with requested(connection, chunk):
                    done.update(connection.scalars(query))
        return done

    def number_finished(self, experiment: str, *, series: bool = False, networks: bool = False) -> int:
        """The number of an experiment's runs that are done, with their series and networks where these are asked for:
        told at once, without the id of any."""
        wanted = [runs.c[kind].is_not(None) for kind, asked in (("series", series), ("networks", networks)) if asked]
        with self.database.read() as connection:
            key = queries.experiment_key(connection, experiment)
            query = select(func.count()).select_from(links).join(points, points.c.key == links.c.point)
            query = query.join(runs, runs.c.key == links.c.run)
            query = query.where(points.c.experiment == key, runs.c.error.is_(None), *wanted)
            return int(connection.execute(query).scalar_one())

    def experiments(self) -> pd.DataFrame:
        """One row an experiment, newest last: id, name, scenarios, created, model_version, points, runs, done, failed,
        seconds (of computing), last (when the latest of its runs began), versions (what its runs were done with)."""
        with self.database.read() as connection:
            return overview.experiments_frame(connection)

    def experiment(self, experiment: str) -> StoredExperiment:
        """An experiment as it was asked for, by its name, its id or the beginning of its id."""
        with self.database.read() as connection:
            return queries.stored_experiment(connection, queries.experiment_key(connection, experiment))

    def points(self, experiment: str) -> pd.DataFrame:
        """One row a point of the design: point, position, policy, scenario, and a column a factor."""
        with self.database.read() as connection:
            return queries.design_frame(connection, queries.experiment_key(connection, experiment)).drop(columns="key")

    def runs(
        self, experiment: str | None = None, *, columns: Sequence[str] | None = None, failed: bool = False
    ) -> pd.DataFrame:
        """One row a run, by point and replicate, tidy: run, experiment, point, policy, scenario, replicate, seed,
        months, factors by dotted name, measures, ended, dealings, status, error, started, seconds, model_version.

        Runs of model version 1 say in its words how they ended (``results.first_model``), later ones in those of
        ``sim.measures.regimes``; beside it stands whether those who deal with each other race, battle or both.

        experiment  by its name (the newest of that name), its id or the beginning of its id; None means all
        columns     only these, which is faster
        failed      failed runs too, with empty measures
        """
        with self.database.read() as connection:
            key = None if experiment is None else queries.experiment_key(connection, experiment)
            return queries.runs_frame(connection, key, columns, failed)

    def series(
        self,
        experiment: str | None = None,
        *,
        run_ids: Sequence[str] | None = None,
        columns: Sequence[str] | None = None,
    ) -> pd.DataFrame:
        """One row a run and month: run, month and measures, of those runs that have a series."""
        return self._from_parts("series", experiment, run_ids, columns)

    def series_by_part(self, experiment: str, *, columns: Sequence[str] | None = None) -> Iterator[pd.DataFrame]:
        """Yield the same series a part of the store at a time, so that what is held does not grow with the runs."""
        with self.database.read() as connection:
            key = queries.experiment_key(connection, experiment)
            wanted = queries.runs_by_part(connection, "series", key, None)
        for file, run_ids in wanted.items():
            with corruption_errors(self.database.place), translated_errors(self.database.place):
                part = self.parts.frame("series", {file: run_ids}, columns)
            yield part

    def networks(
        self,
        experiment: str | None = None,
        *,
        run_ids: Sequence[str] | None = None,
        columns: Sequence[str] | None = None,
    ) -> pd.DataFrame:
        """One row a run and relation at its end, with the names of both ends: see ``network_columns``; what runs of
        model version 1 did not record is empty."""
        return self._from_parts("networks", experiment, run_ids, columns)

    def origins(self, experiment: str) -> list[dict[str, Any]]:
        """Return the origins of an experiment's runs, the earliest first: versions, model, commit, machine, number of
        runs."""
        with self.database.read() as connection:
            return overview.origins(connection, queries.experiment_key(connection, experiment))

    def provenance(self, run: str) -> dict[str, Any]:
        """Return the provenance of a run: versions, model, commit, machine, start, seconds that it took."""
        with self.database.read() as connection:
            return queries.run_provenance(connection, run)

    def record(self, run: str) -> dict[str, Any]:
        """Everything needed to do a run again (scenario, settings, seed, months, model, model_version), and its
        measures."""
        with self.database.read() as connection:
            return queries.run_record(connection, run)

    # ---------------------------------------------------------------- within

    def _from_parts(
        self, kind: str, experiment: str | None, run_ids: Sequence[str] | None, columns: Sequence[str] | None
    ) -> pd.DataFrame:
        for name in columns or ():
            if name not in SCHEMAS[kind].names:
                raise queries.unknown_name("column", name, SCHEMAS[kind].names)
        with self.database.read() as connection:
            key = None if experiment is None else queries.experiment_key(connection, experiment)
            wanted = queries.runs_by_part(connection, kind, key, run_ids)
        with corruption_errors(self.database.place), translated_errors(self.database.place):
            return self.parts.frame(kind, wanted, columns)


def _json(factors: Mapping[str, Any]) -> str:
    return json.dumps(dict(factors), allow_nan=False, default=lambda number: number.item())
