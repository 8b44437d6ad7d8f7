"""The runs of a step of the lesson, and what they answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dashboards.csv_text import csv_text
from dashboards.explore.background_jobs import Job
from dashboards.explore.charts import SENT, eight_of_ten, mean_known, rounded
from dashboards.explore.compare import TITLES
from dashboards.explore.lesson import OWN, Step
from dashboards.explore.setup import Setup
from dashboards.explore.variants import LETTERS
from dashboards.languages import _, later
from sim.engine import months
from sim.measures import BY_NAME, COLUMNS
from sim.measures.regimes import ONE_SYSTEM, REGIMES

SEEDS = 40
OUT = 0.75
"""The way out is found where at least this share of the runs ends as one system."""
FEW, MOST = 0.25, OUT
"""Up to this share few runs come out; from this on, most."""
UNBOUNDED = ("silos", "value_lost", OWN)
OWN_TITLE = later("Income of the first organisation")
OWN_MEANING = later("what the first organisation got, a month on average so far")


class Runs(Job):
    """Runs of every variant with the same random numbers: one measure month by month, and how each ended."""

    def __init__(self, step: Step, levers: Sequence[int] = (), seeds: int = SEEDS) -> None:
        super().__init__()
        self.step, self.levers, self.seeds = step, tuple(levers), seeds
        self.setups: list[Setup] = step.setups(levers)
        self.values: NDArray[np.float64] = np.full((len(self.setups), seeds, self.setups[0].months), np.nan)
        self.one_system: NDArray[np.float64] = np.full((len(self.setups), seeds), np.nan)
        """Whether each run ends as one system."""
        self._played = 0

    @property
    def progress(self) -> float:
        return self._played / (len(self.setups) * self.seeds)

    def work(self) -> None:
        if self.step.measure == OWN:
            self._one_by_one()
        else:
            self._together()

    def _together(self) -> None:
        runs = list(product(range(len(self.setups)), range(self.seeds)))
        measure = COLUMNS.index(self.step.measure)
        specs = (self.setups[variant].spec(seed) for variant, seed in runs)
        for positions, results in self.played(specs, series=True):
            assert results.series is not None
            for place, position in enumerate(positions):
                self.values[runs[position]] = results.series[place][:, measure]
                self.one_system[runs[position]] = results.regime[place] == REGIMES.index(ONE_SYSTEM)
            self._played += len(positions)

    def _one_by_one(self) -> None:
        for variant, seed in product(range(len(self.setups)), range(self.seeds)):
            if self._stop.is_set():
                return
            total = 0.0
            for state in months(self.setups[variant].spec(seed), copy=False):
                total += float(state.income[0])
                self.values[variant, seed, state.month - 1] = total / state.month
            self._played += 1

    @property
    def ends(self) -> list[float]:
        """Mean over the runs at the end, a number a variant."""
        return [float(mean) for mean in mean_known(self.values[:, :, -1:], axis=1)[:, 0]]

    @property
    def answer(self) -> int:
        """The option that the runs bear out."""
        ends, kind = self.ends, self.step.kind
        if kind == "most":
            return int(np.nanargmax(ends))
        if kind == "way-out":
            return 0 if self.came_out <= FEW else 2 if self.came_out >= MOST else 1
        difference = (ends[1] - ends[0]) - (ends[3] - ends[2]) if kind == "gain" else ends[1] - ends[0]
        return 1 if abs(difference) < self.step.same else 0 if difference > 0 else 2

    @property
    def came_out(self) -> float:
        """Share of the runs in which the last variant ends as one system."""
        return float(np.nanmean(self.one_system[-1]))

    @property
    def typical(self) -> int:
        """The seed whose run of each variant ends nearest to the mean: the one to look at."""
        ends = self.values[:, :, -1]
        far = np.abs(ends - np.array(self.ends)[:, None]).sum(axis=0)
        return int(np.nanargmin(far)) if not np.isnan(far).all() else 0


def chart(job: Runs) -> dict[str, Any]:
    """The measure over the months: the mean, and the band that holds eight of ten runs."""
    name, mean = job.step.measure, mean_known(job.values, axis=1)
    low, high = eight_of_ten(job.values)
    return {
        "title": str(OWN_TITLE if name == OWN else TITLES[name]),
        "low": None if name == OWN else 0.0,
        "high": None if name in UNBOUNDED else 1.0,
        "lines": [
            {
                "name": LETTERS[variant],
                "meaning": str(OWN_MEANING) if name == OWN else _(BY_NAME[name].meaning),
                "values": [None, *(rounded(value, SENT) for value in mean[variant].tolist())],
                "lows": [*map(rounded, low[variant].tolist())],
                "highs": [*map(rounded, high[variant].tolist())],
            }
            for variant in range(len(job.setups))
        ],
    }


def as_csv(job: Runs) -> str:
    """Every run, month by month: one row a variant, seed and month."""
    return csv_text(["variant", "seed", "month", job.step.measure], _rows(job))


def _rows(job: Runs) -> Iterator[list[Any]]:
    for variant, seed, month in np.ndindex(*job.values.shape):
        yield [LETTERS[variant], seed, month + 1, float(job.values[variant, seed, month])]
