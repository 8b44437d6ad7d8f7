"""Figures and tables of stored runs, ready to be drawn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from dashboards.explore.charts import rounded
from dashboards.explore.stored_query import FEW, Browse, told
from dashboards.languages import _
from dashboards.languages.number_format import plain
from results.run_ends import measure_of, version_in
from sim.measures import BY_NAME

BINS = 10
"""Of what varies freely, from left to right."""
THIRDS = 3
"""Lines of what varies freely."""
MOST_LINES = 8
ROWS = 12
"""Runs listed at once."""


def curve(frame: pd.DataFrame, browse: Browse) -> dict[str, Any]:
    """The measure along a factor: mean over runs and where eight of ten lie, a line for each group."""
    by = _groups(frame[browse.by]) if browse.by else pd.Series(_("all runs"), index=frame.index)
    groups = list(frame.groupby(by, observed=True, dropna=False))
    numeric = bool(browse.along) and pd.api.types.is_numeric_dtype(frame[browse.along])
    places = _places(frame[browse.along]) if browse.along else pd.Series("all", index=frame.index)
    order = list(dict.fromkeys(places.sort_values() if numeric else places))
    from experiments.analysis.averaging import run_weights  # takes a second to load

    weighed = pd.DataFrame({"value": frame[browse.figure], "weight": run_weights(frame, frame[browse.figure].notna())})
    return {
        "title": browse.figure,
        "meaning": _(measure_of(browse.figure, version_in(frame)).meaning) if browse.figure in BY_NAME else "",
        "along": browse.along,
        "ticks": [] if numeric else [str(value) for value in order],
        "more": max(0, len(groups) - MOST_LINES),
        "lines": [
            {"name": _written(name), "points": _points(weighed.loc[group.index], places, order, numeric)}
            for name, group in groups[:MOST_LINES]
        ],
    }


def grid(frame: pd.DataFrame, browse: Browse) -> dict[str, Any] | None:
    """The mean over two numeric factors as a map; None where there are not two with several values each."""
    if not browse.along or not browse.by:
        return None
    x, y = frame[browse.along], frame[browse.by]
    if not all(pd.api.types.is_numeric_dtype(column) and column.nunique() > 2 for column in (x, y)):
        return None
    from experiments.analysis.averaging import condition_means

    placed = frame.assign(**{browse.by: _places(y), browse.along: _places(x)})
    table = condition_means(placed, [browse.by, browse.along], browse.figure).unstack()
    return {
        "x": [_written(value) for value in table.columns],
        "y": [_written(value) for value in table.index],
        "cells": [[None if value != value else rounded(float(value)) for value in row] for row in table.to_numpy()],
    }


def policies(frame: pd.DataFrame, measure: str, names: Sequence[str], unit: Sequence[str]) -> list[dict[str, Any]]:
    """Each policy against the first: runs under the same conditions and with the same random numbers, in pairs.

    unit  the columns that tell one unit of independent evidence from another
          (``experiments.analysis.experimental_units``)
    """
    if "policy" not in names or frame["policy"].nunique() < 2:
        return []
    first = str(frame["policy"].to_numpy()[frame["position"].to_numpy().argmin()])
    within = [name for name in (*names, "seed") if name not in ("policy", *unit)]
    from experiments.analysis import paired_differences  # takes a second to load, and few ask for it

    table = paired_differences(frame, first, [measure], unit=unit, within=within)
    return [
        {
            "policy": row["policy"],
            "first": first,
            "mean_first": rounded(row["one"]),
            "mean": rounded(row["other"]),
            "difference": rounded(row["difference"]),
            "low": rounded(row["low"]),
            "high": rounded(row["high"]),
            "higher": rounded(row["higher"]),
            "pairs": int(row["pairs"]),
        }
        for row in table.to_dict("records")
    ]


def rows(frame: pd.DataFrame, measure: str, names: Sequence[str], *, highest: bool) -> dict[str, Any]:
    """The runs that end highest, or lowest."""
    ends = frame.sort_values(measure, ascending=not highest, kind="stable", na_position="last").head(ROWS)
    return {
        "columns": [*names, "replicate", measure],
        "rows": [
            {
                "run": row["run"],
                "cells": [*(_written(row[name]) for name in names), str(row["replicate"]), _written(row[measure])],
            }
            for row in ends.to_dict("records")
        ],
        "all": len(frame),
    }


def filters(frame: pd.DataFrame, names: Sequence[str]) -> list[dict[str, Any]]:
    """Return what runs can be narrowed by: values of a factor where they are few, else its range."""
    filters = []
    for name in names:
        column = frame[name]
        few = column.nunique() <= FEW
        span = None if few or not pd.api.types.is_numeric_dtype(column) else [told(column.min()), told(column.max())]
        written = {told(value): _written(value) for value in (column.sort_values().unique() if few else [])}
        filters.append({"name": name, "values": list(written), "written": written, "range": span})
    return [choice for choice in filters if choice["values"] or choice["range"]]


def _points(runs: pd.DataFrame, places: pd.Series, order: list[Any], numeric: bool) -> list[dict[str, Any]]:
    """The points of a line; every condition weighs the same (columns value, weight)."""
    from experiments.analysis.averaging import weighted_quantile

    points = []
    for place, group in runs.dropna().groupby(places.loc[runs.index], observed=True):
        values, weights = (group[name].to_numpy(dtype=np.float64) for name in ("value", "weight"))
        if len(values):
            low, high = (weighted_quantile(values, weights, share) for share in (0.1, 0.9))
            points.append({
                "x": float(place) if numeric else order.index(place),
                "mean": rounded(float(np.average(values, weights=weights))),
                "low": rounded(low),
                "high": rounded(high),
                "runs": len(values),
            })  # fmt: skip
    return sorted(points, key=lambda point: point["x"])


def _places(column: pd.Series) -> pd.Series:
    """The value of each run, or the middle of its bin where there are many."""
    if not pd.api.types.is_numeric_dtype(column) or column.nunique() <= 2 * FEW:
        return column
    bins = pd.qcut(column, BINS, duplicates="drop")
    return column.groupby(bins, observed=True).transform("mean").round(4)


def _groups(column: pd.Series) -> pd.Series:
    """The line that each run belongs to: its value, or a third of the range where there are many."""
    if not pd.api.types.is_numeric_dtype(column) or column.nunique() <= MOST_LINES:
        return column
    ranges = pd.qcut(column, THIRDS, duplicates="drop")
    return ranges.map(lambda span: _("%(low)s to %(high)s", low=_short(span.left), high=_short(span.right)))


def _written(value: object) -> str:
    """A value as the language writes it, with the six figures that ``told`` has."""
    if not isinstance(value, float | int | np.number):
        return str(value)
    return plain(float(told(value)))


def _short(value: float) -> str:
    return plain(float(f"{value:.2g}"))
