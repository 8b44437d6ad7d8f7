"""Answers from a table: each row a person, each cell a step; what cannot be understood is refused with its cell."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from dashboards.languages import languages, speaking
from dashboards.survey.imports.mapping import AnswerColumn, ColumnMapping, columns_of, subject_of
from dashboards.survey.imports.table import Table
from dashboards.survey.measure.answer import Answer, answer_of
from dashboards.survey.measure.definition import Survey, SurveyError
from dashboards.survey.measure.items import BY_KEY
from scenarios.errors import MOST_FOUND, Fault, ScenarioError, nearest
from scenarios.names import tidy

NUMBERED = re.compile(r"([1-5])(?:[.,]0+)?(?:\s*[-–:.)=].*)?", re.DOTALL)
"""A step as a number, or as a number with words behind it."""


@dataclass
class Taken:
    """Answers taken from a table.

    answers   by what tells people apart: the table's own word, or the row
    skipped   how many rows were left out, by reason
    """

    answers: dict[str, Answer] = field(default_factory=dict)
    skipped: Counter[str] = field(default_factory=Counter)


def take(table: Table, mapping: ColumnMapping, survey: Survey) -> Taken:
    """Return the answers of a table; ScenarioError with every cell that cannot be understood."""
    columns = columns_of(mapping, survey, table)
    taken, faults = Taken(), []
    words = {item: step_words(item, mapping) for item in {column.item for column in columns}}
    reader = _Reader(table.file, mapping, survey, columns, words)
    for line, row in table.rows:
        if not row[mapping.organisation].strip():
            taken.skipped["no organisation"] += 1
            continue
        content, wrong = reader.content(line, row)
        faults += wrong
        if len(faults) > MOST_FOUND:
            break
        if wrong:
            continue
        person = row[mapping.person].strip() if mapping.person else f"row {line}"
        if not person:
            taken.skipped[f"nothing under {mapping.person}"] += 1
            continue
        try:
            answer = answer_of(survey, content)
        except SurveyError as error:
            taken.skipped[str(error)] += 1
            continue
        if person in taken.answers:
            taken.skipped["answered twice: the later row counts"] += 1
        taken.answers[person] = answer
    if faults:
        raise ScenarioError(faults)
    return taken


def own_words(item: str) -> dict[str, int]:
    """Return the words of an item's steps, from 0, in every language."""
    words: dict[str, int] = {}
    for language in languages():
        with speaking(language):
            words |= {str(step).casefold(): place for place, step in enumerate(BY_KEY[item].steps)}
    return words


def step_words(item: str, mapping: ColumnMapping) -> dict[str, int]:
    """Return the words of an item's steps, from 0: those of the mapping, and our own."""
    return own_words(item) | {word.casefold(): step - 1 for word, step in mapping.steps.get(item, {}).items()}


@dataclass(frozen=True)
class _Reader:
    """All that is needed to understand a row."""

    file: str
    mapping: ColumnMapping
    survey: Survey
    columns: list[AnswerColumn]
    words: dict[str, dict[str, int]]

    def content(self, line: int, row: dict[str, str]) -> tuple[dict[str, Any], list[Fault]]:
        """Return a row as what a phone would send, and what of it cannot be understood."""
        faults: list[Fault] = []
        place, tier = self._place(line, row, faults), self._tier(line, row, faults)
        content: dict[str, Any] = {"organisation": place, "tier": tier, "partners": {}, "kinds": {}, "guesses": {}}
        for column in self.columns:
            text = row[column.column].strip()
            if not text or not _asked_of(self.survey, place, column):
                continue
            step = _step(text, self.words[column.item])
            if step is None:
                allowed = "1 to 5, or the words of steps in the mapping"
                message = f"no step of {column.item}"
                faults.append(self._fault(line, column.column, text, message, allowed=allowed))
                continue
            about = BY_KEY[column.item].about
            if about == "guess":
                content["guesses"][column.item] = step
            else:
                subjects = content["partners" if about == "partner" else "kinds"]
                subjects.setdefault(str(column.subject), {})[column.item] = step
        return content, faults

    def _place(self, line: int, row: dict[str, str], faults: list[Fault]) -> int:
        said = row[self.mapping.organisation]
        place = subject_of(said, "trust", self.mapping, self.survey)
        if isinstance(place, int):
            return place
        near = nearest(tidy(said[:200]), self.survey.organisations)
        faults.append(self._fault(line, self.mapping.organisation, said, "nobody of the survey", nearest=near))
        return 0

    def _tier(self, line: int, row: dict[str, str], faults: list[Fault]) -> int:
        if not self.mapping.tier:
            return 0
        said = row[self.mapping.tier].strip()
        words = {word.casefold(): tier for word, tier in self.mapping.tiers.items()}
        tier = words.get(said.casefold(), int(said) if re.fullmatch(r"[0-9]", said) else 0)
        if 1 <= tier <= self.survey.tiers:
            return tier - 1
        allowed = ", ".join(self.mapping.tiers) or f"1 to {self.survey.tiers}"
        faults.append(self._fault(line, self.mapping.tier, said, "no tier of the survey", allowed=allowed))
        return 0

    def _fault(self, line: int, name: str, value: str, message: str, allowed: str = "", nearest: str = "") -> Fault:
        return Fault(
            file=self.file, line=line, name=name, value=value, message=message, allowed=allowed, nearest=nearest
        )


def _asked_of(survey: Survey, place: int, column: AnswerColumn) -> bool:
    """Tell whether somebody of an organisation is asked this: a table asks everyone of everyone, also of oneself."""
    if BY_KEY[column.item].about == "guess":
        return True
    return column.subject in (survey.partners[place] if isinstance(column.subject, int) else survey.kinds_met(place))


def _step(text: str, words: dict[str, int]) -> int | None:
    if text.casefold() in words:
        return words[text.casefold()]
    number = NUMBERED.fullmatch(text)
    return int(number[1]) - 1 if number else None
