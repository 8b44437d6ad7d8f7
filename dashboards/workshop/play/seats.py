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
        """Its name, in the current language."""
        if self.tier is None:
            return self.name
        return _("%(organisation)s: %(tier)s", organisation=self.name, tier=tier_name(self.tier, self.tiers))

    @property
    def label(self) -> str:
        """Its name in data, whatever language anybody speaks."""
        with speaking(SOURCE):
            return self.shown

    @property
    def has_doors(self) -> bool:
        """Whether it sets the doors: the senior tier does, and all tiers live behind them."""
        return self.tier in (None, 0)


def seats_of(system: System, by_tier: bool) -> tuple[Seat, ...]:
    """Return all seats, in the order of the organisations."""
    seats: list[Seat] = []
    for position in range(system.network.n):
        name = str(system.names[position])
        sector = str(system.sectors[int(system.network.sector[position])])
        tiers = range(system.tiers) if by_tier and system.tiers > 1 else (None,)
        seats += [Seat(position, tier, name, system.tiers, sector) for tier in tiers]
    return tuple(seats)


def tier_name(tier: int, tiers: int) -> str:
    """Return the name of a tier."""
    if tier == 0:
        return str(TIERS[0])
    if tier == tiers - 1:
        return str(TIERS[-1])
    return str(TIERS[1]) if tiers == 3 else _("tier %(number)s", number=tier + 1)


def proper_name(name: str) -> str:
    """Return a chosen name as it is kept."""
    return proper_text(name, LONGEST_NAME)


def proper_text(text: str, longest: int) -> str:
    """Return what somebody typed as it is kept: one line, nothing invisible; empty where nothing is left.

    >>> proper_text("  Zoë\\n\\u202e <b> ", 40)
    'Zoë <b>'
    """
    kept = "".join(
        " " if letter.isspace() else letter
        for letter in unicodedata.normalize("NFC", text)
        if letter.isspace() or letter == "\u200d" or unicodedata.category(letter)[0] != "C"
    )
    return _few_marks(" ".join(kept.split()))[:longest].strip()


def _few_marks(text: str) -> str:
    """Return the text with at most two marks upon each letter, so that no name grows over its neighbours."""
    kept, marks = "", 0
    for letter in text:
        marks = marks + 1 if unicodedata.category(letter) in ("Mn", "Me") else 0
        if marks <= 2:
            kept += letter
    return kept
