"""Speed of what is asked of stored runs: boxes of conditions, and a sweep of which everything is there.

    python -m benchmarks.discovery [--conditions 1000000]

The conditions are made up, with a known box; the sweep is made in a temporary folder, and its second time is told.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.machine import machine
from experiments import sweep
from experiments.analysis import discover

FACTORS = [f"made.x{number}" for number in range(6)]


def main() -> None:
    print(machine(), flush=True)
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--conditions", type=int, default=1_000_000)
    asked = parser.parse_args()
    print("| | clock | processor |\n|---|---|---|")
    for conditions in (2_000, 50_000, asked.conditions):
        runs, reached = made(conditions)
        told(f"discover, {conditions:,} conditions, 6 factors", partial(discover, runs, FACTORS, reached))
    with tempfile.TemporaryDirectory() as folder:
        experiment = {
            "scenario": "plain",
            "months": 12,
            "design": "latin-hypercube",
            "samples": 300,
            "replicates": 5,
            "factors": [{"parameter": "resources.scarcity", "range": [0.0, 0.8]}, {"parameter": "history.trust"}],
        }
        place = Path(folder) / "silos.db"
        told("sweep of 1,500 runs", lambda: sweep(experiment, place))
        told("the same again, all stored", lambda: sweep(experiment, place))


def made(conditions: int) -> tuple[pd.DataFrame, pd.Series]:
    """Conditions of which those in a box reach the end, and one in twenty does the other thing."""
    rng = np.random.default_rng(1)
    runs = pd.DataFrame(rng.random((conditions, len(FACTORS))), columns=FACTORS).assign(point=np.arange(conditions))
    inside = (runs["made.x0"] < 0.34) & (runs["made.x1"] > 0.6)
    return runs, inside ^ (rng.random(conditions) < 0.05)


def told(what: str, work: Callable[[], object]) -> None:
    clock, processor = time.perf_counter(), time.process_time()
    work()
    print(f"| {what} | {time.perf_counter() - clock:.2f} s | {time.process_time() - processor:.2f} s |", flush=True)


if __name__ == "__main__":
    main()
