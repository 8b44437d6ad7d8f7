"""Faults of a measured start: names that are none, pairs that hold nothing of each other, values for other tiers."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from scenarios.checking.contents import Unread, organisation_names, sector_names, structure
from scenarios.checking.schedule import names_in
from scenarios.errors import Fault, suggesting
from scenarios.names import tidy
from scenarios.reading.document import Document
from scenarios.reading.toml_lines import Path
from sim.parameters import MAX_TIERS

VALUES = ("trust", "history", "openness", "zero_sum")
ENDS = ("from", "to")


def starts_of_partners(document: Document) -> Iterator[Fault]:
    """Check that a start is between organisations or sectors that exist and depend on each other, listed once."""
    if next(document.rows("start"), None):
        check = _Starts(document)
        for position, row in document.rows("start"):
            yield from check.faults(("start", position), row)


class _Starts:
    """The names that a start may be between, and the pairs listed so far."""

    def __init__(self, document: Document) -> None:
        self.document = document
        names, self.sectors = organisation_names(document), sector_names(document)
        self.unread = isinstance(names, Unread)
        self.names = names
        self.organisations: Collection[str] = set(names) if isinstance(names, list) else names
        self.joins = {name for _, row in document.rows("schedule") for _, name in names_in(row, "joins")}
        self.ties = _listed_ties(document)
        self.seen: dict[tuple[str, str], int] = {}
        self.nearest = suggesting()

    def faults(self, path: Path, row: Mapping[str, Any]) -> Iterator[Fault]:
        ends = {key: tidy(row[key]) for key in ENDS if isinstance(row.get(key), str)}
        unknown = [key for key, name in ends.items() if not self._known(name)]
        for key in unknown:
            near = self.nearest(ends[key], [*islice(self.names, 1000), *islice(self.sectors, 1000)])
            message = "no organisation and no sector of this name"
            yield self.document.fault((*path, key), message, nearest=near)
        if len(ends) == 2 and not unknown and not self.unread:
            yield from self._faults_of_pair(path, ends["from"], ends["to"])
        if "zero_sum" in row and "to" in ends and not self.unread and ends["to"] not in self.sectors:
            message = "a belief is held about a kind of partner, not about one of them"
            yield self.document.fault((*path, "to"), message, allowed="a sector")
        if not any(key in row for key in VALUES):
            yield self.document.fault(path, "says nothing", allowed="one or more of " + ", ".join(VALUES))

    def _known(self, name: str) -> bool:
        return name in self.organisations or name in self.sectors

    def _faults_of_pair(self, path: Path, holder: str, partner: str) -> Iterator[Fault]:
        position = int(path[1])
        if (first := self.seen.setdefault((holder, partner), position)) != position:
            line = self.document.places.of(("start", first))[1]
            before = f"line {line}" if line else f"#{first + 1}"
            yield self.document.fault(path, f"listed already ({before})", value=f"{holder} - {partner}")
        alone = holder in self.organisations and partner in self.organisations
        if alone and holder == partner and partner not in self.sectors:
            yield self.document.fault(path, "from an organisation to itself", value=holder)
        elif alone and holder != partner and self.ties is not None and frozenset((holder, partner)) not in self.ties:
            message = "has no effect, because the two do not depend on each other at the start"
            yield self.document.fault(path, message, value=f"{holder} - {partner}")
        for key, name in zip(ENDS, (holder, partner), strict=True):
            if name in self.joins:
                yield self.document.fault((*path, key), "has no effect, because it joins only later", value=name)


def _listed_ties(document: Document) -> set[frozenset[str]] | None:
    """Return the ties that a document lists; None where they are made, or could not be read."""
    if "ties" not in document.data or "ties" in document.unread:
        return None
    ends = ((row.get("from"), row.get("to")) for _, row in document.rows("ties"))
    return {
        frozenset((tidy(one), tidy(other))) for one, other in ends if isinstance(one, str) and isinstance(other, str)
    }


def starts_per_tier(document: Document) -> Iterator[Fault]:
    """Check that values by tier are as many as the tiers."""
    tiers = structure(document, "tiers")
    for position, row in document.rows("start"):
        for key in ("trust", "zero_sum"):
            value = row.get(key)
            if isinstance(value, list) and 0 < len(value) <= MAX_TIERS and len(value) != tiers:
                message = f"{len(value)} values for {tiers} tiers"
                allowed = f"one value, or one for each of {tiers} tiers"
                yield document.fault(("start", position, key), message, allowed=allowed)


CHECKS: tuple[Callable[[Document], Iterable[Fault]], ...] = (starts_of_partners, starts_per_tier)
