"""Speed of a store of a million runs: to write, and to answer what people ask of it.

    python -m benchmarks.store [--runs 1000000] [--store URL]

The rows are synthetic and go through the real Writer, 2,000 a batch as the runner hands them over.  Without --store
a SQLite file in a temporary folder is written and removed again; in a database that is given the experiment is
deleted at the end.
"""

from __future__ import annotations

import argparse
import platform
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.machine import machine
from experiments import load
from results import MEASURE_COLUMNS, Link, Point, RunBatch, RunRow, Store, StoredExperiment, open_store, remove, verify
from silos.comparison import compare_sides

REPLICATES = 100
BATCH = 2_000
POLICIES = ("as it is", "pooled budgets", "time together", "joint leaders")
NAME = "a-million-runs"


def main() -> None:
    print(machine(), flush=True)
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=1_000_000)
    parser.add_argument("--store", help="address of a store; default a SQLite file in a temporary folder")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = asked.store or str(Path(folder) / "silos.db")
        measure(place, asked.runs)


def measure(place: str, runs: int) -> None:
    """Write, then ask; print a row a question."""
    print(
        f"{runs:,} runs, {place.partition(':')[0] if '://' in place else 'sqlite'}, Python {platform.python_version()}"
    )
    with open_store(place) as store:
        timed("write", lambda: fill(store, runs))
        print(f"  size                          {size(store) / 1e6:8.0f} MB")
    with open_store(place) as store:
        for question, answer in QUESTIONS.items():
            timed(question, lambda answer=answer: answer(store))
    print(f"  memory at most                {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:8.0f} MB")


def timed(what: str, do: Callable[[], Any]) -> None:
    """Print how long something takes, and how much of that this process computed."""
    start, own = time.perf_counter(), time.process_time()
    do()
    took, computed = time.perf_counter() - start, time.process_time() - own
    print(f"  {what:30}{took:8.2f} s  ({computed:.2f} s of processor)", flush=True)


QUESTIONS: dict[str, Callable[[Store], Any]] = {
    "list experiments": lambda store: store.experiments(),
    "points of the design": lambda store: store.points(NAME),
    "one measure of all runs": lambda store: store.runs(NAME, columns=["position", "policy", "replicate", "silos"]),
    "all columns of all runs": lambda store: store.runs(NAME),
    "two policies compared": lambda store: compare_sides(
        store, f"{NAME}:{POLICIES[0]}", f"{NAME}:{POLICIES[1]}", ["silos"]
    ),
    "one run's record": lambda store: store.record("run-000000000123"),
    "which of 5,000 are done": lambda store: store.finished(f"run-{n:012}" for n in range(5_000)),
    "verify": lambda store: list(verify(store)),
    "delete": lambda store: remove(store, NAME),
}


def fill(store: Store, runs: int) -> None:
    """Runs of one experiment, as the runner asks for them and stores them."""
    store.put_experiment(
        StoredExperiment(id=NAME, name=NAME, spec=load({"scenario": "plain"}).spec, scenarios=("plain",))
    )
    for batch, points, links in batches(runs):
        store.put_points(NAME, points)
        store.link_runs(NAME, links)
        store.writer().write(batch)


def batches(runs: int) -> Iterator[tuple[RunBatch, list[Point], list[Link]]]:
    draws = np.random.default_rng(1)
    for start in range(0, runs, BATCH):
        numbers = range(start, min(start + BATCH, runs))
        positions = sorted({number // REPLICATES for number in numbers})
        rows = [
            RunRow(
                id=f"run-{number:012}",
                seed=number % REPLICATES,
                months=120,
                scenario='{"scenario": "plain"}',
                settings=f'{{"game.sharing": {number // REPLICATES}}}',
                seconds=0.01,
            )
            for number in numbers
        ]
        end = draws.random((len(rows), len(MEASURE_COLUMNS)))
        links = [Link(row.id, str(number // REPLICATES), row.seed) for number, row in zip(numbers, rows, strict=True)]
        yield RunBatch(runs=rows, end=end), [point(position) for position in positions], links


def point(position: int) -> Point:
    """Four policies at each of so many conditions."""
    condition, policy = divmod(position, len(POLICIES))
    factors = {"game.sharing": (condition % 50) / 50, "resources.scarcity": (condition // 50) / 50}
    return Point(id=str(position), position=position, policy=POLICIES[policy], scenario="plain", factors=factors)


def size(store: Store) -> int:
    """Bytes of the database."""
    if store.database.sqlite:
        store.database.close()
        path = Path(store.database.url.database or "")
        return sum(file.stat().st_size for file in path.parent.glob(f"{path.name}*"))
    with store.database.read() as connection:
        return int(connection.exec_driver_sql("SELECT pg_database_size(current_database())").scalar_one())


if __name__ == "__main__":
    main()
