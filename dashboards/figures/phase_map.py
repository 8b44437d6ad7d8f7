"""The map of the end states: what a system comes to, by two of its conditions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib import patheffects
from matplotlib.axes import Axes
from numpy.typing import NDArray

from dashboards.figures.style import CLOSED_TO_OPEN, INK, plain
from sim.arrays import Floats, Ints
from sim.measures.regimes import REGIMES

FEWEST = 4
"""Cells that have room for a name."""


@dataclass(frozen=True)
class Mark:
    """A point to show on the map."""

    x: float
    y: float
    label: str


def phase_map(
    axes: Axes,
    x: Floats,
    y: Floats,
    openness: Floats,
    ends: Ints,
    *,
    x_label: str,
    y_label: str,
    marks: Sequence[Mark] = (),
    title: str = "",
    note: str = "",
) -> None:
    """Colour each pair of conditions by openness, (y, x), and name how they end with the lines between.

    ends  positions in sim.measures.regimes.REGIMES, -1 where nothing is known
    """
    shown = axes.pcolormesh(x, y, openness, cmap=CLOSED_TO_OPEN, vmin=0, vmax=1, shading="nearest")
    if min(openness.shape) > 1:
        _lines(axes, x, y, ends)
    for number, name in enumerate(REGIMES):
        if (ends == number).sum() >= FEWEST:
            _name(axes, x, y, ends == number, name)
    for mark in marks:
        _mark(axes, mark)
    bar = axes.figure.colorbar(shown, ax=axes, fraction=0.05, pad=0.02)
    bar.outline.set_visible(False)
    bar.ax.tick_params(labelsize=8.5, length=0)
    bar.set_label("openness at the end", fontsize=9, color=INK)
    axes.set_xlabel(x_label, fontsize=9, color=INK)
    axes.set_ylabel(y_label, fontsize=9, color=INK)
    plain(axes, title, note)


def _lines(axes: Axes, x: Floats, y: Floats, ends: Ints) -> None:
    """Draw the lines between one kind of end and another."""
    for number in range(len(REGIMES)):
        region = (ends == number).astype(float)
        if 0.0 < region.mean() < 1.0:
            wide, tall, inside = _to_the_edge(x, y, region)
            axes.contour(wide, tall, inside, levels=[0.5], colors="white", linewidths=1.6)


def _to_the_edge(x: Floats, y: Floats, values: Floats) -> tuple[Floats, Floats, Floats]:
    """A grid with half a cell more on every side, so that a line between kinds crosses the whole map."""

    def longer(axis: Floats) -> Floats:
        return np.concatenate([[1.5 * axis[0] - 0.5 * axis[1]], axis, [1.5 * axis[-1] - 0.5 * axis[-2]]])

    return longer(x), longer(y), np.pad(values, 1, mode="reflect", reflect_type="odd")


def _name(axes: Axes, x: Floats, y: Floats, region: NDArray[np.bool_], words: str) -> None:
    row, column = deepest(region)
    text = axes.text(
        x[column], y[row], words, ha="center", va="center", fontsize=10.5, fontweight="bold", color="white"
    )
    text.set_path_effects([patheffects.withStroke(linewidth=2.5, foreground=INK)])


def deepest(region: NDArray[np.bool_]) -> tuple[int, int]:
    """The cell of a region that is farthest from its edge; of several, the one nearest the region's middle."""
    depth = np.zeros(region.shape)
    left = region.copy()
    while left.any():
        depth += left
        padded = np.pad(left, 1)
        left = left & padded[:-2, 1:-1] & padded[2:, 1:-1] & padded[1:-1, :-2] & padded[1:-1, 2:]
    cells = np.argwhere(depth == depth.max())
    nearest = np.square(cells - np.argwhere(region).mean(axis=0)).sum(axis=1).argmin()
    return int(cells[nearest][0]), int(cells[nearest][1])


def _mark(axes: Axes, mark: Mark) -> None:
    axes.annotate(
        mark.label,
        (mark.x, mark.y),
        ha="center",
        va="center",
        fontsize=10,
        fontweight="bold",
        color=INK,
        bbox={"boxstyle": "circle,pad=0.3", "facecolor": "white", "edgecolor": INK, "linewidth": 1.2},
    )
