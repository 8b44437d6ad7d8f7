"""Scenario discovery: which conditions lead to silos, by PRIM, with a tree beside it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from dashboards.languages.number_format import percent, percent_within
from dashboards.report import pictures
from dashboards.report.figure import Picture, Section, Table, drawn
from dashboards.report.study import Study
from dashboards.report.wording import slug
from experiments.analysis import DiscoveredBox, boxes_table, conditions, discover, siloed
from experiments.analysis.averaging import run_weights
from experiments.analysis.prim import Limits

RARE = 0.05
"""Share of runs below which, or all but which, an end is too rare to look for its conditions."""


def section(study: Study) -> Section | None:
    """Boxes of conditions that lead to silos, where enough conditions were studied and not all ends are alike."""
    if len(study.numeric) < 2 or study.design == "one-at-a-time" or study.runs["point"].nunique() < 16:
        return None
    tables: list[Table] = []
    drawings: list[Picture] = []
    says = ""
    for case, runs in study.cases():
        ends = siloed(runs)
        known = runs[ends.notna()]
        reached = ends[ends.notna()].astype(bool)
        share = np.average(reached, weights=run_weights(known))
        if RARE < share < 1 - RARE and len(tables) < 4:
            prim_boxes = discover(known, study.names, reached)
            if prim_boxes:
                tables.append(_prim_table(case, prim_boxes))
                drawings += _pictures(study, case, known, reached, prim_boxes[0])
                says = says or _says(case, prim_boxes[0])
            boxes = conditions(known, study.names, reached, unit="block")
            if len(boxes):
                tables.append(_table(case, boxes))
    if not tables:
        return None
    prim = (
        "PRIM (patient rule induction) peels away, slice by slice, the conditions in which runs seldom end so, until a"
        " box is left. *quasi-p* is the chance of as much in the box if this limit meant nothing; *again* is how often"
        " the factor is limited too in boxes from random halves of the conditions, and *elsewhere* how well those do on"
        " the other half: coverage, then density."
    )
    words = (
        "A classification tree looks for boxes of conditions in which most runs are no longer one system. It"
        " learns on half of the"
        " conditions and is measured on the other half: *density* is the share of runs in the box that end so,"
        " *coverage* the share of all such runs that lie in it, *mass* the share of all runs in it."
    )
    title = "Which conditions lead to silos"
    return Section("conditions", title, [prim, words], drawings, tables, says, 5)


def _says(case: str, box: DiscoveredBox) -> str:
    if not box.new_density > 0.5:
        return ""
    system = f"Under **{case}** the system" if case else "The system"
    return (
        f"{system} breaks up where {_coded(box.words)}: {percent(box.coverage)} of all runs that are no longer one"
        f" system lie there, and {percent(box.density)} of the runs there are such."
    )


def _prim_table(case: str, prim_boxes: Sequence[DiscoveredBox]) -> Table:
    boxes = boxes_table(prim_boxes)
    first = ~boxes["box"].duplicated()
    shown = pd.DataFrame(
        {
            "box": boxes["box"].astype(str).where(first, ""),
            "limit": boxes["limit"].map(_coded),
            "quasi-p": boxes["quasi_p"].map(lambda chance: "< 0.001" if chance < 0.001 else f"{chance:.3f}"),
            "again": boxes["again"].map(percent),
            "coverage": boxes["coverage"].map(percent).where(first, ""),
            "density": boxes["density"].map(percent).where(first, ""),
            "elsewhere": [
                f"{percent(coverage)}, {percent(density)}" if there else ""
                for coverage, density, there in zip(boxes["new_coverage"], boxes["new_density"], first, strict=True)
            ],
        }
    )
    title = "Boxes by PRIM" + (f": {case}" if case else "")
    return Table(slug("prim", case), title, "Conditions weigh the same, however many runs each has.", shown, boxes)


def _pictures(study: Study, case: str, known: pd.DataFrame, reached: pd.Series, box: DiscoveredBox) -> list[Picture]:
    """The conditions over the two factors whose limits chance explains least, with the box; none of fewer limits."""
    x, y = (sorted(box.limits, key=box.quasi_p.__getitem__) + study.names)[:2]
    if x == y:
        x, y = x, next(name for name in study.names if name != x)
    points = known.assign(share=reached.astype(float)).groupby("point")[[x, y, "share"]].mean()
    name = slug("samples", case)
    sides = [box.limits.get(factor, Limits()) for factor in (x, y)]

    def draw(axes: Axes) -> None:
        pictures.samples(axes, points, x, y, sides)

    title = "The first box, over the conditions" + (f": {case}" if case else "")
    caption = "A dot is a condition: the darker, the more of its runs are no longer one system."
    alt = f"Dots over {x} and {y}, with the box that PRIM found"
    return [Picture(name, title, caption, drawn(draw, name, alt=alt), points.reset_index())]


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
        "Boxes by a tree" + (f": {case}" if case else ""),
        "Measured on conditions that the boxes were not made from, with intervals over these and not over their runs.",
        shown,
        boxes,
    )
