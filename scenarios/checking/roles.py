"""Faults of a workshop's role cards: seats that there are not, and two cards for one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from scenarios.checking.contents import Unread, organisation_names, sector_names
from scenarios.checking.schedule import names_in
from scenarios.errors import Fault, suggesting
from scenarios.reading.document import Document


def roles_of_seats(document: Document) -> Iterator[Fault]:
    """Check that role cards are for organisations or sectors that there are, one card each."""
    rows = document.at("workshop", "roles")
    organisations, sectors = organisation_names(document), sector_names(document)
    nearest, listed = suggesting(), set[str]()
    for position, row in enumerate(rows if isinstance(rows, list) else []):
        for number, name in names_in(row, "who") if isinstance(row, dict) else ():
            path = ("workshop", "roles", position, "who", number)
            if name in listed:
                yield document.fault(path, "has a role card already")
            elif not isinstance(organisations, Unread) and name not in organisations and name not in sectors:
                near = nearest(name, [*islice(organisations, 1000), *islice(sectors, 1000)])
                yield document.fault(path, "no organisation and no sector of this name", nearest=near)
            listed.add(name)


CHECKS: tuple[Callable[[Document], Iterable[Fault]], ...] = (roles_of_seats,)
