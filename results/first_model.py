"""The first model's words: how its runs ended, and where its measures meant something else than today's.

Results of model version 1 stay what they were: they are told in these words wherever they are shown, and never in the
same table as those of a later version.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.arrays import Floats
from sim.measures import Measure

VERSION = 1

ENDS = ("race", "mixed", "battle", "siloed")
"""How a run could end, from the best end to the worst."""

CLOSED = 0.25
"""Below this openness a run ended siloed, however it played with the few it still met."""

RACE = 2 / 3
"""From this race share on, an open system raced."""

BATTLE = 1 / 3
"""Up to this race share, an open system battled."""

_OPEN = f"openness {CLOSED:g} or more"

END_MEANINGS = {
    "race": f"{_OPEN}, race share {RACE:.2f} or more",
    "mixed": f"{_OPEN}, race share between {BATTLE:.2f} and {RACE:.2f}",
    "battle": f"{_OPEN}, race share {BATTLE:.2f} or less",
    "siloed": f"openness below {CLOSED:g}, whatever the race share of the few who still meet",
}

MEASURES = {
    "silos": Measure(
        "silos",
        "connected components of the ties with W >= 0.25 (both doors half open): one system is 1, and every "
        "organisation by itself counts",
        "[1, n]",
    ),
}
"""Measures that meant something else under the same name."""


def ended(openness: Floats, race_share: Floats) -> NDArray[np.int64]:
    """Return the position in ENDS of how each run ended; -1 where openness is empty (a run that failed).

    Openness decides first: behind walls a high race share means nothing.  An open system in which nobody acted
    (race_share is NaN) is mixed.
    """
    return np.select(
        [np.isnan(openness), openness < CLOSED, race_share >= RACE, race_share <= BATTLE],
        [-1, *(ENDS.index(word) for word in ("siloed", "race", "battle"))],
        ENDS.index("mixed"),
    )
