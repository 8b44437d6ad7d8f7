"""Figures as a language writes them."""

from __future__ import annotations

import math

from babel.numbers import format_decimal

from dashboards.languages import _, language

NONE = "–"
"""Where there is no figure."""


def percent(value: float | None) -> str:
    """A share as whole per cent; a dash where there is none."""
    return (
        NONE
        if value is None or math.isnan(value)
        else _("%(number)s\N{NO-BREAK SPACE}%%", number=_written(100 * value, "0"))
    )


def signed(value: float | None) -> str:
    """A difference of shares in points."""
    return NONE if value is None or math.isnan(value) else _written(round(100 * value), "+0;-0")


def number(value: float | None, digits: int = 2) -> str:
    """A figure; a dash where there is none."""
    return NONE if value is None or math.isnan(value) else _written(value, "0." + "0" * digits)


def plain(value: float) -> str:
    """A value as it was given, with as many digits as it has; a dash where there is none."""
    return NONE if math.isnan(value) else _written(value, "0.######")


def whole(value: int) -> str:
    """A count, in groups of three."""
    return _written(value, "#,##0")


def _written(value: float, form: str) -> str:
    return format_decimal(value, form, locale=language())
