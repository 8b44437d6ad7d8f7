"""Small groups stay hidden: whatever is added, subtracted, or compared between waves."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from dashboards.survey.measure.answer import Voice
from dashboards.survey.measure.definition import Survey, survey_of
from dashboards.survey.measure.disclosure import gives_away
from dashboards.survey.measure.release import Cell, Release, releases
from dashboards.survey.measure.summary import weighted
from tests.survey.synthetic import scenario

SURVEY = survey_of(scenario(6))


def voice(person: str, organisation: int, tier: int, value: float = 0.5, subject: int = 5) -> Voice:
    return Voice("trust", subject, person, organisation, tier, value)


def people_of(cell: Cell, said: Sequence[Voice], before: Sequence[frozenset[str]]) -> frozenset[str]:
    """Whose answers a cell is the mean of, as somebody works out who knows who answered."""
    group = frozenset(
        voice.person
        for voice in said
        if voice.tier in cell.tiers and (not cell.organisations or voice.organisation in cell.organisations)
    )
    if len(group) == cell.people:
        return group
    return next(group & known for known in reversed(before) if len(group & known) == cell.people)


def rank(rows: Sequence[Sequence[int]]) -> int:
    """The rank, in exact numbers."""
    left = [[Fraction(value) for value in row] for row in rows]
    found = 0
    for column in range(len(left[0]) if left else 0):
        pivot = next((row for row in range(found, len(left)) if left[row][column]), None)
        if pivot is None:
            continue
        left[found], left[pivot] = left[pivot], left[found]
        for row in range(found + 1, len(left)):
            factor = left[row][column] / left[found][column]
            left[row] = [a - factor * b for a, b in zip(left[row], left[found], strict=True)]
        found += 1
    return found


def attacked(groups: Sequence[frozenset[str]]) -> set[frozenset[str]]:
    """One or two people of whom some combination of sums tells: without them there is a combination less."""
    people = sorted(frozenset().union(*groups)) if groups else []
    whole = rank([[person in group for person in people] for group in groups])
    exposed = set()
    for size in (1, 2):
        for chosen in combinations(people, size):
            rest = [person for person in people if person not in chosen]
            if not rest or rank([[person in group for person in rest] for group in groups]) < whole:
                exposed.add(frozenset(chosen))
    return exposed


def shown_groups(waves: Sequence[Sequence[Voice]], released: Sequence[Release]) -> list[frozenset[str]]:
    groups: list[frozenset[str]] = []
    for said, release in zip(waves, released, strict=True):
        groups += [people_of(cell, said, list(groups)) for cell in release.cells]
    return groups


members = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2)), min_size=0, max_size=14)
"""Organisation and tier of everybody who may answer about the last organisation."""


@settings(max_examples=60, deadline=None)
@given(places=members, stays=st.lists(st.tuples(st.booleans(), st.booleans()), min_size=14, max_size=14))
def test_nobody_is_found_by_adding_and_subtracting_what_is_shown(
    places: list[tuple[int, int]], stays: list[tuple[bool, bool]]
) -> None:
    everyone = [voice(f"p{number}", *place) for number, place in enumerate(places)]
    waves = [[each for each, there in zip(everyone, stays, strict=False) if there[wave]] for wave in (0, 1)]
    released = releases(SURVEY, waves)
    assert all(cell.people >= 3 for release in released for cell in release.cells)
    groups = shown_groups(waves, released)
    assert attacked(groups) == set()
    assert not gives_away(groups)


@settings(max_examples=60, deadline=None)
@given(groups=st.lists(st.frozensets(st.sampled_from("abcdefg"), min_size=3), min_size=1, max_size=4))
def test_the_audit_finds_what_an_attack_finds(groups: list[frozenset[str]]) -> None:
    assert gives_away(groups) == bool(attacked(groups))


def test_a_total_less_its_parts_tells_of_nobody() -> None:
    said = [voice(f"a{number}", 0, 0) for number in range(4)] + [voice(f"b{number}", 1, 0) for number in range(2)]
    (release,) = releases(SURVEY, [said])
    # Everyone is shown (six), so the four of the first may not be: the rest would be two.
    assert [(cell.scope, cell.people) for cell in release.cells] == [("tier", 6)]


def test_who_joins_waits_for_two_more() -> None:
    first = [voice(f"a{number}", 0, 0, 0.5) for number in range(4)]
    joined = [*first, voice("new", 0, 0, 0.9)]
    crowd = [*joined, voice("newer", 0, 0, 0.9), voice("newest", 0, 0, 0.9)]
    released = releases(SURVEY, [first, joined, crowd])
    assert [{cell.people for cell in release.cells} for release in released] == [{4}, {4}, {7}]
    assert {weighted([cell]) for cell in released[1].cells} == {0.5}


def test_who_leaves_takes_the_figure_away() -> None:
    first = [voice(f"a{number}", 0, 0) for number in range(4)]
    released = releases(SURVEY, [first, first[:3], first])
    assert [len(release.cells) for release in released] == [2, 0, 2]


def test_large_organisations_are_shown_by_tier() -> None:
    said = [
        voice(f"p{tier}{number}", 0, tier, 0.1 + 0.4 * tier) for tier in range(3) for number in range(3 - (tier == 1))
    ]
    (release,) = releases(SURVEY, [said])
    shown = {cell.tiers: (cell.people, cell.mean) for cell in release.cells if cell.scope == "organisation"}
    assert shown == {(0,): (3, 0.1), (1, 2): (5, 0.74)}


def test_agreement_is_that_of_the_published_formula() -> None:
    alike = [voice(f"p{number}", 0, 0, 0.7) for number in range(5)]
    apart = [voice(f"p{number}", 0, 0, value) for number, value in enumerate((0.1, 0.3, 0.5, 0.7, 0.9))]
    assert [release.cells[0].agreement for said in (alike, apart) for release in releases(SURVEY, [said])] == [1.0, 0.0]


def test_a_survey_asks_of_partners_only() -> None:
    assert isinstance(SURVEY, Survey)
    assert (len(SURVEY.organisations), len(SURVEY.relations)) == (6, 30)
