"""Batch size: as many runs in one task as take half a second, as measured."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator

from experiments.run.worker import Outcome, Task
from experiments.spec.identity import Subject
from scenarios.checking.contents import ties_to_make
from scenarios.reading.document import Document, Places
from sim.lanes import LANES
from sim.measures import COLUMNS

SECONDS = 0.5
"""What a task should take: long against the work of handing it out, short against the wait for its end."""

MOST_RUNS = 2_048
MOST_BYTES = 2**25
"""What the series of one task may take."""

LARGE = 200_000
"""Ties from which runs are handed out one by one: side by side they would fill the memory."""

Run = tuple[Subject, int]
"""A run to be made: its subject and its seed."""


class BatchSizer:
    """Learns from outcomes how long a run takes."""

    def __init__(self, *, series: bool = False) -> None:
        self._series = series
        self._seconds = 0.0
        """Of one run, on one thread; 0 where nothing is known yet."""

    def learn(self, task: Task, outcome: Outcome) -> None:
        """Take the time of an outcome into account, the latest most."""
        latest = outcome.seconds / len(task)
        self._seconds = (self._seconds + latest) / 2 if self._seconds else latest

    def size(self, subject: Subject) -> int:
        """Return the number of runs that the next task should have."""
        if ties(subject) > LARGE:
            return 1
        wanted = min(int(SECONDS / self._seconds), MOST_RUNS) if self._seconds else LANES
        if self._series:
            wanted = min(wanted, MOST_BYTES // (8 * len(COLUMNS) * subject.months))
        return max(wanted // LANES * LANES, LANES)


def ties(subject: Subject) -> float:
    """Return the number of ties that its network has at most."""
    scenario = json.loads(subject.scenario)
    if "ties" in scenario:
        return len(scenario["ties"])
    return ties_to_make(Document({**scenario, **json.loads(subject.settings)}, Places("")))


def pack_tasks(runs: Iterable[Run], size: Callable[[Subject], int], *, series: bool, networks: bool) -> Iterator[Task]:
    """Runs as tasks, in order: those of one scenario together, those of one point as one part."""
    parts: list[tuple[Subject, list[int]]] = []
    count, room = 0, 0
    for subject, seed in runs:
        if parts and (count >= room or not _alike(subject, parts[-1][0])):
            yield Task(parts, series, networks)
            parts, count = [], 0
        if not parts:
            room = size(subject)
        if not parts or parts[-1][0] != subject:
            parts.append((subject, []))
        parts[-1][1].append(seed)
        count += 1
    if parts:
        yield Task(parts, series, networks)


def _alike(one: Subject, other: Subject) -> bool:
    """Tell whether the runs of two subjects can be side by side."""
    return one.months == other.months and one.scenario == other.scenario
