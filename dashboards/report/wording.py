"""Names, lists and counts as a report says them; figures come from ``dashboards.languages.number_format``."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from numbers import Real

import pandas as pd

from dashboards.languages.number_format import plain, whole
from sim.measures import BY_NAME


def count(amount: int, one: str, many: str = "") -> str:
    """Return so many of something.

    >>> count(1, "run"), count(1200, "run"), count(2, "policy", "policies")
    ('1 run', '1,200 runs', '2 policies')
    """
    return f"{whole(amount)} {one if amount == 1 else many or one + 's'}"


def slug(*words: str) -> str:
    """Return words as a name for links and files.

    >>> slug("ends-by", "trust.blame", "", "Meet more, twice")
    'ends-by-trust-blame-meet-more-twice'
    """
    parts = re.split(r"[^a-z0-9]+", " ".join(words).lower())
    return "-".join(part for part in parts if part)


def level(value: object) -> str:
    """Return a value of a factor, whatever its kind.

    >>> level(0.1 + 0.2), level((0.1, 0.0)), level("ring"), level(12)
    ('0.3', '0.1 / 0', 'ring', '12')
    """
    if isinstance(value, tuple):
        return " / ".join(map(level, value))
    return plain(float(f"{value:.6g}")) if isinstance(value, Real) else str(value)


def listed(words: Sequence[str]) -> str:
    """Return a list in words.

    >>> listed(["a"]), listed(["a", "b", "c"])
    ('a', 'a, b and c')
    """
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else list(words))


def plainly(measure: str) -> str:
    """Return a measure's name as words.

    >>> plainly("race_share")
    'race share'
    """
    return measure.replace("_", " ")


def limits(measure: str, values: pd.Series) -> tuple[float, float]:
    """Return the limits of an axis for a measure: its whole range where that is [0, 1], else what there is."""
    if measure in BY_NAME and BY_NAME[measure].range == "[0, 1]":
        return 0.0, 1.0
    low, high = float(values.min()), float(values.max())
    if not math.isfinite(low):
        return 0.0, 1.0
    room = 0.04 * (high - low) or 0.5
    return low - room, high + room
