"""What is told of a sweep underway, and how its runs are cut into tasks."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest

from experiments import load
from experiments.run import progress
from experiments.run.batch_size import LARGE, MOST_RUNS, BatchSizer, pack_tasks
from experiments.run.progress import Progress
from experiments.run.worker import Outcome, Task
from experiments.spec.identity import Subject
from experiments.spec.points import points
from silos.progress import duration, progress_text
from sim.lanes import LANES
from sim.measures import COLUMNS


class Clock:
    """Time that passes when told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    found = Clock()
    monkeypatch.setattr(progress, "time", found)
    return found


def counts(clock: Clock, total: int) -> Progress:
    """A sweep's counts on that clock."""
    return Progress(total=total, started=clock.now)


def test_rate_and_time_left_are_of_the_last_half_minute(clock: Clock) -> None:
    now = counts(clock, total=1_000)
    assert (now.rate, now.left) == (0.0, None)
    for _ in range(10):  # 10 a second for 10 seconds, then half as fast for a minute
        clock.now += 1
        now.count(10, [])
    assert (now.rate, now.left) == (10.0, 90.0)
    for _ in range(60):
        clock.now += 1
        now.count(5, [])
    assert now.rate == pytest.approx(5.0)
    assert now.left == pytest.approx((1_000 - 400) / 5)


def test_runs_that_were_there_already_are_done_but_make_no_rate(clock: Clock) -> None:
    now = counts(clock, total=100)
    now.reused += 50
    clock.now += 1
    now.count(5, ["E: x"])
    clock.now += 1
    now.count(5, [])
    assert (now.done, now.computed, now.failed, now.rate, now.left) == (60, 10, 1, 5.0, 8.0)


def test_nothing_is_foretold_from_the_runs_that_compiled(clock: Clock) -> None:
    now = counts(clock, total=1_000)
    clock.now += 60
    now.count(8, [])
    assert progress_text(now) == "8 of 1,000 runs"
    clock.now += 1
    now.count(8, [])
    assert progress_text(now) == "16 of 1,000 runs, 8 a second, 2 min 3 s left"


def test_it_is_said_in_words(clock: Clock) -> None:
    now = counts(clock, total=12_000)
    clock.now += 2
    now.count(1_500, ["E: x", "E: x"])
    clock.now += 1
    now.count(1_500, [])
    assert progress_text(now) == "3,000 of 12,000 runs, 1,500 a second, 6.0 s left, 2 failed"
    now.stopping = True
    assert progress_text(now).startswith("3,000 runs; stopping once the runs in progress are stored")


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.04, "0.0 s"),
        (9.96, "10.0 s"),
        (59.4, "59 s"),
        (59.7, "1 min 0 s"),
        (3_599.9, "1 h 0 min"),
        (100_000, "27 h 46 min"),
        (1e6, "11 d 13 h"),
    ],
)
def test_durations(seconds: float, words: str) -> None:
    assert duration(seconds) == words


# ---------------------------------------------------------------- tasks

SUBJECT = next(points(load({"scenario": "plain"}))).subject
OTHER = Subject(SUBJECT.scenario, '{"game.sharing":0.5}', SUBJECT.months)
LONGER = Subject(SUBJECT.scenario, SUBJECT.settings, SUBJECT.months + 1)


def outcome(seconds: float) -> Outcome:
    return Outcome(np.zeros((1, 1)), None, None, {}, datetime.now(UTC), seconds, {})


def test_tasks_grow_to_half_a_second_and_stay_multiples_of_the_lanes() -> None:
    pace = BatchSizer()
    assert pace.size(SUBJECT) == LANES, "nothing is known yet"
    task = Task([(SUBJECT, range(10))])
    pace.learn(task, outcome(10 * 0.001))
    assert pace.size(SUBJECT) == 500 // LANES * LANES
    for _ in range(20):
        pace.learn(task, outcome(10 * 1e-9))
    assert pace.size(SUBJECT) == MOST_RUNS
    for _ in range(20):
        pace.learn(task, outcome(10 * 60.0))
    assert pace.size(SUBJECT) == LANES


def test_what_takes_memory_goes_in_small_tasks() -> None:
    pace = BatchSizer(series=True)
    pace.learn(Task([(SUBJECT, range(10))]), outcome(1e-9))
    long = Subject(SUBJECT.scenario, SUBJECT.settings, 12_000)
    assert LANES <= pace.size(long) <= 2**25 / (12_000 * len(COLUMNS) * 8), "32 MB"
    many = int((2 * LARGE) ** 0.5) + 2
    large = Subject(SUBJECT.scenario, f'{{"structure.organisations":{many}}}', 12)
    assert pace.size(large) == 1


def test_runs_are_packed_in_order_with_those_that_can_go_side_by_side() -> None:
    runs = [(SUBJECT, seed) for seed in range(5)] + [(OTHER, seed) for seed in range(2)] + [(LONGER, 0), (SUBJECT, 9)]
    tasks = list(pack_tasks(runs, lambda _: 4, series=True, networks=False))
    assert [run for task in tasks for run in task.runs()] == runs
    assert [len(task) for task in tasks] == [4, 3, 1, 1]
    assert all(len({subject.months for subject, _ in task.parts}) == 1 for task in tasks)
    assert all((task.series, task.networks) == (True, False) for task in tasks)
