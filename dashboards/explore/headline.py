"""Headline of a month: how far the system is one, in words that can be read from the back of a hall."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from dashboards.languages import _, counted
from sim.arrays import Floats
from sim.measures.regimes import DEALINGS, THRESHOLDS, dealings

HALF = 0.5
"""A door counts as open from half on: two such doors make an open tie (sim.measures.silos.OPEN)."""
MOST_NAMED = 5
"""Silos whose sizes are named one by one."""


def headline(sizes: Sequence[int], shut: float = 0.0) -> str:
    """Return how many silos there are, and how many are alone.

    sizes  of the components of open ties
    shut   share of doors that are less than half open
    """
    groups = sorted((size for size in sizes if size > 1), reverse=True)
    count, alone = sum(sizes), len(sizes) - len(groups)
    if not groups:
        return counted("One organisation", "Everyone is alone: %(num)s organisations, each behind its walls", count)
    if len(groups) > 1:
        return _silos(groups, alone)
    if groups[0] < THRESHOLDS.one_system * count:
        return counted(
            "%(size)s still work together; %(num)s is alone",
            "%(size)s still work together; %(num)s are alone",
            alone,
            size=groups[0],
        )
    rest = _left_over(alone, shut)
    together = _("One system of %(size)s", size=groups[0])
    return _("%(system)s, but %(rest)s", system=together, rest=rest) if rest else together


def beside(race_share: float) -> str:
    """Return what those who deal with each other do; empty where nothing is known yet."""
    which = int(dealings(race_share))
    if which < 0:
        return ""
    return {
        "race": _("those who deal with each other race"),
        "both": _("those who deal with each other race and battle by turns"),
        "battle": _("those who deal with each other battle"),
    }[DEALINGS[which]]


def share_shut(doors: Floats) -> float:
    """Return the share of doors that are less than half open; 0 without any."""
    return float(np.mean(doors < HALF)) if len(doors) else 0.0


def _silos(groups: list[int], alone: int) -> str:
    shown = [str(size) for size in groups[:MOST_NAMED]] + ([_("fewer")] if len(groups) > MOST_NAMED else [])
    silos = _("%(number)s silos, of %(sizes)s", number=len(groups), sizes=_enumerated(shown))
    if not alone:
        return silos
    return counted("%(silos)s; %(num)s is alone", "%(silos)s; %(num)s are alone", alone, silos=silos)


def _left_over(alone: int, shut: float) -> str:
    """Return what keeps a system from being whole: those alone, else doors that are shut."""
    if alone:
        return counted("%(num)s is alone", "%(num)s are alone", alone)
    quarters = math.floor(4 * shut + 0.5)
    return {
        0: "",
        1: _("one door in four is shut"),
        2: _("half of the doors are shut"),
        3: _("three of four doors are shut"),
        4: _("nearly all doors are shut"),
    }[quarters]


def _enumerated(words: list[str]) -> str:
    *most, last = words
    return _("%(most)s and %(last)s", most=", ".join(most), last=last) if most else last
