"""Who is in the room, and on which seat."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dashboards.languages import _
from dashboards.workshop.play.rounds import Refused
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


def on(players: Players, seat: int) -> list[str]:
    """Who sits on a seat."""
    return [player for player, each in players.items() if each.seat == seat]


def check_seat(players: Players, seat: int | None, seats: int) -> None:
    """Refused where nobody more can sit down on a seat."""
    if seat is not None and seat >= seats:
        raise Refused(_("there is no such seat"))
    if seat is not None and len(on(players, seat)) >= MOST_ON_A_SEAT:
        raise Refused(_("this seat has as many people as it can hold"))


def free_name(players: Players, wanted: str, player: str = "") -> str:
    """The name as it is kept, with a number behind it where somebody else has it; Refused where nothing is left."""
    name = proper_name(wanted)
    if not name:
        raise Refused(_("a name needs a letter or a sign that can be seen"))
    others = {each.name for known, each in players.items() if known != player}
    free = (f"{name} ({count})" for count in range(2, MOST_PLAYERS + 2))
    return name if name not in others else next(each for each in free if each not in others)
