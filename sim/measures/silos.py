"""Silos: groups of organisations that are open to each other and closed to the rest."""

from __future__ import annotations

import numpy as np

from sim.compiled import allocating_kernel, rule
from sim.lanes import Floats, Ints, Lanes
from sim.measures.measure import Measure, Scratch
from sim.state import Arrays
from sim.wiring import Wiring

OPEN = 0.25
"""A tie counts as open from this effective openness: both doors half open."""

SILOS = (
    Measure(
        "silos",
        "components of the ties with W >= 0.25 (both doors half open) that have two or more members; 0 where only one "
        "has",
        "[0, n/2]",
    ),
    Measure("alone", "components that are one organisation by itself", "[0, n]"),
    Measure("largest", "share of organisations in the largest component", "[1/n, 1]"),
    Measure("fragmentation", "1 - sum s (s - 1) / (n (n - 1)) over components of size s", "[0, 1]", "Borgatti 2006"),
)


@rule
def fragmentation(same: float, n: float) -> float:
    """Return 1 - sum s (s - 1) / (n (n - 1)) over components of size s, in [0, 1]; 0 for one organisation.

    same  the sum of s (s - 1)

    Source: Borgatti 2006.
    """
    return 1.0 - same / (n * (n - 1.0)) if n > 1 else 0.0


@rule
def root_of(parent: Ints, i: int) -> int:
    """Return the representative of i's component; halves the path on the way."""
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
        size[i] = 1 if wiring.present[i] else 0
    for tie in range(m):
        if wiring.weight[tie] > 0.0 and doors[tie, lane] * doors[tie + m, lane] >= OPEN:
            a, b = root_of(parent, wiring.first[tie]), root_of(parent, wiring.second[tie])
            if a != b:
                small, large = (a, b) if size[a] < size[b] else (b, a)
                parent[small] = large
                size[large] += size[small]
                size[small] = 0


@rule
def silos(lanes: Lanes, wiring: Wiring, state: Arrays, scratch: Scratch, row: Floats, column: int) -> None:
    """Fill in silos, alone, largest and fragmentation, of the components of the open ties."""
    parent, size = scratch.parent, scratch.size
    for lane in range(len(lanes)):
        components(wiring, state.openness, lane, parent, size)
        groups = alone = largest = present = 0
        same = 0.0
        for i in range(len(size)):
            groups += size[i] > 1
            alone += size[i] == 1
            largest = max(largest, size[i])
            present += size[i]
            same += float(size[i]) * (size[i] - 1.0) if size[i] > 0 else 0.0
        row[column, lane] = float(groups) if groups > 1 else 0.0
        row[column + 1, lane] = float(alone)
        row[column + 2, lane] = largest / max(float(present), 1.0)
        row[column + 3, lane] = fragmentation(same, float(present))


@allocating_kernel
def component_of(wiring: Wiring, doors: Floats) -> Ints:
    """Return (n,) the component of each organisation, numbered from 0 in the order of positions; -1 where it is absent.

    doors  (2m, 1)
    """
    n = len(wiring.ids)
    parent, size, label = np.empty(n, np.int64), np.empty(n, np.int64), np.full(n, -1)
    components(wiring, doors, 0, parent, size)
    of = np.full(n, -1)
    count = 0
    for i in range(n):
        if not wiring.present[i]:
            continue
        root = root_of(parent, i)
        if label[root] < 0:
            label[root] = count
            count += 1
        of[i] = label[root]
    return of
