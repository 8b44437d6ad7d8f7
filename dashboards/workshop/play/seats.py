"""The seats of a session: an organisation each, or a leader at one tier of it."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from dashboards.languages import SOURCE, _, later, speaking
from sim.system import System

TIERS = (later("senior"), later("middle"), later("front line"))
LONGEST_NAME = 40


@dataclass(frozen=True)
class Seat:
    """A place to play from; ``tier`` None acts at every tier."""

    organisation: int
    tier: int | None
    name: str
    """Of its organisation."""
    tiers: int
    """How many tiers there are."""
    sector: str

    @property
    def shown(self) -> str:
        """What it is called, in the language of now."""
        if self.tier is None:
            return self.name
        return _("%(organisation)s: %(tier)s", organisation=self.name, tier=tier_name(self.tier, self.tiers))

    @property
    def label(self) -> str:
        """What it is called in data, whatever anybody speaks."""
        with speaking(SOURCE):
            return self.shown

    @property
    def has_doors(self) -> bool:
        """Whether it sets the doors: the senior tier does, and all tiers live behind them."""
        return self.tier in (None, 0)


def seats_of(system: System, by_tier: bool) -> tuple[Seat, ...]:
    """All seats, in the order of the organisations."""
    found: list[Seat] = []
    for position in range(system.network.n):
        name = str(system.names[position])
        sector = str(system.sectors[int(system.network.sector[position])])
        tiers = range(system.tiers) if by_tier and system.tiers > 1 else (None,)
        found += [Seat(position, tier, name, system.tiers, sector) for tier in tiers]
    return tuple(found)


def tier_name(tier: int, tiers: int) -> str:
    """What a tier is called."""
    if tier == 0:
        return str(TIERS[0])
    if tier == tiers - 1:
        return str(TIERS[-1])
    return str(TIERS[1]) if tiers == 3 else _("tier %(number)s", number=tier + 1)


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
