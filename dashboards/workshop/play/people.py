"""Players in the room, and the seats they sit on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dashboards.languages import _
from dashboards.workshop.errors import Refused
from dashboards.workshop.play.seats import proper_name

MOST_PLAYERS = 120
MOST_ON_A_SEAT = 12


@dataclass
class Player:
    """Somebody in the room: a name, and a seat if there is one."""

    name: str
    seat: int | None
    key: str


Players = Mapping[str, Player]
"""By their ids."""


def players_on(players: Players, seat: int) -> list[str]:
    """Return the players on a seat."""
    return [player for player, person in players.items() if person.seat == seat]


def check_seat(players: Players, seat: int | None, seats: int) -> None:
    """Raise Refused where nobody more can sit down on a seat."""
    if seat is not None and seat >= seats:
        raise Refused(_("there is no such seat"))
    if seat is not None and len(players_on(players, seat)) >= MOST_ON_A_SEAT:
        raise Refused(_("this seat has as many people as it can hold"))


def free_name(players: Players, wanted: str, player: str = "") -> str:
    """Return the name as it is kept, numbered where somebody else has it; Refused where nothing is left."""
    name = proper_name(wanted)
    if not name:
        raise Refused(_("a name needs a letter or a sign that can be seen"))
    others = {person.name for known, person in players.items() if known != player}
    free = (f"{name} ({count})" for count in range(2, MOST_PLAYERS + 2))
    return name if name not in others else next(candidate for candidate in free if candidate not in others)
