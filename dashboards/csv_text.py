"""Tables as CSV text: one writer for every table that a page hands out."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any


def csv_text(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """Return a table as CSV, with an empty cell for a value that is none (None, NaN); numbers keep all their digits.

    >>> csv_text(["name", "openness"], [["A", 0.5], ["B, C", float("nan")]])
    'name,openness\\nA,0.5\\n"B, C",\\n'
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return text.getvalue()


def _cell(value: Any) -> Any:
    return "" if value is None or value != value else value
