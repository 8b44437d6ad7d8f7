"""Printing: for people, or as JSON for machines."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

OUT = Console(highlight=False)
ERR = Console(stderr=True, highlight=False)


def print_records(rows: Sequence[Mapping[str, Any]], columns: Sequence[str], *, json: bool) -> None:
    """Rows that are alike.  For people: the first column named as an entry, the second counted beside it, the others
    beneath, one a line; for machines: everything, as JSON."""
    if json:
        print_json(rows)
    else:
        name, count, *below = columns
        print_entries((row[name], f"{row[count]:,} {count}", *(row[key] for key in below)) for row in rows)


def print_entries(rows: Iterable[tuple[str, ...]]) -> None:
    """Names with a few words beside them, and lines of text indented beneath."""
    for number, (name, words, *below) in enumerate(rows):
        if number:
            OUT.print()
        OUT.print(Text.assemble((name, "bold"), "  ", words), soft_wrap=True)
        for line in below:
            if line:
                OUT.print(Padding(Text(line), (0, 0, 0, 4), expand=False))


def quantity(amount: int, one: str) -> str:
    """So many of something.

    >>> quantity(1, "run"), quantity(1200, "run")
    ('1 run', '1,200 runs')
    """
    return f"{amount:,} {one}" if amount == 1 else f"{amount:,} {one}s"


def print_json(value: Any) -> None:
    """Valid JSON: a number that is none (NaN) is null."""
    import json

    print(json.dumps(_plain(value), ensure_ascii=False, indent=2, allow_nan=False))  # noqa: T201


def _plain(value: Any) -> Any:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value
