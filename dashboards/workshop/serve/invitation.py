"""Invitation: the code, its QR code and the light that says whether phones can reach the server."""

from __future__ import annotations

from typing import Any

from dashboards.origin_guard import is_local
from dashboards.workshop.roles import Role
from dashboards.workshop.serve.join_link import qr
from dashboards.workshop.serve.room import Room
from dashboards.workshop.views.shared import Part, part


def invitation(room: Room, role: Role) -> list[Part]:
    """Return the part with the way in, for the facilitator's page or the big screen."""
    session, address = room.session, room.address
    if address is None:
        return []
    code = room.keys.code
    join = address.join(code)
    if role is Role.SCREEN:
        full = session.roster.locked or len(session.taken_seats()) == len(session.seats)
        return [part("screen-invite", lambda: _shown(address.shown, code, join, full), code, full, room.reached)]
    about = {
        "code": code,
        "join": join,
        "screen": f"{address.root}/enter#s.{room.keys.screen}",
        "locked": session.roster.locked,
        "local": is_local(address.host),
        "reached": room.reached,
        "can_rehearse": session.phase == "lobby" and len(session.taken_seats()) < len(session.seats),
    }
    return [part("lead-invite", lambda: {**about, "qr": qr(join)}, about)]


def _shown(place: str, code: str, join: str, full: bool) -> dict[str, Any]:
    return {"place": place, "code": code, "qr": qr(join), "full": full}
