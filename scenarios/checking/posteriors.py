"""Faults of a posterior: draws that name other parameters than the first, or a structure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from scenarios.errors import Fault
from scenarios.reading.document import Document
from scenarios.schema import GROUPS


def draws_alike(document: Document) -> Iterator[Fault]:
    """Check that every draw gives values of the same parameters, none of them the structure's."""
    first: set[str] | None = None
    for position, row in document.rows("posterior"):
        names = set(_names(row))
        first = names if first is None else first
        if "structure" in row:
            yield document.fault(("posterior", position, "structure"), "cannot differ from seed to seed")
        elif not names:
            yield document.fault(("posterior", position), "gives no parameter a value")
        elif odd := sorted(names ^ first):
            yield document.fault(("posterior", position), f"every draw names the same parameters: {odd[0]}")


def _names(row: dict[str, Any]) -> Iterator[str]:
    for group, table in row.items():
        if group in GROUPS and isinstance(table, dict):
            yield from (f"{group}.{key}" for key in table)


CHECKS: tuple[Callable[[Document], Iterable[Fault]], ...] = (draws_alike,)
