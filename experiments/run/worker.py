"""Worker: makes some runs of some points, and hands back arrays.

A worker knows no store.  It is a function of its task alone, on this machine or another; whatever goes wrong with
a run is told beside the others' results.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

import numpy as np

from experiments.spec.identity import Subject
from results import MEASURE_COLUMNS, current_origin, network_columns
from scenarios import load
from scenarios.cache import keeping
from sim.arrays import Floats
from sim.engine import Results, ensemble
from sim.measures import COLUMNS
from sim.parameters import PARAMETERS
from sim.system import RunSpec, System


@dataclass(frozen=True)
class Task:
    """Runs to be made together: the seeds of each subject, and what is wanted beside end measures."""

    parts: Sequence[tuple[Subject, Sequence[int]]]
    series: bool = False
    networks: bool = False

    def __len__(self) -> int:
        return sum(len(seeds) for _, seeds in self.parts)

    def runs(self) -> Iterator[tuple[Subject, int]]:
        """(subject, seed) of every run, in order."""
        return ((subject, seed) for subject, seeds in self.parts for seed in seeds)


@dataclass(frozen=True, eq=False)
class Outcome:
    """Outcome of a task; every axis of runs is in the order of ``Task.runs``.

    end       (runs, MEASURE_COLUMNS)
    series    (runs, months, sim.measures.COLUMNS), or None
    networks  a table of relations of each run, or None
    errors    why a run failed, by its position
    """

    end: Floats
    series: Floats | None
    networks: Sequence[Mapping[str, Any] | None] | None
    errors: Mapping[int, str]
    started: datetime
    seconds: float
    origin: Mapping[str, Any] = field(default_factory=current_origin)


def run_task(task: Task) -> Outcome:
    """Run a task on this thread."""
    started, clock = datetime.now(UTC), time.perf_counter()
    end, series, networks = empty_results(task)
    specs, errors = _specs(task)
    for positions, results in _played(list(specs), [*specs.values()], task, errors):
        end[positions] = results.at_the_end
        if series is not None and results.series is not None:
            series[positions, : results.series.shape[1]] = results.series
        if networks is not None:
            for position, state in zip(positions, results.states, strict=True):
                networks[position] = network_columns(state)
    return Outcome(end, series, networks, errors, started, time.perf_counter() - clock)


def empty_results(task: Task) -> tuple[Floats, Floats | None, list[Mapping[str, Any] | None] | None]:
    """End measures, series and networks of a task of which nothing is known yet."""
    count, months = len(task), max(subject.months for subject, _ in task.parts)
    end = np.full((count, len(MEASURE_COLUMNS)), np.nan)
    series = np.full((count, months, len(COLUMNS)), np.nan) if task.series else None
    return end, series, [None] * count if task.networks else None


def _specs(task: Task) -> tuple[dict[int, RunSpec], dict[int, str]]:
    """Return the runs that can be made, by position, and why others cannot."""
    specs: dict[int, RunSpec] = {}
    errors: dict[int, str] = {}
    position = 0
    for subject, seeds in task.parts:
        positions = range(position, position := position + len(seeds))
        try:
            system = system_of(subject)
            specs |= {
                at: RunSpec(system=system, seed=seed, months=subject.months)
                for at, seed in zip(positions, seeds, strict=True)
            }
        except Exception as error:
            errors |= dict.fromkeys(positions, error_text(error))
    return specs, errors


def _played(
    positions: list[int], specs: list[RunSpec], task: Task, errors: dict[int, str]
) -> Iterator[tuple[list[int], Results]]:
    """Results with their positions: of all runs together, or of halves where the whole fails, down to the culprit."""
    if not specs:
        return
    try:
        yield positions, ensemble(specs, series=task.series, states=task.networks, threads=1)
    except Exception as error:
        if len(specs) == 1:
            errors[positions[0]] = error_text(error)
            return
        half = len(specs) // 2
        yield from _played(positions[:half], specs[:half], task, errors)
        yield from _played(positions[half:], specs[half:], task, errors)


def error_text(error: BaseException) -> str:
    """An error in words, as a failed run bears it."""
    return f"{type(error).__name__}: {error}".strip()


def system_of(subject: Subject) -> System:
    """The system that a subject describes.

    Subjects of one scenario share its network; only what differs is made anew.
    """
    settings: dict[str, Any] = json.loads(subject.settings)
    structure = {name: value for name, value in settings.items() if PARAMETERS[name].structural}
    base = _base(subject.scenario, json.dumps(structure), subject.months)
    groups: dict[str, dict[str, Any]] = {}
    for name, value in settings.items():
        if name not in structure:
            group, _, key = name.partition(".")
            groups.setdefault(group, {})[key] = tuple(value) if isinstance(value, list) else value
    parameters = base.parameters.model_copy(
        update={group: getattr(base.parameters, group).model_copy(update=keys) for group, keys in groups.items()}
    )
    return replace(base, parameters=parameters)


@keeping(lambda system: system.network.n + system.network.m)
def _base(scenario: str, structure: str, months: int) -> System:
    """The system of a scenario with all parameters but structure at their defaults."""
    return load({**json.loads(scenario), **json.loads(structure), "months": months}).system()
