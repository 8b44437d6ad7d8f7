"""Two experiments or policies side by side."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from rich.table import Table

from experiments import stored
from experiments.analysis import means, paired_differences
from experiments.design import design
from results import MEASURE_COLUMNS, Store
from results.queries import unknown

OF_POINTS = {"experiment", "point", "position", "policy", "scenario"}


def compared(store: Store, one: str, other: str, measures: Sequence[str] | None = None) -> pd.DataFrame:
    """Means of both, and what the other changes against the one.

    Runs are paired that share seed, scenario and the values of all factors that both experiments vary; where one side
    has several such runs their mean is taken.  The interval, 95 %, is over what is independent evidence: the seeds,
    which conditions that are given share, or the conditions, where they are drawn from ranges.

    one, other  ``EXPERIMENT`` or ``EXPERIMENT:POLICY``
    measures    None means those that the experiments ask for
    returns     columns measure, one, other, difference, low, high, units (seeds or conditions); the last four empty
                where nothing pairs
    """
    sides = [_Side(store, one), _Side(store, other)]
    chosen = list(dict.fromkeys(measures or [name for side in sides for name in side.measures]))
    for name in chosen:
        if name not in MEASURE_COLUMNS:
            raise unknown("measure", name, MEASURE_COLUMNS)
    shared = [name for name in sides[0].factors if name in sides[1].factors]
    frame = pd.concat(
        [side.runs([*shared, *chosen]).assign(side=which) for which, side in zip(("one", "other"), sides, strict=True)],
        ignore_index=True,
    )
    table = means(frame, ["side"], chosen).pivot(index="measure", columns="side", values="mean")
    table = table.reindex(index=chosen, columns=["one", "other"])
    unit, within = ["seed"], ["scenario", *shared]
    if any(side.sampled for side in sides):
        unit, within = within, unit
    pairs = paired_differences(frame, "one", chosen, unit=unit, within=within, on="side")
    found = pairs.rename(columns={"pairs": "units"}).set_index("measure")[["difference", "low", "high", "units"]]
    return table.join(found).rename_axis(None, axis=1).reset_index()


class _Side:
    """The runs of an experiment or of one of its policies."""

    def __init__(self, store: Store, asked: str) -> None:
        self._store = store
        name, _, self._policy = asked.partition(":")
        self._told = store.experiment(name)
        self._asked = stored(self._told.spec, self._told.name)
        self._points = store.points(self._told.id)
        self.factors = [name for name in self._points.columns if name not in OF_POINTS]
        if self._policy and self._policy not in set(self._points["policy"]):
            raise unknown("policy", self._policy, sorted(set(self._points["policy"])))

    @property
    def measures(self) -> Sequence[str]:
        """What the experiment asks for."""
        return self._asked.measures

    @property
    def sampled(self) -> bool:
        """Whether its conditions are drawn from ranges."""
        return design(self._asked).sampled

    def runs(self, columns: Sequence[str]) -> pd.DataFrame:
        frame = self._store.runs(self._told.id, columns=["policy", "scenario", "seed", *columns])
        return frame[frame["policy"] == self._policy] if self._policy else frame


def drawn(table: pd.DataFrame) -> Table:
    """The comparison as a table in the terminal."""
    made = Table("measure", box=None, pad_edge=False)
    for name in ("one", "other", "difference", "from", "to", "units"):
        made.add_column(name, justify="right", no_wrap=True)
    numbers = table.drop(columns="measure").to_numpy(dtype=float)
    for measure, (one, other, *gap, units) in zip(table["measure"], numbers, strict=True):
        made.add_row(measure, _number(one), _number(other), *(_number(each, "+") for each in gap), _number(units, ","))
    return made


def _number(value: float, sign: str = "") -> str:
    return "-" if pd.isna(value) else format(value, f"{sign}.4g")
