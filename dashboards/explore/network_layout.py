"""The network as a page draws it: islands of organisations by sector, ties by openness and dealings, walls.

``places`` is sent once a system, ``frame`` every month: a few characters a tie, so that a month is a few kilobytes.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from dashboards.explore.headline import beside, headline, share_shut
from dashboards.explore.silo_layout import Field, silo_places
from dashboards.explore.timeline import dealings
from dashboards.languages import _, scenario_text
from sim.arrays import Floats
from sim.engine import components
from sim.measures.silos import OPEN
from sim.network import Network
from sim.state import State
from sim.system import System

WIDTH, HEIGHT = 1000.0, 760.0
LEVELS = (0.04, OPEN, 0.5, 0.75)
"""Openness of a tie from which it is drawn, counts as open, is drawn wider, widest."""
MOST_APART = 200
"""More organisations than this stay on the map of sectors."""
CROWDED = 6000
"""More ties than this, and those that do not count as open are left out."""


def places(system: System) -> dict[str, Any]:
    """Return the place of every organisation and sector, in a field of WIDTH x HEIGHT."""
    network = system.network
    sectors = np.unique(network.sector)
    members = {int(sector): np.flatnonzero(network.sector == sector) for sector in sectors}
    radius = _radii(system)
    islands = _islands({key: _room(radius[who]) for key, who in members.items()})
    x, y = np.zeros(network.n), np.zeros(network.n)
    for key, who in members.items():
        cx, cy, r = islands[key]
        x[who], y[who] = _on_island(cx, cy, r, radius[who])
    scale = _scale(islands)
    rank = {key: position for position, key in enumerate(members)}
    return {
        "width": WIDTH,
        "height": HEIGHT,
        "nodes": [
            {
                "name": _name(system.names, i, _("Organisation")),
                "sector": rank[int(network.sector[i])],
                "x": _at(x[i], 0, scale),
                "y": _at(y[i], 1, scale),
                "r": round(radius[i] * scale[0], 1),
            }
            for i in range(network.n)
        ],
        "sectors": [
            {
                "name": scenario_text(_name(system.sectors, key, _("Sector"))),
                "x": _at(islands[key][0], 0, scale),
                "y": _at(islands[key][1], 1, scale),
                "r": round(islands[key][2] * scale[0], 1),
            }
            for key in members
        ],
        "first": network.first.tolist(),
        "second": network.second.tolist(),
    }


def frame(state: State, tier: int | None = None, race_share: float = math.nan) -> dict[str, Any]:
    """Return one month as it is drawn.

    ties     a character a tie: 48 + 5 x dealings (NONE, RACE, MIXED, BATTLE) + level of openness (0 is not drawn)
    walls    how closed an organisation's own doors are on average, in hundredths
    borders  how closed a sector's doors to other sectors are on average, in hundredths; -1 without any
    silo     the silo of each organisation, those of one alone as -1
    at       [x, y, radius] of each organisation where silos stand apart; None where it is as ``places`` has it
    """
    network = state.system.network
    doors = state.openness
    both = doors[: network.m] * doors[network.m :]
    level = np.searchsorted(LEVELS, both, side="right")
    if network.m > CROWDED:
        level[level < 2] = 0
    codes = 48 + 5 * dealings(state, tier) + level
    member = components(state)
    sizes = np.bincount(member[member >= 0])
    apart = (sizes > 0).sum() > 1 and network.n <= MOST_APART
    return {
        "month": state.month,
        "ties": codes.astype(np.uint8).tobytes().decode("ascii"),
        "walls": _hundredths(1.0 - _mean_door(network, doors, np.ones(network.m, dtype=bool))),
        "borders": _borders(network, doors),
        "silo": [int(silo) if silo >= 0 and sizes[silo] > 1 else -1 for silo in member],
        "at": silo_places(_field(state.system), tuple(member.tolist())) if apart else None,
        "headline": headline(sizes[sizes > 0].tolist(), share_shut(doors)),
        "beside": beside(race_share),
    }


def _field(system: System) -> Field:
    """Return the organisations on the map of sectors, for the layout in which silos stand apart."""
    nodes = places(system)["nodes"]
    x, y, radius = (tuple(node[axis] for node in nodes) for axis in ("x", "y", "r"))
    return Field(WIDTH, HEIGHT, x, y, radius)


def _mean_door(network: Network, doors: Floats, which: Any) -> Floats:
    """(n,) mean openness of an organisation's own doors at some ties; NaN without any."""
    chosen = np.concatenate([which, which])
    source = network.source[chosen]
    total = np.bincount(source, weights=doors[chosen], minlength=network.n)
    count = np.bincount(source, minlength=network.n)
    return np.divide(total, count, out=np.full(network.n, np.nan), where=count > 0)


def _borders(network: Network, doors: Floats) -> list[int]:
    crosses = np.concatenate([network.across, network.across])
    of = network.sector[network.source[crosses]]
    borders = []
    for key in np.unique(network.sector):
        own = doors[crosses][of == key]
        borders.append(round(100 * (1.0 - float(own.mean()))) if len(own) else -1)
    return borders


def _hundredths(values: Floats) -> list[int]:
    return [-1 if math.isnan(value) else round(100 * value) for value in values.tolist()]


def _name(names: Sequence[str], position: int, kind: str) -> str:
    return str(names[position]) if len(names) else f"{kind} {position + 1}"


def _radii(system: System) -> Floats:
    """Area follows size, within bounds that keep the smallest visible and the largest from covering others."""
    n = system.network.n
    sizes = np.asarray(system.sizes if len(system.sizes) else np.ones(n), dtype=float)
    relative = np.sqrt(sizes / np.median(sizes))
    base = 19.0 if n <= 24 else 15.0 if n <= 60 else 9.0 if n <= 150 else 6.0
    return base * np.clip(relative, 0.7, 2.2)


def _room(radius: Floats) -> float:
    """The radius of the circle on which these stand without touching."""
    if len(radius) == 1:
        return 0.0
    return max(float(np.sum(2.6 * radius + 8.0)) / (2 * math.pi), 2.2 * float(radius.max()))


def _on_island(cx: float, cy: float, room: float, radius: Floats) -> tuple[Floats, Floats]:
    """Round the circle, each with the share that its size needs."""
    need = 2.6 * radius + 8.0
    middle = (np.cumsum(need) - need / 2) / need.sum() * 2 * math.pi - math.pi / 2
    inner = 0.0 if len(radius) == 1 else room - float(radius.max()) - MARGIN
    return cx + inner * np.cos(middle), cy + inner * np.sin(middle)


MARGIN = 12.0
GAP = 70.0


def _islands(rooms: dict[int, float]) -> dict[int, tuple[float, float, float]]:
    """Centre and radius of each sector's island, round a circle in the order of the sectors."""
    radius = {key: max(room + 34.0, 48.0) for key, room in rooms.items()}
    if len(radius) == 1:
        return {key: (0.0, 0.0, r * 1.6) for key, r in radius.items()}
    around = sum(2 * r + GAP for r in radius.values())
    big = max(around / (2 * math.pi), max(radius.values()) + GAP) * (1.12 if len(radius) > 2 else 1.0)
    islands, angle = {}, -math.pi * (0.75 if len(radius) == 4 else 0.5)
    shares = [(2 * r + GAP) / around * 2 * math.pi for r in radius.values()]
    for (key, r), share, before in zip(radius.items(), shares, [0.0, *shares[:-1]], strict=True):
        angle += (share + before) / 2 if before else 0.0
        islands[key] = (big * 1.22 * math.cos(angle), big * 0.92 * math.sin(angle), r)
    return islands


def _scale(islands: dict[int, tuple[float, float, float]]) -> tuple[float, float, float]:
    """Factor and shifts that fit all islands, their walls and their names into the field."""
    left = min(x - r for x, _, r in islands.values()) - 24
    right = max(x + r for x, _, r in islands.values()) + 24
    top = min(y - r for _, y, r in islands.values()) - 56
    bottom = max(y + r for _, y, r in islands.values()) + 24
    factor = min(WIDTH / (right - left), HEIGHT / (bottom - top))
    return factor, WIDTH / 2 - factor * (left + right) / 2, HEIGHT / 2 - factor * (top + bottom) / 2


def _at(value: float, axis: int, scale: tuple[float, float, float]) -> float:
    return round(float(value) * scale[0] + scale[1 + axis], 1)
