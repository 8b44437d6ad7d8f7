"""Map of an adaptive design: the points that were made, and the line that they close in on."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from dashboards.report.figure import Picture, Section, Table, drawn
from dashboards.report.scattered_map import scattered
from dashboards.report.study import Study
from dashboards.report.wording import count, level, limits, plainly, slug
from experiments.run.adaptive import HALF, side_of
from experiments.spec.design import ADAPTIVE

BEYOND = "beyond"
"""The share of a point's runs beyond the line."""


def section(study: Study) -> Section | None:
    """Maps with the line, and the places between which it is crossed; None of another design."""
    rule = study.plan.adaptive
    if study.design != ADAPTIVE or rule is None:
        return None
    runs = study.runs.assign(**{BEYOND: side_of(study.runs, rule.measure, rule.at)})
    drawings: list[Picture] = []
    tables: list[Table] = []
    says = ""
    for scenario in study.scenarios:
        for policy in study.policies or [""]:
            case = ", ".join(
                name for name, many in ((policy, study.policies), (scenario, study.scenarios)) if len(many) > 1
            )
            known = runs[(runs["scenario"] == scenario) & (runs["policy"] == policy)]
            if len(study.names) == 2:
                drawings += _maps(study, case, known)
            table = _crossings(study, case, known)
            if len(table.data):
                tables.append(table)
                says = says or _says(study, case, table.data)
    points = study.runs.groupby(["scenario", "policy"])["point"].nunique().sum()
    whole = len(study.plan) * study.runs[["scenario", "policy"]].drop_duplicates().shape[0]
    words = (
        f"{count(int(points), 'point')} were made of the {whole:,} of the fine grid: a coarse grid, and then finer"
        f" cells wherever points of a cell stand on different sides. A point stands beyond the line where half of its"
        f" runs or more {line_words(study)}. Points are dense where the line is, so no mean over all of"
        " them is told here."
    )
    return Section("maps", "Phase maps", [words], drawings, tables, says, 1)


def line_words(study: Study) -> str:
    """Say what runs beyond the line have in common."""
    rule = study.plan.adaptive
    if rule is None or rule.measure is None:
        return "are no longer one system"
    return f"end with {plainly(rule.measure)} of {level(rule.at)} or more"


def _maps(study: Study, case: str, runs: pd.DataFrame) -> Iterator[Picture]:
    x, y = study.names
    for measure in dict.fromkeys([BEYOND, study.main]):
        means = pd.DataFrame(runs.groupby([x, y])[list(dict.fromkeys([measure, BEYOND]))].mean().dropna().reset_index())
        if means[x].nunique() < 2 or means[y].nunique() < 2:
            continue
        label = f"share of runs that {line_words(study)}" if measure == BEYOND else plainly(measure)
        scale = (0.0, 1.0) if measure == BEYOND else limits(measure, means[measure])
        name = slug("map", measure, case)

        def draw(
            axes: Axes,
            means: pd.DataFrame = means,
            measure: str = measure,
            label: str = label,
            scale: tuple[float, float] = scale,
        ) -> None:
            colours = "magma_r" if measure == BEYOND else "cividis"
            scattered(axes, means, (x, y, measure, BEYOND), label=label, limits=scale, cmap=colours)

        svg = drawn(draw, name, height=3.3, alt=f"Map of {label} over {x} and {y} {case}".strip())
        caption = "Dots are the points that were made; the dark line is where one half of the runs is on either side."
        yield Picture(name, label.capitalize() + (f": {case}" if case else ""), caption, svg, means)


def _crossings(study: Study, case: str, runs: pd.DataFrame) -> Table:
    """The neighbours along the first factor between which the line is crossed, for each value of the others."""
    along, *others = study.names
    shares = pd.DataFrame(runs.groupby([*others, along])[[BEYOND]].mean().dropna().reset_index())
    rows = []
    for where, group in shares.groupby(others) if others else [((), shares)]:
        ordered = group.sort_values(along)
        sides, places = (ordered[BEYOND] >= HALF).to_numpy(), ordered[along].to_numpy(dtype=float)
        for at in np.flatnonzero(sides[1:] != sides[:-1]):
            held = dict(zip(others, where, strict=True))
            rows.append(
                {**held, "after": places[at], "before": places[at + 1], "to": "beyond" if sides[at + 1] else "back"}
            )
    data = pd.DataFrame(rows)
    shown = data.map(lambda value: level(value) if isinstance(value, float) else value)
    title = f"Where the line is crossed along `{along}`" + (f": {case}" if case else "")
    return Table(slug("line", case), title, "Between two points that stand on different sides.", shown, data)


def _says(study: Study, case: str, table: pd.DataFrame) -> str:
    along, *others = study.names
    row = table.iloc[len(table) // 2]
    where = "".join(f", where `{name}` is {level(row[name])}" for name in others)
    under = f"Under **{case}** half" if case else "Half"
    verb = "" if row["to"] == "beyond" else "no longer "
    return (
        f"{under} of the runs {verb}{line_words(study)} from a `{along}` between {level(row['after'])} and"
        f" {level(row['before'])} on{where}."
    )
