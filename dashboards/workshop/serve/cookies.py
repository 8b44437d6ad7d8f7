"""Who comes with which key: a cookie for each role, of this session alone."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.responses import Response

from dashboards.workshop.serve.commands import FACILITATOR
from dashboards.workshop.serve.room import Room
from dashboards.workshop.serve.updates import SCREEN

ROLES = {"p": "player", "f": FACILITATOR, "s": SCREEN}
LASTS = 48 * 3600
"""Seconds after which a browser forgets a key."""


class Doors:
    """The doors of one room."""

    def __init__(self, room: Room) -> None:
        self.room = room

    def cookie(self, role: str) -> str:
        """The name of a role's cookie; of this session alone, since ports share cookies."""
        return f"silos-{self.room.session.begin.session}-{role}"

    def known(self, cookies: Mapping[str, str], role: str) -> str | None:
        """Who comes with this role's cookie: a player's id, the facilitator, the screen; None for a stranger."""
        return self.holder(role, cookies.get(self.cookie(role), ""))

    def holder(self, role: str, key: str) -> str | None:
        """Whose key this is, if it opens this role's door."""
        if role == "player":
            return self.room.player_with(key) if key else None
        return role if self.room.keys.open(role, key) else None

    def entered(self, answer: Response, role: str, key: str) -> Response:
        """The answer that leaves the key with a browser."""
        answer.set_cookie(self.cookie(role), key, max_age=LASTS, httponly=True, samesite="strict")
        return answer
