"""Estimates of what a survey asked, for every relation and kind: measured where shown, else by one rule.

The rule, the first that there is:

    measured   the people of the organisation, about this partner
    pooled     the people of all organisations of its kind that are too small to be shown, about this partner
    pair       the mean of all relations from its kind to the partner's kind
    own        the mean of all relations of the organisation
    overall    the mean of all relations

A relation that is not measured lies half way between this and what the partner says of it, where that is measured:
trust is answered in kind often enough (assumption; ``benchmarks/survey.py`` says what it brings).

A tier that is not shown by itself takes the relation's value, moved by how far people at this tier, of all
organisations together, differ from the others about this partner.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from dashboards.survey.measure.release import Cell, Release, Subject

RULES = ("measured", "pooled", "pair", "own", "overall")


@dataclass(frozen=True)
class Estimate:
    """A value for one organisation about one subject: over all tiers, by tier, and the rule it comes from."""

    value: float
    tiers: tuple[float, ...]
    rule: str
    people: int


Estimates = Mapping[tuple[int, Subject], Estimate]


def estimates(release: Release, item: str) -> Estimates:
    """Return an estimate for every organisation and subject; empty where nothing is shown of the item."""
    survey = release.survey
    pairs: list[tuple[int, Subject]]
    if item == "zero_sum":
        pairs = [(place, kind) for place in range(len(survey.organisations)) for kind in survey.kinds_met(place)]
    else:
        pairs = list(survey.relations)
    measured = _by_pair(release.of(item, "organisation"))
    pooled = _by_pair(release.of(item, "pooled"))
    shifts = tier_shifts(release, item)
    values = {pair: _value(cells) for pair, cells in measured.items()}
    fallback = _overall(release, item, values)
    if fallback is None:
        return {}
    kind_of = _kinds(release)
    by_pair = _means(values, lambda pair: (survey.sectors[pair[0]], kind_of(pair[1])))
    by_own = _means(values, lambda pair: pair[0])

    def estimate(pair: tuple[int, Subject]) -> Estimate:
        shift = shifts.get(pair[1], shifts.get(None, (0.0,) * survey.tiers))
        if pair in measured:
            cells = measured[pair]
            return Estimate(values[pair], _by_tier(cells, shift), "measured", sum(cell.people for cell in cells))
        kinds = (survey.sectors[pair[0]], kind_of(pair[1]))
        if pair in pooled:
            value, rule, people = _value(pooled[pair]), "pooled", pooled[pair][0].people
        elif kinds in by_pair:
            value, rule, people = by_pair[kinds], "pair", 0
        elif pair[0] in by_own:
            value, rule, people = by_own[pair[0]], "own", 0
        else:
            value, rule, people = fallback, "overall", 0
        mirror = values.get((pair[1], pair[0])) if isinstance(pair[1], int) else None
        value = value if mirror is None else (value + mirror) / 2
        return Estimate(value, _clipped(value, shift), rule, people)

    return {pair: estimate(pair) for pair in pairs}


def tier_shifts(release: Release, item: str) -> dict[Subject | None, tuple[float, ...]]:
    """Return how far each tier lies above the mean of tiers, by subject; under None over all subjects."""
    by_subject: dict[Subject, list[Cell]] = {}
    for cell in release.of(item, "tier"):
        by_subject.setdefault(cell.subject, []).append(cell)
    shifts: dict[Subject | None, tuple[float, ...]] = {}
    for subject, cells in by_subject.items():
        levels = {tier: cell.mean for cell in cells for tier in cell.tiers}
        if len(levels) == release.survey.tiers:
            middle = float(np.mean([*levels.values()]))
            shifts[subject] = tuple(levels[tier] - middle for tier in range(release.survey.tiers))
    if shifts:
        shifts[None] = tuple(float(mean) for mean in np.mean([*shifts.values()], axis=0))
    return shifts


def rules_used(estimated: Estimates) -> Counter[str]:
    """Return how many estimates come from which rule."""
    return Counter(estimate.rule for estimate in estimated.values())


def _kinds(release: Release) -> Callable[[Subject], str]:
    return lambda subject: release.survey.sectors[subject] if isinstance(subject, int) else subject


def _by_pair(cells: Iterable[Cell]) -> dict[tuple[int, Subject], list[Cell]]:
    by_pair: dict[tuple[int, Subject], list[Cell]] = {}
    for cell in cells:
        for place in cell.organisations:
            by_pair.setdefault((place, cell.subject), []).append(cell)
    return by_pair


def _value(cells: Iterable[Cell]) -> float:
    """Return the mean over tiers, as far as they are shown: each tier counts alike, whoever has how many people."""
    levels = [(cell.mean, len(cell.tiers)) for cell in cells]
    return sum(mean * tiers for mean, tiers in levels) / sum(tiers for _, tiers in levels)


def _overall(release: Release, item: str, values: Mapping[tuple[int, Subject], float]) -> float | None:
    if values:
        return float(np.mean([*values.values()]))
    rest = [cell.mean for scope in ("pooled", "tier") for cell in release.of(item, scope)]
    return float(np.mean(rest)) if rest else None


def _means(
    values: Mapping[tuple[int, Subject], float], key: Callable[[tuple[int, Subject]], Hashable]
) -> dict[Hashable, float]:
    groups: dict[Hashable, list[float]] = {}
    for pair, value in values.items():
        groups.setdefault(key(pair), []).append(value)
    return {name: float(np.mean(group)) for name, group in groups.items()}


def _by_tier(cells: Iterable[Cell], shift: tuple[float, ...]) -> tuple[float, ...]:
    """Return the value of each tier: its own cell's, moved within a cell of several tiers."""
    levels = [0.0] * len(shift)
    for cell in cells:
        middle = float(np.mean([shift[tier] for tier in cell.tiers]))
        for tier in cell.tiers:
            levels[tier] = cell.mean + shift[tier] - middle
    return tuple(min(1.0, max(0.0, level)) for level in levels)


def _clipped(value: float, shift: tuple[float, ...]) -> tuple[float, ...]:
    return tuple(min(1.0, max(0.0, value + moved)) for moved in shift)
