"""Fan chart of many runs over time: the median, and bands that hold 5 and 8 in 10 runs."""

from __future__ import annotations

import textwrap
import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from dashboards.figures.style import INK, QUIET, apart, plain

BANDS = ((10.0, 90.0, 0.15), (25.0, 75.0, 0.25))
"""Percentiles, and how dark what lies between them is drawn."""


@dataclass(frozen=True, eq=False)
class Band:
    """One measure: (runs, months) its values from month 1 on; NaN where there is none."""

    label: str
    values: NDArray[np.float64]
    colour: str
    dashed: bool = False


@dataclass(frozen=True)
class Event:
    """Something dated, to be marked."""

    month: int
    label: str


def fan(
    axes: Axes,
    bands: Sequence[Band],
    *,
    events: Sequence[Event] = (),
    title: str = "",
    note: str = "",
    limits: tuple[float, float] = (0.0, 1.0),
    width: int = 60,
) -> None:
    """Draw measures of many runs over time, each labelled where it ends; events are numbered and told below.

    width  characters after which the words of an event go on in a new line
    """
    months = max((band.values.shape[1] for band in bands), default=1)
    for band in bands:
        _draw(axes, band)
    axes.set_xlim(0, months)
    axes.set_ylim(*limits)
    axes.grid(axis="y", color="#EEEEEE", linewidth=0.8)
    axes.set_axisbelow(True)
    axes.set_xticks(_ticks(months))
    _label_ends(axes, bands, months, limits)
    axes.set_xlabel(_mark(axes, events, months, limits, width), loc="left", fontsize=9, color=INK, linespacing=1.35)
    plain(axes, title, note)


def median(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """(months,) the median of the runs that have a value; NaN where none has."""
    return percentile(values, 50.0)


def percentile(values: NDArray[np.float64], at: float) -> NDArray[np.float64]:
    """(months,) a percentile of the runs that have a value."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # a month in which no run has a value
        levels: NDArray[np.float64] = np.nanpercentile(values, at, axis=0)
    return levels


def _draw(axes: Axes, band: Band) -> None:
    months = np.arange(1, band.values.shape[1] + 1)
    if len(band.values) > 1:
        for low, high, dark in BANDS:
            edges = percentile(band.values, low), percentile(band.values, high)
            axes.fill_between(months, *edges, color=band.colour, alpha=dark, linewidth=0)
    line = median(band.values)
    style = (0, (4, 2)) if band.dashed else "solid"
    axes.plot(months, line, color=band.colour, linewidth=2, linestyle=style, clip_on=False)
    alone = _alone(line)
    if alone.any():
        axes.plot(months[alone], line[alone], ".", color=band.colour, markersize=4, clip_on=False)


def _alone(line: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Months with a value between months without any: no line goes through them."""
    there = np.pad(np.isfinite(line), 1)
    return there[1:-1] & ~there[:-2] & ~there[2:]


def _ticks(months: int) -> list[int]:
    step = next((step for step in (1, 2, 3, 6, 12, 24, 60, 120, 240, 600) if months / step <= 10), months)
    return list(range(0, months + 1, step))


def _label_ends(axes: Axes, bands: Sequence[Band], months: int, limits: tuple[float, float]) -> None:
    """The name of each measure, beside where it ends; moved apart where they would overlap."""
    ends = []
    for band in bands:
        line = median(band.values)
        there = line[np.isfinite(line)]
        ends.append(float(there[-1]) if len(there) else limits[0])
    low, high = limits
    height = 0.07 * (high - low)
    for band, where in zip(bands, apart(ends, height, low, high - height / 2), strict=True):
        axes.annotate(
            band.label,
            (months, where),
            xytext=(5, 0),
            textcoords="offset points",
            color=band.colour,
            fontsize=9.5,
            fontweight="bold",
            va="center",
            annotation_clip=False,
        )


def _mark(axes: Axes, events: Sequence[Event], months: int, limits: tuple[float, float], width: int) -> str:
    """Number the dates within the picture; what happens then, for below the axis."""
    lines = ["month"]
    dates = sorted({event.month for event in events if event.month <= months})
    for number, month in enumerate(dates, start=1):
        axes.axvline(month, color=QUIET, linewidth=0.8, linestyle=(0, (1, 2)), zorder=1)
        axes.annotate(
            str(number),
            (month, limits[0]),
            xytext=(0, 9),
            textcoords="offset points",
            ha="center",
            va="center",
            fontsize=8,
            color="white",
            bbox={"boxstyle": "circle,pad=0.25", "facecolor": QUIET, "edgecolor": "none"},
        )
        labels = "; ".join(event.label for event in events if event.month == month)
        when = "" if labels.casefold().startswith("month") else f"month {month}: "
        lines += textwrap.wrap(f"{number}  {when}{labels}", width, subsequent_indent="    ")
    return "\n".join(lines)
