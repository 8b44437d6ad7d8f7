"""Faults of alliances: members that do not exist or are listed twice, and dates out of order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from scenarios.checking.contents import Unread, months, organisation_names, sector_names, sector_of, whole_number
from scenarios.checking.schedule import names_in, pairs_in
from scenarios.errors import Fault, suggesting
from scenarios.names import tidy
from scenarios.reading.document import Document
from scenarios.reading.toml_lines import Path


def alliances_named(document: Document) -> Iterator[Fault]:
    """Check that no two alliances have one name."""
    seen: dict[str, int] = {}
    for position, row in document.rows("alliances"):
        name = row.get("name")
        if isinstance(name, str) and seen.setdefault(tidy(name), position) != position:
            message = f"another alliance has this name already (#{seen[tidy(name)] + 1})"
            yield document.fault(("alliances", position, "name"), message)


def alliances_in_order(document: Document) -> Iterator[Fault]:
    """Check that alliances begin within the run and do not end before they begin."""
    end = months(document)
    for position, row in document.rows("alliances"):
        path: Path = ("alliances", position)
        first, last = whole_number(row.get("from"), 1), whole_number(row.get("until"), 1)
        if first is not None and first > end:
            yield document.fault((*path, "from"), "after the end of the run", allowed=f"1 to {end} (months)")
        if last is not None and last > end:
            message = "after the end of the run; leave it out for an alliance that stays"
            yield document.fault((*path, "until"), message, allowed=f"1 to {end} (months)")
        if first is not None and last is not None and last < first:
            message = f"ends before it begins (month {first})"
            yield document.fault((*path, "until"), message, allowed=f"at least {first}")


def members_exist(document: Document) -> Iterator[Fault]:
    """Check that an alliance has two members at least, all of which exist and are listed once."""
    if list(document.rows("alliances")):
        members = _Members(document)
        for position, row in document.rows("alliances"):
            yield from members.faults(("alliances", position, "members"), row)


class _Members:
    """The organisations and sectors that may be members."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.organisations, self.sectors = organisation_names(document), sector_names(document)
        self.known = set(self.organisations) if isinstance(self.organisations, list) else self.organisations
        self.sector_of = sector_of(document)
        self.nearest = suggesting()

    def faults(self, path: Path, row: Mapping[str, Any]) -> Iterator[Fault]:
        faults = list(self._faults_of_names(path, row))
        yield from faults
        if not faults and isinstance(row.get("members"), list) and not isinstance(self.organisations, Unread):
            names = [name for _, name in names_in(row, "members")]
            members = list(islice(self._expanded(names), 2))
            if len(members) < 2 and len(names) == len(row["members"]):
                message = "an alliance of one" if members else "an alliance without members"
                yield self.document.fault(path, message, allowed="two organisations or more")
            elif _without_ties(self.document, set(self._expanded(names))):
                message = "has no effect, because no two of its members depend on each other"
                yield self.document.fault(path, message)

    def _faults_of_names(self, path: Path, row: Mapping[str, Any]) -> Iterator[Fault]:
        listed: set[str] = set()
        names = list(names_in(row, "members"))
        sectors = {name for _, name in names if name in self.sectors and name not in self.known}
        for number, name in names:
            if name not in self.known and name not in self.sectors:
                near = self.nearest(name, [*islice(self.organisations, 1000), *islice(self.sectors, 1000)])
                message = "no organisation and no sector of this name"
                yield self.document.fault((*path, number), message, nearest=near)
            elif name in listed:
                yield self.document.fault((*path, number), "listed already")
            elif isinstance(self.organisations, Unread):
                continue
            elif name in self.known and (sector := self.sector_of(name)) in sectors:
                message = f"is a member already, with its sector {sector!r}"
                yield self.document.fault((*path, number), message)
            elif name in self.known and name in self.sectors and self._others(name):
                yield self.document.fault((*path, number), "names both an organisation and a sector")
            listed.add(name)

    def _others(self, name: str) -> bool:
        """Tell whether a sector has other members than the organisation of the same name."""
        return any(self.sector_of(other) == name for other in self.organisations if other != name)

    def _expanded(self, names: Sequence[str]) -> Iterator[str]:
        """Yield the organisations that some names of organisations and sectors stand for."""
        alone = [name for name in names if name in self.known]
        yield from alone
        sectors = set(names) - set(alone)
        if sectors:
            yield from (name for name in self.organisations if self.sector_of(name) in sectors)


def _without_ties(document: Document, members: set[str]) -> bool:
    """Tell whether the ties that a document lists join no two of some organisations at any time."""
    if "ties" not in document.data or "ties" in document.unread:
        return False
    rows = [row for _, row in document.rows("schedule")]
    if any(row.get("merges") for row in rows):
        return False
    ends = [(row.get("from"), row.get("to")) for _, row in document.rows("ties")]
    ends += [pair for row in rows for _, pair in pairs_in(row, "ties")]
    tidied = ({tidy(end) for end in pair if isinstance(end, str)} for pair in ends)
    return not any(len(pair) == 2 and pair <= members for pair in tidied)


CHECKS: tuple[Callable[[Document], Iterable[Fault]], ...] = (alliances_named, alliances_in_order, members_exist)
