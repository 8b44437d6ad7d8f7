"""One look for every figure: colours that people with any colour vision tell apart, one font, little ink."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

COLOURS = {
    "blue": "#0072B2",
    "orange": "#E69F00",
    "green": "#009E73",
    "purple": "#CC79A7",
    "sky": "#56B4E9",
    "vermillion": "#D55E00",
    "yellow": "#F0E442",
}
"""Okabe & Ito 2008: told apart with any colour vision."""

INK = "#222222"
QUIET = "#767676"
FAINT = "#DDDDDD"

MEASURE_COLOURS = {
    "race_share": COLOURS["blue"],
    "openness": COLOURS["vermillion"],
    "openness_within": COLOURS["orange"],
    "openness_across": COLOURS["purple"],
    "trust": COLOURS["green"],
    "scarcity_felt": QUIET,
}
"""A measure has one colour in every figure; others take the palette in order."""

CLOSED_TO_OPEN = "cividis"
"""From dark to light, told apart with any colour vision and in print."""

DPI = 150


def figure(width: float, height: float) -> Figure:
    """An empty figure, in inches, whose parts make room for each other."""
    drawn = Figure(figsize=(width, height), layout="constrained", facecolor="white", dpi=DPI)
    FigureCanvasAgg(drawn)
    return drawn


def save(drawn: Figure, path: Path) -> None:
    """Write a figure by the file's ending; the same figure gives the same bytes."""
    import matplotlib

    metadata: dict[str, Any] = {"svg": {"Date": None}, "pdf": {"CreationDate": None}}.get(
        path.suffix.lower().removeprefix("."), {}
    )
    with matplotlib.rc_context({"svg.hashsalt": "silos"}):
        drawn.savefig(path, metadata=metadata)


def plain(axes: Axes, title: str = "", note: str = "") -> None:
    """Axes with a title on the left, a quieter note beneath it, and no box."""
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    for side in ("left", "bottom"):
        axes.spines[side].set_color(QUIET)
    axes.tick_params(colors=INK, labelsize=9, length=3, color=QUIET)
    headed(axes, title, note)


def headed(axes: Axes, title: str, note: str = "") -> None:
    """A title on the left with a quieter note beneath it."""
    lines = note.count("\n") + 1 if note else 0
    axes.set_title(title, loc="left", fontsize=11.5, fontweight="bold", color=INK, pad=8 + 12.5 * lines)
    if note:
        axes.annotate(
            note,
            (0, 1),
            xytext=(0, 6),
            xycoords="axes fraction",
            textcoords="offset points",
            fontsize=9,
            color=QUIET,
            va="bottom",
            linespacing=1.25,
        )


def sector_colours(count: int) -> list[str]:
    """A colour for each sector; they come round again after the seventh."""
    return list(islice(cycle(COLOURS.values()), count))


def apart(positions: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Positions of labels, moved as little as need be so that any two are ``gap`` apart.

    >>> [round(each, 2) for each in apart([0.5, 0.52, 0.9], 0.1, 0.0, 1.0)]
    [0.46, 0.56, 0.9]
    """
    order = sorted(range(len(positions)), key=lambda place: positions[place])
    groups = [[positions[place], 1.0] for place in order]
    merged: list[list[float]] = []
    for middle, count in groups:
        merged.append([middle, count])
        while len(merged) > 1 and merged[-1][0] - merged[-2][0] < gap * (merged[-1][1] + merged[-2][1]) / 2:
            (right, more), (left, some) = merged.pop(), merged.pop()
            merged.append([(left * some + right * more) / (some + more), some + more])
    placed: list[float] = []
    for middle, count in merged:
        half = gap * (count - 1) / 2
        middle = min(max(middle, low + half), high - half)
        placed += [middle - half + gap * step for step in range(int(count))]
    moved = dict(zip(order, placed, strict=True))
    return [moved[place] for place in range(len(positions))]
