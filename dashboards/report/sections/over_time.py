"""Fans over time, where months were recorded."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from dashboards.figures import MEASURE_COLOURS, Band, Event, fan
from dashboards.report.figure import Picture, Section, drawn
from dashboards.report.study import Study
from dashboards.report.words import count, plainly

SHOWN = ("openness", "race_share", "trust")

RUNS = 200
"""Most runs of a fan."""

FANS = 6


def section(study: Study) -> Section | None:
    if study.series is None or not study.experiment.series:
        return None
    made = []
    for title, runs in list(chosen(study))[:FANS]:
        picture = _picture(study, title, runs.head(RUNS))
        if picture is not None:
            made.append(picture)
    words = "Lines are medians over runs; the darker band holds 5 in 10 runs and the paler one 8 in 10. A month in which nobody acts has no race share."
    return Section("over-time", "Over time", [words], made) if made else None


def chosen(study: Study) -> Iterator[tuple[str, pd.DataFrame]]:
    """The runs of each fan: each case, at the lowest, a middle and the highest level of the first factor, others in the middle."""
    for case, runs in study.cases():
        if not study.numeric or not study.grid:
            first = runs["point"].iloc[0] if study.grid else runs["point"].value_counts().index.min()
            mine = runs[runs["point"] == first] if len(study.factors) else runs
            yield case or "all runs", mine
            continue
        first, *others = study.names
        for name in others:
            runs = runs[runs[name] == _middle(runs[name])]
        levels = sorted(runs[first].unique())
        for level in dict.fromkeys([_middle(runs[first])] if case else [levels[0], _middle(runs[first]), levels[-1]]):
            yield ", ".join(filter(None, [case, f"{first} = {level:g}"])), runs[runs[first] == level]


def _middle(levels: pd.Series) -> float:
    known = sorted(levels.unique())
    return float(known[len(known) // 2])


def _picture(study: Study, title: str, runs: pd.DataFrame) -> Picture | None:
    assert study.series is not None
    series = study.series(list(runs["run"]))
    if series.empty:
        return None
    months = int(series["month"].max())
    bands = [
        Band(plainly(name), _table(series, name, months), MEASURE_COLOURS[name], dashed=name == "race_share")
        for name in SHOWN
    ]
    scenario = study.experiment.scenarios[runs["scenario"].iloc[0]]
    policy = next((each for each in study.experiment.file.policies if each.name == runs["policy"].iloc[0]), None)
    dated = [] if policy and policy.replace_schedule else list(scenario.schedule)
    events = sorted({(each.month, each.label) for each in [*dated, *(policy.schedule if policy else ())] if each.label})
    name = "fan-" + "".join(each if each.isalnum() else "-" for each in title.lower()).strip("-")
    svg = drawn(
        lambda axes: fan(axes, bands, events=[Event(*each) for each in events[:6]]), name, width=5.2, height=3.3 + 0.15 * len(events[:6]), alt=f"Openness, race share and trust by month: {title}",
    )  # fmt: skip
    data = (
        series.groupby("month")[list(SHOWN)]
        .quantile([0.1, 0.25, 0.5, 0.75, 0.9])
        .rename_axis(["month", "quantile"])
        .reset_index()
    )
    return Picture(name, title[:1].upper() + title[1:], count(series["run"].nunique(), "run") + ".", svg, data)


def _table(series: pd.DataFrame, measure: str, months: int) -> np.ndarray:
    wide = series.pivot(index="run", columns="month", values=measure)
    return wide.reindex(columns=range(1, months + 1)).to_numpy(dtype=float)
