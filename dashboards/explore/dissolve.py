"""Search for what would dissolve a silo: each intervention tried on forks of a run, with the same random numbers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dashboards.explore.background_jobs import Job
from dashboards.explore.charts import rounded
from dashboards.explore.interventions import INTERVENTIONS, Intervention
from dashboards.explore.setup import Setup
from dashboards.languages import _
from sim.engine import fork, measures, months
from sim.measures.regimes import ONE_SYSTEM, REGIMES, regime_of
from sim.state import State
from sim.system import RunSpec, System

FORKS = 20
"""Futures of each intervention; the first is the one that the run itself has."""
AHEAD = 120
"""Months that a future lasts, whatever the run's own end."""

OPTIONS: tuple[tuple[str, ...], ...] = (
    (),
    ("money-back",),
    ("meet-more",),
    ("enquiry",),
    ("meet-more", "enquiry"),
    ("forum",),
    ("forum", "enquiry"),
    ("pooling",),
    ("pooling-by-choice",),
    ("no-blame",),
    ("leaders-model",),
    ("all-leaders-leave",),
)
"""Interventions to try from next month on, alone or together; the first is to do nothing."""


@dataclass(frozen=True)
class Tried:
    """One option over the futures that are known."""

    kinds: tuple[str, ...]
    one_system: float
    """Share of futures that end as one system."""
    silos: float
    """Share that end in silos, or with everyone alone."""
    openness: float
    low: float
    high: float
    months: float
    """Median of months until it first was one system and stayed so; NaN where it never was."""
    cost: float
    """Mean outcome a month less that of doing nothing, over the futures."""


class Dissolving(Job):
    """Forks of one run in one month: every option under the same futures."""

    def __init__(self, setup: Setup, state: State, forks: int = FORKS, ahead: int = AHEAD) -> None:
        super().__init__()
        self.setup, self.state = setup, state.copy()
        self.forks, self.ahead = forks, ahead
        shape = (len(OPTIONS), forks)
        self.ends: NDArray[np.int64] = np.full(shape, -1)
        self.openness: NDArray[np.float64] = np.full(shape, np.nan)
        self.reached: NDArray[np.float64] = np.full(shape, np.nan)
        self.income: NDArray[np.float64] = np.full(shape, np.nan)
        self.known = 0
        """Futures that are known of every option."""
        self._played = 0

    @property
    def progress(self) -> float:
        return self._played / (len(OPTIONS) * self.forks)

    def work(self) -> None:
        systems = [self._system(kinds) for kinds in OPTIONS]
        for future in range(self.forks):
            for option, system in enumerate(systems):
                if self._stop.is_set():
                    return
                self._play(option, future, system)
                self._played += 1
            self.known = future + 1

    def _system(self, kinds: tuple[str, ...]) -> System:
        setup = self.setup
        for kind in kinds:
            setup = setup.with_intervention(Intervention(self.state.month + 1, kind))
        return setup.system

    def _play(self, option: int, future: int, system: System) -> None:
        """Play one future: the run's own random numbers first, then others."""
        seed = self.setup.seed + future
        begin = replace(fork(self.state, system), seed=seed)
        spec = RunSpec(system=system, seed=seed, months=begin.month + self.ahead)
        since, income, state = float("nan"), 0.0, begin
        for state in months(spec, state=begin, copy=False):
            income += float(state.income.mean())
            one = self._regime(state) == ONE_SYSTEM
            since = (since if since == since else state.month - begin.month) if one else float("nan")
        self.ends[option, future] = REGIMES.index(self._regime(state))
        self.openness[option, future] = measures(state)["openness"]
        self.reached[option, future] = since
        self.income[option, future] = income / self.ahead

    def _regime(self, state: State) -> str:
        return regime_of(measures(state), state.system.network.n)

    def tried(self) -> list[Tried]:
        """Return the options over the futures known of all, those that most often end as one system first."""
        if not self.known:
            return []
        options = [self._tried(option) for option in range(len(OPTIONS))]
        return sorted(options, key=lambda tried: (-tried.one_system, -tried.openness))

    def _tried(self, option: int) -> Tried:
        ends, openness = self.ends[option, : self.known], self.openness[option, : self.known]
        reached = self.reached[option, : self.known]
        low, high = np.quantile(openness, [0.1, 0.9])
        return Tried(
            kinds=OPTIONS[option],
            one_system=float((ends == REGIMES.index(ONE_SYSTEM)).mean()),
            silos=float((ends > REGIMES.index("in between")).mean()),
            openness=float(openness.mean()),
            low=float(low),
            high=float(high),
            months=float(np.median(reached[~np.isnan(reached)])) if (~np.isnan(reached)).any() else float("nan"),
            cost=float((self.income[option, : self.known] - self.income[0, : self.known]).mean()),
        )


def rows(job: Dissolving) -> list[dict[str, Any]]:
    """Return the table of a page: a row an option."""
    return [
        {
            "label": named(tried.kinds),
            "kinds": list(tried.kinds),
            "one_system": tried.one_system,
            "silos": tried.silos,
            "openness": rounded(tried.openness),
            "low": rounded(tried.low),
            "high": rounded(tried.high),
            "months": None if tried.months != tried.months else round(tried.months),
            "cost": rounded(tried.cost),
        }
        for tried in job.tried()
    ]


def named(kinds: tuple[str, ...]) -> str:
    """Return what an option is called."""
    return " + ".join(str(INTERVENTIONS[kind].label) for kind in kinds) or _("Nothing is done")
