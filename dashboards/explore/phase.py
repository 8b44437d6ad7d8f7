"""Map of two parameters over a box, and how runs end in each cell; it fills in from coarse to fine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

import numpy as np
from numpy.typing import NDArray

from dashboards.csv_text import csv_text
from dashboards.explore.background_jobs import Job
from dashboards.explore.charts import mean_known, rounded
from dashboards.explore.setup import Setup
from dashboards.explore.url_state import LONGEST, without_place
from dashboards.languages import _
from dashboards.languages.number_format import plain
from scenarios import ScenarioError
from scenarios.checking.form import allows
from sim.lanes import LANES
from sim.measures import COLUMNS
from sim.measures.regimes import REGIMES
from sim.parameters import PARAMETERS
from sim.system import RunSpec

SIDE = 16
SEEDS = LANES
"""Runs of a cell: as many as go side by side."""
SHORT, SEEDS_OF_SHORT = 36, 3 * LANES
"""Runs of up to three years take so little time that a cell has more of them."""
STRIDES = (8, 4, 2, 1)
SHOWN = ("openness", "race_share", "trust", "silos", "value_lost", "orientation")
AXES = tuple(name for name, parameter in PARAMETERS.items() if not parameter.structural and not parameter.choices)
"""The parameters one can lay along a side."""
RULES = 0.5
"""A kind of end rules where at least this share of the runs comes to it."""


class BadBox(ValueError):
    """A box that makes no map."""


@dataclass(frozen=True)
class Box:
    """Two parameters and the ranges to look at."""

    x: str = "resources.scarcity"
    y: str = "history.trust"
    x_range: tuple[float, float] = (0.0, 0.8)
    y_range: tuple[float, float] = (0.1, 0.9)

    def checked(self) -> Box:
        """This box; BadBox says what is wrong with it."""
        if self.x == self.y:
            raise BadBox(_("the two parameters of a map must be different ones"))
        for name, (low, high) in ((self.x, self.x_range), (self.y, self.y_range)):
            if name not in AXES:
                raise BadBox(_("there is no parameter “%(name)s” to lay along a side", name=name[:60]))
            parameter = PARAMETERS[name]
            if not (low < high and allows(parameter, low) and allows(parameter, high)):
                raise BadBox(
                    _(
                        "%(name)s from %(low)s to %(high)s: the range must lie in %(range)s and grow",
                        name=name,
                        low=plain(low),
                        high=plain(high),
                        range=parameter.range,
                    )
                )
        return self

    @property
    def written(self) -> str:
        """The box as an address says it."""
        (a, b), (c, d) = self.x_range, self.y_range
        return f"x={self.x}:{a!r}:{b!r}&y={self.y}:{c!r}:{d!r}"

    def usual(self, x: str, y: str) -> Box:
        """A box of two parameters over their usual ranges; what stays keeps its range."""

        def span(name: str, old: str, kept: tuple[float, float]) -> tuple[float, float]:
            if name == old:
                return kept
            low, high = PARAMETERS[name].usual
            return (low + 0.01 * (high - low) if PARAMETERS[name].low_excluded else low, high)

        return Box(x, y, span(x, self.x, self.x_range), span(y, self.y, self.y_range))

    def at(self, column: int, row: int) -> tuple[float, float]:
        """Values at the middle of a cell; row 0 is the lowest."""
        return _middle(self.x_range, column), _middle(self.y_range, row)


def _middle(span: tuple[float, float], cell: int) -> float:
    return round(span[0] + (span[1] - span[0]) * (cell + 0.5) / SIDE, 6)


class PhaseMap(Job):
    """One setup over a box."""

    def __init__(self, setup: Setup, box: Box) -> None:
        super().__init__()
        self.setup, self.box = setup, box.checked()
        self.order = _coarse_to_fine()
        self.values: NDArray[np.float64] = np.full((SIDE, SIDE, len(SHOWN)), np.nan)
        """[row, column, measure]: means over seeds."""
        self.shares: NDArray[np.float64] = np.full((SIDE, SIDE, len(REGIMES)), np.nan)
        """[row, column, kind of end]: share of the runs that come to it."""
        self.seeds = SEEDS_OF_SHORT if setup.months <= SHORT else SEEDS
        self.known = 0

    @property
    def progress(self) -> float:
        return self.known / len(self.order)

    def work(self) -> None:
        columns = [COLUMNS.index(name) for name in SHOWN]
        kinds: list[NDArray[np.int64]] = []
        ends: list[NDArray[np.float64]] = []
        for positions, results in self.played(self._specs(), series=False):
            kinds.append(results.regime.astype(int))
            ends.append(results.end[:, columns])
            if (positions[-1] + 1) % self.seeds == 0:
                column, row, _stride = self.order[positions[0] // self.seeds]
                self.shares[row, column] = np.bincount(np.concatenate(kinds), minlength=len(REGIMES)) / self.seeds
                self.values[row, column] = mean_known(np.concatenate(ends), axis=0)
                self.known += 1
                kinds, ends = [], []

    def point(self, column: int, row: int) -> Setup:
        """The setup of one cell."""
        x, y = self.box.at(column, row)
        return self.setup.with_value(self.box.x, x).with_value(self.box.y, y)

    def _specs(self) -> Iterator[RunSpec]:
        for column, row, _stride in self.order:
            spec = self.point(column, row).spec()
            yield from (RunSpec(system=spec.system, seed=seed, months=spec.months) for seed in range(self.seeds))

    def cells(self) -> list[dict[str, Any]]:
        """Return the known cells, each as large as the block it stands for so far; later ones lie over earlier ones."""
        cells = []
        now = self.order[self.known - 1][2] if self.known else 1
        widest = 2 * now if self.known < len(self.order) else 1
        for column, row, stride in self.order[: self.known]:
            share = self.shares[row, column]
            strongest = int(np.argmax(share))
            cells.append({
                "w": min(stride, widest),
                "c": column,
                "r": row,
                "end": REGIMES[strongest] if share[strongest] >= RULES else "",
                "shares": [round(float(part), 3) for part in share],
                "values": [rounded(float(value)) for value in self.values[row, column]],
            })  # fmt: skip
        return cells


def _coarse_to_fine() -> list[tuple[int, int, int]]:
    """(column, row, stride): every cell once, those that stand for large blocks first."""
    seen: set[tuple[int, int]] = set()
    order = []
    for stride in STRIDES:
        for row in range(0, SIDE, stride):
            for column in range(0, SIDE, stride):
                if (column, row) not in seen:
                    seen.add((column, row))
                    order.append((column, row, stride))
    return order


def valid(setup: Setup, box: Box) -> str:
    """Return why a map of this box cannot be made; empty where it can."""
    try:
        box.checked()
        for column, row in ((0, 0), (SIDE - 1, SIDE - 1)):
            x, y = box.at(column, row)
            setup.with_value(box.x, x).with_value(box.y, y).system  # noqa: B018 - raises where there is none
    except ScenarioError as error:
        return "; ".join(map(without_place, error.faults[:3]))
    except BadBox as error:
        return str(error)
    return ""


def read(query: str, setup: Setup) -> tuple[Box, list[str]]:
    """The box that an address asks for (``x`` and ``y``), and what was wrong with it."""
    given = {key: value.split(":") for key, value in parse_qsl(query.lstrip("?")[:LONGEST]) if key in ("x", "y")}
    if set(given) != {"x", "y"}:
        return Box(), []
    try:
        (x, a, b), (y, c, d) = given["x"], given["y"]
        box = Box(x, y, (float(a), float(b)), (float(c), float(d)))
    except ValueError:
        return Box(), [_("The address asks for a map in a way that cannot be read; this is the usual one.")]
    fault = valid(setup, box)
    if not fault:
        return box, []
    return Box(), [_("The address asks for a map that cannot be: %(fault)s; this is the usual one.", fault=fault)]


def as_csv(job: PhaseMap) -> str:
    """The cells that are known as a table."""
    header = [job.box.x, job.box.y, "runs", *(f"share_{name}" for name in REGIMES), *SHOWN]
    rows = ((*job.box.at(cell["c"], cell["r"]), job.seeds, *cell["shares"], *cell["values"]) for cell in job.cells())
    return csv_text(header, rows)
