"""Players in the room, and the seats they sit on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from dashboards.languages import _
from dashboards.workshop.errors import Refused
from dashboards.workshop.play import events as e
from dashboards.workshop.play.seats import proper_name

MOST_PLAYERS = 120
MOST_ON_A_SEAT = 12


@dataclass
class Player:
    """Somebody in the room: a name, and a seat if there is one."""

    name: str
    seat: int | None
    key: str
    wants: int | None = None
    """The taken seat that the player asked to share, until somebody on it answers."""


Players = Mapping[str, Player]
"""By their ids."""


@dataclass
class Roster:
    """Everyone in the room: who may come in, who sits where."""

    seats: int
    """How many seats there are."""
    sharing: e.Sharing
    players: dict[str, Player] = field(default_factory=dict)
    locked: bool = False

    def player(self, player: str) -> Player:
        """Return a player; Refused where there is none of this id."""
        if player not in self.players:
            raise Refused(_("you are not in this session any more: join again"))
        return self.players[player]

    def on_seat(self, seat: int) -> list[str]:
        """Return the players on a seat."""
        return [player for player, person in self.players.items() if person.seat == seat]

    def join(self, event: e.Join) -> None:
        """Let somebody in, on the seat that was asked for where nobody else has a say in it."""
        if event.player in self.players:
            raise Refused(_("this player is here already"))
        if self.locked:
            raise Refused(_("the room is locked: ask the facilitator"))
        if len(self.players) >= MOST_PLAYERS:
            raise Refused(_("the room is full"))
        self._check_seat(event.seat)
        taken = event.seat is not None and bool(self.on_seat(event.seat))
        if taken and self.sharing == "one":
            raise Refused(_("somebody has this seat: choose another"))
        asks = taken and self.sharing == "ask"
        seat, wants = (None, event.seat) if asks else (event.seat, None)
        self.players[event.player] = Player(free_name(self.players, event.name), seat, event.key, wants)

    def assign(self, event: e.Assign) -> None:
        """Give a player another seat, or none."""
        player = self.player(event.player)
        self._check_seat(event.seat)
        player.seat, player.wants = event.seat, None

    def admit(self, event: e.Admit) -> None:
        """Let in who asked to share a seat, or do not."""
        seat, asking = self.player(event.player).seat, self.player(event.who)
        if seat is None or asking.wants != seat:
            raise Refused(_("nobody asks for a place on your seat"))
        if event.yes:
            self._check_seat(seat)
            asking.seat = seat
        asking.wants = None

    def remove(self, player: str) -> None:
        """Remove a player."""
        self.player(player)
        del self.players[player]

    def clear(self) -> None:
        """Remove all players without a seat."""
        self.players = {player: person for player, person in self.players.items() if person.seat is not None}

    def _check_seat(self, seat: int | None) -> None:
        """Raise Refused where nobody more can sit down on a seat."""
        if seat is not None and seat >= self.seats:
            raise Refused(_("there is no such seat"))
        if seat is not None and len(self.on_seat(seat)) >= MOST_ON_A_SEAT:
            raise Refused(_("this seat has as many people as it can hold"))


def free_name(players: Players, wanted: str, player: str = "") -> str:
    """Return the name as it is kept, numbered where somebody else has it; Refused where nothing is left."""
    name = proper_name(wanted)
    if not name:
        raise Refused(_("a name needs at least one letter or sign that can be seen"))
    others = {person.name for known, person in players.items() if known != player}
    free = (f"{name} ({count})" for count in range(2, MOST_PLAYERS + 2))
    return name if name not in others else next(candidate for candidate in free if candidate not in others)
