"""Faults of meaning: parts of a scenario that do not fit together.

Each check reads the document as it was written, so that it reports its faults whatever else is wrong.  It skips
what does not have the form it expects: ``scenarios.checking.form`` reports that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from scenarios.checking import alliances, posteriors, presence, roles, schedule, starts
from scenarios.checking.contents import organisation_names, sector_names, structure, ties_to_make
from scenarios.errors import MISSING, MOST_FOUND, Fault, suggesting
from scenarios.names import LONGEST, is_name, tidy
from scenarios.reading.document import Document
from scenarios.reading.toml_lines import Path
from scenarios.schema import DEFAULT_SECTOR, strategy_names
from sim.parameters import MAX_TIERS, PARAMETERS

MOST_TIES = 50_000_000
"""A network with more is refused before it is generated."""


def organisations_named(document: Document) -> Iterator[Fault]:
    """Check that names are printable and occur once, and that a list of organisations is not empty."""
    if document.at("organisations") == []:
        yield document.fault(("organisations",), "a system needs at least one organisation")
    seen: dict[str, int] = {}
    for position, row in document.rows("organisations"):
        path: Path = ("organisations", position, "name")
        for key in ("name", "sector"):
            if isinstance(row.get(key), str) and not is_name(row[key]):
                allowed = f"1 to {LONGEST} printable characters"
                yield document.fault(("organisations", position, key), "not a valid name", allowed=allowed)
        name = row.get("name")
        if isinstance(name, str) and seen.setdefault(tidy(name), position) != position:
            first = document.places.of(("organisations", seen[tidy(name)], "name"))[1]
            before = f"line {first}" if first else f"#{seen[tidy(name)] + 1}"
            yield document.fault(path, f"another organisation has this name already ({before})")


def sectors_known(document: Document) -> Iterator[Fault]:
    """Check that declared sectors are the only ones, and that each has organisations."""
    nearest = suggesting()
    declared = {tidy(name): name for name in document.sectors()}
    for name in document.sectors():
        if not is_name(name) or declared[tidy(name)] != name:
            yield document.fault(("sectors", name), "not a valid name, or declared twice")
    rows = list(document.rows("organisations"))
    there = sector_names(document)
    for tidied, name in declared.items():
        if tidied not in there:
            strays = [sector for sector in there[:1000] if sector not in declared]
            near = nearest(name, strays)
            yield document.fault(("sectors", name), "a sector without organisations", nearest=near)
    for position, row in rows if declared else ():
        sector = row.get("sector", DEFAULT_SECTOR)
        if isinstance(sector, str) and tidy(sector) not in declared:
            path: Path = ("organisations", position, "sector")
            yield document.fault(path, "unknown sector", value=sector, nearest=nearest(sector, declared))


def strategies_known(document: Document) -> Iterator[Fault]:
    """Check that strategies are known by their names."""
    nearest = suggesting()
    for path, table in document.entries():
        name = table.get("strategy")
        if path and path[0] != "schedule" and isinstance(name, str) and name not in strategy_names():
            allowed = "one of " + ", ".join(strategy_names())
            near = nearest(name, strategy_names())
            yield document.fault((*path, "strategy"), "unknown strategy", allowed=allowed, nearest=near)


def ties_between_organisations(document: Document) -> Iterator[Fault]:
    """Check that a tie is between two organisations that exist, not to itself, and listed once."""
    if document.at("ties") == []:
        yield document.fault(("ties",), "an empty list; leave it out for a generated network")
    nearest, names = suggesting(), organisation_names(document)
    known = set(names) if isinstance(names, list) else names
    seen: dict[tuple[str, str], int] = {}
    for position, row in document.rows("ties"):
        ends = [tidy(row[key]) if isinstance(row.get(key), str) else "" for key in ("from", "to")]
        for key, name in zip(("from", "to"), ends, strict=True):
            if name and name not in known:
                near = nearest(name, names)
                message = "no organisation of this name"
                yield document.fault(("ties", position, key), message, value=name, nearest=near)
        low, high = sorted(ends)
        if low and low == high:
            yield document.fault(("ties", position), "a tie from an organisation to itself", value=low)
        elif low and seen.setdefault((low, high), position) != position:
            first = document.places.of(("ties", seen[low, high]))[1]
            before = f"line {first}" if first else f"#{seen[low, high] + 1}"
            both = f"{ends[0]} - {ends[1]}"
            yield document.fault(("ties", position), f"listed already ({before})", value=both)


def values_per_tier(document: Document) -> Iterator[Fault]:
    """Check that values by tier are as many as the tiers."""
    tiers = structure(document, "tiers")
    for path, table in document.entries():
        for name in (parameter.name for parameter in PARAMETERS.values() if parameter.per_tier):
            group, _, key = name.partition(".")
            value = table[group].get(key) if isinstance(table.get(group), dict) else None
            if isinstance(value, list) and 0 < len(value) <= MAX_TIERS and len(value) != tiers:
                message = f"{len(value)} values for {tiers} tiers"
                allowed = f"one value, or one for each of {tiers} tiers"
                yield document.fault((*path, group, key), message, allowed=allowed)


def structure_for_all(document: Document) -> Iterator[Fault]:
    """Check that no sector, organisation or date has a structure of its own."""
    for path, table in document.entries():
        if path and "structure" in table:
            yield document.fault((*path, "structure"), "applies to the whole system and cannot differ here")


def same_for_all(document: Document) -> Iterator[Fault]:
    """Check that no sector or organisation has a value of its own for a parameter of the whole system."""
    for path, table in document.entries():
        of_some = path and (path[0] != "schedule" or "sector" in table or "organisation" in table)
        for parameter in PARAMETERS.values() if of_some else ():
            group, _, key = parameter.name.partition(".")
            if parameter.whose == "system" and isinstance(table.get(group), dict) and key in table[group]:
                yield document.fault((*path, group, key), "applies to the whole system and cannot differ here")


def structure_without_contradiction(document: Document) -> Iterator[Fault]:
    """Check that nothing is both listed and generated, and that a generated network is not too large."""
    made_from = {
        "organisations": ("organisations", "sectors"),
        "ties": ("network", "neighbours", "rewiring", "links", "across", "wiring"),
    }
    for listed, keys in made_from.items():
        for key in keys if listed in document.data or listed in document.unread else ():
            if document.at("structure", key) is not MISSING:
                yield document.fault(("structure", key), f"has no effect, because the scenario lists its {listed}")
    if "ties" not in document.data and (ties := ties_to_make(document)) > MOST_TIES:
        kind = structure(document, "network")
        message = f"too large: a {kind} network of this size would have {ties:.2g} ties"
        yield document.fault(("structure", "organisations"), message, allowed=f"at most {MOST_TIES:.2g} ties")


CHECKS: tuple[Callable[[Document], Iterable[Fault]], ...] = (
    organisations_named,
    sectors_known,
    strategies_known,
    ties_between_organisations,
    *schedule.CHECKS,
    presence.present_when_needed,
    *alliances.CHECKS,
    *starts.CHECKS,
    *posteriors.CHECKS,
    *roles.CHECKS,
    values_per_tier,
    structure_for_all,
    same_for_all,
    structure_without_contradiction,
)


def faults_of_meaning(document: Document) -> list[Fault]:
    """Return the faults that all checks report."""
    return [fault for check in CHECKS for fault in islice(check(document), MOST_FOUND)]
