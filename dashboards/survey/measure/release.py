"""Release of a wave: the groups of people whose answers are shown, and nothing else.

All views, exports, estimates and scenarios are made of these cells alone.  For each item and subject they are, in the
order in which they are tried: everyone of a tier; the people of one organisation, by tiers where enough of each
answered; the people of those organisations of a kind that are too small to be shown.  A cell that would give away,
together with all others of this wave and of earlier ones, what fewer than LEAST people said is left out; where
people have joined, it is first tried without them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from dashboards.survey.measure.answer import Voice
from dashboards.survey.measure.definition import Survey
from dashboards.survey.measure.disclosure import LEAST, Group, safe_choice
from dashboards.survey.measure.items import BY_KEY, FIFTHS

ENOUGH_TO_AGREE = 5
"""People from whom on it is shown how far they agree: of fewer, mean and spread together say what each answered."""
RANDOM_VARIANCE = 0.2**2 * (5**2 - 1) / 12
"""Variance of five equal steps of 0.2, answered at random."""

Key = tuple[str, tuple[int, ...], tuple[int, ...]]
Subject = int | str


@dataclass(frozen=True)
class Cell:
    """A group of people and what they said of one subject, on average.

    scope           tier: everyone of these tiers; organisation: of one; pooled: of small organisations of one kind
    organisations   whose people they are; empty for everyone
    tiers           at which they work
    people          how many
    agreement       1 for all alike, 0 as if at random (r_wg, James et al. 1984); None of too few
    """

    item: str
    subject: Subject
    scope: str
    organisations: tuple[int, ...]
    tiers: tuple[int, ...]
    people: int
    mean: float
    agreement: float | None


@dataclass(frozen=True)
class Release:
    """All that is shown of one wave."""

    survey: Survey
    wave: int
    people: int
    """How many answered."""
    cells: tuple[Cell, ...]

    def of(self, item: str, scope: str) -> list[Cell]:
        """Return the cells of an item, of one scope."""
        return [cell for cell in self.cells if cell.item == item and cell.scope == scope]


def releases(survey: Survey, waves: Sequence[Iterable[Voice]]) -> list[Release]:
    """Return what is shown of each wave, the first first: what is shown of a later one depends on those before."""
    history: dict[tuple[str, Subject], dict[Key, list[Group]]] = defaultdict(lambda: defaultdict(list))
    released = []
    for number, said in enumerate(waves, 1):
        voices = list(said)
        by_subject: dict[tuple[str, Subject], list[Voice]] = defaultdict(list)
        for voice in voices:
            by_subject[voice.item, voice.subject].append(voice)
        cells: list[Cell] = []
        for (item, subject), about in sorted(by_subject.items(), key=lambda pair: (pair[0][0], str(pair[0][1]))):
            cells += _cells(survey, item, subject, about, history[item, subject])
        released.append(Release(survey, number, len({voice.person for voice in voices}), tuple(cells)))
    return released


def _cells(
    survey: Survey, item: str, subject: Subject, voices: Sequence[Voice], before: dict[Key, list[Group]]
) -> list[Cell]:
    """Return the cells of one item and subject, and add their groups to those of earlier waves."""
    said = {voice.person: voice for voice in voices}
    shown = [group for groups in before.values() for group in groups]
    chosen: dict[Key, Group] = {}

    def choose(wanted: Mapping[Key, Group]) -> None:
        options = [_options(group, before.get(key, ())) for key, group in wanted.items()]
        safe = safe_choice([*shown, *chosen.values()], options)
        chosen.update({key: group for key, group in zip(wanted, safe, strict=True) if group is not None})

    choose({("tier", (), tiers): group for tiers, group in _runs(voices, survey.tiers)})
    by_place: dict[int, list[Voice]] = defaultdict(list)
    for voice in voices:
        by_place[voice.organisation].append(voice)
    split = {place: _runs(of_place, survey.tiers) for place, of_place in sorted(by_place.items())}
    choose({("organisation", (place,), tiers): group for place, runs in split.items() for tiers, group in runs})
    whole = tuple(range(survey.tiers))
    hidden = [place for place in split if not any(key[:2] == ("organisation", (place,)) for key in chosen)]
    several = {place: _people(by_place[place]) for place in hidden if len(split[place]) > 1}
    choose({("organisation", (place,), whole): group for place, group in several.items()})
    choose(_pooled(survey, by_place, [place for place in hidden if ("organisation", (place,), whole) not in chosen]))
    for key, group in chosen.items():
        before[key].append(group)
    return [_cell(item, subject, key, [said[person] for person in sorted(group)]) for key, group in chosen.items()]


def _options(group: Group, earlier: Sequence[Group]) -> tuple[Group, ...]:
    """Return a group, and the group without those who were not in it before."""
    return (group, *(group & known for known in reversed(earlier) if group & known != group))


def _people(voices: Iterable[Voice]) -> Group:
    return frozenset(voice.person for voice in voices)


def _runs(voices: Sequence[Voice], tiers: int) -> list[tuple[tuple[int, ...], Group]]:
    """Return the people by tiers, neighbouring tiers together where fewer than LEAST answered at one."""
    runs: list[tuple[tuple[int, ...], Group]] = []
    names: tuple[int, ...] = ()
    people: Group = frozenset()
    for tier in range(tiers):
        names += (tier,)
        people |= _people(voice for voice in voices if voice.tier == tier)
        if len(people) >= LEAST:
            runs.append((names, people))
            names, people = (), frozenset()
    if people and runs:
        runs[-1] = (runs[-1][0] + names, runs[-1][1] | people)
    elif people:
        runs.append((names, people))
    elif names and runs:
        runs[-1] = (runs[-1][0] + names, runs[-1][1])
    return runs


def _pooled(survey: Survey, by_place: Mapping[int, Sequence[Voice]], hidden: Sequence[int]) -> dict[Key, Group]:
    """Return the people of organisations that are not shown, together by kind."""
    whole = tuple(range(survey.tiers))
    pools: dict[str, list[int]] = defaultdict(list)
    for place in hidden:
        pools[survey.sectors[place]].append(place)
    return {
        ("pooled", tuple(places), whole): _people(voice for place in places for voice in by_place[place])
        for places in pools.values()
        if len(places) > 1
    }


def _cell(item: str, subject: Subject, key: Key, voices: Sequence[Voice]) -> Cell:
    values = np.array([voice.value for voice in voices])
    agreement = None
    if len(values) >= ENOUGH_TO_AGREE and BY_KEY[item].values == FIFTHS:
        agreement = round(max(0.0, 1.0 - float(values.var(ddof=1)) / RANDOM_VARIANCE), 2)
    return Cell(item, subject, *key, people=len(values), mean=round(float(values.mean()), 3), agreement=agreement)
