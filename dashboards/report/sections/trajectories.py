"""Fans over time, where months were recorded."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from dashboards.figures import MEASURE_COLOURS, Band, Event, fan
from dashboards.figures.fan import percentile
from dashboards.report.figure import Picture, Section, drawn
from dashboards.report.study import Study
from dashboards.report.wording import count, plainly, slug
from dashboards.report.wording import level as written
from experiments.analysis.averaging import CONDITION

SHOWN = ("openness", "race_share", "trust")

RUNS = 200
"""Most runs of a fan."""

FANS = 8

EVENTS = 6

PERCENTILES = (10.0, 25.0, 50.0, 75.0, 90.0)


def section(study: Study) -> Section | None:
    """Fans, where every month was recorded."""
    if study.series is None or not study.experiment.series:
        return None
    drawn = []
    for title, runs in list(chosen(study))[:FANS]:
        picture = _picture(study, title, runs)
        if picture is not None:
            drawn.append(picture)
    words = (
        "Lines are medians over runs, as many of each condition; the darker band holds 5 in 10 runs and the paler one 8"
        " in 10. A month in which nobody acts has no race share."
    )
    return Section("over-time", "Over time", [words], drawn) if drawn else None


def chosen(study: Study) -> Iterator[tuple[str, pd.DataFrame]]:
    """The runs of each fan: each case, at the lowest, a middle and the highest level of the first factor of a grid, of
    the others at the middle one; over all conditions where these are samples."""
    for case, runs in study.cases():
        if not study.numeric or not study.grid:
            yield case or "all runs", _some(runs)
            continue
        first, *others = study.names
        for name in others:
            runs = runs[runs[name] == _middle(runs[name])]
        levels = sorted(runs[first].unique())
        for level in dict.fromkeys([_middle(runs[first])] if case else [levels[0], _middle(runs[first]), levels[-1]]):
            yield ", ".join(filter(None, [case, f"{first} = {written(level)}"])), _some(runs[runs[first] == level])


def _some(runs: pd.DataFrame) -> pd.DataFrame:
    """Return RUNS runs at most, as many of each condition: its first; of very many conditions, some evenly chosen."""
    numbers = runs.groupby(list(CONDITION), observed=True).ngroup()
    sizes = numbers.value_counts()
    each_has = max(1, min(int(sizes.min()), RUNS // len(sizes)))
    chosen = sizes.index.sort_values()[np.unique(np.linspace(0, len(sizes) - 1, min(RUNS, len(sizes))).astype(int))]
    first = runs["seed"].groupby(numbers).rank(method="first") <= each_has
    return runs[first & numbers.isin(chosen)]


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
    events = _events(study, runs.iloc[0])
    name = slug("fan", title)
    svg = drawn(
        lambda axes: fan(axes, bands, events=events),
        name,
        width=5.2,
        height=3.5 + 0.2 * len(events),
        alt=f"Openness, race share and trust by month: {title}",
    )
    return Picture(name, title[:1].upper() + title[1:], count(len(runs), "run") + ".", svg, _percentiles(bands, months))


def _events(study: Study, run: pd.Series) -> list[Event]:
    """Return the dated events in the runs of a case."""
    policy = next((policy for policy in study.experiment.file.policies if policy.name == run["policy"]), None)
    dated: list[tuple[int, str, int | None]] = []
    if not (policy and policy.replace_schedule):
        dated += [
            (event.month, event.label, event.until) for event in study.experiment.scenarios[run["scenario"]].schedule
        ]
    if policy:
        dated += [(event.month, event.label, event.until) for event in policy.schedule]
    labels = dict.fromkeys(
        (month, f"{label} (to month {until - 1})" if until else label) for month, label, until in dated
    )
    return [Event(month, label) for month, label in sorted(labels) if label][:EVENTS]


def _percentiles(bands: list[Band], months: int) -> pd.DataFrame:
    """The numbers of a fan: month, measure, and the percentiles of its bands and line."""
    parts = []
    for band in bands:
        columns = {f"p{at:g}": percentile(band.values, at) for at in PERCENTILES}
        parts.append(pd.DataFrame({"month": range(1, months + 1), "measure": band.label, **columns}))
    return pd.concat(parts, ignore_index=True)


def _table(series: pd.DataFrame, measure: str, months: int) -> np.ndarray:
    wide = series.pivot(index="run", columns="month", values=measure)
    return wide.reindex(columns=range(1, months + 1)).to_numpy(dtype=float)
