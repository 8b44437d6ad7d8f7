"""Phase maps: where a system stays open and where it falls into silos."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
from matplotlib.axes import Axes

from dashboards.report import pictures
from dashboards.report.figure import Picture, Section, drawn
from dashboards.report.study import Study
from dashboards.report.wording import level, limits, plainly, slug
from experiments.analysis import SILOED, means, siloed, tipping_points

LEVELS = 3
"""Fewest levels of a factor that make a map."""

SLICES = 6
"""Most maps of each kind."""


def axes_of(study: Study) -> tuple[str, str] | None:
    """The two factors of the maps: the first two with enough levels."""
    enough = [name for name in study.names if study.runs[name].nunique() >= LEVELS] if study.grid else []
    return (enough[0], enough[1]) if len(enough) > 1 else None


def section(study: Study) -> Section | None:
    """Maps over two factors of a grid."""
    chosen = axes_of(study)
    if chosen is None:
        return None
    drawn: list[Picture] = []
    for name, runs in list(slices(study, chosen))[:SLICES]:
        drawn += _maps(study, name, runs, *chosen)
    words = (
        "Each cell is the mean over its runs. The dark line is where half of the runs are no longer one system,"
        " with the 95%"
        " interval of each of its points. Read openness and race share together: where doors are closed, a high race"
        " share is that of the few who still meet."
    )
    others = [f"`{factor.name}`" for factor in study.factors if factor.name not in chosen]
    if len(others) > 1:
        words += f" Averaged over {', '.join(others)}."
    return Section("maps", "Phase maps", [words], drawn)


def slices(study: Study, chosen: tuple[str, str]) -> Iterator[tuple[str, pd.DataFrame]]:
    """The runs of each map: of each case, and of the levels of a third factor where there is one."""
    others = [factor.name for factor in study.factors if factor.name not in chosen]
    for case, runs in study.cases():
        if len(others) != 1:
            yield case, runs
            continue
        levels = sorted(runs[others[0]].unique())
        for value in levels if len(levels) <= LEVELS else [levels[0], levels[len(levels) // 2], levels[-1]]:
            title = ", ".join(filter(None, [case, f"{others[0]} = {level(value)}"]))
            yield title, runs[runs[others[0]].isin([value])]


def _maps(study: Study, case: str, runs: pd.DataFrame, x: str, y: str) -> Iterator[Picture]:
    known = runs.assign(siloed=siloed(runs))
    line = tipping_points(runs, x, SILOED, by=[y])
    span = (float(runs[x].min()), float(runs[x].max()))
    shown = [study.main, "openness", "race_share", SILOED] if not case else [study.main, SILOED]
    for measure in dict.fromkeys(shown):
        table = means(known, [x, y], [measure], unit=study.unit_among(known, [x, y]))
        label = "share of runs that are no longer one system" if measure == SILOED else plainly(measure)
        scale = (0.0, 1.0) if measure == SILOED else limits(measure, table["mean"])
        colours = "magma_r" if measure == SILOED else "viridis" if measure == "race_share" else "cividis"
        name = slug("map", measure, case)

        def draw(
            axes: Axes,
            table: pd.DataFrame = table,
            label: str = label,
            scale: tuple[float, float] = scale,
            colours: str = colours,
        ) -> None:
            pictures.surface(axes, table, x, y, label=label, limits=scale, cmap=colours)
            pictures.tipping_line(axes, line, y, span)

        svg = drawn(draw, name, height=3.3, alt=f"Map of {label} over {x} and {y} {case}".strip())
        data = table.merge(
            line[[y, "estimate", "low", "high"]].rename(columns=lambda name: name if name == y else f"tips_at_{name}"),
            on=y,
            how="left",
        )
        yield Picture(name, label.capitalize() + (f": {case}" if case else ""), "", svg, data)
