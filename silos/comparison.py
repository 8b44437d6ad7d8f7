"""Two experiments or policies side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
from rich.table import Table

from dashboards.languages.number_format import number, signed
from experiments import load_stored
from experiments.analysis import paired_differences
from experiments.analysis.averaging import condition_means
from experiments.analysis.experimental_units import BLOCKS, SEEDS, unit_of, with_blocks
from experiments.outcomes.expression import Expression
from experiments.outcomes.table import expressions_of, runs_with_outcomes
from experiments.spec.design import Design, design
from results import MEASURE_COLUMNS, Store, StoreError
from results.queries import unknown_name
from results.run_ends import refuse_mixing

DIGITS = 3
"""Decimals of the printed comparison."""

OF_POINTS = {"experiment", "point", "position", "policy", "scenario"}


def compare_sides(store: Store, one: str, other: str, measures: Sequence[str] | None = None) -> pd.DataFrame:
    """Return the means of both over the same pairs of runs, and what the other changes against the one.

    Runs are paired that share seed, scenario and the values of all factors that both experiments vary; where one side
    has several such runs (under several policies, say) their mean is taken, of seeds that all of these have.  Pairs are
    averaged under each condition, then conditions (``experiments.analysis.averaging``): the difference is that of the
    two means.  The interval, 95%, is over what is independent evidence: the seeds, which conditions that are given
    share, or the conditions drawn from ranges, those of one sample together.

    one, other  ``EXPERIMENT`` or ``EXPERIMENT:POLICY``
    measures    None means those that the experiments ask for
    returns     columns measure, one, other, difference, low, high, units (seeds, conditions or samples); where nothing
                pairs the means are each side's own, and the last four are empty

    Raises MixedModels where the two were made with different versions of the model.
    """
    sides = [_Side(store, one), _Side(store, other)]
    refuse_mixing({one: sides[0].model_version, other: sides[1].model_version})
    chosen = list(dict.fromkeys(measures or [name for side in sides for name in side.measures]))
    outcomes = _own_outcomes(sides)
    for name in chosen:
        if name not in MEASURE_COLUMNS and name not in outcomes:
            raise unknown_name("measure", name, [*MEASURE_COLUMNS, *outcomes])
    shared = [name for name in sides[0].factors if name in sides[1].factors]
    if sides[0].id == sides[1].id:
        shared = ["point"]  # two drawn points may have the same values
    runs = [_whole(side.runs(shared, chosen, outcomes), ["scenario", *shared]) for side in sides]
    frame = pd.concat([side_runs.assign(side=name) for name, side_runs in zip(("one", "other"), runs, strict=True)])
    own = pd.DataFrame({name: condition_means(frame, ["side"], name) for name in chosen}).T
    drawn = [side_runs for side_runs, side in zip(runs, sides, strict=True) if unit_of(side_runs, side.design) != SEEDS]
    unit, within = SEEDS, ["scenario", *shared]
    if drawn:
        frame = _in_blocks_of(drawn[0], frame, within)
        unit, within = BLOCKS, [*shared, *SEEDS]
    pairs = paired_differences(frame, "one", chosen, unit=unit, within=within, on="side")
    paired = pairs.rename(columns={"pairs": "units"}).set_index("measure").drop(columns=["side", "higher"])
    table = paired.reindex(index=chosen, columns=["one", "other", "difference", "low", "high", "units"])
    return table.fillna(own).rename_axis("measure").reset_index()


def _own_outcomes(sides: Sequence[_Side]) -> dict[str, Expression]:
    """Return the outcomes that either side defines; what one defines is worked out for both."""
    outcomes: dict[str, Expression] = {}
    for side in sides:
        for name, expression in side.outcomes.items():
            if outcomes.setdefault(name, expression).text != expression.text:
                raise StoreError(
                    f"{name!r} is {outcomes[name].text!r} in one experiment and {expression.text!r} in the other: "
                    "give one of them another name"
                )
    return outcomes


def _whole(runs: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Return the runs of those seeds that all of a side's conditions of one key have: no mean over other ones."""
    conditions = runs.groupby([*keys], observed=True)["position"].transform("nunique")
    there = runs.groupby([*keys, "seed"], observed=True)["position"].transform("nunique")
    return runs[there == conditions]


def _in_blocks_of(drawn: pd.DataFrame, frame: pd.DataFrame, conditions: list[str]) -> pd.DataFrame:
    """The runs under conditions that a side drew, each in the block that its condition has there."""
    blocks = drawn.drop_duplicates(conditions)[[*conditions, "block"]]
    return frame.drop(columns="block").merge(blocks, on=conditions)


class _Side:
    """The runs of an experiment or of one of its policies."""

    def __init__(self, store: Store, asked: str) -> None:
        self._store = store
        name, _, self._policy = asked.partition(":")
        self._told = store.experiment(name)
        self.model_version = self._told.model_version
        self._asked = load_stored(self._told.spec, self._told.name, self.model_version)
        self._points = store.points(self._told.id)
        self.factors = [name for name in self._points.columns if name not in OF_POINTS]
        if self._policy and self._policy not in set(self._points["policy"]):
            raise unknown_name("policy", self._policy, sorted(set(self._points["policy"])))

    @property
    def measures(self) -> Sequence[str]:
        """The measures that the experiment asks for."""
        return self._asked.measures

    @property
    def id(self) -> str:
        """Of the experiment."""
        return str(self._told.id)

    @property
    def design(self) -> Design:
        return design(self._asked)

    @property
    def outcomes(self) -> dict[str, Expression]:
        """The outcomes that the experiment defines."""
        return expressions_of(self._asked)

    def runs(self, shared: Sequence[str], measures: Sequence[str], outcomes: Mapping[str, Expression]) -> pd.DataFrame:
        """Those that are done, with their places in the design."""
        factors = [name for name in shared if name in self.factors]
        own = ["position", "policy", "scenario", "seed"]
        columns = [*own, *factors, *measures]
        runs = runs_with_outcomes(self._store, self._told.id, outcomes, columns=columns)
        frame = with_blocks(runs, self.design)
        return frame[frame["policy"] == self._policy] if self._policy else frame


def comparison_table(compared: pd.DataFrame) -> Table:
    """The comparison as a table in the terminal."""
    table = Table("measure", box=None, pad_edge=False)
    for name in ("one", "other", "difference", "from", "to", "units"):
        table.add_column(name, justify="right", no_wrap=True)
    numbers = compared.drop(columns="measure").to_numpy(dtype=float)
    for measure, (one, other, *gap, units) in zip(compared["measure"], numbers, strict=True):
        gaps = (signed(value, DIGITS) for value in gap)
        table.add_row(measure, number(one, DIGITS), number(other, DIGITS), *gaps, number(units, 0))
    return table
