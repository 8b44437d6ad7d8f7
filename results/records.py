"""Records of a store: experiments, points of their design, runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.arrays import Floats
from sim.engine import pooled_ties
from sim.measures import END_MEASURES, MEASURES
from sim.state import State
from sim.version import MODEL_VERSION

SERIES_COLUMNS: tuple[str, ...] = tuple(measure.name for measure in MEASURES)
"""What is measured every month, in the order of a series' last axis."""

MEASURE_COLUMNS: tuple[str, ...] = (*SERIES_COLUMNS, *(measure.name for measure in END_MEASURES))
"""What a run has at its end, in the order of ``RunBatch.end``'s columns."""


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, kw_only=True)
class StoredExperiment:
    """One experiment as it was asked for.  ``id`` is a hash of its content, given by who makes it."""

    id: str
    name: str
    spec: str = "{}"
    """Everything the experiment's file said, as JSON."""
    scenarios: tuple[str, ...] = ()
    """Names of its scenarios."""
    created: datetime = field(default_factory=now)
    model_version: int = MODEL_VERSION
    """The version of the model that it was asked of."""


@dataclass(frozen=True, kw_only=True)
class Point:
    """One point of a design: a policy, in a scenario, under one value of each factor.

    ``id`` is unique within its experiment.
    """

    id: str
    position: int
    policy: str = ""
    scenario: str = ""
    factors: Mapping[str, Any] = field(default_factory=dict)
    """Dotted parameter names with values; every point of an experiment has the same names."""


class Link(NamedTuple):
    """A run as an experiment uses it: at a point, as its n-th replicate (from 0)."""

    run: str
    point: str
    replicate: int


@dataclass(frozen=True, kw_only=True, slots=True)
class RunRow:
    """One run.  ``id`` is a hash of what determines it, given by who makes it: equal ids mean equal results.

    ``scenario`` and ``settings`` are texts (JSON) that together with seed and months say everything needed to do it
    again; equal texts are stored once, so let the runs of a point share them.
    """

    id: str
    seed: int
    months: int
    scenario: str = "{}"
    settings: str = "{}"
    error: str = ""
    """Empty where the run is done; else why it failed."""
    started: datetime | None = None
    seconds: float | None = None
    """How long it took: of runs side by side, each one's share."""

    @property
    def status(self) -> str:
        return "failed" if self.error else "done"


@dataclass(frozen=True, kw_only=True, eq=False)
class RunBatch:
    """Runs to be written together, all or none; every array's first axis is that of ``runs``.

    end       (runs, MEASURE_COLUMNS); rows of failed runs are not read
    series    (runs, months, SERIES_COLUMNS); a run's months beyond its last are not read
    networks  of each run a table of its relations at the end (``network_columns``); of failed runs it is not read
    origin    where the runs were done, from ``here()`` in the process that did them; None means this one
    """

    runs: Sequence[RunRow]
    end: Floats | None = None
    series: Floats | None = None
    networks: Sequence[Mapping[str, NDArray[Any]] | None] | None = None
    origin: Mapping[str, Any] | None = None

    def __post_init__(self) -> None:
        count, months = len(self.runs), max((run.months for run in self.runs), default=0)
        done = any(not run.error for run in self.runs)
        if self.end is None and done:
            raise ValueError("a run that is done has end measures")
        if self.end is not None and self.end.shape != (count, len(MEASURE_COLUMNS)):
            raise ValueError(f"end has shape {self.end.shape}, not {(count, len(MEASURE_COLUMNS))}")
        if self.series is not None:
            rows, longest, width = self.series.shape
            if rows != count or width != len(SERIES_COLUMNS) or (done and longest < months):
                raise ValueError(f"series has shape {self.series.shape}, not {(count, months, len(SERIES_COLUMNS))}")
        if self.networks is not None and len(self.networks) != count:
            raise ValueError(f"{len(self.networks)} networks for {count} runs")


def network_columns(state: State) -> dict[str, NDArray[Any]]:
    """Return the relations of a state, one row each, those of ties that are none (weight 0) left out.

    source, target                positions of organisations: whose relation it is, toward whom
    source_name, target_name      their names
    source_sector, target_sector  the names of their kinds
    openness, trust, history      of the door, mean over tiers, of the institution
    zero_sum                      the source's belief about the target's kind, mean over tiers: that of the view
                                  (source, target_sector)
    pooled                        whether the tie pools outcomes
    """
    system, network = state.system, state.system.network
    there = np.tile(system.wiring(state.month).weight > 0.0, 2)
    source, target = network.source[there], network.target[there]
    names = np.array([system.name_of(organisation) for organisation in range(network.n)], dtype=object)
    sectors = np.array([system.sector_name(int(sector)) for sector in network.sector], dtype=object)
    return {
        "source": source.astype(np.int32),
        "target": target.astype(np.int32),
        "source_name": names[source],
        "target_name": names[target],
        "source_sector": sectors[source],
        "target_sector": sectors[target],
        "openness": state.openness[there].astype(np.float32),
        "trust": state.trust.mean(axis=0)[there].astype(np.float32),
        "history": state.history[there].astype(np.float32),
        "zero_sum": state.zero_sum.mean(axis=0)[network.view_of[there]].astype(np.float32),
        "pooled": np.tile(pooled_ties(state), 2)[there],
    }
