"""Summary of a wave: perception gaps, reciprocity, beliefs, guesses and how far to rely on them.  Cells alone go in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from dashboards.survey.measure.release import Cell, Release, Subject

NOTABLE = 0.15
"""A difference from which on it is named: three quarters of a step between answers."""


@dataclass(frozen=True)
class Gap:
    """Difference between what the top says of a subject and what the front line says of it."""

    subject: Subject | None
    top: float
    front: float
    people: tuple[int, int]
    agreement: tuple[float | None, float | None]

    @property
    def gap(self) -> float:
        """Return by how much the top says more."""
        return self.top - self.front


@dataclass(frozen=True)
class Pair:
    """Two organisations that say different things of each other: the first trusts more than it is trusted."""

    first: int
    second: int
    trusts: float
    trusted: float


def perception_gaps(release: Release) -> list[Gap]:
    """Return for each partner what the top and the front line of the others say of it, the widest gap first."""
    last = release.survey.tiers - 1
    if last == 0:
        return []
    gaps = []
    for subject, cells in _by_subject(release.of("trust", "tier")).items():
        top = next((cell for cell in cells if cell.tiers[0] == 0), None)
        front = next((cell for cell in cells if cell.tiers[-1] == last), None)
        if top and front and top is not front:
            people, agreement = (top.people, front.people), (top.agreement, front.agreement)
            gaps.append(Gap(subject, top.mean, front.mean, people, agreement))
    return sorted(gaps, key=lambda gap: -abs(gap.gap))


def overall_gap(release: Release) -> Gap | None:
    """Return the gap over all partners; None where the tiers cannot be shown."""
    gaps = perception_gaps(release)
    if not gaps:
        return None
    means = [float(np.mean([getattr(gap, side) for gap in gaps])) for side in ("top", "front")]
    people = (max(gap.people[0] for gap in gaps), max(gap.people[1] for gap in gaps))
    agreed = tuple(_median(gap.agreement[side] for gap in gaps) for side in (0, 1))
    return Gap(None, means[0], means[1], people, (agreed[0], agreed[1]))


def reciprocity(release: Release) -> list[Pair]:
    """Return the pairs that are shown from both sides, the most one-sided first."""
    values = {
        (cells[0].organisations[0], subject): weighted(cells)
        for (place, subject), cells in _by_relation(release.of("trust", "organisation")).items()
        if isinstance(subject, int) and place >= 0
    }
    pairs = []
    for (one, other), trusts in values.items():
        trusted = values.get((other, one))
        if trusted is not None and (trusts, -one) > (trusted, -other):
            pairs.append(Pair(one, other, trusts, trusted))
    return sorted(pairs, key=lambda pair: pair.trusted - pair.trusts)


def by_kinds(release: Release, item: str) -> dict[tuple[str, str], tuple[float, int]]:
    """Return what each kind says of each: mean and answers, over all that is shown of it."""
    sectors = release.survey.sectors
    groups: dict[tuple[str, str], list[Cell]] = {}
    for scope in ("organisation", "pooled"):
        for cell in release.of(item, scope):
            other = sectors[cell.subject] if isinstance(cell.subject, int) else cell.subject
            groups.setdefault((sectors[cell.organisations[0]], other), []).append(cell)
    return {kinds: (weighted(cells), sum(cell.people for cell in cells)) for kinds, cells in groups.items()}


def by_tiers(release: Release, item: str) -> dict[tuple[int, ...], tuple[float, int]]:
    """Return what people at each tier say on average over subjects, and of how many at most."""
    groups: dict[tuple[int, ...], list[Cell]] = {}
    for cell in release.of(item, "tier"):
        groups.setdefault(cell.tiers, []).append(cell)
    return {
        tiers: (float(np.mean([cell.mean for cell in cells])), max(cell.people for cell in cells))
        for tiers, cells in sorted(groups.items())
    }


def guesses(release: Release) -> dict[str, tuple[float, float, int]]:
    """Return for each guess: the mean guess, what is really said, and how many guessed."""
    compared: dict[str, tuple[float, float, int]] = {}
    trust = release.of("trust", "tier")
    if not trust:
        return compared
    last = release.survey.tiers - 1
    front = [cell for cell in trust if cell.tiers[-1] == last]
    for item, said in (("others", trust), ("front", front)):
        cells = release.of(item, "tier")
        if cells and said:
            people = sum(cell.people for cell in cells)
            compared[item] = (weighted(cells), weighted(said), people)
    return compared


def agreement(release: Release, item: str) -> float | None:
    """Return how far people agree on an item, at the median over what is shown; None where too few answered."""
    return _median(cell.agreement for cell in release.cells if cell.item == item)


def _median(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return float(np.median(known)) if known else None


def weighted(cells: Iterable[Cell]) -> float:
    """Return the mean over people."""
    listed = list(cells)
    return sum(cell.mean * cell.people for cell in listed) / sum(cell.people for cell in listed)


def _by_subject(cells: Iterable[Cell]) -> dict[Subject, list[Cell]]:
    groups: dict[Subject, list[Cell]] = {}
    for cell in cells:
        groups.setdefault(cell.subject, []).append(cell)
    return groups


def _by_relation(cells: Iterable[Cell]) -> dict[tuple[int, Subject], list[Cell]]:
    groups: dict[tuple[int, Subject], list[Cell]] = {}
    for cell in cells:
        groups.setdefault((cell.organisations[0], cell.subject), []).append(cell)
    return groups
