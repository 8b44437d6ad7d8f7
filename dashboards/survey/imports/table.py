"""Tables as other programs export them: CSV, or the first sheet of a workbook, with one heading."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scenarios.errors import Fault, ScenarioError
from scenarios.reading.csv_tables import MOST_COLUMNS, MOST_ROWS, read_table, too_many
from scenarios.reading.safe_files import WORKBOOK, read_bytes

MOST_UNPACKED = 200_000_000
"""Bytes of a workbook without its compression; more is no survey."""
IMPORT_ID = '{"ImportId"'
"""How the cells of the third row of a Qualtrics export begin."""


@dataclass(frozen=True)
class Table:
    """Rows of an export, by the headings of their columns.

    texts   what a heading stands for, where the table says so in a row of its own (Qualtrics)
    """

    file: str
    columns: tuple[str, ...]
    texts: dict[str, str]
    rows: list[tuple[int, dict[str, str]]]
    """With the line, or the row of the sheet."""


def read(path: Path) -> Table:
    """Read a table; ScenarioError for what is none.  Rows of Qualtrics that describe the columns are no answers."""
    if read_bytes(path)[: len(WORKBOOK)] == WORKBOOK:
        columns, rows = _workbook(path)
    else:
        table = read_table(path)
        columns, rows = table.columns, list(table.records())
    if len(rows) >= 2 and any(cell.startswith(IMPORT_ID) for cell in rows[1][1].values()):
        return Table(str(path), columns, rows[0][1], rows[2:])
    return Table(str(path), columns, {}, rows)


def _workbook(path: Path) -> tuple[tuple[str, ...], list[tuple[int, dict[str, str]]]]:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    data = read_bytes(path)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
        if unpacked > MOST_UNPACKED:
            raise _fault(path, f"a workbook of {unpacked:,} bytes; allowed are {MOST_UNPACKED:,}")
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        records = list(_records(path, book.worksheets[0].iter_rows(values_only=True)))
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, IndexError, SyntaxError) as error:
        if isinstance(error, ScenarioError):
            raise
        raise _fault(path, f"not a workbook that can be read: {error}") from None
    if not records:
        raise _fault(path, "empty: no heading with the names of the columns")
    heading = records[0][1]
    while heading and not heading[-1]:
        heading.pop()
    if twice := {name for name in heading if heading.count(name) > 1}:
        raise _fault(path, f"two columns of the name {min(twice)!r}")
    rows = [
        (number, dict(zip(heading, cells + [""] * (len(heading) - len(cells)), strict=False)))
        for number, cells in records[1:]
    ]
    return tuple(heading), rows


def _records(path: Path, rows: Any) -> Iterator[tuple[int, list[str]]]:
    for number, row in enumerate(rows, 1):
        if number > MOST_ROWS:
            raise too_many("rows", MOST_ROWS, path, number)
        if len(row) > MOST_COLUMNS:
            raise too_many("columns", MOST_COLUMNS, path, number)
        cells = [_cell(value) for value in row]
        if any(cells):
            yield number, cells


def _cell(value: object) -> str:
    """Return the text of a cell; whole numbers without a point, as people typed them."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _fault(path: Path, message: str) -> ScenarioError:
    return ScenarioError([Fault(file=str(path), message=message)])
