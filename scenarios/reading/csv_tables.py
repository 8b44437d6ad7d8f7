"""CSV files: rows of text with their lines, and such rows as entries of a scenario."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from scenarios.errors import Fault, ScenarioError, nearest
from scenarios.reading.safe_files import read_text
from scenarios.schema import OWN

ORGANISATION: Mapping[str, tuple[str, ...]] = {
    "name": ("name", "organisation", "organization", "org", "label"),
    "sector": ("sector", "type"),
    "size": ("size",),
    "strategy": ("strategy",),
    "note": ("note",),
    "source": ("source",),
}
"""Columns that describe an organisation, each with the headings it is known by; any parameter is one more."""

TIE: Mapping[str, tuple[str, ...]] = {
    "from": ("from", "source"),
    "to": ("to", "target"),
    "weight": ("weight",),
}
"""Columns that describe a tie."""

START: Mapping[str, tuple[str, ...]] = {
    "from": ("from", "source"),
    "to": ("to", "target"),
    "trust": ("trust",),
    "history": ("history",),
    "openness": ("openness",),
    "zero_sum": ("zero_sum", "zero-sum"),
}
"""Columns that describe a measured start; several values by tier stand in one cell, with blanks between."""

MOST_COLUMNS, MOST_ROWS = 1000, 250_000
"""A table with more of them is refused: it would need more than a gigabyte."""

NUMBERS = ("size", "weight", "trust", "history", "openness", "zero_sum")
_NEAR = 0.8

DECIMAL_COMMA = re.compile(r"[+-]?\d*,\d+")
"""A number as Excel writes it in most of Europe, where the cells are separated by semicolons."""


@dataclass(frozen=True)
class Table:
    """The rows of a CSV file as text, each as long as ``columns``, with the line that each begins on."""

    file: str
    columns: tuple[str, ...]
    rows: Sequence[Sequence[str]]
    lines: Sequence[int]
    decimal_comma: bool = False
    """True where no comma separates cells, so that one in a number can only be a decimal comma."""

    def records(self) -> Iterator[tuple[int, dict[str, str]]]:
        """Yield each row by the headings of its columns, with its line."""
        for line, row in zip(self.lines, self.rows, strict=True):
            yield line, dict(zip(self.columns, row, strict=True))


def read_table(path: Path) -> Table:
    """Read a CSV file with a heading; commas, semicolons or tabs between the cells.

    Empty columns at the right, which spreadsheets leave, are no columns; nor is a first line ``sep=;`` a heading.
    Raises ScenarioError with every row that has not as many cells as the heading.
    """
    text = read_text(path)
    delimiter, skipped = _delimiter(text)
    records = _records(path, text, delimiter, skipped)
    heading, *rest = list(islice(records, MOST_ROWS + 2)) or [(1, [])]
    columns = _trimmed([column.strip() for column in heading[1]], 0)
    rest = [(line, _trimmed(row, len(columns))) for line, row in rest]
    if len(columns) > MOST_COLUMNS:
        raise too_many("columns", MOST_COLUMNS, path, heading[0])
    if len(rest) > MOST_ROWS:
        raise too_many("rows", MOST_ROWS, path, rest[-1][0])
    faults = [
        Fault(file=str(path), line=heading[0], name=name, message="two columns of this name")
        if name
        else Fault(file=str(path), line=heading[0], message="two columns that have no name")
        for name in {column for column in columns if columns.count(column) > 1}
    ]
    if not any(columns):
        faults.append(Fault(file=str(path), line=1, message="empty: no heading with the names of the columns"))
    for line, row in rest:
        if len(row) != len(columns):
            message = f"{len(row)} cells where the heading has {len(columns)}"
            faults.append(Fault(file=str(path), line=line, message=message))
    if faults:
        raise ScenarioError(faults)
    rows = [[cell.strip() for cell in row] for _, row in rest]
    return Table(str(path), tuple(columns), rows, [line for line, _ in rest], decimal_comma=delimiter != ",")


def _trimmed(cells: Sequence[str], least: int) -> list[str]:
    """Return cells without the empty ones at the end, but at least so many."""
    end = len(cells)
    while end > least and not cells[end - 1].strip():
        end -= 1
    return list(cells[:end])


def _delimiter(text: str) -> tuple[str, int]:
    """Return what separates cells, and how many lines come before the heading: one where Excel is told ``sep=;``."""
    first = text.partition("\n")[0]
    if first.lower().startswith("sep=") and first[4:5] in tuple(",;\t"):
        return first[4], 1
    return max(",;\t", key=first.count), 0


def too_many(what: str, most: int, file: str | Path, line: int) -> ScenarioError:
    """Return the error of a table with more columns or rows than a system has."""
    return ScenarioError([Fault(file=str(file), line=line, message=f"too many {what}", allowed=f"at most {most:,}")])


def _records(path: Path, text: str, delimiter: str, skipped: int) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that are not blank, with the line that each begins on."""
    reader = csv.reader(text.splitlines(keepends=True)[skipped:], delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + 1 + skipped
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise ScenarioError([Fault(file=str(path), line=line, message=f"not valid CSV: {error}")]) from None
        if any(cell.strip() for cell in row):
            yield line, row


@dataclass(frozen=True)
class Headings:
    """The meaning of a table's columns, and their faults."""

    keys: Mapping[str, str]
    """From a heading to the key it stands for: a key of an entry, or a dotted parameter."""
    faults: tuple[Fault, ...]


def headings(
    file: str, columns: Iterable[str], known: Mapping[str, tuple[str, ...]], needed: Iterable[str]
) -> Headings:
    """Match columns to keys, capitals or not.  Others are ignored, unless they look like a known one misspelt."""
    columns = list(columns)
    written = {column.casefold(): column for column in reversed(columns)} | {column: column for column in columns}
    keys: dict[str, str] = {}
    for key, aliases in known.items():
        if column := next((written[alias] for alias in aliases if alias in written), None):
            keys.setdefault(column, key)
    parameters = OWN if "name" in known else ()
    keys |= {written[name]: name for name in parameters if name in written}
    missing = [key for key in needed if key not in keys.values()]
    faults = [_missing(file, key, known[key], columns) for key in missing]
    names = [alias for aliases in known.values() for alias in aliases]
    for column in columns:
        near = _misspelt(column, names, parameters)
        likely_missing = any(near in known[key] for key in missing)
        if column not in keys and column not in names and not likely_missing and (near or "." in column):
            faults.append(Fault(file=file, line=1, name=column, message="unknown column", nearest=near))
    return Headings(keys, tuple(faults))


def _missing(file: str, key: str, aliases: Sequence[str], columns: Sequence[str]) -> Fault:
    near = nearest(key, columns)
    return Fault(file=file, line=1, name=key, message="no such column", allowed=" or ".join(aliases), nearest=near)


def _misspelt(column: str, names: Sequence[str], parameters: Sequence[str]) -> str:
    """Return the name that a column's heading was probably meant to be."""
    if "." in column:
        return nearest(column, parameters)
    short = {name.partition(".")[2]: name for name in parameters}
    near = nearest(column, [*names, *short], cutoff=_NEAR)
    return near if near in names else short.get(near, "")


def entry(record: Mapping[str, str], keys: Mapping[str, str], *, decimal_comma: bool = False) -> dict[str, Any]:
    """Return a row as an entry of a scenario; an empty cell is a value not given."""
    cells = ((key, record[column]) for column, key in keys.items() if record.get(column))
    return {key: _value(text, decimal_comma) if "." in key or key in NUMBERS else text for key, text in cells}


def _value(text: str, decimal_comma: bool) -> float | list[Any] | str:
    """Return a number, or numbers with blanks between them (one a tier); else the text, for the checks to refuse."""
    if " " in text:
        return [_value(part, decimal_comma) for part in text.split()]
    if decimal_comma and DECIMAL_COMMA.fullmatch(text):
        return float(text.replace(",", "."))
    try:
        return text if "_" in text else float(text)
    except ValueError:
        return text


def entries(
    table: Table, known: Mapping[str, tuple[str, ...]], needed: Sequence[str]
) -> tuple[list[dict[str, Any]], list[Fault]]:
    """Return the rows of a table as entries of a scenario, and the faults of its columns."""
    columns = headings(table.file, table.columns, known, needed)
    rows = [entry(record, columns.keys, decimal_comma=table.decimal_comma) for _, record in table.records()]
    return rows, list(columns.faults)
