"""Patient rule induction (PRIM, Friedman & Fisher 1999): boxes of conditions in which something is likely.

A box is peeled: at each step the slice of 5% (a level, of words) is taken away whose loss raises the density most for
the mass that it costs (the "lenient" objective of Kwakkel & Jaxa-Rozen 2016, EMA Workbench's default).  Then it is
pasted: a slice is given back while that raises the density.  Written anew, since EMA Workbench would bring a modelling
framework of 60 MB along and asks for a newer Python, and ``prim`` is under the GPL; held to EMA Workbench's boxes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.arrays import Floats

PEEL = 0.05
"""Share of a box that a step takes away or gives back."""

LEAST = 0.05
"""Least mass of a box."""

Rows = NDArray[np.bool_]


@dataclass(frozen=True)
class Limits:
    """Limits of one factor: low < value <= high, or the levels that are left of words."""

    low: float = -np.inf
    high: float = np.inf
    without: frozenset[Any] = field(default=frozenset())

    def __bool__(self) -> bool:
        return bool(np.isfinite(self.low) or np.isfinite(self.high) or self.without)


FREE = Limits()

PrimLimits = dict[str, Limits]
"""Limits by factor; a factor that is free is not in it."""


@dataclass(frozen=True, eq=False)
class Worlds:
    """Conditions, of which each counts the same.

    inputs  factors by name: numbers, or words as objects
    hits    (conditions,) share of each one's runs that reached the end, in [0, 1]
    """

    inputs: dict[str, NDArray[Any]]
    hits: Floats

    def __len__(self) -> int:
        return len(self.hits)

    def take(self, rows: NDArray[Any]) -> Worlds:
        """Return some of them."""
        return Worlds({name: values[rows] for name, values in self.inputs.items()}, self.hits[rows])

    def inside(self, limits: PrimLimits) -> Rows:
        """Tell which of them lie within limits."""
        inside = np.ones(len(self), dtype=bool)
        for name, limit in limits.items():
            inside &= _holds(limit, self.inputs[name])
        return inside


def worlds(runs: pd.DataFrame, factors: Sequence[str], reached: NDArray[np.bool_], unit: Sequence[str]) -> Worlds:
    """Return the conditions of a table of runs; ``unit`` are the columns that tell them apart."""
    frame = runs[list(dict.fromkeys([*unit, *factors]))].assign(hit=reached.astype(float))
    groups = frame.groupby(list(unit), observed=True, sort=False)
    hits, first = groups["hit"].mean().to_numpy(), ~frame.duplicated(list(unit)).to_numpy()
    inputs = {name: frame[name].to_numpy()[first] for name in factors}
    return Worlds({name: values if _numeric(values) else values.astype(str) for name, values in inputs.items()}, hits)


def peeled(space: Worlds, least: float = LEAST) -> list[PrimLimits]:
    """Return the boxes of a peeling, from everything to the smallest, each pasted.

    space   the conditions
    least   mass, of them, of the smallest box
    """
    box: PrimLimits = {}
    trajectory, rows = [box], np.arange(len(space))
    while True:
        best, gain = None, -np.inf
        mean = space.hits[rows].mean()
        for name, limit, kept in _peels(space, box, rows):
            left = int(kept.sum())
            if left == len(rows) or left < least * len(space):
                continue
            better = (space.hits[rows[kept]].mean() - mean) / (len(rows) - left)
            if better > gain:
                best, gain = (name, limit, kept), better
        if best is None:
            return trajectory
        name, limit, kept = best
        box, rows = {**box, name: limit}, rows[kept]
        trajectory.append(box)


def pasted(space: Worlds, box: PrimLimits) -> PrimLimits:
    """Return a box to which slices were given back as long as that raised its density."""
    while True:
        density = space.hits[space.inside(box)].mean()
        wider = [(space.hits[space.inside(other)].mean(), other) for other in _pastes(space, box)]
        best = max(wider, key=lambda pair: pair[0], default=(0.0, box))
        if best[0] <= density:
            return box
        box = best[1]


def _peels(space: Worlds, box: PrimLimits, rows: NDArray[np.int64]) -> Iterator[tuple[str, Limits, Rows]]:
    """Yield what may be peeled off: factor, its new limits, and which of the rows stay."""
    for name, values in space.inputs.items():
        inside, limit = values[rows], box.get(name, FREE)
        if not _numeric(values):
            for level in np.unique(inside):
                yield name, replace(limit, without=limit.without | {level}), inside != level
            continue
        slice_ = max(1, int(PEEL * len(inside)))
        parted = np.partition(inside, (slice_ - 1, len(inside) - slice_))
        kept = inside > parted[slice_ - 1]
        if kept.any():
            yield name, replace(limit, low=_between(parted[slice_ - 1], inside[kept].min())), kept
        kept = inside < parted[len(inside) - slice_]
        if kept.any():
            yield name, replace(limit, high=_between(inside[kept].max(), parted[len(inside) - slice_])), kept


def _pastes(space: Worlds, box: PrimLimits) -> Iterator[PrimLimits]:
    """Yield the box with each of its limits a slice wider."""
    for name, limit in box.items():
        others = space.inside({other: limits for other, limits in box.items() if other != name})
        values = space.inputs[name][others]
        for level in limit.without:
            yield _with(box, name, replace(limit, without=limit.without - {level}))
        if not _numeric(values):
            continue
        slice_ = max(1, int(PEEL * _holds(limit, values).sum()))
        below, above = np.sort(values[values <= limit.low]), np.sort(values[values > limit.high])
        if np.isfinite(limit.low):
            left = below[: max(0, len(below) - slice_)]
            low = _between(left[-1], below[len(left)]) if len(left) else -np.inf
            yield _with(box, name, replace(limit, low=low))
        if np.isfinite(limit.high):
            left = above[slice_:]
            high = _between(above[slice_ - 1], left[0]) if len(left) else np.inf
            yield _with(box, name, replace(limit, high=high))


def _with(box: PrimLimits, name: str, limit: Limits) -> PrimLimits:
    others = {other: limits for other, limits in box.items() if other != name}
    return {**others, name: limit} if limit else others


def _between(below: float, above: float) -> float:
    return float(below + (above - below) / 2)


def _holds(limit: Limits, values: NDArray[Any]) -> Rows:
    if not _numeric(values):
        return ~np.isin(values, list(limit.without))
    holds: Rows = (values > limit.low) & (values <= limit.high)
    return holds


def _numeric(values: NDArray[Any]) -> bool:
    return bool(np.issubdtype(values.dtype, np.number))
