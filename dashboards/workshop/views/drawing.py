"""Pictures as plain numbers, for templates and for the big screen: the network of doors, lines over the months."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from dashboards.explore.network_layout import frame, places
from dashboards.languages import language
from dashboards.workshop.play.session import Session
from scenarios import Scenario
from sim.system import System

LONGEST_LABEL = 19
LONGEST_WHOLE = 28
"""A name up to this long is shown whole where its short form is another's too."""
LEGAL_FORMS = frozenset(
    ("nhs", "ft", "trust", "foundation", "the", "council", "borough", "of", "metropolitan", "district")
)
"""Words that most names of a sector share, in lower case."""
MOST_LABELS = 60
"""With more organisations than this their names would cover each other."""
DOORS = 4
"""In place of the dealings on a tie, while they are nobody's business: the doors alone."""


@lru_cache(maxsize=16)
def _places(system: System, language: str) -> dict[str, Any]:
    return places(system)


def labels(scenario: Scenario) -> list[str]:
    """Return names as they fit on the map: as the scenario shortens them, else made from the name; none twice."""
    names = [str(name) for name in scenario.names]
    given = [organisation.short for organisation in scenario.organisations] or [""] * len(names)
    shown = [short or short_name(name) for short, name in zip(given, names, strict=True)]
    whole = [name if len(name) <= LONGEST_WHOLE else _cut(name) for name in names]
    return [name if shown.count(short) > 1 else short for name, short in zip(whole, shown, strict=True)]


def short_name(name: str) -> str:
    """Return a name without its legal form, or its initials where it is long.

    >>> short_name("Poole Hospital NHS FT"), short_name("The Royal Bournemouth and Christchurch Hospitals NHS FT")
    ('Poole Hospital', 'RBCH')
    """
    own = [word for word in name.split() if word.lower().strip(".,()") not in LEGAL_FORMS]
    short = " ".join(own).rstrip(" ,;:-")
    if not short:
        return _cut(name)
    if len(short) <= LONGEST_LABEL:
        return short
    initials = "".join(word[0] for word in own if word[0].isupper())
    return initials if len(initials) > 2 else _cut(short)


def _cut(name: str) -> str:
    """Return the beginning of a long name; of its last word more than two or three letters, or none."""
    if len(name) <= LONGEST_LABEL:
        return name
    kept, _, last = name[: LONGEST_LABEL - 1].rpartition(" ")
    return (f"{kept} {last}" if kept and len(last) > 3 else kept or last).rstrip(" ,;:-") + "…"


def network(session: Session, dealings: bool = False, me: int | None = None) -> dict[str, Any]:
    """Return the map: islands, organisations, and ties open enough to see; dealings only when revealed."""
    place = _places(session.first.system, language())
    drawn = frame(session.now)
    nodes = place["nodes"]
    ties = []
    for tie, code in enumerate(drawn["ties"]):
        kind, level = divmod(ord(code) - 48, 5)
        if level:
            a, b = nodes[place["first"][tie]], nodes[place["second"][tie]]
            own = me in (place["first"][tie], place["second"][tie])
            ends = (a["x"], a["y"], b["x"], b["y"])
            ties.append({"ends": ends, "level": level, "kind": kind if dealings else 9, "mine": own})
    walls = [max(0, wall) for wall in drawn["walls"]]
    return {
        "width": place["width"],
        "height": place["height"],
        "sectors": place["sectors"],
        "nodes": [
            {**node, "label": label, "wall": wall, "me": position == me}
            for position, (node, label, wall) in enumerate(zip(nodes, labels(session.scenario), walls, strict=True))
        ],
        "ties": sorted(ties, key=lambda item: (item["mine"], item["level"])),
        "labels": len(nodes) <= MOST_LABELS,
        "headline": drawn["headline"],
    }


def film(session: Session, number: int | None = None, dealings: bool = False) -> dict[str, Any]:
    """Return the months of a round, the last by default, as the network of the pages to explore draws them."""
    place = _places(session.first.system, language())
    nodes = place["nodes"]
    names = labels(session.scenario) if len(nodes) <= MOST_LABELS else [""] * len(nodes)
    number = len(session.played) if number is None else number
    months = [frame(state) for state in (session.played[number - 1].states if number else [session.first])]
    return {
        "places": {**place, "nodes": [{**node, "label": name} for node, name in zip(nodes, names, strict=True)]},
        "months": months if dealings else [_public(state) for state in months],
    }


def _public(drawn: dict[str, Any]) -> dict[str, Any]:
    """Return what everyone may see of a month: how open both doors of a tie are, not what goes on between them."""
    levels = [(ord(code) - 48) % 5 for code in drawn["ties"]]
    ties = "".join(chr(48 + level + (5 * DOORS if level else 0)) for level in levels)
    return {**drawn, "ties": ties, "doors_only": True}


def line(values: Sequence[float], *, months: int, top: float = 1.0, width: float = 300, height: float = 100) -> str:
    """Return the points of a polyline; gaps where a value is missing are bridged."""
    known = [(at, value) for at, value in enumerate(values) if not math.isnan(value)]
    step, top = width / max(1, months), top or 1.0
    return " ".join(f"{at * step:.1f},{height - min(max(value / top, 0), 1) * height:.1f}" for at, value in known)
