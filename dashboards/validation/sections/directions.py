"""Directions V1 to V20: verdicts, effects with intervals, and the page's figures beside ours."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from dashboards.languages.number_format import number
from dashboards.report import pictures
from dashboards.report.figure import Picture, Section, Table, drawn
from dashboards.validation.verdicts import mark, shown_effect, verdict
from experiments.analysis import means
from experiments.validation import Validation
from experiments.validation.hypotheses import REPRODUCED, JudgedClaim


def section(evidence: Validation) -> Section:
    """V1 to V19 of the specification; V20 has a section of its own."""
    required = [judged for judged in evidence.directions if judged.claim.required]
    right = sum(judged.verdict == REPRODUCED for judged in required)
    by = {judged.claim.name: judged for judged in evidence.directions}
    words = [
        f"What the whole must produce, each over {evidence.budget.seeds} seeds with everything else at default (twenty "
        "organisations, ten years unless it says otherwise). Arms share their random numbers, so effects are "
        "differences seed by seed. A direction is right where the whole interval of every effect lies "
        "on the side that was claimed.",
        f"**{right} of {len(required)} are right**; V18 is reported and not required. The equations were written with "
        "these in mind: that they hold is no evidence about the world.",
        "In the default system a higher intensity opens it, since choices grow surer (V10); and a system in which "
        "battles "
        "hurt more is more open, since damage deters.",
    ]
    figures = [
        _levels(by["V1"], "resources.scarcity", "openness-by-scarcity", "V1: scarcity closes doors"),
        _levels(by["V4"], "dialogue.time_together", "trust-by-time", "V4: time together builds trust", "trust"),
    ]
    tables = [_verdicts(evidence.directions), effects(evidence.directions, "directions-table"), _page(evidence)]
    return Section("directions", "Does the whole move as it was designed to?", words, figures, tables)


def _verdicts(directions: Sequence[JudgedClaim]) -> Table:
    rows = [
        {
            "direction": f"**{judged.claim.name}** {judged.claim.says}",
            "verdict": verdict(judged.verdict) if judged.claim.required else "– reported",
            "figures of the page": _docked(judged),
        }
        for judged in directions
    ]
    table = pd.DataFrame(rows)
    return Table("verdicts", "Verdicts", "", table, table)


def _docked(judged: JudgedClaim) -> str:
    if not judged.figures:
        return "–"
    docked = sum(figure.docks for figure in judged.figures)
    return f"{mark(docked == len(judged.figures))} {docked} of {len(judged.figures)} dock"


def effects(claims: Sequence[JudgedClaim], name: str) -> Table:
    """Return one row an effect."""
    rows, data = [], []
    for judged in claims:
        for at, effect in enumerate(judged.effects):
            first = at == 0
            rows.append(
                {
                    "": mark(effect.holds),
                    "claim": f"**{judged.claim.name}** {judged.claim.says}" if first else "",
                    "effect": effect.what,
                    "value": shown_effect(effect),
                    "must be": effect.wanted,
                    "verdict": verdict(judged.verdict) if first else "",
                }
            )
            data.append({"claim": judged.claim.name, **vars(effect)})
    caption = "An arrow leads from one level to the next; the number is the change."
    return Table(name, "Effects", caption, pd.DataFrame(rows), pd.DataFrame(data))


def _page(evidence: Validation) -> Table:
    """Return the page's bracketed figures beside ours."""
    rows = [
        {
            "": mark(figure.docks),
            "figure": f"**{name}** {figure.what}",
            "page": f"{figure.page:g}",
            "ours": number(figure.ours, 3),
            "may differ by": number(figure.allowed, 3),
            "standard errors apart": number(abs(figure.ours - figure.page) / figure.standard_error, 1)
            if figure.standard_error
            else "–",
        }
        for name, figure in evidence.figures
    ]
    data = pd.DataFrame({"direction": name, **vars(figure)} for name, figure in evidence.figures)
    caption = (
        "A figure docks where the two means lie within three standard errors of their difference, "
        "sqrt(1/n + 1/100) times the spread from run to run, and half a unit of the last digit printed."
    )
    return Table("page-figures", "The page's figures beside ours", caption, pd.DataFrame(rows), data)


def _levels(judged: JudgedClaim, parameter: str, name: str, title: str, measure: str = "openness") -> Picture:
    assert judged.runs is not None
    runs = judged.runs.ends.assign(level=judged.runs.ends["policy"].astype(float))
    table = means(runs, ["level"], [measure])
    cloud = pd.DataFrame({"level": runs["level"], "y": runs[measure]})
    svg = drawn(
        lambda axes: pictures.curves(
            axes,
            table.rename(columns={"level": parameter}),
            parameter,
            label=f"{measure} after ten years",
            limits=(0, 1),
            cloud=cloud.rename(columns={"level": parameter}),
        ),
        name,
        alt=f"{measure.capitalize()} for each level of {parameter}",
    )
    return Picture(name, title, f"{verdict(judged.verdict)}. Dots are runs.", svg, table)
