"""Layout of organisations on a ring, sector by sector, each with room for its size; the same each time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.arrays import Floats, Ints

SMALLEST = 0.35
"""Radius of the smallest organisation drawn, as a share of the largest's."""
GAP = 0.35
"""Room between neighbours, as a share of their mean diameter."""
SECTOR_GAP = 0.16
"""Angle between two sectors, in radians, at most."""
LARGEST = 0.14
"""Radius of the largest organisation drawn, at most, where the table's is 1."""


@dataclass(frozen=True, eq=False)
class Ring:
    """Places on a circle of radius 1.

    angle   (n,) clockwise from the top, in radians
    radius  (n,) of the disc of each organisation
    spans   for each sector the angles it begins and ends at; None where it has no organisation
    """

    angle: Floats
    radius: Floats
    spans: list[tuple[float, float] | None]

    @property
    def places(self) -> Floats:
        """(n, 2) x and y of each organisation."""
        return at(self.angle)


def at(angle: Floats, distance: float = 1.0) -> Floats:
    """(..., 2) x and y at an angle clockwise from the top."""
    return distance * np.stack([np.sin(angle), np.cos(angle)], axis=-1)


def ring(sector: Ints, sizes: Floats, sectors: int) -> Ring:
    """Places for organisations of given sectors and sizes: sector after sector, in the order given within each."""
    n = len(sector)
    order = np.argsort(sector, kind="stable")
    relative = np.maximum(np.sqrt(sizes / sizes.max()), SMALLEST) if n else np.zeros(0)
    present = [key for key in range(sectors) if (sector == key).any()]
    gap = SECTOR_GAP if len(present) > 1 else 0.0
    gap = min(gap, np.pi / max(len(present), 1))
    room = relative[order] * (1 + GAP)
    share = room / room.sum() if n else room
    free = 2 * np.pi - gap * len(present)
    rank = np.searchsorted(present, sector[order]) if n else np.zeros(0)
    edges = np.concatenate([[0.0], np.cumsum(share * free)])
    angle, radius = np.zeros(n), np.zeros(n)
    angle[order] = (edges[:-1] + edges[1:]) / 2 + gap * (rank + 0.5)
    radius[order] = np.minimum(relative[order] * LARGEST, np.diff(edges) / (2 * (1 + GAP)))
    spans: list[tuple[float, float] | None] = [None] * sectors
    for place, key in enumerate(present):
        members = np.flatnonzero(sector[order] == key)
        spans[key] = (
            float(edges[members[0]] + gap * (place + 0.5)),
            float(edges[members[-1] + 1] + gap * (place + 0.5)),
        )
    return Ring(angle, radius, spans)


def curves(ring: Ring, first: Ints, second: Ints, points: int = 17) -> Floats:
    """(ties, points, 2) a curve for each tie: bent toward the middle, so that neighbours' ties stay near the edge."""
    ends = ring.places
    a, b = ends[first][:, None, :], ends[second][:, None, :]
    bend = 0.25 * (a + b)
    t = np.linspace(0.0, 1.0, points)[None, :, None]
    curve: Floats = (1 - t) ** 2 * a + 2 * t * (1 - t) * bend + t**2 * b
    return curve
