"""Excel workbooks: their sheets as tables of text, and a workbook as a scenario.

A sheet of organisations, one of ties and one of a measured start are known by their names, or by their columns.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from datetime import datetime, time
from pathlib import Path
from typing import Any

from scenarios.errors import Fault, ScenarioError
from scenarios.reading.csv_tables import MOST_COLUMNS, MOST_ROWS, START, TIE, Table, too_many
from scenarios.reading.document import Document, Places
from scenarios.reading.safe_files import fault, read_bytes
from scenarios.reading.side_tables import put_table

MOST_UNPACKED = 200_000_000
"""Bytes of a workbook without its compression; a larger one is refused unread."""

SHEETS: Mapping[str, tuple[str, ...]] = {
    "organisations": ("organisations", "organizations", "organisation", "nodes", "who"),
    "ties": ("ties", "links", "edges", "tie"),
    "start": ("start", "measured start", "trust", "relations"),
}
"""Names of sheets, capitals or not, by what they list."""


def workbook_document(path: Path) -> Document:
    """Return the document of a workbook; its title is the file's name."""
    document = Document({"title": path.stem}, Places(str(path)))
    sheets = read_sheets(path, computed=True)
    faults: list[Fault] = []
    for name, table in sheets.items():
        key = _lists(name, table, alone=len(sheets) == 1)
        if key is None:
            document.taken.append(f"sheet {name} was left out: it lists neither organisations, ties nor a start")
        elif key in document.data:
            raise fault(table.file, f"a second sheet of {key}")
        else:
            faults += put_table(document, key, table)
    if "organisations" not in document.data:
        allowed = "a sheet called organisations, with a column name"
        raise fault(path, "no sheet lists organisations", allowed=allowed)
    if faults:
        raise ScenarioError(faults)
    return document


def _lists(name: str, table: Table, *, alone: bool) -> str | None:
    """Return what a sheet lists, by its name, else by its columns; None for a sheet of something else."""
    for key, names in SHEETS.items():
        if name.strip().casefold() in names:
            return key
    columns = {column.casefold() for column in table.columns}
    if columns & set(TIE["from"]) and columns & set(TIE["to"]):
        values = {alias for key in ("trust", "history", "openness", "zero_sum") for alias in START[key]}
        return "start" if columns & values else "ties"
    return "organisations" if alone or "name" in columns or "organisation" in columns else None


def read_sheets(path: Path, *, computed: bool = False) -> dict[str, Table]:
    """Read the sheets of a workbook that are not empty, by name; a formula counts as the value last computed.

    computed  refuse a formula that was never computed, in place of taking its cell for empty

    Raises ScenarioError for what is no workbook, or too large.
    """
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    data = read_bytes(path)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
        if unpacked > MOST_UNPACKED:
            raise fault(path, f"too large: {unpacked:,} bytes unpacked", allowed=f"at most {MOST_UNPACKED:,}")
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        sheets = {sheet.title: list(_rows(path, sheet.iter_rows(values_only=True))) for sheet in book.worksheets}
        formulas = load_workbook(io.BytesIO(data), read_only=True, keep_links=False) if computed else book
        for values, written in zip(book.worksheets, formulas.worksheets, strict=True) if computed else ():
            _refuse_uncomputed(f"{path}, sheet {values.title}", values, written)
    except ScenarioError:
        raise
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, IndexError, SyntaxError) as error:
        raise fault(path, f"not a workbook that can be read: {error}") from None
    tables = {name: _table(f"{path}, sheet {name}", rows) for name, rows in sheets.items() if rows}
    if not tables:
        raise fault(path, "empty: no sheet has a heading with the names of columns")
    return tables


def _refuse_uncomputed(file: str, computed: Any, written: Any) -> None:
    """Refuse a formula that no spreadsheet has computed yet: its value is nowhere in the file."""
    for values, cells in zip(computed.iter_rows(), written.iter_rows(), strict=False):
        for value, cell in zip(values, cells, strict=False):
            if value.value is None and isinstance(cell.value, str) and cell.value.startswith("="):
                message = "a formula that was never computed: open the workbook in a spreadsheet and save it there"
                raise fault(file, message, cell.row, name=cell.coordinate, value=cell.value)


def _table(file: str, rows: list[tuple[int, list[str]]]) -> Table:
    (line, heading), *rest = rows
    while heading and not heading[-1]:
        heading.pop()
    twice = [name for name in dict.fromkeys(heading) if heading.count(name) > 1]
    if twice:
        raise fault(file, "two columns of this name", line, name=twice[0] or "(no name)")
    for number, cells in rest:
        if any(cells[len(heading) :]):
            raise fault(file, "a cell to the right of the last heading", number)
    padded = [(cells + [""] * len(heading))[: len(heading)] for _, cells in rest]
    return Table(file, tuple(heading), padded, [number for number, _ in rest], decimal_comma=True)


def _rows(path: Path, rows: Any) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that are not blank as text, with the number of each."""
    for number, row in enumerate(rows, 1):
        if number > MOST_ROWS:
            raise too_many("rows", MOST_ROWS, path, number)
        if len(row) > MOST_COLUMNS:
            raise too_many("columns", MOST_COLUMNS, path, number)
        cells = [cell_text(value) for value in row]
        if any(cells):
            yield number, cells


def cell_text(value: object) -> str:
    """Return the text of a cell; whole numbers without a point, as people typed them."""
    if value is None:
        return ""
    if isinstance(value, datetime) and value.time() == time():
        return str(value.date())
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
