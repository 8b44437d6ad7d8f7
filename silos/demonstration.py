"""What ``silos demo`` computes: one real system, two ways it can go, and the map of its end states."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from scenarios import Scenario, load
from silos.playing import Played, Progress, play
from silos.summary import mean
from sim.arrays import Floats
from sim.engine import batches
from sim.measures import COLUMNS
from sim.system import RunSpec

if TYPE_CHECKING:
    import pandas as pd

SCENARIO = "greater-manchester-2015"
SCARCITY, HISTORY = "resources.scarcity", "history.trust"

SCARCITIES = np.arange(0, 9) / 10
HISTORIES = np.arange(2, 9) / 10
SEEDS_A_CELL = 24
SEEDS_A_WAY = 200
WANT = 2.0
"""How many times the scarcity of the scenario the second way has."""


@dataclass(frozen=True, eq=False)
class Demonstration:
    """Two plays of a scenario, and a sweep over scarcity and history around them.

    ends        (histories, scarcities, seeds, measures) of the last month
    """

    plenty: Played
    want: Played
    ends: Floats
    scarcities: Floats
    histories: Floats

    @property
    def seeds(self) -> int:
        """Runs in each cell of the map."""
        return self.ends.shape[2]

    @property
    def runs(self) -> int:
        """Runs in the whole map."""
        return int(np.prod(self.ends.shape[:3]))

    @property
    def openness(self) -> Floats:
        """(histories, scarcities) mean at the end."""
        return self._mean("openness")

    @property
    def race_share(self) -> Floats:
        """(histories, scarcities) mean at the end; NaN where nobody acts in any run."""
        return self._mean("race_share")

    @property
    def history(self) -> float:
        """Mean trust at the start in both ways."""
        return float(self.plenty.scenario.parameters.history.trust)

    def scarcity_of(self, way: Played) -> float:
        """The scarcity that a way has."""
        return float(way.scenario.parameters.resources.scarcity)

    @property
    def finding(self) -> str:
        """What the second way shows, in one line."""
        stopped = 1 - mean(self.want.of("openness")[:, -1])
        races = mean(self.want.of("race_share")[:, -1])
        rest = (
            f"yet {races:.0%} of those that do are races"
            if races > 0.5
            else f"and only {races:.0%} of those that do are races"
        )
        return f"Silos come quietly: at twice the scarcity {stopped:.0%} of possible dealings do not happen, {rest}"

    def table(self) -> pd.DataFrame:
        """The map's runs, one a row: history, scarcity, seed, and the measures of the last month."""
        import pandas as pd

        heads = np.meshgrid(self.histories, self.scarcities, np.arange(self.seeds), indexing="ij")
        head = dict(zip((HISTORY, SCARCITY, "seed"), (each.ravel() for each in heads), strict=True))
        return pd.DataFrame({**head, **dict(zip(COLUMNS, self.ends.reshape(self.runs, -1).T, strict=True))})

    def _mean(self, measure: str) -> Floats:
        values = self.ends[..., COLUMNS.index(measure)]
        found = [[mean(cell) for cell in row] for row in values]
        return np.array(found)


def demonstrate(progress: Progress | None = None) -> Demonstration:
    """Play everything that the demonstration shows; the same numbers on any machine."""
    scenario = load(SCENARIO)
    specs = list(_cells(scenario))
    total = 2 * SEEDS_A_WAY + len(specs)

    def from_(before: int) -> Progress:
        return lambda done, _: progress(before + done, total) if progress else None

    scarcity = WANT * scenario.parameters.resources.scarcity
    plenty = play(scenario, seeds=SEEDS_A_WAY, progress=from_(0))
    want = play(scenario, set={SCARCITY: scarcity}, seeds=SEEDS_A_WAY, progress=from_(SEEDS_A_WAY))
    ends, done, told = np.empty((len(specs), len(COLUMNS))), 0, from_(2 * SEEDS_A_WAY)
    for positions, part in batches(specs):
        ends[positions] = part.end
        done += len(positions)
        told(done, total)
    shape = (len(HISTORIES), len(SCARCITIES), SEEDS_A_CELL, len(COLUMNS))
    return Demonstration(plenty, want, ends.reshape(shape), SCARCITIES, HISTORIES)


def _cells(scenario: Scenario) -> Iterator[RunSpec]:
    """The runs of the map: history by history, scarcity by scarcity, seed by seed."""
    for history in HISTORIES.tolist():
        for scarcity in SCARCITIES.tolist():
            system = scenario.system(set={SCARCITY: scarcity, HISTORY: history})
            for seed in range(SEEDS_A_CELL):
                yield RunSpec(system=system, seed=seed, months=scenario.months)
