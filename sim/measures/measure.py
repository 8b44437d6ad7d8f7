"""A measure: one column of every table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from sim.compiled import rule
from sim.lanes import Floats, Ints


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


class Scratch(NamedTuple):
    """Room for measures to work in: kernels do not allocate.  parent, size and values are (n,)."""

    parent: Ints
    size: Ints
    values: Floats


def scratch_for(n: int) -> Scratch:
    """Return room to work in for n organisations."""
    return Scratch(np.zeros(n, dtype=np.int64), np.zeros(n, dtype=np.int64), np.zeros(n))


@rule
def share(part: float, whole: float) -> float:
    """Return part / whole; NaN where there is nothing to share."""
    return part / whole if whole > 0.0 else float("nan")
