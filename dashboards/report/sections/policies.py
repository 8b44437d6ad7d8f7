"""Policies compared with the same random numbers."""

from __future__ import annotations

import pandas as pd

from dashboards.languages.number_format import change, percent, within
from dashboards.report import pictures
from dashboards.report.figure import Picture, Section, Table, drawn
from dashboards.report.study import Study
from dashboards.report.wording import plainly
from experiments.analysis import means, paired_differences
from experiments.analysis.averaging import shared_conditions

PAIR = ("scenario", "point", "seed")
"""What the two runs of a pair share."""

PICTURES = 6

COLUMNS = 3
"""Measures in the table; the data hold all."""


def section(study: Study) -> Section | None:
    """Policies against the first one, where there are several."""
    if len(study.policies) < 2:
        return None
    table = differences(study)
    pairs = "each averaged over the conditions" if study.unit == ["seed"] else "each averaged over its runs"
    words = (
        f"Differences against **{study.baseline}** between runs with the same random numbers, so what is left is"
        " the policy;"
        f" over {study.units}" + (f", {pairs}" if study.points > 1 or len(study.scenarios) > 1 else "") + "."
        " Lines are 95% intervals; where one crosses zero, there may be no difference."
    )
    drawn = [
        _picture(study, table, measure) for measure in study.measures[:PICTURES] if (table["measure"] == measure).any()
    ]
    says = "" if study.histories else _says(study, table)
    return Section("policies", "Policies compared", [words], drawn, [_table(study, table)], says, rank=1)


def differences(study: Study) -> pd.DataFrame:
    """Of each policy against the first, in each measure, both in the order of the experiment."""
    within = [name for name in PAIR if name not in study.unit]
    table = paired_differences(study.runs, study.baseline, study.measures, unit=study.unit, within=within)
    table["policy"] = pd.Categorical(table["policy"], study.policies, ordered=True)
    order = study.measures.index
    return table.sort_values(
        ["measure", "policy"],
        key=lambda column: column.map(order) if column.name == "measure" else column,
        ignore_index=True,
    )


def _says(study: Study, table: pd.DataFrame) -> str:
    """Name the policy that does most for the measure by which they are judged, and say whether that is beyond doubt."""
    measure, sign = plainly(study.valued), study.better.get(study.valued, 1)
    ranked = table[table["measure"] == study.valued].sort_values("difference", ascending=sign < 0, kind="stable")
    if ranked.empty:
        return ""
    first, base = ranked.iloc[0], study.baseline
    words = _told(first)
    if not min(sign * first["low"], sign * first["high"]) > 0:
        worse = max(sign * first["low"], sign * first["high"]) < 0
        how = "All others do worse" if worse else "None does better beyond doubt"
        return f"{how} than **{base}** for {measure}; the best of them is **{first['policy']}** with {words}."
    beside = "race_share" if study.valued != "race_share" else "openness"
    other = table[(table["measure"] == beside) & (table["policy"] == first["policy"])]
    words = f"Policy **{first['policy']}** does most for {measure}: {words} against **{base}**"
    words += "".join(f", and {plainly(beside)} {_told(row)}" for _, row in other.iterrows())
    if len(ranked) > 1:
        words += f". Next comes **{ranked.iloc[1]['policy']}** with {_told(ranked.iloc[1])}"
    return words + "."


def _told(row: pd.Series) -> str:
    return change(row["difference"], row["low"], row["high"])


def _picture(study: Study, table: pd.DataFrame, measure: str) -> Picture:
    rows = table[table["measure"] == measure]
    values = rows.rename(columns={"difference": "value"})
    name = f"policies-{measure.replace('_', '-')}"
    label = f"difference in {plainly(measure)}"
    svg = drawn(
        lambda axes: pictures.forest(axes, list(rows["policy"].astype(str)), values, label),
        name,
        height=max(1.5, 0.8 + 0.34 * len(rows)),
        alt=f"Dots with intervals: {label} of each policy against {study.baseline}",
    )
    return Picture(name, f"{plainly(measure).capitalize()} against {study.baseline}", "", svg, rows)


def _table(study: Study, table: pd.DataFrame) -> Table:
    compared = shared_conditions(study.runs, "policy")
    levels = means(compared, ["policy"], study.measures, unit=study.unit)
    known = {(row["policy"], row["measure"]): row for _, row in levels.iterrows()}
    gaps = {row["policy"]: row for _, row in table[table["measure"] == study.valued].iterrows()}
    shown = list(dict.fromkeys([*study.measures[:COLUMNS], study.valued]))
    rows = []
    for policy in study.policies:
        row = {"policy": policy}
        for measure in shown:
            at = known.get((policy, measure))
            row[plainly(measure)] = "–" if at is None else within(at["mean"], at["low"], at["high"])
            if measure == study.valued:
                row[f"against {study.baseline}"] = _told(gaps[policy]) if policy in gaps else "–"
                row["how often higher"] = percent(gaps[policy]["higher"]) if policy in gaps else "–"
        rows.append(row)
    caption = (
        f"Means with 95% intervals over {study.units}, every condition weighing the same; the difference, and in how"
        f" many pairs of runs it is above zero, is in {plainly(study.valued)}."
    )
    if len(compared) < len(study.runs):
        caption += " The means are over those conditions alone of which every policy has runs."
    return Table("policy-table", "Policies and what they come to", caption, pd.DataFrame(rows), table)
