"""Loops: does it matter where the system comes from?"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from dashboards.languages.number_format import number, within
from dashboards.report import pictures
from dashboards.report.figure import Picture, Section, Table, drawn
from dashboards.report.study import Study, passing
from dashboards.report.wording import level, limits, plainly
from experiments.analysis import STARTS, branches, hysteresis
from experiments.analysis.averaging import condition_means


def section(study: Study) -> Section | None:
    """Loops, where the experiment comes to the same conditions from two sides."""
    sides = next(_sides(study), None)
    if sides is None:
        return None
    along, branch, upper, lower, runs = sides
    names = (_named(branch, upper), _named(branch, lower))
    drawn, areas = [], []
    shared = [name for name in ("scenario", *(factor.name for factor in study.factors)) if name not in (along, branch)]
    for measure in dict.fromkeys((study.main, "openness", "race_share")):
        table = branches(runs, along, measure, branch=branch, upper=upper, lower=lower, within=shared)
        areas.append(hysteresis(runs, along, measure, branch=branch, upper=upper, lower=lower, within=shared))
        drawn.append(_picture(measure, along, names, table, runs))
    area = pd.concat(areas, ignore_index=True)
    words = (
        f"The same conditions, come to from two sides: {names[0]}, and {names[1]}. What differs between them is over"
        " before the end, so any gap that stays is memory (hysteresis). The area between the branches is 0 where the"
        f" past does not matter; its 95% interval is over seeds. {study.averaged(along, branch)}"
    ).strip()
    rank = 0 if study.histories else 4
    return Section("loops", "Where it comes from", [words], drawn, [_table(area)], _says(area.iloc[0]), rank)


def _sides(study: Study) -> Iterator[tuple[str, str, object, object, pd.DataFrame]]:
    """(factor, column, upper, lower, runs): two policies that differ only in what has passed, or two levels of a
    start; the one that ends more open first."""
    if not study.grid:
        return
    passed = [
        policy.name for policy in study.experiment.file.policies if policy.name in study.policies and passing(policy)
    ]
    starts = [name for name in study.names if name in STARTS]
    for along in (name for name in study.names if name not in STARTS and study.runs[name].nunique() > 2):
        if len(passed) > 1:
            heights = condition_means(study.runs[study.runs["policy"].isin(passed)], ["policy"], "openness")
            yield along, "policy", heights.idxmax(), heights.idxmin(), study.runs
        elif starts and study.single:
            levels = study.runs[starts[0]]
            yield along, starts[0], levels.max(), levels.min(), study.runs


def _says(row: pd.Series) -> str:
    if not (row["low"] > 0.0 or row["high"] < 0.0):
        return (
            f"The past leaves no trace beyond doubt in {plainly(row['measure'])} at the end (mean gap"
            f" {number(row['mean_gap'])})."
        )
    way = "higher" if row["area"] > 0.0 else "lower"
    return (
        f"The past stays: coming to the same conditions from the more open side, {plainly(row['measure'])} ends {way}"
        f" by {number(abs(row['mean_gap']))} on average; the gap is widest, {number(abs(row['widest']))}, at"
        f" `{row['factor']}` = {row['at']:g} (area {within(row['area'], row['low'], row['high'])})."
    )


def _picture(measure: str, along: str, names: tuple[str, str], table: pd.DataFrame, runs: pd.DataFrame) -> Picture:
    name = f"loop-{measure.replace('_', '-')}"
    scale = limits(measure, runs[measure])
    svg = drawn(
        lambda axes: pictures.loop(axes, table, along, names, plainly(measure), scale),
        name,
        alt=f"Two branches of {plainly(measure)} along {along}",
    )
    return Picture(
        name, f"{plainly(measure).capitalize()}, from two sides", "Means over the same seeds on both sides.", svg, table
    )


def _table(area: pd.DataFrame) -> Table:
    shown = pd.DataFrame(
        {
            "measure": area["measure"].map(plainly),
            "area between the branches": [within(*row) for row in area[["area", "low", "high"]].to_numpy()],
            "mean gap": area["mean_gap"].map(number),
            "widest gap": [f"{number(gap)} at {level(at)}" for gap, at in area[["widest", "at"]].to_numpy()],
            "seeds": area["seeds"],
        }
    )
    return Table("loop-table", "The size of the loop", "", shown, area)


def _named(branch: str, value: object) -> str:
    return f"{branch} = {level(value)}" if "." in branch else str(value)
