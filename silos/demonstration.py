"""Data of ``silos demo``: one real system, two ways it can go, and the map of its end states, which is a sweep."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from experiments import load as experiment
from results import open_store
from scenarios import Scenario, load
from silos.simulate import Progress, ScenarioRuns, simulate
from silos.summary import finite_mean
from sim.arrays import Floats, Ints

if TYPE_CHECKING:
    import pandas as pd

SCENARIO = "greater-manchester-2015"
EXPERIMENT = "greater-manchester-map"
"""The sweep behind the map, over scarcity and history."""
SCARCITY, HISTORY = "resources.scarcity", "history.trust"
SEEDS_A_WAY = 200
WANT = 2.0
"""How many times the scarcity of the scenario the second way has."""


@dataclass(frozen=True, eq=False)
class Demonstration:
    """Two ways of a scenario, and a sweep over scarcity and history around them.

    swept  one row a run of the sweep: its scarcity, its history, and the measures of its last month
    """

    plenty: ScenarioRuns
    want: ScenarioRuns
    swept: pd.DataFrame

    @property
    def seeds(self) -> int:
        """Runs in each cell of the map."""
        return int(self.swept.groupby([HISTORY, SCARCITY]).size().max())

    @property
    def scarcities(self) -> Floats:
        """The columns of the map, from left to right."""
        return np.unique(self.swept[SCARCITY])

    @property
    def histories(self) -> Floats:
        """The rows of the map, from below."""
        return np.unique(self.swept[HISTORY])

    def cells(self, measure: str) -> Floats:
        """(histories, scarcities) mean at the end; NaN where no run of a cell has a value."""
        return self.swept.pivot_table(measure, HISTORY, SCARCITY, "mean", dropna=False).to_numpy(dtype=float)

    @property
    def ends(self) -> Ints:
        """(histories, scarcities) the most frequent end of a cell's runs, by position in REGIMES."""
        most = self.swept.groupby([HISTORY, SCARCITY])["regime"].agg(lambda regimes: regimes.mode().iloc[0])
        return most.unstack(SCARCITY).to_numpy(dtype=np.int64)

    @property
    def history(self) -> float:
        """Mean trust at the start in both ways."""
        return float(self.plenty.scenario.parameters.history.trust)

    def scarcity_of(self, way: ScenarioRuns) -> float:
        """The scarcity that a way has."""
        return float(way.scenario.parameters.resources.scarcity)

    @property
    def finding(self) -> str:
        """The finding of the second way, in one line."""
        stopped = 1 - finite_mean(self.want.of("openness")[:, -1])
        races = finite_mean(self.want.of("race_share")[:, -1])
        rest = (
            f"yet {races:.0%} of those that do are races"
            if races > 0.5
            else f"and only {races:.0%} of those that do are races"
        )
        return f"Silos come quietly: at twice the scarcity {stopped:.0%} of possible dealings do not happen, {rest}"


def demonstrate(store: str, progress: Progress | None = None) -> Demonstration:
    """The sweep as a store has it, and two ways of the scenario; the same numbers on any machine."""
    with open_store(store, make=False) as opened:
        swept = opened.runs(experiment(EXPERIMENT).name, columns=[HISTORY, SCARCITY, "seed", "openness", "regime"])
    scenario = load(SCENARIO)

    def way(number: int, scenario: Scenario) -> ScenarioRuns:
        def told(done: int, _: int) -> None:
            if progress:
                progress(number * SEEDS_A_WAY + done, 2 * SEEDS_A_WAY)

        return simulate(scenario, seeds=SEEDS_A_WAY, progress=told)

    want = scenario.with_settings({SCARCITY: WANT * scenario.parameters.resources.scarcity})
    return Demonstration(way(0, scenario), way(1, want), swept)
