"""Regret of policies over uncertain conditions."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from dashboards.languages.number_format import percent, within
from dashboards.report import pictures
from dashboards.report.figure import Picture, Section, Table, drawn
from dashboards.report.study import Study
from dashboards.report.wording import count, plainly
from experiments.analysis import regret_table


def section(study: Study) -> Section | None:
    """Regret, where several policies meet several conditions."""
    conditions = ["scenario", "point"]
    if len(study.policies) < 2 or study.histories or len(study.runs[conditions].drop_duplicates()) < 2:
        return None
    judged = [study.valued] + [name for name in ("openness", "value_lost") if name != study.valued]
    better = study.better
    regrets = (
        regret_table(study.runs, measure, conditions, more_is_better=better[measure] > 0)
        for measure in judged
        if measure in better
    )
    tables = [regret for regret in regrets if len(regret)][:2]
    if not tables:
        return None
    words = (
        "Regret is what a policy gives away, under one condition, against the policy that is best there. Over"
        f" {count(int(tables[0]['conditions'].max()), 'condition')} the policy with the least worst regret is the safe"
        " choice where nobody knows which condition will hold. Intervals are 95%, over seeds; chance makes every"
        " regret a little too large."
    )
    shown = [_table(table) for table in tables]
    return Section(
        "regret", "Regret over uncertain conditions", [words], [_picture(tables[0])], shown, _says(tables[0]), rank=2
    )


def _says(table: pd.DataFrame) -> str:
    first = table.iloc[0]
    worst = within(first["worst"], first["worst_low"], first["worst_high"])
    often = (
        "in every condition"
        if first["best"] == 1
        else f"in {percent(first['best'])} of the {first['conditions']} conditions"
    )
    return (
        f"Where nobody knows which condition will hold, **{first['policy']}** is the safest: its"
        f" {plainly(first['measure'])} is nowhere worse than the best policy's there by more than {worst}; it is the"
        f" best {often}."
    )


def _picture(table: pd.DataFrame) -> Picture:
    measure = plainly(table["measure"].iloc[0])

    def draw(axes: Axes) -> None:
        values = table.rename(columns={"worst": "value", "worst_low": "low", "worst_high": "high"})[
            ["value", "low", "high"]
        ]
        pictures.forest(axes, list(table["policy"]), values, f"regret in {measure}", colour=pictures.LINES[1])
        places = np.arange(len(table)) + 0.22
        axes.hlines(places, table["mean_low"], table["mean_high"], color=pictures.LINES[0], linewidth=2.4, alpha=0.5)
        axes.plot(table["mean"], places, "o", color=pictures.LINES[0], markersize=4)
        axes.plot([], [], "o", color=pictures.LINES[1], markersize=5, label="worst")
        axes.plot([], [], "o", color=pictures.LINES[0], markersize=4, label="mean")
        pictures.legend(axes)

    svg = drawn(
        draw,
        "worst-regret",
        height=max(1.7, 1.0 + 0.36 * len(table)),
        alt=f"Worst and mean regret in {measure} of each policy",
    )
    return Picture("worst-regret", f"Regret in {measure}", "Left is better.", svg, table)


def _table(table: pd.DataFrame) -> Table:
    measure = plainly(table["measure"].iloc[0])
    shown = pd.DataFrame(
        {
            "policy": table["policy"],
            "worst regret": [within(*row) for row in table[["worst", "worst_low", "worst_high"]].to_numpy()],
            "mean regret": [within(*row) for row in table[["mean", "mean_low", "mean_high"]].to_numpy()],
            "best in": table["best"].map(percent),
        }
    )
    return Table(
        f"regret-{measure.replace(' ', '-')}", f"Regret in {measure}", "Least worst regret first.", shown, table
    )
