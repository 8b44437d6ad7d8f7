"""Runs of one's own system: how they end, how open it is month by month, and a typical one to look at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dashboards.explore.background_jobs import Job
from dashboards.explore.charts import SENT, eight_of_ten, mean_known, rounded
from dashboards.explore.setup import Setup
from dashboards.languages import Text, _, later
from dashboards.languages.number_format import percent
from sim.measures import BY_NAME, COLUMNS
from sim.measures.regimes import ALONE, IN_BETWEEN, ONE_SYSTEM, REGIMES, SILOS
from sim.system import RunSpec

RUNS = 48
"""Seeds: six times as many as go side by side."""

ENDS: dict[str, Text] = {
    ONE_SYSTEM: later("one system"),
    IN_BETWEEN: later("in between"),
    SILOS: later("silos"),
    ALONE: later("everyone alone"),
}
MOSTLY = {
    ONE_SYSTEM: later("In three years you are most likely one system."),
    IN_BETWEEN: later("In three years you are most likely neither one system nor in silos, but in between."),
    SILOS: later("In three years you are most likely in silos."),
    ALONE: later("In three years everyone is most likely alone behind their walls."),
}
SHOWN = {
    "openness": later("Openness: the mean, and where eight of ten runs lie"),
    "race_share": later("Races among dealings"),
    "trust": later("Trust"),
}
"""Measures that are drawn month by month."""
CLEAR = 0.5
"""Share of the runs from which on an end is called likely."""


class OwnRuns(Job):
    """The same system with other random numbers, many times."""

    def __init__(self, setup: Setup, runs: int = RUNS) -> None:
        super().__init__()
        self.setup, self.runs = setup, runs
        self.values: NDArray[np.float64] = np.full((runs, setup.months, len(SHOWN)), np.nan)
        """[run, month, measure]"""
        self.ends: NDArray[np.int64] = np.full(runs, -1)

    @property
    def progress(self) -> float:
        return float((self.ends >= 0).mean())

    def work(self) -> None:
        columns = [COLUMNS.index(name) for name in SHOWN]
        for positions, results in self.played(self._specs(), series=True):
            where = list(positions)
            assert results.series is not None
            self.values[where] = results.series[:, :, columns]
            self.ends[where] = results.regime

    @property
    def openness(self) -> NDArray[np.float64]:
        """Openness of each run at its end."""
        return self.values[:, -1, 0]

    def _specs(self) -> Iterator[RunSpec]:
        system = self.setup.system
        yield from (RunSpec(system=system, seed=seed, months=self.setup.months) for seed in range(self.runs))

    @property
    def counts(self) -> dict[str, int]:
        """Runs that ended in each way."""
        return {name: int((self.ends == position).sum()) for position, name in enumerate(REGIMES)}

    @property
    def likeliest(self) -> str:
        """The end that most runs come to."""
        counts = self.counts
        return max(REGIMES, key=lambda name: counts[name])

    @property
    def typical(self) -> int:
        """The seed of the run that ends as most do, with the openness nearest to their middle."""
        same = np.flatnonzero(self.ends == REGIMES.index(self.likeliest))
        last = np.nan_to_num(self.openness[same])
        return int(same[np.argmin(np.abs(last - np.median(last)))])


def view(job: OwnRuns) -> dict[str, Any]:
    """Return what a page says of the runs once all are made."""
    share = job.counts[job.likeliest] / job.runs
    low, high = np.quantile(np.nan_to_num(job.openness), [0.1, 0.9])
    return {
        "headline": str(MOSTLY[job.likeliest]) if share >= CLEAR else _("In three years it can come either way."),
        "ends": [
            {"name": str(ENDS[name]), "runs": count, "share": count / job.runs} for name, count in job.counts.items()
        ],
        "runs": job.runs,
        "range": _(
            "Openness after three years: in eight of ten runs from %(low)s to %(high)s.",
            low=percent(float(low)),
            high=percent(float(high)),
        ),
    }


def fans(job: OwnRuns, before: Mapping[str, float]) -> list[dict[str, Any]]:
    """Return the fan of each measure over the months, from its value before the first."""
    return [_fan(job.values[:, :, position], name, before[name]) for position, name in enumerate(SHOWN)]


def _fan(values: NDArray[np.float64], name: str, before: float) -> dict[str, Any]:
    mean, (low, high) = mean_known(values, axis=0), eight_of_ten(values[None])
    return {
        "title": str(SHOWN[name]),
        "low": 0.0,
        "high": 1.0,
        "lines": [
            {
                "name": _("mean"),
                "meaning": _(BY_NAME[name].meaning),
                "values": [rounded(before, SENT), *(rounded(value, SENT) for value in mean.tolist())],
                "lows": [rounded(before), *map(rounded, low[0].tolist())],
                "highs": [rounded(before), *map(rounded, high[0].tolist())],
            }
        ],
    }
