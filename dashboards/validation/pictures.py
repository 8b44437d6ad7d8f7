"""The pictures of the validation report that no other report has."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from dashboards.figures.style import COLOURS, FAINT, INK, QUIET, plain
from dashboards.report.pictures import LINES, legend

RIGHT, WRONG = COLOURS["green"], COLOURS["vermillion"]


def errors(axes: Axes, table: pd.DataFrame) -> None:
    """Draw errors of numbers as parts of their tolerance (columns what, part, holds): right of 1 is wrong."""
    places = np.arange(len(table))
    colours = [RIGHT if holds else WRONG for holds in table["holds"]]
    axes.barh(places, table["part"].clip(upper=1.5), color=colours, height=0.7, linewidth=0)
    axes.plot(np.zeros(len(table)), places, "|", color=INK, markersize=4)
    axes.axvline(1.0, color=WRONG, linewidth=1.2)
    axes.set_yticks(places, list(table["what"]))
    axes.set_ylim(len(table) - 0.5, -0.5)
    axes.set_xlim(0, 1.5)
    _named(axes, "largest error, as a part of what is allowed", "")


def against(axes: Axes, table: pd.DataFrame, x: str, y: str, groups: Sequence[tuple[str, str]]) -> None:
    """Two shares against each other (x, and the columns of ``groups`` with labels); on the line they are equal."""
    axes.plot([0, 1], [0, 1], color=QUIET, linewidth=0.8)
    for (column, label), colour, marker in zip(groups, (LINES[0], LINES[4]), "os", strict=False):
        axes.plot(table[x], table[column], marker, color=colour, markersize=6, label=label, alpha=0.9)
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 1)
    _named(axes, x, y)
    legend(axes)


def course(axes: Axes, table: pd.DataFrame, stages: Sequence[str]) -> None:
    """People as dots and the model as lines over stages of experience (columns series, stage, people, model)."""
    for (name, group), colour in zip(table.groupby("series", sort=False), LINES, strict=False):
        places = [stages.index(stage) for stage in group["stage"]]
        axes.plot(places, group["model"], color=colour, linewidth=1.8, label=str(name))
        axes.plot(places, group["people"], "o", color=colour, markersize=5)
    axes.set_xticks(range(len(stages)), [stage.replace(" ", "\n") for stage in stages])
    axes.set_ylim(0, 1)
    _named(axes, "", "share that race in the first round")
    legend(axes)


def sides(axes: Axes, table: pd.DataFrame, label: str) -> None:
    """A value per line as measured, in the model, and its range under random mixing (columns what, low, high, measured,
    model)."""
    places = np.arange(len(table))
    axes.hlines(places, table["low"], table["high"], color=QUIET, linewidth=7, alpha=0.3, label="random mixing, 95%")
    axes.plot(table["measured"], places, "o", color=LINES[0], markersize=6, label="measured")
    axes.plot(table["model"], places, "D", color=LINES[4], markersize=5, label="model")
    axes.set_yticks(places, list(table["what"]))
    axes.set_ylim(len(table) - 0.5, -0.5)
    _named(axes, label, "")
    legend(axes)


def bars(axes: Axes, table: pd.DataFrame, columns: Sequence[str], label: str) -> None:
    """Bars side by side for each line (column what, and those named)."""
    places, height = np.arange(len(table)), 0.8 / len(columns)
    for number, column in enumerate(columns):
        axes.barh(
            places + (number - (len(columns) - 1) / 2) * height,
            table[column],
            height=height * 0.9,
            color=LINES[(0, 4, 2)[number]],
            label=column,
            linewidth=0,
        )
    axes.set_yticks(places, list(table["what"]))
    axes.set_ylim(len(table) - 0.5, -0.5)
    _named(axes, label, "")
    legend(axes)


def parts_of_one(axes: Axes, table: pd.DataFrame, columns: Sequence[str], label: str) -> None:
    """Draw parts of a bar for each line (column what, and those named, which add up to 1)."""
    places, left = np.arange(len(table)), np.zeros(len(table))
    for column, colour in zip(columns, (RIGHT, FAINT, WRONG), strict=True):
        part = table[column].to_numpy(dtype=float)
        axes.barh(places, part, left=left, color=colour, height=0.72, label=column, linewidth=0)
        left += part
    axes.set_yticks(places, list(table["what"]))
    axes.set_ylim(len(table) - 0.5, -0.5)
    axes.set_xlim(0, 1)
    _named(axes, label, "")
    legend(axes)


def _named(axes: Axes, x: str, y: str) -> None:
    plain(axes)
    axes.set_xlabel(x, fontsize=9, color=INK)
    axes.set_ylabel(y, fontsize=9, color=INK)
