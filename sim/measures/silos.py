"""Walls and what they add up to."""

from __future__ import annotations

import numpy as np

from sim.compiled import kernel, rule
from sim.lanes import Floats, Ints, Lanes, lane_buffer
from sim.measures.cooperation import share
from sim.state import Arrays, Wiring

OPEN = 0.25
"""A tie counts as open from this effective openness: both doors half open."""


@rule
def ei_index(external: float, internal: float) -> float:
    """(external - internal) / (external + internal), in [-1, 1]; NaN without any openness.  Krackhardt &
    Stern 1988."""
    return (external - internal) / (external + internal) if external + internal > 0.0 else float("nan")


@rule
def fragmentation(same: float, n: float) -> float:
    """1 - sum s (s - 1) / (n (n - 1)) over silos of size s, in [0, 1]; 0 for one organisation.  Borgatti 2006.

    same  the sum of s (s - 1)
    """
    return 1.0 - same / (n * (n - 1.0)) if n > 1 else 0.0


@rule
def openness(lanes: Lanes, wiring: Wiring, state: Arrays, row: Floats, column: int) -> None:
    """openness, openness_within, openness_across, ei_index: of the effective openness W = w_ij w_ji of ties."""
    m, doors, crosses = len(wiring.first), state.openness, wiring.across
    within, across = lane_buffer(lanes), lane_buffer(lanes)
    for lane in range(len(lanes)):
        within[lane] = across[lane] = 0.0
    outside = 0
    for tie in range(m):
        if crosses[tie]:
            outside += 1
            for lane in range(len(lanes)):
                across[lane] += doors[tie, lane] * doors[tie + m, lane]
        else:
            for lane in range(len(lanes)):
                within[lane] += doors[tie, lane] * doors[tie + m, lane]
    for lane in range(len(lanes)):
        row[column, lane] = share(within[lane] + across[lane], float(m))
        row[column + 1, lane] = share(within[lane], float(m - outside))
        row[column + 2, lane] = share(across[lane], float(outside))
        row[column + 3, lane] = ei_index(across[lane], within[lane])


@rule
def root_of(parent: Ints, i: int) -> int:
    """The representative of i's component; halves the path on the way."""
    while parent[i] != i:
        parent[i] = parent[parent[i]]
        i = parent[i]
    return i


@rule
def components(wiring: Wiring, doors: Floats, lane: int, parent: Ints, size: Ints) -> None:
    """Mark the components of the ties that are open: sizes at their representatives, 0 elsewhere."""
    n, m = len(parent), len(wiring.first)
    for i in range(n):
        parent[i] = i
        size[i] = 1
    for tie in range(m):
        if doors[tie, lane] * doors[tie + m, lane] >= OPEN:
            a, b = root_of(parent, wiring.first[tie]), root_of(parent, wiring.second[tie])
            if a != b:
                small, large = (a, b) if size[a] < size[b] else (b, a)
                parent[small] = large
                size[large] += size[small]
                size[small] = 0


@rule
def silos(lanes: Lanes, wiring: Wiring, state: Arrays, row: Floats, column: int) -> None:
    """silos: components of the open ties, an isolated organisation being one; fragmentation over them."""
    n = state.resources.shape[0]
    parent, size = np.empty(n, np.int64), np.empty(n, np.int64)
    for lane in range(len(lanes)):
        components(wiring, state.openness, lane, parent, size)
        count = 0
        same = 0.0
        for i in range(n):
            count += size[i] > 0
            same += float(size[i]) * (size[i] - 1.0) if size[i] > 0 else 0.0
        row[column, lane] = float(count)
        row[column + 1, lane] = fragmentation(same, float(n))


@kernel
def silo_of(wiring: Wiring, doors: Floats) -> Ints:
    """(n,) the silo of each organisation, numbered from 0 in the order of positions; doors (2m, 1)."""
    n = len(wiring.ids)
    parent, size, label = np.empty(n, np.int64), np.empty(n, np.int64), np.full(n, -1)
    components(wiring, doors, 0, parent, size)
    found = np.empty(n, np.int64)
    count = 0
    for i in range(n):
        root = root_of(parent, i)
        if label[root] < 0:
            label[root] = count
            count += 1
        found[i] = label[root]
    return found
