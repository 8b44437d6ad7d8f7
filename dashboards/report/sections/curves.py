"""Curves: what changes along a factor, with the runs themselves."""

from __future__ import annotations

from itertools import pairwise

import pandas as pd
from matplotlib.axes import Axes

from dashboards.report import pictures
from dashboards.report.figure import Picture, Section, drawn
from dashboards.report.study import Study
from dashboards.report.wording import limits, plainly, slug
from experiments.analysis import SILOED, means, tipping_points

DOTS = 40
"""Most runs that are shown at each level."""

LINES = 5
"""Most levels of a second factor that are shown as lines."""


def section(study: Study) -> Section | None:
    """Curves along the first two factors of a grid."""
    if not study.grid or not study.numeric:
        return None
    drawn = [_picture(study, along, measure) for along in study.names[:2] for measure in study.measures[:4]]
    alone = len(study.names) == 1 and study.single
    words = "Lines are means, bands their 95% intervals" + (
        f"; dots are runs (at most {DOTS} a level), the orange line is where half of them are no longer one system."
        if alone
        else "."
    )
    return Section("curves", "Along each factor", [words], drawn)


def _picture(study: Study, along: str, measure: str) -> Picture:
    by, runs = _lines(study, along)
    lines = [along, by] if by else [along]
    table = means(runs, lines, [measure], unit=study.unit_among(runs, lines))
    if by:
        table = table.sort_values([by, along])
    cloud = None if by else _cloud(runs, along, measure)
    tips = tipping_points(runs, along, SILOED).iloc[0] if not by and runs[along].nunique() > 2 else None
    name = slug("curve", measure, along)

    def draw(axes: Axes) -> None:
        scale = limits(measure, runs[measure])
        pictures.curves(axes, table, along, by=by, label=plainly(measure), limits=scale, cloud=cloud)
        if tips is not None and pd.notna(tips["estimate"]):
            pictures.tipping_mark(axes, tips["estimate"], tips["low"], tips["high"])

    caption = f"A line for each {'`' + by + '`' if '.' in by else by}." if by else ""
    caption += f" {study.averaged(along, by)}"
    return Picture(
        name,
        f"{plainly(measure).capitalize()} along `{along}`",
        caption.strip(),
        drawn(draw, name, alt=f"{plainly(measure)} along {along}"),
        table,
    )


def _lines(study: Study, along: str) -> tuple[str, pd.DataFrame]:
    """Return what lines tell apart, and their runs: policies, scenarios, or some levels of another factor."""
    if len(study.policies) > 1:
        return "policy", study.runs
    if len(study.scenarios) > 1:
        return "scenario", study.runs
    others = [name for name in study.names if name != along]
    if not others:
        return "", study.runs
    levels = sorted(study.runs[others[0]].unique())
    step = max(1, (len(levels) - 1) // (LINES - 1)) if len(levels) > LINES else 1
    shown = levels[::step][:LINES] if len(levels) > LINES else levels
    return others[0], study.runs[study.runs[others[0]].isin(shown)]


def _cloud(runs: pd.DataFrame, along: str, measure: str) -> pd.DataFrame:
    """Some runs of each level, side by side around it."""
    levels = sorted(runs[along].unique())
    room = 0.5 * min((b - a for a, b in pairwise(levels)), default=1.0)
    few = runs.groupby(along).head(DOTS)
    place = few.groupby(along).cumcount() / DOTS - 0.5
    return pd.DataFrame({along: few[along] + room * place, "y": few[measure]}).dropna()
