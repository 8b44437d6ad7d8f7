"""The system with its walls: who still deals with whom, drawn round a table, sector by sector."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PatchCollection
from matplotlib.colors import to_rgba
from matplotlib.patches import Arc, Circle

from dashboards.figures.ring import Ring, at, curves, ring
from dashboards.figures.style import INK, headed, sector_colours
from sim.arrays import Floats, Ints

if TYPE_CHECKING:
    from sim.state import State

MOST_TIES = 20_000
"""The most open ties that are drawn."""
MOST_NAMED = 6
"""Organisations up to which each is named; of more, the sectors are."""
ACROSS = "#555555"


@dataclass(frozen=True, eq=False)
class Wired:
    """The ties, sectors and sizes that a map of a system shows.

    names          of the organisations
    sector         (n,) position in ``sectors``
    sizes          (n,) > 0
    first, second  (m,) ends of each tie
    openness       (m,) W of each tie, in [0, 1]
    wall           (n,) how closed an organisation's own doors are on average, in [0, 1]
    """

    names: Sequence[str]
    sectors: Sequence[str]
    sector: Ints
    sizes: Floats
    first: Ints
    second: Ints
    openness: Floats
    wall: Floats


def seen(state: State) -> Wired:
    """Return what a map shows of a state."""
    system, network = state.system, state.system.network
    doors = state.openness
    count = np.maximum(np.bincount(network.source, minlength=network.n), 1)
    return Wired(
        names=system.names,
        sectors=list(system.sectors),
        sector=network.sector,
        sizes=np.array(system.sizes or np.ones(network.n), dtype=float),
        first=network.first,
        second=network.second,
        openness=doors[: network.m] * doors[network.m :],
        wall=np.bincount(network.source, weights=1 - doors, minlength=network.n) / count,
    )


def network_map(axes: Axes, wired: Wired, *, title: str = "", note: str = "") -> None:
    """Draw organisations as discs round a table, ties as dark as they are open, and a wall round who closes doors.

    A tie within a sector has the sector's colour, one across sectors is grey.
    """
    places = ring(wired.sector, wired.sizes, len(wired.sectors))
    colours = sector_colours(len(wired.sectors))
    _ties(axes, wired, places, colours)
    _discs(axes, wired, places, colours)
    if len(wired.names) <= MOST_NAMED:
        for name, angle, radius in zip(wired.names, places.angle, places.radius, strict=True):
            _name(axes, name, angle, 1.0 + radius)
    elif sum(span is not None for span in places.spans) > 1:
        _sectors(axes, wired, places, colours)
    axes.set_xlim(-1.7, 1.7)
    axes.set_ylim(-1.36, 1.36)
    axes.set_aspect("equal")
    axes.axis("off")
    headed(axes, title, note)


def _ties(axes: Axes, wired: Wired, places: Ring, colours: Sequence[str]) -> None:
    order = np.argsort(wired.openness, kind="stable")[-MOST_TIES:]
    first, second, open_ = wired.first[order], wired.second[order], wired.openness[order]
    within = wired.sector[first] == wired.sector[second]
    palette = np.array([to_rgba(colour) for colour in (*colours, ACROSS)])
    shade = palette[np.where(within, wired.sector[first], len(colours))]
    # Fewer ties may each be darker; a tie hardly open is hardly seen.
    shade[:, 3] = np.clip(open_, 0, 1) ** 1.5 * np.clip(14 / np.sqrt(max(len(order), 1)), 0.15, 0.9)
    lines = LineCollection(list(curves(places, first, second)), colors=shade, linewidths=0.4 + 1.4 * open_)
    lines.set_zorder(1)
    axes.add_collection(lines)


def _discs(axes: Axes, wired: Wired, places: Ring, colours: Sequence[str]) -> None:
    discs = [Circle(tuple(place), radius) for place, radius in zip(places.places, places.radius, strict=True)]
    faces = [colours[sector] for sector in wired.sector]
    axes.add_collection(PatchCollection(discs, facecolors="white", edgecolors="white", linewidths=2.5, zorder=2))
    axes.add_collection(
        PatchCollection(discs, facecolors=faces, edgecolors=INK, linewidths=4.5 * np.clip(wired.wall, 0, 1), zorder=3)
    )


def _sectors(axes: Axes, wired: Wired, places: Ring, colours: Sequence[str]) -> None:
    """An arc outside each sector, with its name."""
    out = 1.0 + (places.radius.max() if len(places.radius) else 0.1) + 0.05
    for name, colour, span in zip(wired.sectors, colours, places.spans, strict=True):
        if span is None:
            continue
        begin, end = 90 - np.degrees(span[1]), 90 - np.degrees(span[0])
        axes.add_patch(Arc((0, 0), 2 * out, 2 * out, theta1=begin, theta2=end, color=colour, linewidth=3))
        _name(axes, name, sum(span) / 2, out)


def _name(axes: Axes, name: str, angle: float, out: float) -> None:
    """A name outside the table."""
    x, y = at(np.array(angle), out + 0.08)
    side = "center" if abs(x) < 0.35 else "left" if x > 0 else "right"
    rise = "center" if abs(x) >= 0.35 else "bottom" if y > 0 else "top"
    axes.text(x, y, textwrap.fill(name, 15), ha=side, va=rise, fontsize=8.5, color=INK, linespacing=1.1)
