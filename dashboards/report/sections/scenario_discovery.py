"""Scenario discovery: which conditions lead to silos."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dashboards.languages.number_format import percent, percent_within
from dashboards.report.figure import Section, Table
from dashboards.report.study import Study
from dashboards.report.wording import slug
from experiments.analysis import conditions, siloed
from experiments.analysis.averaging import run_weights

RARE = 0.05
"""Share of runs below which, or all but which, an end is too rare to look for its conditions."""


def section(study: Study) -> Section | None:
    """Boxes of conditions that lead to silos, where enough conditions were studied and not all ends are alike."""
    if len(study.numeric) < 2 or study.design == "one-at-a-time" or study.runs["point"].nunique() < 16:
        return None
    tables: list[Table] = []
    says = ""
    for case, runs in study.cases():
        ends = siloed(runs)
        known = runs[ends.notna()]
        reached = ends[ends.notna()].astype(bool)
        share = np.average(reached, weights=run_weights(known))
        if RARE < share < 1 - RARE and len(tables) < 4:
            boxes = conditions(known, study.names, reached, unit="block")
            if len(boxes):
                tables.append(_table(case, boxes))
                says = says or _says(case, boxes)
    if not tables:
        return None
    words = (
        "A classification tree looks for boxes of conditions in which most runs are no longer one system. It"
        " learns on half of the"
        " conditions and is measured on the other half: *density* is the share of runs in the box that end so,"
        " *coverage* the share of all such runs that lie in it, *mass* the share of all runs in it."
    )
    return Section("conditions", "Which conditions lead to silos", [words], tables=tables, says=says, rank=5)


def _says(case: str, boxes: pd.DataFrame) -> str:
    first = boxes.iloc[0]
    if not first["density_low"] > 0.5:
        return ""
    density = percent_within(first["density"], first["density_low"], first["density_high"])
    system = f"Under **{case}** the system" if case else "The system"
    return (
        f"{system} breaks up where {_coded(first['conditions'])}: {density} of the runs there are no longer one"
        " system, and"
        f" {percent(first['coverage'])} of all such runs lie there."
    )


def _coded(words: str) -> str:
    """Names as code: the words with a dot that are no numbers."""
    return " ".join(
        f"`{word}`" if "." in word and word[0].isalpha() else word for word in words.replace("<=", "≤").split(" ")
    )


def _table(case: str, boxes: pd.DataFrame) -> Table:
    shown = pd.DataFrame(
        {
            "box": boxes["box"],
            "conditions": boxes["conditions"].map(_coded),
            "density": [
                percent_within(*row) for row in boxes[["density", "density_low", "density_high"]].to_numpy(dtype=float)
            ],
            "coverage": [
                percent_within(*row)
                for row in boxes[["coverage", "coverage_low", "coverage_high"]].to_numpy(dtype=float)
            ],
            "mass": boxes["mass"].map(percent),
        }
    )
    name = slug("boxes", case)
    return Table(
        name,
        "Boxes" + (f": {case}" if case else ""),
        "Measured on conditions that the boxes were not made from, with intervals over these and not over their runs.",
        shown,
        boxes,
    )
