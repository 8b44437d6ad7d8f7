"""Scenario discovery: which conditions lead to silos."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.tree import DecisionTreeClassifier

from experiments.analysis.averaging import run_weights
from experiments.analysis.intervals import share_interval
from experiments.analysis.resampling_rng import generator, resampling_seed
from sim.arrays import Floats

LEAVES = 8
"""Most boxes a tree is cut into."""

FEWEST = 0.02
"""Least share of the runs that makes a box."""

FEWEST_POINTS = 5
"""Fewest points of the design that make one: less is chance."""


@dataclass
class Box:
    """Bounds of each factor, open below and closed above: low < x <= high."""

    low: NDArray[np.float64]
    high: NDArray[np.float64]

    def holds(self, points: NDArray[np.float64]) -> NDArray[np.bool_]:
        inside: NDArray[np.bool_] = np.all((points > self.low) & (points <= self.high), axis=1)
        return inside


def conditions(frame: pd.DataFrame, factors: Sequence[str], reached: pd.Series, *, unit: str = "point") -> pd.DataFrame:
    """Boxes of conditions in which an end is more likely than not, and how well they do on runs they were not made
    from.

    A classification tree (CART, Breiman et al. 1984; by scikit-learn) is grown on half of the design's points; its
    leaves of at least 5 points in which more than half of the runs reach the end are the boxes.  On the other half are
    measured, after Bryant & Lempert 2010: coverage, share of all runs with this end that lie in the box; density, share
    of the box's runs with this end; mass, share of all runs in the box.  Conditions weigh the same (``averaging``).

    reached  bool, for every row of frame: whether this run ended so
    unit     the column of what is drawn by itself: it is in one half alone, and its runs are no more evidence than one
    returns  one row a box, the widest cover first, and a last row "together": box, conditions (in words), runs,
             coverage, coverage_low, coverage_high, density, density_low, density_high, mass; low and high are Jeffreys'
             95% interval, of units in place of runs
    """
    inputs = frame[list(factors)].to_numpy(dtype=float)
    ends = reached.to_numpy(dtype=bool)
    units, place = np.unique(frame[unit].to_numpy(), return_inverse=True)
    known = np.zeros(len(units), dtype=bool)
    known[generator("discovery").permutation(len(units))[: (len(units) + 1) // 2]] = True
    learn = known[place]
    if ends[learn].all() or not ends[learn].any():
        return pd.DataFrame()
    least = max(FEWEST, min(0.5, FEWEST_POINTS / frame["point"][learn].nunique()))
    tree = DecisionTreeClassifier(
        max_leaf_nodes=LEAVES, min_weight_fraction_leaf=least, random_state=resampling_seed("discovery")
    )
    weights = run_weights(frame)
    boxes = _boxes(tree.fit(inputs[learn], ends[learn], sample_weight=weights[learn]))
    held = [box.holds(inputs[~learn]) for box in boxes]
    new = ends[~learn], weights[~learn], place[~learn]
    rows = [_quality(_words(box, factors), inside, *new) for box, inside in zip(boxes, held, strict=True)]
    rows.sort(key=lambda row: -row["coverage"])
    if held:
        rows.append(_quality("any of these", np.logical_or.reduce(held), *new))
    names = [*(str(number) for number in range(1, len(rows))), "together"]
    return pd.DataFrame([{"box": name, **row} for name, row in zip(names, rows, strict=False)])


def _boxes(tree: DecisionTreeClassifier) -> list[Box]:
    """Leaves where the end is more likely than not; two that meet in one node are one."""
    nodes = tree.tree_

    def visit(node: int, box: Box) -> list[Box]:
        left, right = nodes.children_left[node], nodes.children_right[node]
        if left == right:
            return [box] if nodes.value[node, 0].argmax() == 1 else []
        factor, cut = nodes.feature[node], nodes.threshold[node]
        below, above = Box(box.low.copy(), box.high.copy()), Box(box.low.copy(), box.high.copy())
        below.high[factor], above.low[factor] = cut, cut
        one, two = visit(left, below), visit(right, above)
        return [box] if one and two and one[0] is below and two[0] is above else one + two

    everything = np.full(tree.n_features_in_, np.inf)
    return visit(0, Box(-everything, everything.copy()))


def _words(box: Box, factors: Sequence[str]) -> str:
    bounds = []
    for name, low, high in zip(factors, box.low, box.high, strict=True):
        if np.isfinite(low) and np.isfinite(high):
            bounds.append(f"{low:.3g} < {name} <= {high:.3g}")
        elif np.isfinite(low):
            bounds.append(f"{name} > {low:.3g}")
        elif np.isfinite(high):
            bounds.append(f"{name} <= {high:.3g}")
    return " and ".join(bounds) or "always"


def _quality(
    words: str, inside: NDArray[np.bool_], ends: NDArray[np.bool_], weights: Floats, units: NDArray[np.int64]
) -> dict[str, Any]:
    hits = weights[inside & ends].sum()
    row: dict[str, Any] = {"conditions": words, "runs": int(inside.sum())}
    for name, among in (("coverage", ends), ("density", inside)):
        share, many = hits / weights[among].sum() if among.any() else np.nan, len(np.unique(units[among]))
        low, high = share_interval(np.array([np.nan_to_num(share) * many]), np.array([float(many)]))
        row |= {
            name: share,
            f"{name}_low": float(low[0]),
            f"{name}_high": float(high[0]),
        }
    return row | {"mass": weights[inside].sum() / weights.sum() if len(ends) else np.nan}
