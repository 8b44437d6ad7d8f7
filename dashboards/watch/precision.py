"""How far a stopping rule is, point by point."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from dashboards.report.page import table
from dashboards.report.wording import count
from experiments.outcomes.table import expressions_of, runs_with_outcomes
from experiments.run.stopping_rule import widths
from experiments.spec.experiment import Experiment
from results import Store

ROWS = 40
"""Most points that are listed, those with the widest intervals."""


@dataclass(frozen=True)
class Precision:
    """The state of a stopping rule: a sentence, and a table of its points as HTML, the widest interval first."""

    words: str
    points: str


def precision_so_far(experiment: Experiment, store: Store, name: str) -> Precision | None:
    """The state of an experiment's stopping rule by what is stored; None where it has none."""
    rule = experiment.until
    if rule is None:
        return None
    factors = [factor.name for factor in experiment.factors]
    columns = ["position", "scenario", "policy", *factors, rule.measure]
    runs = runs_with_outcomes(store, name, expressions_of(experiment), columns=list(dict.fromkeys(columns)))
    measured = widths(rule, runs)
    conditions = runs.drop_duplicates("position").set_index("position")
    varying = [column for column in ("scenario", "policy") if conditions[column].nunique() > 1] + factors
    narrow = int((measured["width"] <= rule.width).sum())
    words = (
        f"Stopping rule: the interval of {rule.measure} is {rule.width:g} wide or less at {narrow:,} of"
        f" {count(len(measured), 'point')}"
    )
    words += f", and at the widest {measured['width'].max():.3g}." if narrow < len(measured) else "."
    listed = measured.sort_values("width", ascending=False, kind="stable").head(ROWS)
    shown = conditions.loc[listed.index, varying].map(
        lambda value: f"{value:.4g}" if isinstance(value, float) else value
    )
    shown["runs"] = listed["runs"]
    shown["width of the interval"] = [f"{width:.3g}" for width in listed["width"]]
    shown["narrow enough"] = ["yes" if width <= rule.width else "no" for width in listed["width"]]
    return Precision(words, str(table(pd.DataFrame(shown))))


def _level(value: object) -> object:
    return f"{value:.4g}" if isinstance(value, float) else value
