"""Decisions a second: the engine on one core and on two, and the model by the book of Mesa, in one run.

python -m benchmarks.speed

A decision is one side of one tie choosing once at one tier.  The machine may be busy with other things, so each
figure on one core is the best of several tries in processor time; two cores against one goes by the clock.  What
counts are the ratios.
"""

from __future__ import annotations

import math
import sys
import time
from collections.abc import Callable

import numpy as np

from benchmarks.machine import machine
from benchmarks.mesa_idiomatic import System as ByTheBook
from benchmarks.mesa_measures import REPORTERS
from sim.engine import ensemble
from sim.measures import COLUMNS
from sim.network import generate
from sim.parameters import Parameters
from sim.system import RunSpec, System

ORGANISATIONS, SECTORS, TIERS, MONTHS, RUNS, TRIES = 42, 6, 3, 120, 96, 5
DECISIONS = ORGANISATIONS * (ORGANISATIONS - 1) * TIERS * MONTHS
"""Of one run."""


def parameters() -> Parameters:
    """All defaults, on a complete network."""
    return Parameters.model_validate(
        {"structure": {"organisations": ORGANISATIONS, "sectors": SECTORS, "tiers": TIERS}}
    )


def best(clock: Callable[[], float], work: Callable[[], object]) -> float:
    """Seconds of the best of several tries."""
    times = []
    for _ in range(TRIES):
        began = clock()
        work()
        times.append(clock() - began)
    return min(times)


def engine_speed(specs: list[RunSpec], threads: int, clock: Callable[[], float]) -> float:
    """Decisions a second, every measure of every month taken."""
    return len(specs) * DECISIONS / best(clock, lambda: ensemble(specs, threads=threads))


def by_the_book(seeds: int, *, measured: bool) -> tuple[float, dict[str, list[float]]]:
    """Decisions a second of the Mesa version, and its measures at the end of each run."""
    reporters = REPORTERS if measured else {}
    ends: dict[str, list[float]] = {name: [] for name in reporters}
    began = time.process_time()
    for seed in range(seeds):
        model = ByTheBook(ORGANISATIONS, SECTORS, parameters(), seed, reporters)
        for _ in range(MONTHS):
            model.step()
        if not measured:
            continue
        last = model.datacollector.get_model_vars_dataframe().iloc[-1]
        for name, values in ends.items():
            values.append(float(last[name]))
    return seeds * DECISIONS / (time.process_time() - began), ends


def main(mesa_runs: int = 20) -> None:
    """Print the figures as a table in Markdown."""
    print(machine(), flush=True)
    asked = parameters()
    system = System(network=generate(asked.structure), parameters=asked)
    specs = [RunSpec(system=system, seed=seed, months=MONTHS) for seed in range(RUNS)]
    results = ensemble(specs)
    one = engine_speed(specs, 1, time.process_time)
    gained = engine_speed(specs, 2, time.perf_counter) / engine_speed(specs, 1, time.perf_counter)
    bare, _ = by_the_book(2, measured=False)
    mesa, ends = by_the_book(mesa_runs, measured=True)
    asked_for = f"{ORGANISATIONS} organisations, complete, {TIERS} tiers, {MONTHS} months"
    print(f"| {asked_for} | million decisions/s | times Mesa | times Mesa without measures |")
    print("|---|---|---|---|")
    rows = {
        "Mesa by the book, no measures, one core": bare,
        "Mesa by the book, all measures of every month, one core": mesa,
        "the engine, all measures of every month, one core": one,
        f"the same, two cores: {gained:.2f} x one": gained * one,
    }
    for name, rate in rows.items():
        print(f"| {name} | {rate / 1e6:.3g} | {rate / mesa:.3g} | {rate / bare:.3g} |")
    print(f"\n| at month {MONTHS} | engine, {RUNS} runs | Mesa, {mesa_runs} runs | difference, standard errors |")
    print("|---|---|---|---|")
    for name, values in ends.items():
        ours, theirs = results.end[:, COLUMNS.index(name)], np.array(values)
        error = math.hypot(ours.std(ddof=1) / math.sqrt(len(ours)), theirs.std(ddof=1) / math.sqrt(len(theirs)))
        apart = (ours.mean() - theirs.mean()) / error if error else 0.0
        print(f"| {name} | {ours.mean():.4f} | {theirs.mean():.4f} | {apart:+.1f} |")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
