"""Number format of pages and reports: every figure that a person reads, as the reader's language writes it.

Halves are rounded to even, minus is U+2212, an amount that is not nothing is not shown as 0 where two more decimals
tell it apart, and a share that is not quite all or nothing is not said to be.
"""

from __future__ import annotations

import math

from babel import Locale
from babel.numbers import format_decimal, format_percent

from dashboards.languages import _, language

NONE = "–"
"""In place of a figure that there is none of."""
PLACES = 2
"""Decimals, where nothing else is asked for."""


def number(value: float | None, digits: int = PLACES) -> str:
    """Return a number to so many decimals, or two figures of one that would be rounded to nothing.

    >>> number(0.2714), number(0.0031), number(-0.03), number(-0.0), number(None), number(1234.5)
    ('0.27', '0.0031', '−0.03', '0.00', '–', '1,234.50')
    """
    if value is None or math.isnan(value):
        return NONE
    if 10.0 ** -(digits + 2) <= abs(value) < 5 * 10.0 ** -(digits + 1):
        return _written(float(f"{value:.2g}"), "0.######")
    return fixed(value, digits)


def fixed(value: float, digits: int) -> str:
    """Return a number to exactly so many decimals.

    >>> fixed(0.2, 3), fixed(1234.0, 0)
    ('0.200', '1,234')
    """
    return _written(round(value, digits) + 0.0, "#,##0." + "0" * digits if digits else "#,##0")


def signed(value: float | None, digits: int = PLACES) -> str:
    """Return a difference with its sign.

    >>> signed(0.212), signed(-0.2), signed(0.0)
    ('+0.21', '−0.20', '0.00')
    """
    return number(value, digits) if value is None or not value > 0 else f"+{number(value, digits)}"


def plain(value: float) -> str:
    """Return a value as it was given, with as many digits as it has.

    >>> plain(0.1 + 0.2), plain(-3.0)
    ('0.3', '−3')
    """
    return NONE if math.isnan(value) else _written(value, "0.######")


def whole(value: int) -> str:
    """Return a count, in groups of three.

    >>> whole(1200)
    '1,200'
    """
    return _written(value, "#,##0")


# ---------------------------------------------------------------- shares


def percent(share: float | None) -> str:
    """Return a share as whole per cent.

    >>> percent(0.5), percent(0.9996), percent(1.0), percent(0.0004), percent(None)
    ('50%', '>99%', '100%', '<1%', '–')
    """
    if share is None or math.isnan(share):
        return NONE
    if 0 < share < 0.01:
        return f"<{_percent(0.01)}"
    return f">{_percent(0.99)}" if 0.99 < share < 1 else _percent(share)


def points(change: float | None) -> str:
    """Return a change of a share in percentage points, with its sign.

    >>> points(0.031), points(-0.2), points(0.001)
    ('+3', '−20', '0')
    """
    if change is None or math.isnan(change):
        return NONE
    return _written(round(100 * change), "+0;-0") if round(100 * change) else "0"


def percent_within(share: float, low: float, high: float) -> str:
    """Return a share in per cent with its interval.

    >>> percent_within(0.5, 0.41, 0.59), percent_within(0.7985, 0.796, 0.801), percent_within(1.0, 1.0, 1.0)
    ('50% [41, 59]', '79.8% [79.6, 80.1]', '100%')
    """
    if any(math.isnan(bound) for bound in (low, high)) or low == high:
        return percent(share)
    digits = 1 if high - low < 0.02 else 0
    middle = _percent(share, digits) if digits else percent(share)
    return f"{middle} [{fixed(100 * low, digits)}, {fixed(100 * high, digits)}]"


# ---------------------------------------------------------------- intervals


def within(value: float, low: float, high: float) -> str:
    """Return an estimate with its interval.

    >>> within(0.271, 0.252, 0.29), within(0.0571, 0.0441, 0.0702), within(0.3, math.nan, math.nan)
    ('0.271 [0.252, 0.290]', '0.057 [0.044, 0.070]', '0.30')
    """
    if any(bound is None or math.isnan(bound) for bound in (low, high)):
        return number(value)
    digits = digits_for(low, high)
    return f"{fixed(value, digits)} [{interval_end(low, digits)}, {interval_end(high, digits)}]"


def change(value: float, low: float, high: float) -> str:
    """Return a difference with its interval.

    >>> change(0.21, 0.19, 0.22)
    '+0.210 [+0.190, +0.220]'
    """
    if any(bound is None or math.isnan(bound) for bound in (low, high)):
        return signed(value)
    digits = digits_for(low, high)
    middle, start, end = (f"{'+' if part > 0 else ''}{fixed(part, digits)}" for part in (value, low, high))
    return f"{middle} [{start}, {end}]"


def digits_for(low: float, high: float) -> int:
    """Return the decimals that an interval is worth: those that show two figures of its width, from one to four.

    >>> digits_for(0.25, 0.29), digits_for(0.415, 0.434), digits_for(0.0011, 0.0013), digits_for(3.0, 40.0)
    (3, 3, 4, 1)
    """
    width = high - low
    if not math.isfinite(width) or width <= 0:
        return PLACES
    most = 4 if max(abs(low), abs(high)) < 0.1 else 3
    return min(most, max(1, 1 - math.floor(math.log10(width))))


def interval_end(value: float, digits: int = PLACES) -> str:
    """Return an end of an interval that may lie beyond what was studied.

    >>> interval_end(0.25), interval_end(math.inf)
    ('0.25', 'above all')
    """
    return fixed(value, digits) if math.isfinite(value) else _("above all") if value > 0 else _("below all")


def _written(value: float, pattern: str) -> str:
    return _with_minus(format_decimal(value, pattern, locale=language()))


def _percent(share: float, digits: int = 0) -> str:
    """Return a share as the language writes per cent: with a space before the sign, or without."""
    pattern = Locale.parse(language()).percent_formats[None].pattern
    if digits:
        pattern = pattern.replace("##0", "##0." + "0" * digits)
    return _with_minus(format_percent(share, pattern, locale=language()))


def _with_minus(text: str) -> str:
    return text.replace("-", "\N{MINUS SIGN}")
