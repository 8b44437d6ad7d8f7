"""Draft of a mapping: what can be guessed from a table, for a person to finish."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from dashboards.languages import languages, speaking
from dashboards.survey.imports.answers import NUMBERED, own_words
from dashboards.survey.imports.mapping import ABOUT
from dashboards.survey.imports.table import Table
from dashboards.survey.measure.definition import Survey
from dashboards.survey.measure.items import BY_KEY
from scenarios.errors import nearest

OPEN = "?"
"""Where a person has to decide."""
MOST_WORDS = 12
"""Different words that a column may hold to be one of tiers."""


@dataclass(frozen=True)
class Guess:
    """Guesses at what a table says; OPEN where nothing could be guessed.

    tiers      words of the tier column
    strangers  what it calls organisations that the survey calls otherwise, and the nearest name
    patterns   headings with {about} for a name, and the item each may be
    words      what stands in those columns and is no step by itself
    """

    organisation: str
    tier: str
    tiers: tuple[str, ...]
    strangers: dict[str, str]
    patterns: dict[str, str]
    words: tuple[str, ...]


def guess(table: Table, survey: Survey, organisation: str = "", tier: str = "") -> Guess:
    """Return what can be guessed of a table; columns that are known already may be given."""
    organisation = organisation or _most(table, {name.casefold() for name in survey.organisations})
    tier = tier or next((column for column in table.columns if _may_be_tier(column, table, survey, organisation)), OPEN)
    known = {name.casefold() for name in survey.organisations}
    strangers = [word for word in _values(table, organisation) if word.casefold() not in known]
    return Guess(
        organisation=organisation,
        tier=tier,
        tiers=tuple(_values(table, tier)) if survey.tiers > 1 and tier != OPEN else (),
        strangers={word: nearest(word, survey.organisations) or OPEN for word in strangers},
        patterns=_patterns(table, survey, organisation),
        words=_strange_steps(table, survey, organisation),
    )


def draft(table: Table, survey: Survey) -> str:
    """Return the text of a mapping file for a table, with ? where somebody has to decide."""
    return "\n".join(_lines(table, survey, guess(table, survey))) + "\n"


def _lines(table: Table, survey: Survey, guessed: Guess) -> Iterator[str]:
    yield f"# Columns of {json.dumps(table.file)}, and what they say. Replace every ? and leave out what is not asked."
    yield f"organisation = {_quoted(guessed.organisation)}"
    if survey.tiers > 1:
        yield f"tier = {_quoted(guessed.tier)}"
    yield "# person = ...    a column that is the same for the same person in every wave; not the number of a response"
    if guessed.tiers:
        yield f"\n[tiers]    # 1 is the senior tier, {survey.tiers} the front line"
        for word in guessed.tiers:
            yield f"{_quoted(word)} = {word if word.isdigit() else OPEN}"
    if guessed.strangers:
        yield "\n[organisations]"
        for word, near in guessed.strangers.items():
            yield f"{_quoted(word)} = {_quoted(near)}"
    if guessed.words:
        yield "\n[steps]    # for each item: the words of its steps, from 1 to 5"
        yield f"# trust = {{ {', '.join(f'{_quoted(word)} = {OPEN}' for word in guessed.words)} }}"
    for pattern, item in guessed.patterns.items():
        yield "\n[[columns]]"
        yield f"item = {_quoted(item)}    # one of {', '.join(survey.items)}"
        yield f"column = {_quoted(pattern)}"


def _may_be_tier(column: str, table: Table, survey: Survey, organisation: str) -> bool:
    values = _values(table, column)
    few = survey.tiers <= len(values) <= MOST_WORDS and max(values.values()) > 1
    return few and column != organisation and not _pattern(table.texts.get(column, column), survey)


def _strange_steps(table: Table, survey: Survey, organisation: str) -> tuple[str, ...]:
    """Return what stands under headings that name a partner or kind, and is neither a number nor a step of ours."""
    strange: dict[str, None] = {}
    for column in table.columns:
        pattern = _pattern(table.texts.get(column, column), survey)
        if not pattern or column == organisation:
            continue
        item = _item(pattern, survey)
        known = own_words(item) if item != OPEN else {}
        words = _values(table, column)
        strange |= {word: None for word in words if word.casefold() not in known and not NUMBERED.fullmatch(word)}
    return tuple(strange)[:MOST_WORDS]


def _patterns(table: Table, survey: Survey, organisation: str) -> dict[str, str]:
    """Return headings with a name of the survey in them, the name replaced; each with the item it may be."""
    headings = [_pattern(table.texts.get(column, column), survey) for column in table.columns if column != organisation]
    return {pattern: _item(pattern, survey) for pattern in headings if pattern}


def _pattern(text: str, survey: Survey) -> str:
    """Return a heading with the name of a partner or kind replaced; empty where it names nobody."""
    names = sorted((*survey.organisations, *survey.kinds), key=len, reverse=True)
    at, name = next(((at, name) for name in names if (at := text.casefold().find(name.casefold())) >= 0), (-1, ""))
    return f"{text[:at]}{ABOUT}{text[at + len(name) :]}" if name else ""


def _item(pattern: str, survey: Survey) -> str:
    """Return the item whose question a heading looks like, or that it names."""
    said = pattern.replace(ABOUT, "").casefold()
    named = [key for key in survey.items if BY_KEY[key].about != "guess"]
    for key in named:
        if key in said:
            return key
    questions: dict[str, str] = {}
    for language in languages():
        with speaking(language):
            questions |= {str(BY_KEY[key].question).casefold(): key for key in named}
    near = nearest(said, list(questions))
    return questions[near] if near else OPEN


def _most(table: Table, known: set[str]) -> str:
    """Return the column that has most of the organisations' names in it."""
    counts = {
        column: sum(count for word, count in _values(table, column).items() if word.casefold() in known)
        for column in table.columns
    }
    best = max(counts, key=lambda column: counts[column], default=OPEN)
    return best if counts.get(best) else OPEN


def _values(table: Table, column: str) -> Counter[str]:
    return Counter(text for _, row in table.rows if (text := row.get(column, "").strip()))


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
