"""Section on end states of runs."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dashboards.languages.number_format import percent, percent_within
from dashboards.report import pictures
from dashboards.report.figure import Picture, Section, Table, drawn
from dashboards.report.study import Study
from dashboards.report.wording import count, slug
from experiments.analysis import classify, end_shares, meanings_in
from experiments.analysis.averaging import run_weights
from results import first_model
from sim.measures.regimes import ALONE, DEALINGS, ONE_SYSTEM, SILOS, dealings

CASES = 4
"""Most policies and scenarios that get bars of their own along a factor."""

FACTORS = 3


def section(study: Study) -> Section:
    """Shares of the four ends."""
    unit = study.unit_among(study.runs)
    overall = end_shares(study.runs, unit=unit)
    shown = pd.DataFrame(
        {
            "end": overall["end"].astype(str),
            "what it means": overall["end"].astype(str).map(meanings_in(study.runs)),
            "runs": overall["ended"],
            "those who deal with each other": [_beside(study, end) for end in overall["end"]],
            "share": [percent_within(*share) for share in overall[["share", "low", "high"]].to_numpy()],
        }
    )
    caption = (
        ("Shares over conditions, each weighing the same however many runs it has" if unit else "Shares of runs")
        + ", with 95% intervals"
        + (f" over {study.units}" if unit else "")
        + ". Where one end becomes another is an assumption, stated here."
        + ("" if study.model_version == first_model.VERSION else " Siloed, elsewhere, is any end but one system.")
    )
    table = Table("ends-table", "Four ends", caption, shown, overall)
    words = (
        "How often each end comes about depends on the conditions that were chosen: read the shares beside the design."
    )
    return Section("ends", "How runs end", [words], _pictures(study), [table], _says(study, overall), rank=8)


def _says(study: Study, overall: pd.DataFrame) -> str:
    ends = overall.set_index("end")
    runs = f"Of {count(int(overall['runs'].iloc[0]), 'run')}"
    if not study.single or study.factors:
        runs = f"Over all conditions studied ({runs.removeprefix('Of ')})"

    def share_of(end: str) -> str:
        return percent_within(*ends.loc[end, ["share", "low", "high"]])

    if study.model_version == first_model.VERSION:
        return f"{runs}, {share_of('siloed')} end siloed and {share_of('race')} in an open race."
    return (
        f"{runs}, {share_of(ONE_SYSTEM)} end as one system, {share_of(SILOS)} in silos and {share_of(ALONE)} with"
        " everyone alone."
    )


def _beside(study: Study, end: str) -> str:
    """Say what those who deal with each other do in the runs that end so: race share alone would mislead."""
    so = (classify(study.runs) == end).to_numpy()
    codes = np.where(so, dealings(study.runs["race_share"].to_numpy(dtype=float)), -1)
    weights = run_weights(study.runs) * (codes >= 0)
    if not weights.any():
        return "–"
    shares = ((word, float(weights[codes == code].sum() / weights.sum())) for code, word in enumerate(DEALINGS))
    words = {"race": "race", "both": "do both", "battle": "battle"}
    return ", ".join(f"{words[word]} in {percent(share)}" for word, share in shares if share)


def _pictures(study: Study) -> list[Picture]:
    drawn = []
    cases = list(study.cases())
    if len(cases) > 1:
        named = pd.concat([runs.assign(case=name) for name, runs in study.cases(shared=True)])
        named["case"] = pd.Categorical(named["case"], [name for name, _ in cases], ordered=True)
        drawn.append(_bars(study, named, "case", "policy" if len(study.policies) > 1 else "scenario"))
    if study.grid and len(cases) <= CASES:
        for factor in study.numeric[: FACTORS if len(cases) == 1 else 1]:
            drawn += [_bars(study, runs, factor.name, factor.name, name) for name, runs in cases]
    return drawn


def _bars(study: Study, runs: pd.DataFrame, along: str, label: str, case: str = "") -> Picture:
    table = end_shares(runs, [along], unit=study.unit_among(runs, [along]))
    bars = table[along].nunique()
    name = slug("ends-by", label, case)
    svg = drawn(
        lambda axes: pictures.shares(axes, table, along, label),
        name,
        height=max(1.6, min(3.4, 0.9 + 0.32 * bars)),
        alt=f"Bars: how runs end for each {label} {case}".strip(),
    )
    beyond = len(runs) > bars * runs.groupby(["scenario", "policy", "point"], observed=True).size().max()
    words = "Each bar is all runs there" + (
        ", over everything else that varies; every condition weighs the same." if beyond else "."
    )
    title = f"How runs end, by `{label}`" if "." in label else f"How runs end, by {label}"
    title += f": {case}" if case else ""
    return Picture(name, title, words, svg, table.rename(columns={along: label}))
