"""How a system stands, in one word: the same in reports, on the map of the pages and in pictures."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.lanes import Floats
from sim.measures.silos import OPEN

ENDINGS = ("race", "mixed", "battle", "siloed")
"""The words, from the best end to the worst."""


@dataclass(frozen=True, kw_only=True)
class Thresholds:
    """Where one kind of end becomes another: assumptions, the first of them that of the measure ``silos``."""

    closed: float = OPEN
    """Below this openness a system is siloed, however it plays with the few it still meets."""
    race: float = 2 / 3
    """From this race share on, an open system races."""
    battle: float = 1 / 3
    """Up to this race share, an open system battles."""


THRESHOLDS = Thresholds()


def ending(openness: Floats, race_share: Floats, thresholds: Thresholds = THRESHOLDS) -> NDArray[np.int64]:
    """Position in ENDINGS: siloed where openness < closed, else race, battle or mixed by the race share.

    Openness decides first: behind walls a high race share means nothing.  An open system in which nobody acted
    (race_share is NaN) is mixed.
    """
    return np.select(
        [openness < thresholds.closed, race_share >= thresholds.race, race_share <= thresholds.battle],
        [ENDINGS.index(name) for name in ("siloed", "race", "battle")],
        ENDINGS.index("mixed"),
    )
