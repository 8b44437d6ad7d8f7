"""From outcomes to the store: gathered for a while, then written all together."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from experiments.run.progress import Progress
from experiments.run.worker import Outcome, Task
from results import RunBatch, RunRow, StoreError, Writer
from sim.measures import COLUMNS

RUNS = 2_000
BYTES = 2**27
SECONDS = 5.0
"""What is gathered before it is written, at most: runs, bytes of arrays, seconds since the last time."""

FinishedTask = tuple[Task, Outcome]


class BufferedWriter:
    """Hands outcomes to a writer, many at once.  What a crash can lose is what was gathered since the last time."""

    def __init__(self, writer: Writer, progress: Progress) -> None:
        self._writer, self._progress = writer, progress
        self._gathered: list[FinishedTask] = []
        self._last = time.monotonic()

    def add(self, task: Task, outcome: Outcome) -> None:
        """Take an outcome; write when it is time."""
        self._gathered.append((task, outcome))
        full = sum(len(task) for task, _ in self._gathered) >= RUNS
        large = sum(_size(outcome) for _, outcome in self._gathered) >= BYTES
        if full or large or time.monotonic() - self._last > SECONDS:
            self.write()

    def write(self) -> None:
        """Write all that is gathered."""
        try:
            for batch in _batches(self._gathered):
                self._writer.write(batch)
                self._progress.written += len(batch.runs)
        except StoreError:
            self._gathered = []  # To ask a store that refuses once more would only hide why.
            raise
        self._gathered = []
        self._last = time.monotonic()


def _size(outcome: Outcome) -> int:
    tables = [table for table in outcome.networks or () if table is not None]
    columns = sum(int(column.nbytes) for table in tables for column in table.values())
    return columns + (0 if outcome.series is None else outcome.series.nbytes)


def _batches(played: Sequence[FinishedTask]) -> Iterator[RunBatch]:
    """A batch for every origin of outcomes."""
    origins: dict[str, list[FinishedTask]] = {}
    for task, outcome in played:
        origins.setdefault(json.dumps(outcome.origin, sort_keys=True), []).append((task, outcome))
    for tasks in origins.values():
        yield _batch(tasks, tasks[0][1].origin)


def _batch(played: Sequence[FinishedTask], origin: Mapping[str, Any]) -> RunBatch:
    series = [outcome.series for _, outcome in played if outcome.series is not None]
    networks = [table for _, outcome in played if outcome.networks is not None for table in outcome.networks]
    return RunBatch(
        runs=[row for task, outcome in played for row in _rows(task, outcome)],
        end=np.concatenate([outcome.end for _, outcome in played]),
        series=_together(series) if series else None,
        networks=networks or None,
        origin=origin,
    )


def _rows(task: Task, outcome: Outcome) -> Iterator[RunRow]:
    for position, (subject, seed) in enumerate(task.runs()):
        yield RunRow(
            id=subject.run_id(seed),
            seed=seed,
            months=subject.months,
            scenario=subject.scenario,
            settings=subject.settings,
            error=outcome.errors.get(position, ""),
            started=outcome.started,
            seconds=outcome.seconds / len(task),
        )


def _together(series: Sequence[Any]) -> Any:
    """Series in one array, as long as the longest; the store reads of each run as many months as it has."""
    longest = max(part.shape[1] for part in series)
    whole = np.full((sum(len(part) for part in series), longest, len(COLUMNS)), np.nan)
    start = 0
    for part in series:
        whole[start : start + len(part), : part.shape[1]] = part
        start += len(part)
    return whole
