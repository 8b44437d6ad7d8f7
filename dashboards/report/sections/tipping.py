"""Section on tipping points."""

from __future__ import annotations

import math

import pandas as pd
from matplotlib.axes import Axes

from dashboards.figures.style import INK
from dashboards.languages.number_format import interval_end, whole, within
from dashboards.report import pictures
from dashboards.report.figure import Picture, Section, Table, drawn
from dashboards.report.study import Study
from dashboards.report.wording import level
from experiments.analysis import SILOED, tipping_points

LEVELS = 4
"""Fewest levels of a factor along which a tipping point is sought."""


def section(study: Study) -> Section | None:
    """Tipping points along the first factor on which the system tips."""
    crossings = tips(study)
    if crossings is None:
        return None
    along, by, table = crossings
    crossed = table.dropna(subset=["estimate"])
    words = (
        "The tipping point is where a monotone line through the means crosses one half (isotonic regression); its 95%"
        " interval is the bootstrap's over seeds. What lies between two levels of the design is not known: *between"
        " levels* tells how closely they fence it in."
    )
    ends = (float(study.runs[along].min()), float(study.runs[along].max()))
    words += f" {study.averaged(along, by)}"
    drawn = [_picture(along, by, crossed, ends)] if by and len(crossed[crossed["measure"] == SILOED]) > 1 else []
    return Section(
        "tipping",
        "Where it tips",
        [words.strip()],
        drawn,
        [_table(along, by, table)],
        _says(along, by, crossed),
        rank=2,
    )


def tips(study: Study) -> tuple[str, str, pd.DataFrame] | None:
    """(factor, what tells the lines apart, tipping points) of the first factor along which anything tips."""
    if not study.grid:
        return None
    for along in study.names:
        if study.runs[along].nunique() < LEVELS:
            continue
        by = "policy" if len(study.policies) > 1 else "scenario" if len(study.scenarios) > 1 else ""
        others = [name for name in study.names if name != along]
        by = by or (others[0] if others else "")
        parts = [tipping_points(study.runs, along, measure, by=[by] if by else []) for measure in (SILOED, "openness")]
        table = pd.concat(parts, ignore_index=True)
        if by == "policy":
            table = table.sort_values("policy", key=lambda column: column.map(study.policies.index), kind="stable")
        if table["estimate"].notna().any():
            return along, by, table
    return None


def _says(along: str, by: str, crossed: pd.DataFrame) -> str:
    known = crossed[crossed["measure"] == SILOED]
    what = "half of the runs are no longer one system"
    if known.empty:
        known, what = crossed, "openness is one half"
    if not by:
        return f"{what.capitalize()} at `{along}` = {_at(known.iloc[0])}{_fence(known.iloc[0])}."
    middle = known.iloc[len(known) // 2]
    words = f"{what.capitalize()} at `{along}` = {_at(middle)}{_fence(middle)}, where {_named(by, middle[by])}"
    if len(known) > 2 and "." in by:
        first, last = known.iloc[0], known.iloc[-1]
        words += (
            f"; the point moves from {_at(first)} where {_named(by, first[by])} to {_at(last)} where"
            f" {_named(by, last[by])}"
        )
    return words + "."


def _at(row: pd.Series) -> str:
    return within(row["estimate"], row["low"], row["high"])


def _fence(row: pd.Series) -> str:
    """The levels that the point lies between: of where between them, runs know nothing."""
    after, before = row["after"], row["before"]
    if math.isfinite(after) and math.isfinite(before):
        return f", between the levels {after:g} and {before:g}"
    return f", beyond the level {after:g}" if math.isfinite(after) else f", before the level {before:g}"


def _named(by: str, value: object) -> str:
    return f"`{by}` = {level(value)}" if "." in by else f"the {by} is **{value}**"


def _picture(along: str, by: str, crossed: pd.DataFrame, ends: tuple[float, float]) -> Picture:
    known = crossed[crossed["measure"] == SILOED]
    values = known.rename(columns={"estimate": "value"})
    values[["low", "high"]] = values[["low", "high"]].clip(*ends)
    labels = [level(value) for value in known[by]]

    def draw(axes: Axes) -> None:
        pictures.forest(axes, labels, values, f"{along} at which half of the runs are no longer one system")
        axes.set_ylabel(by, fontsize=9, color=INK)

    name = "tipping-points"
    svg = drawn(draw, name, height=max(1.6, 0.9 + 0.22 * len(known)), alt=f"Tipping points of {along} for each {by}")
    return Picture(name, f"Tipping point of `{along}`" + (f" by `{by}`" if "." in by else f" by {by}"), "", svg, known)


def _table(along: str, by: str, table: pd.DataFrame) -> Table:
    """A line for each value of ``by``, with what crosses one half beside each other."""
    rows: dict[object, dict[str, str]] = {}
    for _, row in table.iterrows():
        cells = rows.setdefault(row[by] if by else "", {by: level(row[by])} if by else {})
        none = math.isnan(row["estimate"])
        siloed = row["measure"] == SILOED
        cells["half of the runs no longer one system at" if siloed else "openness one half at"] = (
            "–" if none else _at(row)
        )
        if siloed:
            cells["between levels"] = "–" if none else f"{_end(row['after'])} and {_end(row['before'])}"
        cells["runs"] = whole(row["runs"])
    caption = "A dash: not crossed within the levels studied. Below all, above all: beyond the levels studied."
    return Table("tipping-table", f"Tipping points of `{along}`", caption, pd.DataFrame(list(rows.values())), table)


def _end(value: float) -> str:
    return level(value) if math.isfinite(value) else interval_end(value)
