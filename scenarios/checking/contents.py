"""Contents of a document as far as they can be read: its organisations, sectors, months and structure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from scenarios.names import Numbered, tidy
from scenarios.reading.document import Document
from scenarios.schema import DEFAULT_SECTOR, LONGEST_RUN, ScenarioFile
from sim.parameters import PARAMETERS


class Unread(tuple[str, ...]):
    """The names of a list that could not be read: any name may be among them."""

    def __contains__(self, name: object) -> bool:
        return True


def organisation_names(document: Document) -> Sequence[str]:
    """Return the names of the organisations, as far as they can be read."""
    if "organisations" in document.unread:
        return Unread()
    if "organisations" not in document.data:
        return _generated("Organisation", document)
    names = (row.get("name") for _, row in document.rows("organisations"))
    return [tidy(name) for name in names if isinstance(name, str)]


def sector_names(document: Document) -> Sequence[str]:
    """Return the names of the sectors, as far as they can be read."""
    if "organisations" in document.unread:
        return Unread()
    if "organisations" not in document.data:
        return _generated("Sector", document)
    rows = (row.get("sector", DEFAULT_SECTOR) for _, row in document.rows("organisations"))
    return list(dict.fromkeys(tidy(sector) for sector in rows if isinstance(sector, str)))


def sector_of(document: Document) -> Callable[[str], str | None]:
    """Return the function from the name of an organisation to its sector; None for an unknown one."""
    if "organisations" in document.data:
        rows = ((row.get("name"), row.get("sector", DEFAULT_SECTOR)) for _, row in document.rows("organisations"))
        return {tidy(name): tidy(kind) for name, kind in rows if isinstance(name, str) and isinstance(kind, str)}.get
    names, sectors = _generated("Organisation", document), _generated("Sector", document)
    # The sectors of generated organisations are blocks as equal as can be, as sim.network.equal_sectors makes them.
    return lambda name: sectors[names.index(name) * len(sectors) // len(names)] if name in names else None


def ties_to_make(document: Document) -> float:
    """Return how many ties the generated network would have at most."""
    n: int = len(organisation_names(document))
    if structure(document, "network") == "scale-free":
        return n * float(min(structure(document, "links"), n))
    if structure(document, "network") in ("ring", "small-world"):
        return n * float(min(structure(document, "neighbours"), n)) / 2
    return n * (n - 1) / 2


def months(document: Document) -> int:
    """Return how many months a run takes; the default where the value given is not allowed."""
    default = ScenarioFile.model_fields["months"].default
    return int(whole_number(document.at("months"), 1, LONGEST_RUN, default))


def _generated(what: str, document: Document) -> Numbered:
    count = structure(document, "organisations")
    return Numbered(what, count if what == "Organisation" else min(count, structure(document, "sectors")))


def structure(document: Document, key: str) -> Any:
    """Return a parameter of the structure; its default where the value given is not allowed."""
    known = PARAMETERS[f"structure.{key}"]
    value = document.at("structure", key)
    if known.choices:
        return value if value in known.choices else known.default
    return value if _is_number(value) and known.low <= value <= known.high else known.default


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def whole_number(value: Any, low: int, high: int | None = None, otherwise: int | None = None) -> Any:
    """Return a whole number within limits, else ``otherwise``."""
    whole = isinstance(value, int) and not isinstance(value, bool)
    return value if whole and low <= value and (high is None or value <= high) else otherwise
