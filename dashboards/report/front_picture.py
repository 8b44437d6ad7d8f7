"""The picture of a search: what every package comes to, and the front of those that no other betters."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from dashboards.figures.style import COLOURS, INK, QUIET, plain
from dashboards.report import pictures
from dashboards.report.wording import slug
from sim.arrays import Floats

WIDE, TALL = 0.14, 0.05
"""Room for a name, as parts of the picture."""


def front(axes: Axes, table: pd.DataFrame, x: str, y: str) -> None:
    """Draw packages over two objectives (columns package, keeps, front), each of the front with a link to its name."""
    others = table[~table["front"]]
    broken, kept = others[~others["keeps"]], others[others["keeps"]]
    axes.scatter(
        broken[x], broken[y], s=12, facecolors="none", edgecolors=QUIET, linewidths=0.6, label="breaks a limit"
    )
    axes.scatter(kept[x], kept[y], s=12, color=QUIET, linewidths=0, label="keeps every limit")
    alone = others[others["package"].str.startswith(("only ", "nothing"))]
    axes.scatter(alone[x], alone[y], s=30, marker="x", color=INK, linewidths=1.0)
    _named(axes, alone[x].to_numpy(dtype=float), alone[y].to_numpy(dtype=float), list(alone["package"]))
    best = table[table["front"]].sort_values(x, kind="stable")
    dots = axes.scatter(best[x], best[y], s=34, color=COLOURS["vermillion"], linewidths=0, label="front", zorder=3)
    dots.set_urls([f"#{slug(str(name))}" for name in best["package"]])
    pictures.legend(axes)
    plain(axes)
    axes.set_xlabel(x, fontsize=9, color=INK)
    axes.set_ylabel(y, fontsize=9, color=INK)


def _named(axes: Axes, x: Floats, y: Floats, names: list[str]) -> None:
    """Name points, the ones farthest right first, where no name stands already."""
    (left, right), (low, high) = axes.get_xlim(), axes.get_ylim()
    placed: list[tuple[float, float]] = []
    for at in np.argsort(-x, kind="stable"):
        here = (x[at] - left) / (right - left), (y[at] - low) / (high - low)
        if all(abs(here[0] - other[0]) > WIDE or abs(here[1] - other[1]) > TALL for other in placed):
            placed.append(here)
            words = names[at].removeprefix("only ").rpartition(".")[2].replace("_", " ")
            axes.annotate(words, (x[at], y[at]), (4, 4), textcoords="offset points", fontsize=8, color=INK)
