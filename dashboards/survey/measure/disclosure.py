"""Disclosure: whether figures together give away what fewer people than allowed have said.

A figure is the sum of what a group of people said of one subject.  Whoever has several figures can add and subtract
them; what they learn is every linear combination of the groups.  Figures are safe where no combination is left with
fewer than LEAST people in it.  Groups of different waves count together, as if nobody had changed the answer: that
is the worst case, in which the difference between two waves is what one who joined or left has said.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np

Group = frozenset[str]
"""People, by whatever tells them apart."""

LEAST = 3
"""Answers of fewer people than this are shown only as part of a larger group."""
NOTHING = 1e-9


def gives_away(groups: Iterable[Group]) -> bool:
    """Tell whether some combination of the sums over these groups is about fewer than LEAST people.

    >>> everyone, most = frozenset("abcdefg"), frozenset("abcdef")
    >>> gives_away([everyone]), gives_away([everyone, most])
    (False, True)
    """
    distinct = sorted(set(groups), key=sorted)
    if not distinct:
        return False
    sizes = Counter(tuple(person in group for group in distinct) for person in frozenset().union(*distinct))
    patterns = list(sizes)
    free = _free(np.array(patterns, dtype=np.float64).T)
    counts = np.array([sizes[pattern] for pattern in patterns])
    # A sum that cannot move while all figures stay is given away; so is a combination of two that move together.
    moves = (free**2).sum(axis=1)
    if bool(np.any((moves < NOTHING) & (counts < LEAST))):
        return True
    alone = free[counts == 1]
    products = alone @ alone.T
    lengths = np.diag(products)
    apart = np.outer(lengths, lengths) - products**2
    np.fill_diagonal(apart, 1.0)
    return bool(np.any(apart < NOTHING))


def _free(sums: np.ndarray) -> np.ndarray:
    """Return, a row for each class of people, how its sum can move while all figures stay as they are."""
    _, strengths, directions = np.linalg.svd(sums)
    return directions[int((strengths > NOTHING * strengths[0]).sum()) :].T


def safe_choice(shown: Sequence[Group], candidates: Iterable[Sequence[Group]]) -> list[Group | None]:
    """Return for each candidate the first of its groups that can be shown beside all before it; None where none can.

    shown        groups that are shown already, and stay so
    candidates   in the order of what is wanted most; the groups of a candidate stand for each other
    """
    candidates = list(candidates)
    first = [next((group for group in options if len(group) >= LEAST), None) for options in candidates]
    if not gives_away([*shown, *(group for group in first if group)]):
        return list(first)
    taken: list[Group | None] = []
    so_far = list(shown)
    for options in candidates:
        chosen = next((group for group in options if len(group) >= LEAST and not gives_away([*so_far, group])), None)
        taken.append(chosen)
        if chosen is not None:
            so_far.append(chosen)
    return taken
