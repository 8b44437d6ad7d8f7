"""Policies compared under the same luck."""

from __future__ import annotations

import pandas as pd

from dashboards.report import pictures
from dashboards.report.figure import Picture, Section, Table, drawn
from dashboards.report.study import Study
from dashboards.report.words import change, count, percent, plainly, within
from experiments.analysis import BETTER, means, paired_differences

UNIT = "where"
"""A condition: a point of the design in a scenario."""


def section(study: Study) -> Section | None:
    if len(study.policies) < 2:
        return None
    runs = study.runs.assign(where=study.runs["scenario"] + "/" + study.runs["point"].astype(str))
    several = runs[UNIT].nunique() > 1
    table = paired_differences(runs, study.baseline, study.measures, unit=[UNIT] if several else ["seed"])
    table["policy"] = pd.Categorical(table["policy"], study.policies, ordered=True)
    table = table.sort_values(
        ["measure", "policy"], key=lambda each: each.map(study.measures.index) if each.name == "measure" else each
    )
    unit = (
        f"{count(runs[UNIT].nunique(), 'condition')}, each the mean of its runs"
        if several
        else f"{count(runs['seed'].nunique(), 'seed')}"
    )
    words = (
        f"Differences against **{study.baseline}**, paired over {unit}: both sides of a pair meet the same luck, so what is left is the "
        "policy. Bars are 95 % bootstrap intervals; where one crosses zero, the difference could be none."
    )
    made = [_picture(study, table, measure) for measure in study.measures[:6]]
    return Section(
        "policies", "Policies compared", [words], made, [_table(study, runs, table)], _says(study, table), rank=1
    )


def best(study: Study, table: pd.DataFrame) -> pd.DataFrame:
    """Differences in the measure by which policies are judged, the best first."""
    judged = table[table["measure"] == study.valued]
    return judged.sort_values("difference", ascending=BETTER.get(study.valued, 1) < 0, kind="stable")


def _says(study: Study, table: pd.DataFrame) -> str:
    ranked = best(study, table)
    first = ranked.iloc[0]
    measure, sign = plainly(study.valued), BETTER.get(study.valued, 1)
    told = change(first["difference"], first["low"], first["high"])
    if sign * first["difference"] <= 0 or min(sign * first["low"], sign * first["high"]) <= 0:
        return f"No policy is better than {study.baseline} for {measure} beyond doubt; the best of the others is {first['policy']} with {told}."
    beside = next(name for name in ("race_share", "openness") if name != study.valued)
    other = table[(table["measure"] == beside) & (table["policy"] == first["policy"])].iloc[0]
    words = f"{first['policy']} does most for {measure}: {told} against {study.baseline}, with {plainly(beside)} {change(other['difference'], other['low'], other['high'])}"
    if len(ranked) > 1:
        second = ranked.iloc[1]
        words += f"; next comes {second['policy']} with {change(second['difference'], second['low'], second['high'])}"
    return words + "."


def _picture(study: Study, table: pd.DataFrame, measure: str) -> Picture:
    mine = table[table["measure"] == measure]
    values = mine.rename(columns={"difference": "value"})
    name = f"policies-{measure.replace('_', '-')}"
    label = f"difference in {plainly(measure)}"
    svg = drawn(
        lambda axes: pictures.forest(axes, list(mine["policy"].astype(str)), values, label), name,
        height=max(1.5, 0.8 + 0.34 * len(mine)), alt=f"Dots with intervals: {label} of each policy against {study.baseline}",
    )  # fmt: skip
    return Picture(name, f"{plainly(measure).capitalize()} against {study.baseline}", "", svg, mine)


def _table(study: Study, runs: pd.DataFrame, table: pd.DataFrame) -> Table:
    levels = means(runs, ["policy"], study.measures).set_index(["policy", "measure"])
    rows = []
    for policy in study.policies:
        row = {"policy": policy}
        for measure in study.measures[:5]:
            known = levels.loc[(policy, measure)]
            row[plainly(measure)] = within(known["mean"], known["low"], known["high"])
            mine = table[(table["policy"] == policy) & (table["measure"] == measure)]
            if len(mine) and measure == study.valued:
                row[f"against {study.baseline}"] = change(*mine.iloc[0][["difference", "low", "high"]])
                row["pairs in which it is higher"] = percent(mine.iloc[0]["higher"])
            elif measure == study.valued:
                row[f"against {study.baseline}"] = row["pairs in which it is higher"] = "–"
        rows.append(row)
    shown = pd.DataFrame(rows)
    caption = f"Means over runs with 95 % intervals; the difference is in {plainly(study.valued)}."
    data = table.drop(columns="higher").assign(higher=table["higher"])
    return Table("policy-table", "Policies and what they come to", caption, shown, data)
