"""Numbers and names as a report says them."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from numbers import Real

import pandas as pd

from sim.measures import BY_NAME


def number(value: float, digits: int = 2) -> str:
    """A number to so many decimals, or more where it is small; a dash for none.

    >>> number(0.2714), number(0.0031), number(-0.0), number(float("nan")), number(1234.5)
    ('0.27', '0.0031', '0.00', '–', '1,234.50')
    """
    if value is None or math.isnan(value):
        return "–"
    if 0.0 < abs(value) < 5 * 10.0**-digits:
        return f"{value:.2g}" if abs(value) >= 10.0 ** -(digits + 2) else f"{0.0:.{digits}f}"
    return f"{value + 0.0:,.{digits}f}"


def signed(value: float, digits: int = 2) -> str:
    """A difference, with its sign.

    >>> signed(0.212), signed(-0.2), signed(0.0)
    ('+0.21', '−0.20', '0.00')
    """
    told = number(abs(value), digits)
    return told if value == 0 or told == "–" else f"{'+' if value > 0 else '−'}{told}"


def digits_for(low: float, high: float) -> int:
    """Decimals that an interval is worth: those that show two figures of its width, from one to four.

    >>> digits_for(0.25, 0.29), digits_for(0.415, 0.434), digits_for(0.0011, 0.0013), digits_for(3.0, 40.0)
    (3, 3, 4, 1)
    """
    width = high - low
    if not math.isfinite(width) or width <= 0:
        return 2
    most = 4 if max(abs(low), abs(high)) < 0.1 else 3
    return min(most, max(1, 1 - math.floor(math.log10(width))))


def within(value: float, low: float, high: float) -> str:
    """An estimate with its interval.

    >>> within(0.271, 0.252, 0.29), within(0.0571, 0.0441, 0.0702), within(0.3, math.nan, math.nan)
    ('0.271 [0.252, 0.290]', '0.057 [0.044, 0.070]', '0.30')
    """
    if any(each is None or math.isnan(each) for each in (low, high)):
        return number(value)
    digits = digits_for(low, high)
    return f"{_fixed(value, digits)} [{bound(low, digits)}, {bound(high, digits)}]"


def change(value: float, low: float, high: float) -> str:
    """A difference with its interval.

    >>> change(0.21, 0.19, 0.22)
    '+0.210 [+0.190, +0.220]'
    """
    if any(each is None or math.isnan(each) for each in (low, high)):
        return signed(value)
    digits = digits_for(low, high)
    told = [f"{'+' if each > 0 else '−' if each < 0 else ''}{_fixed(abs(each), digits)}" for each in (value, low, high)]
    return f"{told[0]} [{told[1]}, {told[2]}]"


def _fixed(value: float, digits: int) -> str:
    return f"{round(value, digits) + 0.0:,.{digits}f}"


def bound(value: float, digits: int = 2) -> str:
    """An end of an interval that may lie beyond what was studied."""
    return _fixed(value, digits) if math.isfinite(value) else ("above all" if value > 0 else "below all")


def percent(share: float) -> str:
    """A share in percent; what is not quite all or nothing is not said to be.

    >>> percent(0.5), percent(0.9996), percent(1.0), percent(0.0004)
    ('50 %', '>99 %', '100 %', '<1 %')
    """
    if math.isnan(share):
        return "–"
    if 0 < share < 0.01:
        return "<1 %"
    if 0.99 < share < 1:
        return ">99 %"
    return f"{100 * share:.0f} %"


def percent_within(share: float, low: float, high: float) -> str:
    """A share in percent with its interval.

    >>> percent_within(0.5, 0.41, 0.59), percent_within(0.7985, 0.796, 0.801), percent_within(1.0, 1.0, 1.0)
    ('50 % [41, 59]', '79.8 % [79.6, 80.1]', '100 %')
    """
    if any(math.isnan(each) for each in (low, high)) or low == high:
        return percent(share)
    digits = 1 if high - low < 0.02 else 0
    told = f"{100 * share:.1f} %" if digits else percent(share)
    return f"{told} [{100 * low:.{digits}f}, {100 * high:.{digits}f}]"


def count(amount: int, one: str, many: str = "") -> str:
    """So many of something.

    >>> count(1, "run"), count(1200, "run"), count(2, "policy", "policies")
    ('1 run', '1,200 runs', '2 policies')
    """
    return f"{amount:,} {one if amount == 1 else many or one + 's'}"


def slug(*words: str) -> str:
    """Words as a name for links and files.

    >>> slug("ends-by", "trust.blame", "", "Meet more, twice")
    'ends-by-trust-blame-meet-more-twice'
    """
    parts = re.split(r"[^a-z0-9]+", " ".join(words).lower())
    return "-".join(each for each in parts if each)


def level(value: object) -> str:
    """A value of a factor, whatever its kind.

    >>> level(0.1 + 0.2), level((0.1, 0.0)), level("ring"), level(12)
    ('0.3', '0.1 / 0', 'ring', '12')
    """
    if isinstance(value, tuple):
        return " / ".join(map(level, value))
    return f"{value:g}" if isinstance(value, Real) else str(value)


def listed(words: Sequence[str]) -> str:
    """A list in words.

    >>> listed(["a"]), listed(["a", "b", "c"])
    ('a', 'a, b and c')
    """
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else list(words))


def plainly(measure: str) -> str:
    """A measure's name as words.

    >>> plainly("race_share")
    'race share'
    """
    return measure.replace("_", " ")


def limits(measure: str, values: pd.Series) -> tuple[float, float]:
    """The limits of an axis for a measure: its whole range where that is [0, 1], else what there is."""
    if measure in BY_NAME and BY_NAME[measure].range == "[0, 1]":
        return 0.0, 1.0
    low, high = float(values.min()), float(values.max())
    if not math.isfinite(low):
        return 0.0, 1.0
    room = 0.04 * (high - low) or 0.5
    return low - room, high + room
