"""Draft of a mapping: what can be guessed from a table, for a person to finish."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator

from dashboards.languages import languages, speaking
from dashboards.survey.imports.mapping import ABOUT
from dashboards.survey.imports.table import Table
from dashboards.survey.measure.definition import Survey
from dashboards.survey.measure.items import BY_KEY
from scenarios.errors import nearest

OPEN = "?"
"""Where a person has to decide."""
MOST_WORDS = 12
"""Different words that a column may hold to be one of tiers."""


def draft(table: Table, survey: Survey) -> str:
    """Return the text of a mapping file for a table, with ? where somebody has to decide."""
    organisation = _most(table, {name.casefold() for name in survey.organisations})
    patterns = _patterns(table, survey, organisation)
    tier = next(
        (
            column
            for column in table.columns
            if column != organisation
            and not _pattern(table.texts.get(column, column), survey)
            and survey.tiers <= len(_values(table, column)) <= MOST_WORDS
            and max(_values(table, column).values()) > 1
        ),
        OPEN,
    )
    return "\n".join(_lines(table, survey, organisation, tier, patterns)) + "\n"


def _lines(table: Table, survey: Survey, organisation: str, tier: str, patterns: dict[str, str]) -> Iterator[str]:
    yield f"# Columns of {json.dumps(table.file)}, and what they say. Replace every ? and leave out what is not asked."
    yield f"organisation = {_quoted(organisation)}"
    if survey.tiers > 1:
        yield f"tier = {_quoted(tier)}"
    yield "# person = ...    a column that is the same for the same person in every wave; not the number of a response"
    if survey.tiers > 1 and tier != OPEN:
        yield f"\n[tiers]    # 1 is the senior tier, {survey.tiers} the front line"
        for word in _values(table, tier):
            yield f"{_quoted(word)} = {word if word.isdigit() else OPEN}"
    known = {name.casefold() for name in survey.organisations}
    strangers = [word for word in _values(table, organisation) if word.casefold() not in known]
    if strangers:
        yield "\n[organisations]"
        for word in strangers:
            yield f"{_quoted(word)} = {_quoted(nearest(word, survey.organisations) or OPEN)}"
    for pattern, item in patterns.items():
        yield "\n[[columns]]"
        yield f"item = {_quoted(item)}    # one of {', '.join(survey.items)}"
        yield f"column = {_quoted(pattern)}"


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
