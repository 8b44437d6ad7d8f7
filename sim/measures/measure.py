"""A measure: one column of every table."""

from __future__ import annotations

from dataclasses import dataclass

from sim.compiled import rule


@dataclass(frozen=True)
class Measure:
    """One column.

    name     of the column
    meaning  one line, with its formula
    range    as text, such as "[0, 1]"
    source   where it comes from, by author and year; empty where it is ours
    """

    name: str
    meaning: str
    range: str
    source: str = ""


@rule
def share(part: float, whole: float) -> float:
    """Return part / whole; NaN where there is nothing to share."""
    return part / whole if whole > 0.0 else float("nan")
