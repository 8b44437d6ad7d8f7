"""The reference table of a fit: runs with parameters drawn from the prior, and what each would have shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from experiments.calibration.observed import Observed
from experiments.calibration.priors import Priors
from experiments.spec.identity import replicate_seed
from scenarios import Scenario
from sim.arrays import Floats
from sim.engine import ensemble
from sim.system import RunSpec, System, with_values

Watch = Callable[[int, int], None]
BLOCK = 512
"""Runs whose last states are kept in memory at once."""


@dataclass(frozen=True)
class ReferenceTable:
    """Runs drawn from the prior.

    parameters  (runs, parameters)
    statistics  (runs, statistics), NaN where a run has no value
    """

    parameters: Floats
    statistics: Floats


def reference_table(
    scenario: Scenario, priors: Priors, observed: Observed, runs: int, seed: int, watch: Watch | None = None
) -> ReferenceTable:
    """Run a scenario with parameters drawn from the prior, each run with random numbers of its own.

    watch  called with how many runs are done, and of how many
    """
    drawn = priors.draw(runs, seed)
    base = scenario.system()
    tables = scenario.parameters.model_dump()
    draws = (dict(zip(priors.names, row, strict=True)) for row in drawn.tolist())
    systems = (replace(base, parameters=with_values(tables, draw)) for draw in draws)
    rows: list[Floats] = []
    for block in _blocks(systems):
        rows.append(_statistics(block, observed, seed, first=sum(map(len, rows))))
        if watch:
            watch(sum(map(len, rows)), runs)
    return ReferenceTable(drawn, np.concatenate(rows))


def _blocks(systems: Iterator[System]) -> Iterator[list[System]]:
    block: list[System] = []
    for system in systems:
        block.append(system)
        if len(block) == BLOCK:
            yield block
            block = []
    if block:
        yield block


def _statistics(systems: Sequence[System], observed: Observed, seed: int, first: int) -> Floats:
    """Return (systems, statistics); a run of fewer months is the beginning of a longer one."""
    columns: list[Floats] = []
    for month in observed.months:
        specs = [
            RunSpec(system=system, seed=replicate_seed(seed, first + number), months=month)
            for number, system in enumerate(systems)
        ]
        results = ensemble(specs, states=True)
        columns += [statistic.read(results) for statistic in observed.at(month)]
    return np.stack(columns, axis=1)
