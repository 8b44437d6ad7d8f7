"""The map of means over points that lie anywhere, as those of an adaptive design do."""

from __future__ import annotations

import textwrap

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from dashboards.figures.style import INK
from dashboards.report import pictures


def scattered(
    axes: Axes,
    table: pd.DataFrame,
    columns: tuple[str, str, str, str],
    *,
    label: str,
    limits: tuple[float, float],
    cmap: str,
) -> None:
    """A map of means over points wherever they lie, with a line where a share is one half.

    columns  those of x, y, the mean and the share
    """
    x, y, mean, share = (table[name].to_numpy(dtype=float) for name in columns)
    edges = np.linspace(*limits, 21)
    shown = axes.tricontourf(
        x,
        y,
        np.clip(mean, limits[0], np.nextafter(limits[1], limits[0])),
        levels=edges,
        cmap=pictures.fixed_colours(cmap),
    )
    if share.min() < 0.5 < share.max():
        axes.tricontour(x, y, share, levels=[0.5], colors=[pictures.BRIGHT], linewidths=3.2)
        axes.tricontour(x, y, share, levels=[0.5], colors=[pictures.DARK], linewidths=1.4)
    axes.plot(x, y, ".", color=pictures.DARK, markersize=1.6)
    bar = axes.figure.colorbar(shown, ax=axes, fraction=0.05, pad=0.02, ticks=edges[::5])
    bar.outline.set_visible(False)
    bar.ax.tick_params(labelsize=8.5, length=0, labelcolor=INK)
    bar.set_label(label if len(label) < 45 else textwrap.fill(label, 40), fontsize=9, color=INK)
    pictures.label_axes(axes, columns[0], columns[1])
