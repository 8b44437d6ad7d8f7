"""Summary of a scenario's runs: where each measure starts, where it ends, how far the runs differ."""

from __future__ import annotations

import warnings
from collections import Counter
from dataclasses import dataclass
from typing import Any

import numpy as np

from silos.api import ends_table
from silos.endings import ended
from silos.simulate import ScenarioRuns
from sim.arrays import Floats
from sim.measures import COLUMNS
from sim.measures.regimes import REGIMES

MAIN = (
    "race_share",
    "openness",
    "openness_within",
    "openness_across",
    "trust",
    "history",
    "orientation",
    "scarcity_felt",
    "income",
    "meetings",
    "silos",
    "alone",
    "largest",
)
"""Race share alone misleads: openness stands beside it."""


@dataclass(frozen=True)
class MeasureSummary:
    """One measure: means over the runs in the first and the last month, and at the end what 8 in 10 runs lie in."""

    measure: str
    start: float
    end: float
    low: float
    high: float

    @property
    def change(self) -> float:
        """From the first month to the last."""
        return self.end - self.start


def summarise_measures(result: ScenarioRuns) -> list[MeasureSummary]:
    """One line a measure, all of them."""
    summaries = []
    for name in COLUMNS:
        values = result.of(name)
        low, high = middle_range(values[:, -1])
        summaries.append(MeasureSummary(name, finite_mean(values[:, 0]), finite_mean(values[:, -1]), low, high))
    return summaries


def finite_mean(values: Floats) -> float:
    """The mean of the numbers there are; NaN where there is none."""
    there = values[np.isfinite(values)]
    return float(there.mean()) if len(there) else float("nan")


def middle_range(values: Floats) -> tuple[float, float]:
    """The tenth and the ninetieth percentile of the numbers there are."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        low, high = np.nanpercentile(values, (10.0, 90.0))
    return float(low), float(high)


def as_data(result: ScenarioRuns) -> dict[str, Any]:
    """Everything a machine may ask of the end of the runs."""
    ends = ends_table(result).drop(columns="month").to_dict("records")
    counts = Counter(ended(result))
    measures = {
        line.measure: {
            "start": line.start,
            "end": line.end,
            "change": line.change,
            "low": line.low,
            "high": line.high,
        }
        for line in summarise_measures(result)
    }
    return {
        "scenario": result.scenario.name,
        "title": result.scenario.title,
        "months": result.months,
        "seeds": list(result.seeds),
        "measures": measures,
        "ended": {name: counts[name] / len(result.seeds) for name in REGIMES},
        "ends": ends,
    }
