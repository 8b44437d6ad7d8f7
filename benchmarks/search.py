"""A search: how long 20,000 runs take, and how many runs common random numbers save.

    python -m benchmarks.search [--runs 20000] [--seeds 400]

Four levers of greater-manchester-2015 (37 organisations, 3 tiers, 120 months) from month 25 on, over 16 worlds, with
two seeds in each, end measures stored.  Then the difference that half as much time again makes in one of the worlds:
its variance with common random numbers and with fresh ones.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

import silos
from benchmarks.machine import machine
from benchmarks.sweeps import Spent

SCENARIO, TIME = "greater-manchester-2015", "dialogue.time_together"


def experiment(runs: int) -> dict[str, Any]:
    """A search with so many runs."""
    levers = [
        {"parameter": "resources.scarcity", "range": [0.0, 0.3], "cost": 1.0},
        {"parameter": TIME, "range": [0.14, 0.36], "free": 0.14, "cost": 1.0},
        {"parameter": "dialogue.enquiry", "range": [0.02, 0.3], "cost": 0.1},
        {"parameter": "game.sharing", "range": [0.05, 0.5], "cost": 0.1},
    ]
    return {
        "scenario": SCENARIO,
        "design": "latin-hypercube",
        "samples": 16,
        "replicates": 2,
        "factors": [
            {"parameter": "history.trust", "range": [0.35, 0.65]},
            {"parameter": "trust.failure", "range": [0.0, 0.15]},
            {"parameter": "leadership.turnover", "range": [0.0, 0.03]},
        ],
        "search": {
            "runs": runs,
            "levers": [{**lever, "month": 25} for lever in levers],
            "objectives": [{"measure": "cost"}, {"measure": "openness", "over": "worst tenth"}],
        },
    }


def saved(scenario: str, lever: dict[str, float], months: int, seeds: int) -> float:
    """Return how many times as many runs fresh random numbers need, for the same interval of a mean difference."""
    before, after = (
        silos.ends(scenario, set=settings, months=months, seeds=seeds)["openness"].to_numpy()
        for settings in ({}, lever)
    )
    fresh = np.var(before, ddof=1) + np.var(after, ddof=1)
    return float(fresh / np.var(after - before, ddof=1))


def main() -> None:
    """Print the figures as tables in Markdown."""
    print(machine(), flush=True)
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=20_000)
    parser.add_argument("--seeds", type=int, default=400)
    asked = parser.parse_args()
    silos.search(experiment(400), "sqlite://")  # compiles and imports, if need be
    with tempfile.TemporaryDirectory() as folder:
        clock, processor, spent = time.perf_counter(), time.process_time(), Spent()
        with spent.watched():
            result = silos.search(experiment(asked.runs), Path(folder) / "silos.db")
        clock, processor = time.perf_counter() - clock, time.process_time() - processor
        runs, packages = result.progress.computed, len(result.packages())
        again = time.perf_counter()
        assert silos.search(experiment(asked.runs), Path(folder) / "silos.db").progress.computed == 0
        again = time.perf_counter() - again
    load_average = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    print(f"{SCENARIO}, {packages} packages, {os.cpu_count()} cores, load {load_average:.1f}\n")
    print(f"| a search of {runs:,} runs | seconds |\n|---|---|")
    print(f"| by the clock | {clock:.0f} |")
    print(f"| processor time within the engine | {spent.seconds:.0f} |")
    added = processor - spent.seconds
    print(f"| processor time of search, runner and store: {added / spent.seconds:.1%} of the engine's | {added:.1f} |")
    print(f"| on two idle cores, at this processor time | {processor / 2:.0f} |")
    print(f"| the same command again, which makes no run | {again:.1f} |")
    print("\n| difference in openness | fresh random numbers need so many times the runs |\n|---|---|")
    few = {"plain, sharing 0.1, 36 months": ("plain", {"game.sharing": 0.1}, 36)}
    few |= {"plain, sharing 0.1, 120 months": ("plain", {"game.sharing": 0.1}, 120)}
    few |= {f"{SCENARIO}, scarcity 0.05 less, 120 months": (SCENARIO, {"resources.scarcity": 0.25}, 120)}
    for name, (scenario, lever, months) in few.items():
        print(f"| {name} | {saved(scenario, lever, months, asked.seeds):.1f} |")


if __name__ == "__main__":
    main()
