"""Section on distributions of runs: where these are bimodal, a mean describes no run."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dashboards.languages.number_format import number, percent, whole
from dashboards.report import pictures
from dashboards.report.figure import Picture, Section, Table, drawn
from dashboards.report.study import Study
from dashboards.report.wording import count, limits, plainly
from experiments.analysis import bimodality, histogram
from experiments.analysis.averaging import CONDITION

CONDITIONS = 400
"""Most conditions that are looked at one by one."""

FEWEST = 20
"""Runs of a condition below which two hills are not looked for."""

CASES = 16
"""Most policies and scenarios in one picture."""

APART = 0.2
"""Openness by which two hills must lie apart to make a difference."""

KEYS = list(CONDITION)


def section(study: Study) -> Section:
    """Histograms, and the conditions in which a mean misleads."""
    measures = list(dict.fromkeys(("openness", "race_share", study.main)))[:3]
    drawn = [_overall(study, measure) for measure in measures if study.runs[measure].notna().any()]
    hills = two_hilled(study)
    words = [
        "All runs of the experiment together, every condition weighing the same; peaks here may come from the"
        " conditions that were chosen."
    ]
    if len(study.runs[KEYS].drop_duplicates()) == 1:
        words = []
    if hills is None:
        few = f"No condition has the {FEWEST} runs that it takes to see whether openness under the same conditions"
        return Section("spread", "How runs spread", [*words, f"{few} is bimodal."], drawn)
    two = hills[hills["bimodal"]].sort_values("bic_gain", ascending=False, kind="stable")
    words.append(_words(study, hills, two))
    if len(two):
        drawn.append(_examples(study, two))
    tables = [_table(study, two)] if len(two) else []
    says = _says(hills, two) if len(two) > max(2, 0.03 * len(hills)) or (len(hills) <= 12 and len(two)) else ""
    return Section("spread", "How runs spread", words, drawn, tables, says, rank=6)


def two_hilled(study: Study) -> pd.DataFrame | None:
    """The hills of openness in each condition with enough runs; of many conditions, some evenly chosen."""
    sizes = study.runs.groupby(KEYS, observed=True)["openness"].count()
    enough = sizes[sizes >= FEWEST].index
    if not len(enough):
        return None
    if len(enough) > CONDITIONS:
        enough = enough[np.linspace(0, len(enough) - 1, CONDITIONS).astype(int)]
    chosen = study.runs.set_index(KEYS)[["openness"]].sort_index().loc[enough].reset_index()
    return bimodality(chosen, "openness", by=KEYS, apart=APART)


def _words(study: Study, hills: pd.DataFrame, two: pd.DataFrame) -> str:
    many = len(study.runs[KEYS].drop_duplicates())
    looked = count(many, "condition") if len(hills) == many else f"{whole(len(hills))} of {count(many, 'condition')}"
    shown = "none has" if two.empty else count(len(two), "has", "have")
    return (
        f"Under the same conditions runs differ by their random numbers alone. Of {looked} looked at one by one,"
        f" {shown} bimodal"
        f" openness: runs end either high or low and seldom between, with peaks at least {APART:g} apart, a"
        " bimodality coefficient above 5/9, a single peak ruled out at 5% by"
        " Silverman's test, and very strong evidence (BIC) for two. Where that is so, a mean describes no run."
    )


def _says(hills: pd.DataFrame, two: pd.DataFrame) -> str:
    return (
        f"In {whole(len(two))} of {count(len(hills), 'condition')} openness is bimodal under the very same"
        " conditions: there a mean describes no run, and chance decides."
    )


def _overall(study: Study, measure: str) -> Picture:
    parts = [runs.assign(case=case) for case, runs in study.cases() if runs[measure].notna().any()][:CASES]
    span = limits(measure, study.runs[measure])
    table = pd.concat([histogram(part, measure, by=["case"], bins=25, span=span) for part in parts], ignore_index=True)
    by = "" if study.single else "case"
    name = f"spread-{measure.replace('_', '-')}"
    height = max(2.0, 0.9 + 0.5 * len(parts))
    svg = drawn(
        lambda axes: pictures.spread(axes, table, plainly(measure), by=by),
        name,
        height=height,
        alt=f"Histogram of {plainly(measure)} at the end of all runs",
    )
    return Picture(
        name, f"{plainly(measure).capitalize()} of all runs", "", svg, table if by else table.drop(columns="case")
    )


def _examples(study: Study, two: pd.DataFrame) -> Picture:
    """The clearest of those with two hills."""
    parts = []
    for _, row in two.head(4).iterrows():
        same = np.logical_and.reduce([study.runs[key] == row[key] for key in KEYS])
        parts.append(study.runs[same].assign(where=_where(study, row)))
    table = pd.concat(
        [histogram(part, "openness", by=["where"], bins=25, span=(0.0, 1.0)) for part in parts], ignore_index=True
    )
    svg = drawn(
        lambda axes: pictures.spread(axes, table, "openness", by="where"),
        "spread-hills",
        height=max(2.0, 0.9 + 0.5 * len(parts)),
        alt="Histograms of bimodal openness",
    )
    return Picture(
        "spread-hills", "Openness where it is bimodal", "The clearest conditions; all runs of each.", svg, table
    )


def _where(study: Study, row: pd.Series) -> str:
    """A condition in words."""
    same = np.logical_and.reduce([study.runs[key] == row[key] for key in KEYS])
    return study.where(study.runs[same].iloc[0], short=True) or "all runs"


def _table(study: Study, two: pd.DataFrame) -> Table:
    shown = pd.DataFrame(
        {
            "condition": [_where(study, row) for _, row in two.iterrows()],
            "runs": two["runs"],
            "mean": two["mean"].map(number),
            "lower peak": two["lower"].map(number),
            "upper peak": two["upper"].map(number),
            "on the upper": two["upper_share"].map(percent),
        }
    )
    return Table("hills", "Bimodal conditions", "The mean lies between the peaks, where few runs end.", shown, two)
