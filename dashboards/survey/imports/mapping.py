"""Mapping of a table's columns to a survey: a small TOML file, drafted by the program and finished by a person."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from dashboards.survey.imports.table import Table
from dashboards.survey.measure.definition import Survey
from dashboards.survey.measure.items import BY_KEY, STEPS
from scenarios.errors import Fault, ScenarioError, nearest
from scenarios.reading.safe_files import read_text

ABOUT = "{about}"
"""Where the name of a partner or kind stands in a heading."""

Step = Annotated[int, Field(ge=1, le=STEPS)]


class ColumnEntry(BaseModel):
    """``[[columns]]``: columns with the answers to one item."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    item: str
    column: str
    """A heading, with {about} where names of partners or kinds stand."""
    about: str = ""
    """The partner or kind, where the heading does not name it."""


class ColumnMapping(BaseModel):
    """A mapping file.

    organisation, tier  headings of the columns that say where somebody works
    person              heading of what tells people apart, needed to compare waves; never kept as it is
    organisations       what the table calls an organisation or kind, and its name in the survey
    tiers               what the table calls a tier, and its number: 1 is the senior one
    steps               for an item: what the table says, and the step from 1 to 5
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    organisation: str
    tier: str = ""
    person: str = ""
    organisations: dict[str, str] = {}
    tiers: dict[str, int] = {}
    steps: dict[str, dict[str, Step]] = {}
    columns: list[ColumnEntry]


@dataclass(frozen=True)
class AnswerColumn:
    """A column of the table with what it answers."""

    column: str
    item: str
    subject: int | str


def read_mapping(path: Path) -> ColumnMapping:
    """Read a mapping file; ScenarioError with all that is wrong."""
    try:
        content = tomllib.loads(read_text(path))
    except tomllib.TOMLDecodeError as error:
        raise ScenarioError([Fault(file=str(path), message=f"not valid TOML: {error}")]) from None
    return mapping_of(content, str(path))


def mapping_of(content: object, file: str = "mapping") -> ColumnMapping:
    """Return the mapping that nested tables describe; ScenarioError with all that is wrong."""
    try:
        return ColumnMapping.model_validate(content)
    except ValidationError as error:
        raise ScenarioError(
            [
                Fault(file=file, name=".".join(map(str, fault["loc"])), value=fault["input"], message=fault["msg"])
                for fault in error.errors()
            ]
        ) from None


def columns_of(mapping: ColumnMapping, survey: Survey, table: Table) -> list[AnswerColumn]:
    """Return the columns that answer items; ScenarioError where one is not there, or names nobody of the survey."""
    faults = [
        Fault(
            file=table.file, name=name, value=column, message="no such column", nearest=nearest(column, table.columns)
        )
        for name, column in (
            ("organisation", mapping.organisation),
            ("tier", mapping.tier),
            ("person", mapping.person),
        )
        if column and column not in table.columns
    ]
    if not mapping.tier and survey.tiers > 1:
        faults.append(Fault(file=table.file, name="tier", message=f"which column says which of {survey.tiers} tiers?"))
    matches: list[AnswerColumn] = []
    for entry in mapping.columns:
        if entry.item not in survey.items:
            near = nearest(entry.item, survey.items)
            known = ", ".join(survey.items)
            faults.append(
                Fault(file="mapping", name="item", value=entry.item, message="not asked", allowed=known, nearest=near)
            )
            continue
        matched, missing = _matched(entry, mapping, survey, table)
        matches += matched
        faults += missing
    if faults:
        raise ScenarioError(faults)
    return matches


def subject_of(name: str, item: str, mapping: ColumnMapping, survey: Survey) -> int | str | None:
    """Return the partner's position or the kind that a table's name stands for; None where there is none.

    An organisation that is the only one of its kind stands for the kind too.
    """
    renamed = {word.casefold(): other for word, other in mapping.organisations.items()}
    said = renamed.get(name.strip().casefold(), name).strip().casefold()
    place = _names(survey.organisations).get(said)
    if BY_KEY[item].about != "kind":
        return place
    kind = _names(survey.kinds).get(said)
    if kind is not None:
        return survey.kinds[kind]
    alone = place is not None and survey.sectors.count(survey.sectors[place]) == 1
    return survey.sectors[place] if alone and place is not None else None


def _names(names: tuple[str, ...]) -> Mapping[str, int]:
    return {name.casefold(): place for place, name in enumerate(names)}


def _matched(
    entry: ColumnEntry, mapping: ColumnMapping, survey: Survey, table: Table
) -> tuple[list[AnswerColumn], list[Fault]]:
    pattern = re.compile("(.+?)".join(map(re.escape, entry.column.split(ABOUT, 1))), re.DOTALL)
    matches, faults = [], []
    guess = BY_KEY[entry.item].about == "guess"
    for column in table.columns:
        # A heading is matched as it is, or by what it stands for.
        match = pattern.fullmatch(column) or pattern.fullmatch(table.texts.get(column, ""))
        if match is None:
            continue
        name = entry.about or (match[1] if match.groups() else "")
        subject = "" if guess else subject_of(name, entry.item, mapping, survey)
        if subject is not None:
            matches.append(AnswerColumn(column, entry.item, subject))
        elif entry.about or ABOUT not in entry.column:
            known = survey.kinds if BY_KEY[entry.item].about == "kind" else survey.organisations
            near = nearest(name, known)
            faults.append(Fault(file="mapping", name=column, value=name, message="nobody of the survey", nearest=near))
    if not matches and not faults:
        faults.append(_no_column(table, entry.item, entry.column))
    return matches, faults


def _no_column(table: Table, name: str, column: str) -> Fault:
    near = nearest(column, table.columns)
    return Fault(file=table.file, name=name, value=column, message="no such column", nearest=near)
