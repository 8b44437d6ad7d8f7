"""Published numbers beside ours: what a correct code of the specification reproduces."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class PublishedNumber:
    """A published number beside ours."""

    group: str
    what: str
    published: float
    ours: float
    tolerance: float
    source: str = "closed form"

    @property
    def holds(self) -> bool:
        """Equal within the tolerance; never where ours is none."""
        return abs(self.published - self.ours) <= self.tolerance


def by_group(numbers: Sequence[PublishedNumber]) -> dict[str, list[PublishedNumber]]:
    """Return numbers by what they are about, in order."""
    by: dict[str, list[PublishedNumber]] = {}
    for number in numbers:
        by.setdefault(number.group, []).append(number)
    return by
