"""Regimes: how a run ended, in one word, the same in reports, on maps and in pictures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

ONE_SYSTEM, ALONE, SILOS, IN_BETWEEN = "one system", "everyone alone", "silos", "in between"

REGIMES = (ONE_SYSTEM, IN_BETWEEN, SILOS, ALONE)
"""How a run can end, from the most open to the most closed."""

DEALINGS = ("race", "both", "battle")
"""What those who deal with each other do."""


@dataclass(frozen=True, kw_only=True)
class Thresholds:
    """Where one regime becomes another: assumptions."""

    one_system: float = 0.75
    """From this share of organisations in the largest component on, it is one system."""
    alone: float = 0.6
    """From this share of organisations by themselves on, everyone is alone."""
    groups: float = 2.0
    """From this number of silos on, there are silos."""
    race: float = 2 / 3
    """Above this race share those who deal with each other race."""
    battle: float = 1 / 3
    """Below this race share they battle."""


THRESHOLDS = Thresholds()


def regime(
    largest: ArrayLike, alone: ArrayLike, silos: ArrayLike, n: ArrayLike, thresholds: Thresholds = THRESHOLDS
) -> NDArray[np.int64]:
    """Return the position in REGIMES of how a system stands, the first that holds in the order of model.md section 7.

    one system (largest >= .75), everyone alone (alone >= .6 n), silos (two or more), else in between

    largest, alone, silos  the measures of these names
    n                      how many organisations there are
    """
    size, solitary, groups = np.asarray(largest), np.asarray(alone), np.asarray(silos)
    return np.select(
        [
            size >= thresholds.one_system,
            solitary >= thresholds.alone * np.asarray(n),
            groups >= thresholds.groups,
        ],
        [REGIMES.index(name) for name in (ONE_SYSTEM, ALONE, SILOS)],
        REGIMES.index(IN_BETWEEN),
    )


def dealings(race_share: ArrayLike, thresholds: Thresholds = THRESHOLDS) -> NDArray[np.int64]:
    """Return the position in DEALINGS of what those who deal with each other do; -1 where nobody deals with anyone."""
    share = np.asarray(race_share, dtype=np.float64)
    return np.select(
        [np.isnan(share), share > thresholds.race, share < thresholds.battle],
        [-1, DEALINGS.index("race"), DEALINGS.index("battle")],
        DEALINGS.index("both"),
    )


def regime_of(measures: Mapping[str, float], n: int) -> str:
    """Return how one system stands, by name; ``measures`` by column, n organisations that are there."""
    return REGIMES[int(regime(measures["largest"], measures["alone"], measures["silos"], n))]
