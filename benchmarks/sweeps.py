"""A sweep of a real system: how long, what runner and store add to the engine, and the same by Mesa's batch_run.

    python -m benchmarks.sweeps [--runs 10000] [--mesa-runs 24] [--store URL]

100 points of scarcity and history in greater-manchester-2015 (37 organisations, 3 tiers, 120 months), end measures
stored.  The machine may be busy with other things, so beside the time by the clock stands processor time: of the
whole process, and of the threads while they are within the engine.  Mesa's batch_run makes fewer runs of the same
experiment twice over: with ``SystemModel``, which steps the engine's kernels one run at a time, and with the model as
one would write it by Mesa's book, of as many organisations that all know each other, at its defaults.
"""

from __future__ import annotations

import argparse
import os
import platform
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any

import mesa
import numpy as np

import silos
import sim.engine.batch
from benchmarks.machine import machine
from benchmarks.mesa_idiomatic import System as ByTheBook
from benchmarks.mesa_measures import REPORTERS
from experiments import Experiment, load, sweep
from results import open_store
from sim.parameters import Parameters

SCENARIO, POINTS = "greater-manchester-2015", 100
FACTORS = {"resources.scarcity": np.linspace(0.0, 0.9, 10), "history.trust": np.linspace(0.1, 0.9, 10)}


class Spent:
    """Processor time of threads while they are within the engine."""

    def __init__(self) -> None:
        self.seconds, self._lock = 0.0, Lock()

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Count within this block."""
        real = sim.engine.batch.play

        def play(*specs: Any, **how: Any) -> Any:
            began = time.thread_time()
            try:
                return real(*specs, **how)
            finally:
                with self._lock:
                    self.seconds += time.thread_time() - began

        sim.engine.batch.play = play
        try:
            yield
        finally:
            sim.engine.batch.play = real


def experiment(runs: int) -> Experiment:
    """So many runs over 100 points."""
    factors = [{"parameter": name, "levels": levels.round(3).tolist()} for name, levels in FACTORS.items()]
    return load({"scenario": SCENARIO, "replicates": max(1, runs // POINTS), "factors": factors})


def swept(runs: int, store: str) -> tuple[int, float, float, float]:
    """(runs, seconds by the clock, processor time, that within the engine) of a sweep, end measures stored."""
    asked, spent = experiment(runs), Spent()
    clock, processor = time.perf_counter(), time.process_time()
    with spent.watched():
        done = sweep(asked, store).progress
    assert done.computed == done.written == done.total
    return done.computed, time.perf_counter() - clock, time.process_time() - processor, spent.seconds


def by_batch_run(model: type, parameters: dict[str, Any], seeds: Sequence[int]) -> float:
    """Processor seconds of a run by Mesa's batch_run on one core, end measures collected."""
    began = time.process_time()
    mesa.batch_run(
        model,
        {**parameters, "seed": list(seeds)},
        number_processes=1,
        data_collection_period=-1,
        display_progress=False,
    )
    return (time.process_time() - began) / len(seeds)


class Book(ByTheBook):
    """The model by the book as batch_run makes it: everything by name, and over after ten years."""

    def __init__(self, organisations: int, months: int, seed: int | None = None) -> None:
        super().__init__(organisations, 3, Parameters(), seed or 0, REPORTERS)
        self.months = months

    def step(self) -> None:
        super().step()
        self.running = self.steps < self.months


def main() -> None:
    """Print the figures as tables in Markdown."""
    print(machine(), flush=True)
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=10_000)
    parser.add_argument("--mesa-runs", type=int, default=24)
    parser.add_argument("--store", help="address of an empty store; default a SQLite file in a temporary folder")
    asked = parser.parse_args()
    sweep(experiment(POINTS), "sqlite://")  # compiles, if need be
    with tempfile.TemporaryDirectory() as folder:
        place = asked.store or str(Path(folder) / "silos.db")
        runs, clock, processor, engine = swept(asked.runs, place)
        again = time.perf_counter()
        assert sweep(experiment(asked.runs), place).progress.computed == 0
        again = time.perf_counter() - again
        with open_store(place) as store:
            assert len(store.runs(columns=["seed"])) == runs
    load_average = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    print(f"{SCENARIO}, Python {platform.python_version()}, {os.cpu_count()} cores, load {load_average:.1f}\n")
    print(f"| {runs:,} runs, end measures stored | seconds |\n|---|---|")
    print(f"| by the clock | {clock:.0f} |")
    print(f"| processor time within the engine | {engine:.1f} |")
    added = processor - engine
    print(f"| processor time of runner and store: {added / engine:.1%} of the engine's | {added:.1f} |")
    print(f"| on two idle cores, at this processor time | {processor / 2:.0f} |")
    print(f"| the same command again, which computes nothing | {again:.1f} |")
    seeds = range(asked.mesa_runs)
    ours = processor / runs
    settings = {name: float(levels[4]) for name, levels in FACTORS.items()}
    stepped = by_batch_run(silos.SystemModel, {"scenario": SCENARIO, "months": 120, **settings}, seeds)
    book = by_batch_run(Book, {"organisations": 37, "months": 120}, seeds[: max(1, len(seeds) // 4)])
    print("\n| one run, processor time | ms | ratio |\n|---|---|---|")
    print(f"| Mesa's batch_run, the model by Mesa's book | {book * 1e3:.1f} | {book / ours:.0f} |")
    print(f"| Mesa's batch_run, SystemModel | {stepped * 1e3:.1f} | {stepped / ours:.1f} |")
    print(f"| silos.sweep, stored | {ours * 1e3:.2f} | 1 |")


if __name__ == "__main__":
    main()
