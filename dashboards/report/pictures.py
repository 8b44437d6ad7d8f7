"""The pictures of a report, drawn from the tables of the analysis."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib import colormaps
from matplotlib.axes import Axes
from matplotlib.colors import Colormap, ListedColormap, to_hex

from dashboards.figures.style import COLOURS, FAINT, INK, QUIET, plain
from dashboards.languages.number_format import percent
from dashboards.report.figure import THEMED
from dashboards.report.wording import level

END_COLOURS = (COLOURS["blue"], COLOURS["sky"], COLOURS["vermillion"], "#5b4a8a")
"""From the best end to the worst."""

BRIGHT, DARK = "#ffffff", "#1a1a1a"
"""On a map, whatever the page."""

LINES = (COLOURS["blue"], COLOURS["vermillion"], COLOURS["green"], COLOURS["purple"], COLOURS["orange"], COLOURS["sky"])

SHADES = ("#440f54", "#3b538b", "#21918c", "#5ec962", "#c9a80a")
"""For levels in order, from dark to light: those of viridis, the last darkened to be seen on white."""


def surface(
    axes: Axes,
    table: pd.DataFrame,
    x: str,
    y: str,
    *,
    label: str,
    limits: tuple[float, float],
    cmap: str = "cividis",
) -> None:
    """A map of a mean over two factors (columns x, y, mean)."""
    grid = table.pivot(index=y, columns=x, values="mean")
    values = np.ma.masked_invalid(grid.to_numpy(dtype=float))
    shown = axes.pcolormesh(
        grid.columns, grid.index, values, cmap=fixed_colours(cmap), vmin=limits[0], vmax=limits[1], shading="nearest"
    )
    shown.set_edgecolor("face")
    bar = axes.figure.colorbar(shown, ax=axes, fraction=0.05, pad=0.02)
    bar.outline.set_visible(False)
    bar.ax.tick_params(labelsize=8.5, length=0, labelcolor=INK)
    bar.set_label(label, fontsize=9, color=INK)
    label_axes(axes, x, y)


def fixed_colours(cmap: str) -> Colormap:
    """A colour map none of whose colours is one that follows the page, light or dark."""
    colours = [to_hex(colour) for colour in colormaps[cmap](np.arange(256))]
    return ListedColormap([f"#{int(colour[1:], 16) ^ 1:06x}" if colour in THEMED else colour for colour in colours])


def tipping_line(axes: Axes, table: pd.DataFrame, y: str, ends: tuple[float, float]) -> None:
    """Draw the line on a map along which half of the runs end siloed, with the interval of each of its points."""
    known = table.dropna(subset=["estimate"]).sort_values(y)
    if known.empty:
        return
    low, high = (known[end].clip(*ends) for end in ("low", "high"))
    axes.hlines(known[y], low, high, color=BRIGHT, linewidth=3.2, zorder=3)
    axes.hlines(known[y], low, high, color=DARK, linewidth=1.4, zorder=4)
    axes.plot(known["estimate"], known[y], color=BRIGHT, linewidth=3.2, zorder=3)
    axes.plot(known["estimate"], known[y], color=DARK, linewidth=1.4, marker="o", markersize=3, zorder=5)


def curves(
    axes: Axes,
    table: pd.DataFrame,
    x: str,
    *,
    by: str = "",
    label: str,
    limits: tuple[float, float],
    cloud: pd.DataFrame | None = None,
) -> None:
    """Means with their 95% intervals along a factor (columns x, mean, low, high), a line for each value of ``by``; and
    the runs themselves.

    cloud  runs to be shown as dots (columns x, y), where there is one line
    """
    if cloud is not None:
        axes.scatter(cloud[x], cloud["y"], s=5, color=QUIET, alpha=0.35, linewidths=0, zorder=1)
    groups = list(table.groupby(by, sort=False)) if by else [("", table)]
    colours = LINES if len(groups) > len(SHADES) or not by else SHADES[:: max(1, len(SHADES) // max(1, len(groups)))]
    for number, (name, group) in enumerate(groups):
        colour = colours[number % len(colours)]
        ordered = group.sort_values(x)
        axes.fill_between(ordered[x], ordered["low"], ordered["high"], color=colour, alpha=0.25, linewidth=0, zorder=2)
        axes.plot(
            ordered[x],
            ordered["mean"],
            color=colour,
            linewidth=1.8,
            marker="o",
            markersize=3.2,
            label=level(name),
            zorder=3,
        )
    axes.set_ylim(*limits)
    _ruled(axes, "y")
    label_axes(axes, x, label)
    if by:
        legend(axes)


def tipping_mark(axes: Axes, at: float, low: float, high: float) -> None:
    """A tipping point with its interval, on a curve."""
    left, right = axes.get_xlim()
    if low == low:
        axes.axvspan(max(low, left), min(high, right), color=COLOURS["orange"], alpha=0.3, linewidth=0, zorder=0)
    axes.axvline(at, color=COLOURS["orange"], linewidth=1.4, zorder=1)
    axes.set_xlim(left, right)


def shares(axes: Axes, table: pd.DataFrame, along: str, label: str) -> None:
    """Draw shares of end states as parts of a bar for each value of ``along`` (columns along, end, share)."""
    ends = list(table["end"].cat.categories)
    wide = table.pivot(index=along, columns="end", values="share").reindex(columns=ends).fillna(0.0)
    wide = wide.reindex(table[along].unique())
    numbers = pd.api.types.is_numeric_dtype(wide.index)
    places = np.arange(len(wide))
    left = np.zeros(len(wide))
    for end, colour in zip(ends, END_COLOURS, strict=True):
        part = wide[end].to_numpy(dtype=float)
        if part.any():
            axes.barh(
                places,
                part,
                left=left,
                color=colour,
                height=0.98 if numbers else 0.72,
                label=end,
                linewidth=0,
            )
        left += part
    shown = places[:: max(1, len(places) // 9)]
    axes.set_yticks(shown, [level(wide.index[place]) for place in shown])
    axes.set_xlim(0, 1)
    axes.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0", *(percent(share) for share in (0.25, 0.5, 0.75, 1.0))])
    label_axes(axes, "share of runs", label)
    axes.set_ylim(-0.5, len(wide) - 0.5) if numbers else axes.set_ylim(len(wide) - 0.5, -0.5)
    legend(axes)


def spread(axes: Axes, table: pd.DataFrame, label: str, *, by: str = "") -> None:
    """Histograms (columns left, right, share), one above the other for each value of ``by``; steps, so that two hills
    are seen."""
    groups = list(table.groupby(by, sort=False)) if by else [("", table)]
    names = [textwrap.fill(level(name), 18) for name, _ in reversed(groups)]
    top = max(float(table["share"].max()), 1e-9)
    for place, (_, group) in enumerate(reversed(groups)):
        colour = LINES[0] if not by else LINES[(len(groups) - 1 - place) % len(LINES)]
        edges = [*group["left"], group["right"].iloc[-1]]
        axes.stairs(
            place + 0.9 * group["share"].to_numpy() / top,
            edges,
            baseline=place,
            fill=True,
            color=colour,
            alpha=0.85,
            linewidth=0,
        )
        axes.axhline(place, color=FAINT, linewidth=0.6)
    axes.set_ylim(0, len(groups))
    label_axes(axes, label, "")
    axes.set_yticks([place + 0.35 for place in range(len(groups))] if by else [], names if by else None)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)


def forest(axes: Axes, labels: Sequence[str], values: pd.DataFrame, label: str, *, colour: str = LINES[0]) -> None:
    """Estimates with their intervals (columns value, low, high), one a line from the top; a line at nothing."""
    places = np.arange(len(labels))
    axes.hlines(places, values["low"], values["high"], color=colour, linewidth=2.4, alpha=0.5)
    axes.plot(values["value"], places, "o", color=colour, markersize=5)
    axes.axvline(0.0, color=QUIET, linewidth=0.8, zorder=0)
    axes.set_yticks(places, labels)
    axes.set_ylim(len(labels) - 0.5, -0.5)
    _ruled(axes, "x")
    label_axes(axes, label, "")


def tornado(
    axes: Axes,
    alone: pd.DataFrame,
    total: pd.DataFrame | None,
    label: str,
    names: tuple[str, str] = ("alone", "with others"),
) -> None:
    """Bars of how much each factor matters, with intervals (columns factor, value, low, high), widest on top.

    total  the same with interactions, drawn as a paler bar behind
    """
    places = np.arange(len(alone))
    if total is not None:
        axes.barh(places, total["value"].clip(lower=0), color=LINES[5], height=0.72, label=names[1], linewidth=0)
        axes.hlines(places + 0.14, total["low"].clip(lower=0), total["high"], color=QUIET, linewidth=1)
    falls = alone["value"].lt(0).to_numpy() if total is None else np.zeros(len(alone), dtype=bool)
    axes.barh(
        places,
        alone["value"],
        color=np.where(falls, LINES[1], LINES[0]),
        height=0.4 if total is not None else 0.66,
        label=names[0],
        linewidth=0,
    )
    if alone["low"].notna().any():
        axes.hlines(places - (0.08 if total is not None else 0), alone["low"], alone["high"], color=INK, linewidth=1)
    axes.axvline(0.0, color=QUIET, linewidth=0.8)
    axes.set_yticks(places, list(alone["factor"]))
    axes.set_ylim(len(alone) - 0.5, -0.5)
    _ruled(axes, "x")
    label_axes(axes, label, "")
    if total is not None:
        legend(axes)


def samples(axes: Axes, points: pd.DataFrame, x: str, y: str, box: Sequence[Any]) -> None:
    """Conditions (columns x, y, share) as dots, darker where the share is higher, and a box (``Limits`` of x and y)."""
    dots = axes.scatter(
        points[x], points[y], c=points["share"], cmap=fixed_colours("cividis_r"), vmin=0, vmax=1, s=14, linewidths=0
    )
    bar = axes.figure.colorbar(dots, ax=axes, fraction=0.05, pad=0.02)
    bar.outline.set_visible(False)
    bar.ax.tick_params(labelsize=8.5, length=0, labelcolor=INK)
    (left, right), (low, high) = (
        (max(limit.low, values.min()), min(limit.high, values.max()))
        for limit, values in zip(box, (points[x], points[y]), strict=True)
    )
    edges = [(left, low), (right, low), (right, high), (left, high), (left, low)]
    axes.plot(*zip(*edges, strict=True), color=COLOURS["vermillion"], linewidth=1.8)
    label_axes(axes, x, y)


def loop(
    axes: Axes, table: pd.DataFrame, x: str, names: tuple[str, str], label: str, limits: tuple[float, float]
) -> None:
    """Two branches along a factor (columns level, upper, lower, gap, low, high), with what lies between them shaded."""
    ordered = table.sort_values("level")
    axes.fill_between(
        ordered["level"], ordered["lower"], ordered["upper"], color=COLOURS["orange"], alpha=0.25, linewidth=0
    )
    for column, name, colour in (("upper", names[0], LINES[0]), ("lower", names[1], LINES[1])):
        axes.plot(
            ordered["level"], ordered[column], color=colour, linewidth=1.8, marker="o", markersize=3.2, label=name
        )
    axes.set_ylim(*limits)
    _ruled(axes, "y")
    label_axes(axes, x, label)
    legend(axes)


def legend(axes: Axes) -> None:
    """A legend above the axes, where it hides nothing, in as many lines as its words need."""
    handles, labels = axes.get_legend_handles_labels()
    columns = max(1, min(len(labels), 46 // (max(map(len, labels), default=1) + 4)))
    place: dict[str, Any] = {"loc": "lower left", "bbox_to_anchor": (0, 1.01), "borderaxespad": 0.0, "borderpad": 0.1}
    look: dict[str, Any] = {"fontsize": 8.5, "handlelength": 1.2, "columnspacing": 1.2, "labelcolor": INK}
    axes.legend(handles, labels, frameon=False, ncols=columns, **place, **look)


def _ruled(axes: Axes, axis: str) -> None:
    axes.grid(axis=axis, color=FAINT, linewidth=0.6)  # type: ignore[arg-type]
    axes.set_axisbelow(True)


def label_axes(axes: Axes, x: str, y: str) -> None:
    """Say what runs along either axis."""
    plain(axes)
    axes.set_xlabel(x, fontsize=9, color=INK)
    axes.set_ylabel(y, fontsize=9, color=INK)
    axes.tick_params(labelcolor=INK)
