"""Figures of the specification's page beside ours: docking of the whole, where no closed form says what is right."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.arrays import Floats

PAGE_SEEDS = 100
"""Seeds behind a figure of the page, unless it says otherwise."""

STANDARD_ERRORS = 3.0
"""How far two means may lie apart, in standard errors of their difference, and still be of one model."""


@dataclass(frozen=True)
class PageFigure:
    """A mean that the page gives in brackets, and ours.

    spread      standard deviation from run to run
    rounding    half a unit of the last digit that the page prints
    page_seeds  runs behind the page's figure
    """

    what: str
    page: float
    ours: float
    spread: float
    seeds: int
    rounding: float
    page_seeds: int = PAGE_SEEDS

    @property
    def standard_error(self) -> float:
        """Of the difference of the two means: sqrt(1/n + 1/n of the page) times the spread."""
        return float(np.sqrt(1 / self.seeds + 1 / self.page_seeds) * self.spread)

    @property
    def allowed(self) -> float:
        """The largest difference with which the two dock."""
        return STANDARD_ERRORS * self.standard_error + self.rounding

    @property
    def docks(self) -> bool:
        """Tell whether ours is the page's but for chance and rounding; never where ours is none."""
        return abs(self.ours - self.page) <= self.allowed


def page_mean(what: str, values: Floats, page: float, *, digits: int = 2, page_seeds: int = PAGE_SEEDS) -> PageFigure:
    """Return the mean of (seeds,) values beside the page's; runs without a value are left out."""
    known = values[~np.isnan(values)]
    spread = float(known.std(ddof=1)) if len(known) > 1 else 0.0
    return PageFigure(what, page, float(known.mean()), spread, len(known), 0.5 * 10.0**-digits, page_seeds)


def page_share(what: str, hits: Floats, page: float, *, page_seeds: int = PAGE_SEEDS) -> PageFigure:
    """Return the share of runs beside the page's; both samples give the spread, sqrt(p (1 - p)), since one of a hundred
    runs that all end alike has none."""
    seeds, ours = len(hits), float(hits.mean())
    pooled = (ours * seeds + page * page_seeds) / (seeds + page_seeds)
    return PageFigure(what, page, ours, float(np.sqrt(pooled * (1 - pooled))), seeds, 0.005, page_seeds)
