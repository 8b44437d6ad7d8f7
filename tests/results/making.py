"""Experiments and runs whose every number follows from the run's number, so that tests know what must come back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from results import MEASURE_COLUMNS, Link, Point, RunBatch, RunRow, Store, StoredExperiment, open_store
from results.records import SERIES_COLUMNS

MONTHS = 6
STARTED = datetime(2026, 3, 1, 12, 30, tzinfo=UTC)
ORIGIN = {"silos": "0.1.0", "model": "abc", "model_version": 1, "python": "3.12.1"}


def run_id(number: int) -> str:
    return f"run{number:05}"


def value(number: int, month: int, column: int) -> float:
    """A measure of a run; that of MONTHS is the one at its end."""
    return (number * 31 + month * 13 + column * 7) % 101 / 101


def end(number: int) -> list[float]:
    return [value(number, MONTHS, column) for column in range(len(MEASURE_COLUMNS))]


def series(number: int) -> NDArray[np.float64]:
    columns = range(len(SERIES_COLUMNS))
    return np.array([[value(number, month, column) for column in columns] for month in range(1, MONTHS + 1)])


def network(number: int) -> dict[str, NDArray[Any]]:
    """Two organisations and what each thinks of the other."""
    return {
        "source": np.array([0, 1], dtype=np.int32),
        "target": np.array([1, 0], dtype=np.int32),
        "openness": np.array([number % 7, number % 5], dtype=np.float32) / 8,
        "trust": np.array([number % 3, number % 4], dtype=np.float32) / 8,
        "history": np.array([0.5, 0.25], dtype=np.float32),
    }


def batch(
    numbers: Iterable[int], *, recorded: bool = False, failed: Sequence[int] = (), months: int = MONTHS
) -> RunBatch:
    """Runs, with series and networks where ``recorded``."""
    numbers = list(numbers)
    rows = [
        RunRow(
            id=run_id(number),
            seed=number,
            months=months,
            scenario='{"title": "two organisations"}',
            settings=f'{{"game.sharing": {number % 10 / 10}}}',
            error="ValueError: it went wrong" if number in failed else "",
            started=STARTED,
            seconds=0.5,
        )
        for number in numbers
    ]
    return RunBatch(
        runs=rows,
        end=np.array([end(number) for number in numbers]),
        series=np.array([series(number) for number in numbers]) if recorded else None,
        networks=[None if number in failed else network(number) for number in numbers] if recorded else None,
        origin=ORIGIN,
    )


def announce(store: Store, name: str, numbers: Iterable[int], *, replicates: int = 10) -> str:
    """An experiment that asks for these runs, so many to a point; gives its id."""
    id = f"id-of-{name}"
    store.put_experiment(
        StoredExperiment(id=id, name=name, spec='{"title": "A test"}', scenarios=("two",), created=STARTED)
    )
    numbers = list(numbers)
    positions = range(-(-len(numbers) // replicates))
    store.put_points(
        id,
        [
            Point(
                id=str(at),
                position=at,
                policy=("none", "pooled")[at % 2],
                scenario="two",
                factors={"game.sharing": at / 8, "dialogue.time_together": (0.1, 0.2, at / 8)},
            )
            for at in positions
        ],
    )
    store.link_runs(
        id, [Link(run_id(number), str(place // replicates), place % replicates) for place, number in enumerate(numbers)]
    )
    return id


def filled(path: Path) -> pd.DataFrame:
    """A store with an experiment of twenty runs; gives them."""
    with open_store(path) as store:
        announce(store, "first", range(20))
        store.writer().write(batch(range(20), recorded=True))
        return store.runs("first")
