"""Discovery in a stored experiment: under which conditions does something happen?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from experiments.errors import ExperimentError
from experiments.outcomes.expression import Condition, ExpressionError, parse_condition
from experiments.outcomes.table import expressions_of, runs_with_outcomes
from experiments.run.result import Place, SweepResult, open_place
from experiments.run.stored import find_stored
from experiments.spec.design import design
from experiments.spec.experiment import Experiment
from experiments.spec.loader import load_stored
from results import MEASURE_COLUMNS
from results.run_ends import NEEDED
from results.urls import DEFAULT
from scenarios.errors import Fault

if TYPE_CHECKING:
    from experiments.analysis.scenario_discovery import DiscoveredBox

NOT_ONE = "no longer one system"
"""What is looked for where nothing is said."""


@dataclass(frozen=True)
class Discovery:
    """Discovered conditions of the runs of one policy in one scenario.

    where       what was looked for
    policy, scenario   empty where there is one alone
    share       of conditions, each counting the same, in which it happens
    conditions  how many there are
    boxes       ``DiscoveredBox``, the first one first
    tree        boxes of a classification tree (``analysis.conditions``), learnt on half and measured on the other
    """

    where: str
    policy: str
    scenario: str
    share: float
    conditions: int
    boxes: Sequence[DiscoveredBox]
    tree: pd.DataFrame

    @property
    def table(self) -> pd.DataFrame:
        """One row a box and limit (``analysis.boxes_table``)."""
        from experiments.analysis.scenario_discovery import boxes_table

        return boxes_table(self.boxes)

    def __str__(self) -> str:
        case = ", ".join(name for name in (self.policy, self.scenario) if name)
        under = f"under {case}, " if case else ""
        if not self.boxes:
            why = "no box of conditions stands out" if 0.0 < self.share < 1.0 else "there is nothing to tell apart"
            return f"{under}{self.where}: in {self.share:.0%} of {self.conditions:,} conditions; {why}"
        first = self.boxes[0]
        return (
            f"{under}{self.where} where {first.words}: {first.coverage:.0%} of all such runs lie there, and "
            f"{first.density:.0%} of the runs there are such ({self.share:.0%} of all)"
        )


def discover(
    experiment: str | SweepResult, where: str | None = None, store: Place = DEFAULT, *, tree: bool = True
) -> list[Discovery]:
    """Discover under which conditions something happens in a stored experiment, policy by policy.

    experiment  a stored one by file, name or id, or what ``silos.sweep`` gave
    where       a condition on measures at the end and own outcomes, such as "openness < 0.25"; where nothing is said:
                that a run did not end as one system
    store       an open store or its address
    tree        whether to grow a classification tree too
    returns     one discovery for each policy in each scenario; printed, a sentence

    Raises ExperimentError where the condition makes no sense or nothing varies, StoreError for trouble with the store.
    """
    with open_place(experiment.store if isinstance(experiment, SweepResult) else store) as there:
        if isinstance(experiment, SweepResult):
            asked, id = experiment.experiment, experiment.id
        else:
            kept, _ = find_stored(there, experiment)
            asked, id = load_stored(kept.spec, kept.name, kept.model_version), kept.id
        condition = _condition(asked, where)
        factors = [factor.name for factor in asked.factors]
        if not factors:
            raise ExperimentError([Fault(file=asked.name, message="nothing varies: an experiment needs [[factors]]")])
        own = expressions_of(asked)
        named = list(condition.columns.values()) if condition else list(NEEDED)
        columns = list(dict.fromkeys(["policy", "scenario", "position", "seed", *NEEDED, *factors, *named]))
        runs = runs_with_outcomes(there, id, own, columns=columns)
    return list(_discoveries(asked, runs, factors, condition, tree))


def _condition(asked: Experiment, where: str | None) -> Condition | None:
    if where is None:
        return None
    try:
        return parse_condition(where, [*MEASURE_COLUMNS, *(entry.name for entry in asked.file.outcomes)])
    except ExpressionError as error:
        fault = Fault(
            file="--where",
            name=error.part or where,
            message=error.message,
            allowed=error.allowed,
            nearest=error.nearest,
        )
        raise ExperimentError([fault]) from None


def _discoveries(
    asked: Experiment, runs: pd.DataFrame, factors: list[str], condition: Condition | None, tree: bool
) -> Iterator[Discovery]:
    from experiments.analysis import conditions, discover, siloed
    from experiments.analysis.experimental_units import with_blocks

    runs = with_blocks(runs, design(asked))
    several = runs["policy"].nunique() > 1, runs["scenario"].nunique() > 1
    for (policy, scenario), case in runs.groupby(["policy", "scenario"], sort=False, observed=True):
        ends = siloed(case) if condition is None else _reached(condition, case)
        known, reached = case[ends.notna()], ends[ends.notna()].astype(bool)
        means = reached.groupby(known["point"]).mean()
        varied = [name for name in factors if known[name].astype(str).nunique() > 1]
        numbers = [name for name in varied if pd.api.types.is_numeric_dtype(known[name])]
        grown = tree and len(numbers) > 0 and known["point"].nunique() >= 16
        yield Discovery(
            where=condition.text if condition else NOT_ONE,
            policy=str(policy) if several[0] else "",
            scenario=str(scenario) if several[1] else "",
            share=float(means.mean()) if len(means) else np.nan,
            conditions=len(means),
            boxes=discover(known, varied, reached),
            tree=conditions(known, numbers, reached, unit="block") if grown else pd.DataFrame(),
        )


def _reached(condition: Condition, runs: pd.DataFrame) -> pd.Series:
    """Tell of each run whether the condition holds; empty where a measure that it names is."""
    columns = list(condition.columns.values())
    table = {name: runs[name].to_numpy(dtype=float) for name in columns}
    return pd.Series(condition(table).astype(float), index=runs.index).where(runs[columns].notna().all(axis=1))
