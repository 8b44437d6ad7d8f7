"""Estimate of an experiment's size and of the time it takes here: some of its runs are made to see."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from experiments.run.batch_size import LARGE, ties
from experiments.run.stopping_rule import replicate_rounds
from experiments.run.worker import Task, run_task
from experiments.spec.design import ADAPTIVE, design
from experiments.spec.experiment import Experiment
from experiments.spec.factors import STEPS
from experiments.spec.identity import Subject
from experiments.spec.points import number_of_points, point_maker
from sim.cores import cores
from sim.lanes import LANES

ROWS = 1_000
"""Of a design, how many rows are looked at for examples."""

YEAR = 12
"""Months of the run by which a very large network is timed; a whole one would take too long."""


@dataclass(frozen=True)
class Estimate:
    """Size of an experiment.  With a stopping rule, ``fewest`` and ``most`` runs differ."""

    points: int
    fewest: int
    most: int
    seconds: float
    """About how long a run takes, on one core."""
    cores: int

    @property
    def shortest(self) -> float:
        """Seconds on all cores of this machine, about."""
        return self.fewest * self.seconds / self.cores

    @property
    def longest(self) -> float:
        """Seconds on all cores of this machine, about, if the stopping rule never stops."""
        return self.most * self.seconds / self.cores


def estimate(experiment: Experiment) -> Estimate:
    """Estimate the size of an experiment by a few of its runs, which are not kept."""
    points = number_of_points(experiment)
    rounds = list(replicate_rounds(experiment))
    examples = list(_examples(experiment))
    seconds = sum(map(_seconds, examples)) / len(examples)
    if experiment.file.design == ADAPTIVE:
        coarse = math.prod(factor.entry.steps or STEPS for factor in experiment.factors) * len(experiment.cases)
        return Estimate(points, coarse * experiment.replicates, points * experiment.replicates, seconds, cores())
    return Estimate(points, points * rounds[0].stop, points * rounds[-1].stop, seconds, cores())


def _examples(experiment: Experiment) -> Iterator[Subject]:
    """In each scenario the first, a middle and the last of the points that are looked at."""
    rows = list(islice(design(experiment).rows(), ROWS))
    seen: set[str] = set()
    for case in experiment.cases:
        if case.scenario_name not in seen:
            seen.add(case.scenario_name)
            point = point_maker(experiment, case)
            for at in sorted({0, len(rows) // 2, len(rows) - 1}):
                yield point(at, rows[at]).subject


def _seconds(subject: Subject) -> float:
    """Return about how long a run takes; made twice, since the first may have to make or compile things."""
    large = ties(subject) > LARGE
    shown = replace(subject, months=min(subject.months, YEAR)) if large else subject
    task = Task([(shown, range(1 if large else LANES))])
    fastest = min(run_task(task).seconds for _ in range(2))
    return fastest / len(task) * subject.months / shown.months
