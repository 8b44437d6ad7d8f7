"""Two to four variants with the same random numbers: the difference with its spread over many seeds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dashboards.csv_text import csv_text
from dashboards.explore.background_jobs import Job
from dashboards.explore.charts import eight_of_ten, mean_known, rounded
from dashboards.explore.setup import Setup
from dashboards.explore.variants import LETTERS
from dashboards.languages import Text, _, later
from dashboards.languages.number_format import number
from sim.measures import BY_NAME, COLUMNS

SEEDS = 200
BLOCK = 8
SHOWN = ("openness", "race_share", "trust", "silos", "value_lost")
TITLES: dict[str, Text] = {
    "openness": later("Openness"),
    "race_share": later("Race share"),
    "trust": later("Trust"),
    "silos": later("Silos"),
    "value_lost": later("Value lost"),
}
"""What is compared, and under which title."""
NAMES: dict[str, Text] = {
    "openness": later("openness"),
    "race_share": later("race share"),
    "trust": later("trust"),
    "silos": later("number of silos"),
    "value_lost": later("value lost"),
}
"""The same within a sentence."""


class Comparison(Job):
    """The runs of all variants, seed by seed, so that what is known is always known of all alike."""

    def __init__(self, setups: Sequence[Setup], seeds: int = SEEDS) -> None:
        super().__init__()
        self.setups = list(setups)
        self.seeds = seeds
        shape = (len(self.setups), seeds, self.setups[0].months, len(SHOWN))
        self.values: NDArray[np.float64] = np.full(shape, np.nan)
        self.known = 0
        """How many seeds of all variants are played."""

    @property
    def progress(self) -> float:
        return self.known / self.seeds

    def work(self) -> None:
        columns = [COLUMNS.index(name) for name in SHOWN]
        order = list(self._order())
        played = 0
        specs = (self.setups[variant].spec(seed) for variant, seed in order)
        for positions, results in self.played(specs, series=True):
            assert results.series is not None
            for place, position in enumerate(positions):
                variant, seed = order[position]
                self.values[variant, seed] = results.series[place][:, columns]
            played += len(positions)
            self.known = played // (len(self.setups) * BLOCK) * BLOCK
        self.known = self.seeds if played == len(order) else self.known

    def _order(self) -> Iterator[tuple[int, int]]:
        for first in range(0, self.seeds, BLOCK):
            for variant in range(len(self.setups)):
                for seed in range(first, min(first + BLOCK, self.seeds)):
                    yield variant, seed


def spread(job: Comparison) -> list[dict[str, Any]]:
    """Charts of the mean over seeds with the band that holds eight of ten runs; a place a month, none at the start."""
    known = job.known
    if not known:
        return []
    values = job.values[:, :known]
    mean, (low, high) = mean_known(values, axis=1), eight_of_ten(values)
    return [
        {
            "title": str(TITLES[name]),
            "low": 0.0,
            "high": None if name in ("silos", "value_lost") else 1.0,
            "lines": [
                {
                    "name": LETTERS[variant],
                    "meaning": _(BY_NAME[name].meaning),
                    "values": _listed(mean[variant, :, k]),
                    "lows": _listed(low[variant, :, k]),
                    "highs": _listed(high[variant, :, k]),
                }
                for variant in range(len(job.setups))
            ],
        }
        for k, name in enumerate(SHOWN)
    ]


def verdicts(job: Comparison) -> list[dict[str, Any]]:
    """At the end of the run: each variant against the first, seed by seed, measure by measure.

    A difference is paired (the same random numbers), with Student's 95% interval of its mean.
    """
    from scipy.special import stdtrit  # takes a moment to load, and a page is drawn before anything is compared

    verdicts = []
    ends = job.values[:, : job.known, -1]
    for variant in range(1, len(job.setups)):
        for k, name in enumerate(SHOWN):
            difference = ends[variant, :, k] - ends[0, :, k]
            difference = difference[~np.isnan(difference)]
            if len(difference) < 2:
                continue
            mean = float(difference.mean())
            margin = float(stdtrit(len(difference) - 1, 0.975) * difference.std(ddof=1)) / len(difference) ** 0.5
            low, high = np.quantile(difference, [0.1, 0.9])
            verdicts.append({
                "measure": str(TITLES[name]),
                "meaning": _(BY_NAME[name].meaning),
                "variant": LETTERS[variant],
                "first": _of(ends[0, :, k]),
                "other": _of(ends[variant, :, k]),
                "mean": mean,
                "ci": [mean - margin, mean + margin],
                "spread": [float(low), float(high)],
                "higher": int((difference > 0).sum()),
                "lower": int((difference < 0).sum()),
                "runs": len(difference),
                "said": said(LETTERS[variant], str(NAMES[name]), mean, margin),
            })  # fmt: skip
    return verdicts


def said(variant: str, measure: str, mean: float, margin: float) -> str:
    """The difference in a sentence; none is claimed where the interval holds zero."""
    if abs(mean) <= margin or mean == 0.0:
        return _("%(variant)s and A: no clear difference in %(measure)s.", variant=variant, measure=measure)
    digits = 2 if margin >= 0.005 else 3
    values = {"variant": variant, "measure": measure, "by": number(abs(mean), digits), "margin": number(margin, digits)}
    if mean > 0:
        return _("%(variant)s: %(measure)s is higher than in A by %(by)s, give or take %(margin)s.", **values)
    return _("%(variant)s: %(measure)s is lower than in A by %(by)s, give or take %(margin)s.", **values)


def as_csv(job: Comparison) -> str:
    """Every run at its end: one row a variant and seed."""
    months = job.setups[0].months
    rows = (
        (LETTERS[variant], seed, months, *job.values[variant, seed, -1].tolist())
        for variant in range(len(job.setups))
        for seed in range(job.known)
    )
    return csv_text(["variant", "seed", "month", *SHOWN], rows)


def _of(values: NDArray[np.float64]) -> float | None:
    there = values[~np.isnan(values)]
    return rounded(float(there.mean())) if len(there) else None


def _listed(values: NDArray[np.float64]) -> list[float | None]:
    return [None, *(rounded(float(value)) for value in values)]
