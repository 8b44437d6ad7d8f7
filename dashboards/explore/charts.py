"""Charts beside the network: a few lines each, over the months, with the dates of the schedule."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from dashboards.csv_text import csv_text
from dashboards.explore.setup import Setup
from dashboards.languages import Text, _, later, scenario_text
from sim.arrays import Floats
from sim.measures import BY_NAME, COLUMNS

SENT = 6
"""Figures of what a chart writes with two or three: with fewer some would be rounded twice."""


@dataclass(frozen=True)
class Line:
    """One measure in a chart, under a short name."""

    measure: str
    name: Text


@dataclass(frozen=True)
class Chart:
    """One small chart; ``low`` and ``high`` None: as the values have it."""

    title: Text
    lines: tuple[Line, ...]
    low: float | None = 0.0
    high: float | None = 1.0


CHARTS: tuple[Chart, ...] = (
    Chart(
        later("Openness, and races among dealings"),
        (Line("openness", later("openness")), Line("race_share", later("races"))),
    ),
    Chart(
        later("Belief that a gain for others is one's own loss"),
        (Line("zero_sum_within", later("own kind")), Line("zero_sum_across", later("other kinds"))),
    ),
    Chart(
        later("Trust by tier"),
        (
            Line("trust_senior", later("senior")),
            Line("trust", later("all")),
            Line("trust_front_line", later("front line")),
        ),
    ),
    Chart(
        later("Silos, and organisations alone"),
        (Line("silos", later("silos")), Line("alone", later("alone"))),
        high=None,
    ),
    Chart(
        later("Resources and scarcity"),
        (Line("resources", later("resources")), Line("scarcity_felt", later("scarcity felt"))),
        high=None,
    ),
    Chart(later("Value lost"), (Line("value_lost", later("value lost")),), low=None, high=None),
)


def drawn(
    rows: Sequence[dict[str, float]], setup: Setup, unchanged: Sequence[dict[str, float]] = ()
) -> list[dict[str, Any]]:
    """Return the charts' lines; values rounded, as they travel every month, and None where there is none.

    unchanged  the months of the run without the changes, to be drawn pale behind
    """
    return [
        {
            "title": str(chart.title),
            "low": chart.low,
            "high": chart.high,
            "lines": [
                {
                    "name": str(line.name),
                    "meaning": _(BY_NAME[line.measure].meaning),
                    "values": [rounded(row[line.measure], SENT) for row in rows],
                    "unchanged": [rounded(row[line.measure], SENT) for row in unchanged],
                }
                for line in chart.lines
            ],
        }
        for chart in CHARTS
    ]


def marks(setup: Setup) -> list[dict[str, Any]]:
    """The schedule's dates, one a month: what happens then, and whether the visitor dropped it in."""
    own = {(event.month, event.label) for event in setup.interventions}
    marks: dict[int, dict[str, Any]] = {}
    for event in setup.whole.schedule:
        mark = marks.setdefault(event.month, {"month": event.month, "labels": [], "own": False})
        label = scenario_text(event.label)
        if label not in mark["labels"]:
            mark["labels"].append(label)
        mark["own"] |= (event.month, event.label) in own
    return [marks[month] for month in sorted(marks)]


def rounded(value: float, figures: int = 4) -> float | None:
    """So many figures, or None for NaN."""
    return None if math.isnan(value) else float(f"{value:.{figures}g}")


def as_csv(rows: Sequence[dict[str, float]], seed: int) -> str:
    """The months as a table, columns as everywhere."""
    months = ((seed, month, *(row[name] for name in COLUMNS)) for month, row in enumerate(rows))
    return csv_text(["seed", "month", *COLUMNS], months)


def mean_known(values: Floats, axis: int) -> Floats:
    """Mean along an axis over the values that are there; NaN where none is."""
    there = ~np.isnan(values)
    total, count = np.where(there, values, 0.0).sum(axis=axis), there.sum(axis=axis)
    return np.divide(total, count, out=np.full(count.shape, np.nan), where=count > 0)


def eight_of_ten(values: Floats) -> tuple[Floats, Floats]:
    """Between which values eight of ten runs lie, along the second axis; NaN where none has a value."""
    none = np.asarray(np.isnan(values).all(axis=1))
    low, high = np.nanquantile(np.where(none[:, None], 0.0, values), [0.1, 0.9], axis=1)
    return np.where(none, np.nan, low), np.where(none, np.nan, high)
