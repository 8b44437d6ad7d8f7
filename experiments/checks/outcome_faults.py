"""Faults of the outcomes that an experiment defines."""

from __future__ import annotations

from collections.abc import Iterator

from experiments.outcomes.expression import ExpressionError, parse
from experiments.spec.schema import MOST_LISTED, OUTCOMES
from results.queries import OF_DESIGN, OF_RUN
from scenarios.errors import Fault, nearest
from scenarios.names import is_name
from scenarios.reading.document import Document
from scenarios.reading.toml_lines import Path

TAKEN = {*OUTCOMES, *OF_DESIGN, *OF_RUN, "block"}
"""Columns of a table of runs."""

DIRECTIONS = ("more", "less")


def outcome_names(document: Document) -> list[str]:
    """Return the names of the outcomes, as far as they are text."""
    return [row["name"] for _, row in document.rows("outcomes") if isinstance(row.get("name"), str)]


def outcome_faults(document: Document) -> Iterator[Fault]:
    """Outcomes have names of their own, and expressions that can be worked out."""
    seen: dict[str, int] = {}
    for position, row in document.rows("outcomes"):
        if position >= MOST_LISTED:
            return
        path: Path = ("outcomes", position)
        name, expression, better = row.get("name"), row.get("expression"), row.get("better")
        if isinstance(name, str):
            yield from _name_faults(document, path, name, seen)
        if isinstance(expression, str):
            yield from _expression_faults(document, (*path, "expression"), expression)
        if isinstance(better, str) and better not in DIRECTIONS:
            near = nearest(better, DIRECTIONS)
            yield document.fault((*path, "better"), "must be 'more' or 'less'", value=better, nearest=near)


def _name_faults(document: Document, path: Path, name: str, seen: dict[str, int]) -> Iterator[Fault]:
    position = path[1]
    assert isinstance(position, int)
    if not is_name(name) or "." in name:
        allowed = "letters, digits, blanks, _ and -, no dot: parameters have dots"
        yield document.fault((*path, "name"), "not a possible name", allowed=allowed)
    elif name in TAKEN:
        yield document.fault((*path, "name"), "is a measure or a column of every table already", value=name)
    elif seen.setdefault(name, position) != position:
        message = f"another outcome has this name already (#{seen[name] + 1})"
        yield document.fault((*path, "name"), message, value=name)


def _expression_faults(document: Document, path: Path, expression: str) -> Iterator[Fault]:
    try:
        parse(expression)
    except ExpressionError as error:
        value = error.part or (expression if len(expression) <= 60 else f"{expression[:57]}...")
        yield document.fault(path, error.message, value=value, allowed=error.allowed, nearest=error.nearest)
