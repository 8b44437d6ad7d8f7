"""Which factors matter: a tornado, by whatever the design allows."""

from __future__ import annotations

import pandas as pd

from dashboards.report import pictures
from dashboards.report.figure import Picture, Section, drawn
from dashboards.report.study import Study
from dashboards.report.words import change, count, listed, percent, percent_within, plainly, within
from experiments.analysis import luck, morris_effects, rank_correlations, sobol_indices, swings, variance_shares

SHOWN = 15
"""Factors in a picture; the numbers hold all."""

HOW = {
    "sensitivity": (
        "Sobol' indices: the share of the variance between conditions that a factor makes alone (dark), and with all its interactions (pale).",
        "share of the variance", "S1", "ST",
    ),
    "morris": (
        "Morris' screening: the mean size of the change as one factor alone goes over its range (dark); the pale bar, its spread, tells "
        "how much that depends on the other factors.",
        "mean effect over the range", "mu_star", "sigma",
    ),
    "one-at-a-time": (
        "The change as one factor goes from its lowest to its highest level and the others stay as they are, paired by seed. Interactions are not seen.",
        "change from lowest to highest", "swing", "",
    ),
    "latin-hypercube": ("Spearman's rank correlation of each factor with the measure, over conditions.", "rank correlation", "rho", ""),
    "sobol": ("Spearman's rank correlation of each factor with the measure, over conditions.", "rank correlation", "rho", ""),
    "grid": (
        "The share of the variance between conditions that a factor makes alone (dark), and with all its interactions (pale); exact for this "
        "grid, so it depends on the ranges chosen.",
        "share of the variance", "S1", "ST",
    ),
}  # fmt: skip
"""For each design: what is shown, the label of its axis, the dark index and the pale one."""


def section(study: Study) -> Section | None:
    if len(study.numeric) < 2 or (
        len(study.numeric) < len(study.factors) and study.design in ("sensitivity", "morris")
    ):
        return None
    made, says = [], ""
    for case, runs in study.cases():
        for measure in list(dict.fromkeys((study.main, "openness", "race_share")))[: 3 if study.single else 1]:
            table = indices(study, runs, measure)
            made.append(_picture(study, case, measure, table))
            says = says or _says(study, measure, table)
    chance = luck(study.runs, study.main) if study.single else float("nan")
    words = [HOW[study.design][0] + " Lines are 95 % intervals."]
    if chance == chance:
        words.append(
            f"Luck alone, the spread of runs under the same conditions, makes {percent(chance)} of the variance of {plainly(study.main)} over all runs."
        )
    return Section("sensitivity", "What matters most", words, made[:6], says=says, rank=3)


def indices(study: Study, runs: pd.DataFrame, measure: str) -> pd.DataFrame:
    """The indices that the design allows."""
    names = study.names
    if study.design == "sensitivity":
        return sobol_indices(runs, names, measure, pairs=False, points=study.points)
    if study.design == "morris":
        return morris_effects(runs, names, measure, points=study.points)
    if study.design == "one-at-a-time":
        return swings(runs, names, measure)
    return variance_shares(runs, names, measure) if study.grid else rank_correlations(runs, names, measure)


def ranked(study: Study, table: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame | None]:
    """The dark index and the pale one, factors in order of what matters most."""
    _, _, dark, pale = HOW[study.design]
    order = table[table["index"] == (pale if pale == "ST" else dark)]
    order = order.assign(size=order["value"].abs()).sort_values("size", ascending=False, kind="stable")["factor"]
    by = [
        table[table["index"] == index].set_index("factor").loc[list(order)].reset_index()
        for index in (dark, pale)
        if index
    ]
    return by[0], by[1] if pale else None


def _says(study: Study, measure: str, table: pd.DataFrame) -> str:
    dark, pale = ranked(study, table)
    parts = HOW[study.design][3] == "ST"
    shown = (pale if parts and pale is not None else dark).head(3)
    tell = percent_within if parts else change if dark["value"].lt(0).any() else within
    first = listed([f"`{row.factor}` ({tell(row.value, row.low, row.high)})" for row in shown.itertuples()])
    among = f", of {count(len(dark), 'factor')}," if len(dark) > 3 else ""
    if parts:
        return f"Of the differences in {plainly(measure)} between conditions most come{among} with {first}, interactions counted in."
    scale = {"mu_star": "mean effect over its range", "rho": "rank correlation"}
    return f"{plainly(measure).capitalize()} depends most{among} on {first}: {scale.get(HOW[study.design][2], 'change from lowest to highest')}."


def _picture(study: Study, case: str, measure: str, table: pd.DataFrame) -> Picture:
    dark, pale = ranked(study, table)
    _, label, _, index = HOW[study.design]
    names = ("alone", "with interactions") if index == "ST" else ("mean size", "spread")
    name = "-".join(["tornado", measure.replace("_", "-"), *case.lower().replace(",", "").split()])
    height = 0.9 + 0.27 * min(len(dark), SHOWN)
    behind = None if pale is None else pale.head(SHOWN)
    svg = drawn(
        lambda axes: pictures.tornado(axes, dark.head(SHOWN), behind, label, names),
        name,
        width=5.2,
        height=height,
        alt=f"Bars: {label} of each factor for {measure}",
    )
    more = f"The first {SHOWN} of {len(dark)}." if len(dark) > SHOWN else ""
    title = f"What {plainly(measure)} depends on" + (f": {case}" if case else "")
    return Picture(name, title, more, svg, table)
