"""Faults of a schedule: dates out of order, unknown names, pairs that are none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from scenarios.checking.contents import months, organisation_names, sector_names, whole_number
from scenarios.errors import Fault, repeated, suggesting
from scenarios.names import tidy
from scenarios.reading.document import Document
from scenarios.reading.toml_lines import Path

TIE_KEYS = ("joins", "leaves", "merges", "ties")
"""Keys of an entry that change who depends on whom."""

ENDS: Mapping[str, tuple[str, str]] = {"merges": ("from", "into"), "ties": ("from", "to")}
"""Keys of the two organisations in a merger and in a tie."""

SELF_TIE = "a tie from an organisation to itself"


def schedule_in_order(document: Document) -> Iterator[Fault]:
    """Check that changes happen within the run, end after they begin, and concern organisations that exist."""
    end = months(document)
    nearest = suggesting()
    there = {"sector": sector_names(document), "organisation": organisation_names(document)}
    for position, row in document.rows("schedule"):
        path: Path = ("schedule", position)
        month, until = whole_number(row.get("month"), 1), whole_number(row.get("until"), 2)
        if month is not None and month > end:
            allowed = f"1 to {end} (months)"
            yield document.fault((*path, "month"), "after the end of the run", allowed=allowed)
        if until is not None and until > end:
            message = "after the end of the run; leave it out for a permanent change"
            yield document.fault((*path, "until"), message, allowed=f"2 to {end} (months)")
        if month is not None and until is not None and until <= month:
            message = f"ends before it begins (month {month})"
            yield document.fault((*path, "until"), message, allowed=f"above {month}")
        if "sector" in row and "organisation" in row:
            yield document.fault((*path, "sector"), "give a sector or an organisation, not both")
        for key, names in there.items():
            name = row.get(key)
            if isinstance(name, str) and tidy(name) not in names:
                yield document.fault((*path, key), f"no {key} of this name", nearest=nearest(name, names))


def ties_without_end(document: Document) -> Iterator[Fault]:
    """Check that changes of ties have no end: what ends them is a change of its own."""
    for position, row in document.rows("schedule"):
        if "until" in row and (keys := [key for key in TIE_KEYS if row.get(key)]):
            message = f"a change of {' and '.join(keys)} has no end; list what ends it as another change"
            yield document.fault(("schedule", position, "until"), message)


def organisations_known(document: Document) -> Iterator[Fault]:
    """Check that organisations that come, leave, merge or are tied exist."""
    names, nearest = organisation_names(document), suggesting()
    known = set(names) if isinstance(names, list) else names
    for position, row in document.rows("schedule"):
        path: Path = ("schedule", position)
        listed: list[tuple[Path, str]] = [(("joins", number), name) for number, name in names_in(row, "joins")]
        listed += [(("leaves", number), name) for number, name in names_in(row, "leaves")]
        for key in ENDS:
            for number, pair in pairs_in(row, key):
                listed += [((key, number, end), name) for end, name in zip(ENDS[key], pair, strict=True)]
        for inner, name in listed:
            if name and name not in known:
                near = nearest(name, names)
                yield document.fault((*path, *inner), "no organisation of this name", value=name, nearest=near)


def pairs_distinct(document: Document) -> Iterator[Fault]:
    """Check that mergers and ties are between two organisations, and listed once in an entry."""
    for position, row in document.rows("schedule"):
        for key in ENDS:
            listed: set[frozenset[str]] = set()
            for number, (first, second) in pairs_in(row, key):
                path: Path = ("schedule", position, key, number)
                pair = frozenset((first, second))
                if first and first == second:
                    message = "a merger of an organisation into itself" if key == "merges" else SELF_TIE
                    yield document.fault(path, message, value=first)
                elif first and second and pair in listed:
                    yield document.fault(path, "listed twice in one entry", value=f"{first} - {second}")
                listed.add(pair)
        for key in ("joins", "leaves"):
            entries = list(names_in(row, key))
            for place in repeated(name for _, name in entries):
                path = ("schedule", position, key, entries[place][0])
                yield document.fault(path, "listed twice in one entry")


def names_in(row: Mapping[str, Any], key: str) -> Iterator[tuple[int, str]]:
    """Yield the names that a row lists under a key, with their positions; anything else in it is skipped."""
    names = row.get(key)
    for number, name in enumerate(names if isinstance(names, list) else ()):
        if isinstance(name, str):
            yield number, tidy(name)


def pairs_in(row: Mapping[str, Any], key: str) -> Iterator[tuple[int, tuple[str, str]]]:
    """Yield the two ends of each merger or tie that a row lists, with its position; "" for an end without a name."""
    tables = row.get(key)
    for number, table in enumerate(tables if isinstance(tables, list) else ()):
        if isinstance(table, dict):
            first, second = (tidy(end) if isinstance(end := table.get(name), str) else "" for name in ENDS[key])
            yield number, (first, second)


CHECKS: tuple[Callable[[Document], Iterable[Fault]], ...] = (
    schedule_in_order,
    ties_without_end,
    organisations_known,
    pairs_distinct,
)
