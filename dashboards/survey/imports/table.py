"""Tables as other programs export them: CSV, or the first sheet of a workbook, with one heading."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from scenarios.reading.csv_tables import read_table
from scenarios.reading.safe_files import WORKBOOK, read_bytes
from scenarios.reading.workbook import read_sheets

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
    workbook = read_bytes(path)[: len(WORKBOOK)] == WORKBOOK
    table = next(iter(read_sheets(path).values())) if workbook else read_table(path)
    columns, rows = table.columns, list(table.records())
    if len(rows) >= 2 and any(cell.startswith(IMPORT_ID) for cell in rows[1][1].values()):
        return Table(str(path), columns, rows[0][1], rows[2:])
    return Table(str(path), columns, {}, rows)
