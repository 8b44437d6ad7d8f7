"""The classic strategies as the Axelrod library plays them: a second implementation to hold ours against."""

from __future__ import annotations

import warnings
from functools import cache
from typing import Any

NAMESAKES = {
    "race": "Cooperator",
    "battle": "Defector",
    "tit-for-tat": "TitForTat",
    "grim": "Grudger",
    "win-stay-lose-shift": "WinStayLoseShift",
    "tit-for-two-tats": "TitFor2Tats",
    "suspicious-tit-for-tat": "SuspiciousTitForTat",
}
"""Our name of each deterministic strategy: the library's."""


@cache
def axelrod() -> Any:
    """Import the library when a test asks for it: it takes twenty seconds, which gathering the tests should not."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import axelrod as library
    return library


def namesake(name: str) -> Any:
    """Make a player of the library for one of our strategies."""
    return getattr(axelrod(), NAMESAKES[name])()
