"""Simulation of a scenario with several seeds, for the Python interface and the command line."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from scenarios import Fault, Scenario, ScenarioError, load
from scenarios.loader import Source
from scenarios.schema import LONGEST_RUN
from sim.arrays import Floats
from sim.engine import batches, ensemble
from sim.measures import COLUMNS
from sim.state import State
from sim.system import SEEDS, RunSpec

Progress = Callable[[int, int], object]
"""Told how many runs are done, of how many."""

MOST_SEEDS = 10_000_000

BYTES = 2 * 8 * len(COLUMNS)
"""What a month of a run takes: its measures, and once more as a table."""


@dataclass(frozen=True, eq=False)
class ScenarioRuns:
    """Runs of a scenario with several seeds.

    series         (seeds, months, measures), columns of sim.measures.COLUMNS; month 1 first
    modularity     (seeds,) at the end
    months_to_tip  (seeds,), NaN where race share did not stay below one half
    regime         (seeds,), position in sim.measures.regimes.REGIMES of how each ended
    """

    scenario: Scenario
    seeds: tuple[int, ...]
    series: Floats
    modularity: Floats
    months_to_tip: Floats
    regime: Floats

    @property
    def months(self) -> int:
        """Number of months."""
        return int(self.series.shape[1])

    def of(self, measure: str) -> Floats:
        """(seeds, months) one measure."""
        values: Floats = self.series[:, :, COLUMNS.index(measure)]
        return values


def simulate(
    source: Source | Scenario,
    *,
    set: Mapping[str, Any] | None = None,
    months: int | None = None,
    seeds: int | Sequence[int] = 1,
    threads: int | None = None,
    progress: Progress | None = None,
) -> ScenarioRuns:
    """Run a scenario with every seed, on all cores.  Raises ScenarioError for what is not allowed."""
    scenario = source if isinstance(source, Scenario) else load(source)
    scenario = scenario.with_settings(set) if set else scenario
    chosen, length = seeds_of(seeds), months_of(months, scenario)
    if len(chosen) > (most := memory_bytes() // (length * BYTES)):
        raise _refused("seeds", len(chosen), f"more runs of {length} months than fit into memory", f"[1, {most}]")
    system = scenario.system()
    specs = [RunSpec(system=system, seed=seed, months=length) for seed in chosen]
    result = ScenarioRuns(
        scenario=scenario,
        seeds=chosen,
        series=np.empty((len(specs), length, len(COLUMNS))),
        modularity=np.empty(len(specs)),
        months_to_tip=np.empty(len(specs)),
        regime=np.empty(len(specs)),
    )
    done = 0
    for positions, part in batches(specs, series=True, threads=threads):
        result.series[positions] = part.series
        result.modularity[positions] = part.modularity
        result.months_to_tip[positions] = part.months_to_tip
        result.regime[positions] = part.regime
        done += len(positions)
        if progress:
            progress(done, len(specs))
    return result


def seeds_of(seeds: int | Sequence[int]) -> tuple[int, ...]:
    """The seeds that a number (0, 1, ... below it) or a list stands for."""
    if _whole(seeds):
        if not 1 <= seeds <= MOST_SEEDS:  # type: ignore[operator]
            raise _refused("seeds", seeds, "not a number of seeds", f"[1, {MOST_SEEDS}], or a list of seeds")
        return tuple(range(seeds))  # type: ignore[arg-type]
    if isinstance(seeds, str | bytes) or not hasattr(seeds, "__iter__"):
        raise _refused("seeds", seeds, "neither a number of seeds nor a list of them")
    chosen = tuple(seeds)
    for position, seed in enumerate(chosen):
        if not _whole(seed) or not 0 <= seed < SEEDS:
            raise _refused(f"seeds[{position}]", seed, "not a seed", "whole numbers in [0, 2**64)")
    if not chosen or len(set(chosen)) < len(chosen):
        raise _refused("seeds", list(chosen), "the same seed twice" if chosen else "no seed at all")
    return tuple(int(seed) for seed in chosen)


def months_of(months: int | None, scenario: Scenario) -> int:
    """Return the number of months to run."""
    if months is None:
        return scenario.months
    if not _whole(months) or not 1 <= months <= LONGEST_RUN:
        raise _refused("months", months, "not a number of months", f"[1, {LONGEST_RUN}]")
    return int(months)


def memory_bytes() -> int:
    """The memory of this machine, in bytes; 16 GB where the system does not say."""
    if not hasattr(os, "sysconf"):
        return 16 * 10**9
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")


def _whole(value: object) -> bool:
    return isinstance(value, int | np.integer) and not isinstance(value, bool)


def _refused(name: str, value: object, message: str, allowed: str = "") -> ScenarioError:
    return ScenarioError([Fault(file="run", name=name, value=value, message=message, allowed=allowed)])


def typical_seed(result: ScenarioRuns) -> int:
    """The seed of the run whose openness ends nearest the median: the one to look at."""
    ends = result.of("openness")[:, -1]
    if not np.isfinite(ends).any():
        return result.seeds[0]
    return result.seeds[int(np.nanargmin(np.abs(ends - np.nanmedian(ends))))]


def last_state(result: ScenarioRuns, seed: int) -> State:
    """Return the state in which the run of a seed ended, computed again."""
    spec = RunSpec(system=result.scenario.system(), seed=seed, months=result.months)
    return ensemble([spec], states=True).states[0]
