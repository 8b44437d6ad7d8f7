"""How runs end."""

from __future__ import annotations

import pandas as pd

from dashboards.report import pictures
from dashboards.report.figure import Picture, Section, Table, drawn
from dashboards.report.study import Study
from dashboards.report.words import count, percent_within
from experiments.analysis import MEANINGS, end_shares


def section(study: Study) -> Section:
    overall = end_shares(study.runs)
    shown = pd.DataFrame(
        {
            "end": overall["end"].astype(str),
            "what it means": overall["end"].map(MEANINGS).astype(str),
            "runs": overall["ended"],
            "share of runs": [percent_within(*each) for each in overall[["share", "low", "high"]].to_numpy()],
        }
    )
    table = Table(
        "ends",
        "Four ends",
        "Shares of all runs, with 95 % intervals. The thresholds are assumptions, stated here.",
        shown,
        overall,
    )
    words = (
        "How often each end comes about depends on the conditions that were chosen: read the shares beside the design."
    )
    return Section("ends", "How runs end", [words], _pictures(study), [table], _says(study, overall), rank=8)


def _says(study: Study, overall: pd.DataFrame) -> str:
    found = overall.set_index("end")
    silos, race = (percent_within(*found.loc[name, ["share", "low", "high"]]) for name in ("siloed", "race"))
    among = "" if study.single and not study.factors else " over all conditions studied"
    return f"Of {count(int(overall['runs'].iloc[0]), 'run')}{among}, {silos} end siloed and {race} in an open race."


def _pictures(study: Study) -> list[Picture]:
    made = []
    if not study.single:
        column = study.runs["policy"] if len(study.policies) > 1 else study.runs["scenario"]
        if len(study.policies) > 1 and len(study.scenarios) > 1:
            column = column + ", " + study.runs["scenario"]
        order = [name for name, _ in study.cases()]
        made.append(
            _bars(
                study.runs.assign(case=pd.Categorical(column, order, ordered=True)),
                "case",
                "policy" if study.policies else "scenario",
            )
        )
    if study.grid:
        made += [_bars(study.runs, each.name, each.name) for each in study.numeric[:3]]
    return made


def _bars(runs: pd.DataFrame, along: str, label: str) -> Picture:
    table = end_shares(runs, [along])
    bars = table[along].nunique()
    name = f"ends-by-{label.replace('.', '-').replace('_', '-')}"
    svg = drawn(
        lambda axes: pictures.shares(axes, table, along, label), name, height=max(1.6, min(3.4, 0.9 + 0.32 * bars)),
        alt=f"Bars: how runs end for each {label}",
    )  # fmt: skip
    words = "Each bar is all runs there" + (
        ", over everything else that varies." if len(runs) > table["runs"].iloc[0] else "."
    )
    return Picture(
        name,
        f"How runs end, by `{label}`" if "." in label else f"How runs end, by {label}",
        words,
        svg,
        table.rename(columns={along: label}),
    )
