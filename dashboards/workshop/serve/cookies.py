"""Cookies of a room: one for each role, of this session alone."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.responses import Response

from dashboards.workshop.roles import Role, Visitor
from dashboards.workshop.serve.room import Room

LASTS = 48 * 3600
"""Seconds after which a browser forgets a key."""


class RoleCookies:
    """The doors of one room."""

    def __init__(self, room: Room) -> None:
        self.room = room

    @property
    def _secure(self) -> bool:
        """Whether people come by https alone, so that no cookie may go another way."""
        return self.room.address is not None and self.room.address.scheme == "https"

    def name(self, role: Role) -> str:
        """Return the name of a role's cookie; of this session alone, since ports share cookies."""
        return f"silos-{self.room.session.begin.session}-{role}"

    def visitor(self, cookies: Mapping[str, str], role: Role) -> Visitor | None:
        """Return who comes with this role's cookie; None for a stranger."""
        return self.holder(role, cookies.get(self.name(role), ""))

    def holder(self, role: Role, key: str) -> Visitor | None:
        """Return whose key this is, if it is one of this role."""
        if role is Role.PLAYER:
            return self.room.player_with(key) if key else None
        return role if self.room.keys.open(role, key) else None

    def leave_key(self, answer: Response, role: Role, key: str) -> Response:
        """Leave the key with a browser, by this answer."""
        answer.set_cookie(self.name(role), key, max_age=LASTS, httponly=True, samesite="strict", secure=self._secure)
        return answer
