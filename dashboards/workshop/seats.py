"""The seats of a session: an organisation each, or a leader at one tier of it."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from sim.system import System

TIERS = ("senior", "middle", "front line")
LONGEST_NAME = 40


@dataclass(frozen=True)
class Seat:
    """A place to play from; ``tier`` None acts at every tier."""

    organisation: int
    tier: int | None
    label: str
    sector: str

    @property
    def has_doors(self) -> bool:
        """Whether it sets the doors: the senior tier does, and all tiers live behind them."""
        return self.tier in (None, 0)


def seats_of(system: System, by_tier: bool) -> tuple[Seat, ...]:
    """All seats, in the order of the organisations."""
    found = []
    for position in range(system.network.n):
        name = str(system.names[position])
        sector = str(system.sectors[int(system.network.sector[position])])
        for tier in range(system.tiers) if by_tier and system.tiers > 1 else (None,):
            label = name if tier is None else f"{name}: {tier_name(tier, system.tiers)}"
            found.append(Seat(position, tier, label, sector))
    return tuple(found)


def tier_name(tier: int, tiers: int) -> str:
    """What a tier is called."""
    if tier == 0:
        return TIERS[0]
    if tier == tiers - 1:
        return TIERS[-1]
    return TIERS[1] if tiers == 3 else f"tier {tier + 1}"


def proper_name(name: str) -> str:
    """A chosen name as it is kept: one line, nothing invisible that turns text round; empty where nothing is left.

    >>> proper_name("  Zoë\\n\\u202e <b> ")
    'Zoë <b>'
    """
    kept = "".join(
        " " if each.isspace() else each
        for each in unicodedata.normalize("NFC", name)
        if each.isspace() or each == "\u200d" or unicodedata.category(each)[0] != "C"
    )
    return _few_marks(" ".join(kept.split()))[:LONGEST_NAME].strip()


def _few_marks(text: str) -> str:
    """The text with at most two marks upon each letter, so that no name grows over its neighbours."""
    kept, marks = "", 0
    for each in text:
        marks = marks + 1 if unicodedata.category(each) in ("Mn", "Me") else 0
        if marks <= 2:
            kept += each
    return kept
