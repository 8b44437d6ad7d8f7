"""Figures from plain arrays: drawn with matplotlib's objects, no page and no global state, the same every time.

Each function draws into axes of a figure made by ``figure``; ``save`` writes it.
"""

from dashboards.figures.fan import Band, Event, fan
from dashboards.figures.network_map import Wired, network_map, seen
from dashboards.figures.phase_map import Mark, phase_map
from dashboards.figures.style import COLOURS, INK, MEASURE_COLOURS, QUIET, figure, save, sector_colours

__all__ = [
    "COLOURS",
    "INK",
    "MEASURE_COLOURS",
    "QUIET",
    "Band",
    "Event",
    "Mark",
    "Wired",
    "fan",
    "figure",
    "network_map",
    "phase_map",
    "save",
    "sector_colours",
    "seen",
]
