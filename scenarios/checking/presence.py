"""Faults of who is there when: a schedule's organisations and ties, followed through its months."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from scenarios.checking.contents import Unread, organisation_names, structure, whole_number
from scenarios.checking.schedule import names_in, pairs_in
from scenarios.errors import Fault
from scenarios.names import tidy
from scenarios.reading.document import Document
from scenarios.reading.toml_lines import Path

Pair = frozenset[str]


def present_when_needed(document: Document) -> Iterator[Fault]:
    """Check that whoever leaves, merges or is tied has come by then and has not gone, and that somebody is left."""
    names = organisation_names(document)
    if not isinstance(names, Unread):
        yield from _Schedule(document, set(names) if isinstance(names, list) else names).faults()


class _Schedule:
    """The schedule of a document, followed month by month."""

    def __init__(self, document: Document, names: Collection[str]) -> None:
        self.document, self.names = document, names
        rows = ((whole_number(row.get("month"), 1), position, row) for position, row in document.rows("schedule"))
        self.rows = sorted((row for row in rows if row[0] is not None), key=lambda row: row[0])
        self.joins: dict[str, int] = {}
        self.waiting: set[str] = set()
        self.gone: dict[str, str] = {}
        self.ties = _Ties(document)

    def faults(self) -> Iterator[Fault]:
        yield from self._arrivals()
        nobody = self._nobody_left()
        for month, position, row in self.rows:
            path: Path = ("schedule", position)
            yield from self._departures(path, row, month)
            self.waiting -= {name for _, name in names_in(row, "joins")}
            yield from self._tied(path, row, month)
            if self._nobody_left() and not nobody:
                nobody = True
                yield self.document.fault(path, f"no organisation is left in month {month}")

    def _arrivals(self) -> Iterator[Fault]:
        """Note who comes when; nobody comes twice, and somebody is there from the start."""
        for month, position, row in self.rows:
            for number, name in names_in(row, "joins"):
                if name in self.joins and self.joins[name] != month:
                    path: Path = ("schedule", position, "joins", number)
                    yield self.document.fault(path, f"joins already in month {self.joins[name]}")
                elif name in self.names:
                    self.joins[name] = month
        self.waiting = set(self.joins)
        if self.joins and self._nobody_left():
            yield self.document.fault(("schedule",), "every organisation joins later: none is there at the start")

    def _departures(self, path: Path, row: Mapping[str, Any], month: int) -> Iterator[Fault]:
        for number, name in names_in(row, "leaves"):
            yield from self._absent((*path, "leaves", number), name)
            self._go(name, f"leaves in month {month}")
        for number, (gone, into) in pairs_in(row, "merges"):
            if gone != into:
                yield from self._absent((*path, "merges", number, "from"), gone)
                yield from self._absent((*path, "merges", number, "into"), into)
                self._go(gone, f"goes over into {into} in month {month}")
                self.ties.merge(gone, into)

    def _tied(self, path: Path, row: Mapping[str, Any], month: int) -> Iterator[Fault]:
        for number, (first, second) in pairs_in(row, "ties"):
            absent = [
                *self._absent((*path, "ties", number, "from"), first),
                *self._absent((*path, "ties", number, "to"), second),
            ]
            yield from absent
            weight = row["ties"][number].get("weight", 1.0)
            if weight == 0 and not absent and self.ties.exists(first, second) is False:
                begins = self._begins(first, second, month)
                message = f"ends before it begins (month {begins})" if begins else "there is no such tie to end"
                yield self.document.fault((*path, "ties", number), message, value=f"{first} - {second}")
            if isinstance(weight, int | float):
                self.ties.set(first, second, weight > 0)

    def _absent(self, path: Path, name: str) -> Iterator[Fault]:
        """Yield the fault of an organisation that is not there at this time."""
        if name in self.gone:
            yield self.document.fault(path, f"is gone by then: it {self.gone[name]}", value=name)
        elif name in self.waiting:
            yield self.document.fault(path, f"is not there yet: it joins in month {self.joins[name]}", value=name)

    def _go(self, name: str, how: str) -> None:
        """Note that an organisation is there no more, unless it never was there (which is a fault already)."""
        if name in self.names and name not in self.waiting:
            self.gone.setdefault(name, how)

    def _nobody_left(self) -> bool:
        return len(self.gone.keys() | self.waiting) >= len(self.names) > 0

    def _begins(self, first: str, second: str, after: int) -> int | None:
        """Return the first later month in which a tie is listed with a weight."""
        pair = {first, second}
        for month, _, row in self.rows:
            ends = (number for number, both in pairs_in(row, "ties") if pair == set(both))
            if month > after and any(row["ties"][number].get("weight", 1.0) != 0 for number in ends):
                return int(month)
        return None


class _Ties:
    """Ties that there are, as far as the document tells: listed ones, or all where the network is complete."""

    def __init__(self, document: Document) -> None:
        self.listed = "ties" in document.data
        complete = not self.listed and structure(document, "network") == "complete"
        self.known = "ties" not in document.unread and (self.listed or complete)
        ends = ((row.get("from"), row.get("to")) for _, row in document.rows("ties"))
        self.changed: dict[Pair, bool] = {
            frozenset((tidy(first), tidy(second))): True
            for first, second in ends
            if isinstance(first, str) and isinstance(second, str)
        }

    def exists(self, first: str, second: str) -> bool | None:
        """Tell whether two are tied now; None where that cannot be told before the network is generated."""
        return self.changed.get(frozenset((first, second)), not self.listed) if self.known else None

    def set(self, first: str, second: str, exists: bool) -> None:
        self.changed[frozenset((first, second))] = exists

    def merge(self, gone: str, into: str) -> None:
        """Pass the ties of one organisation over to another."""
        for pair in [pair for pair, exists in self.changed.items() if exists and gone in pair]:
            for partner in pair - {gone, into}:
                self.set(into, partner, True)
