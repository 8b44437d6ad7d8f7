"""Commands: from a message to an event, as far as the one who sends it may ask for it.

A message is a JSON object with ``do`` and the fields of the event.  Who sends it is known by the key, never by the
message: a message that says for whom it speaks is refused.  One that was made on another seat (``on``), and waited on a
phone that was cut off, is refused as well.
"""

from __future__ import annotations

import json
from typing import Any

from pydantic import ValidationError

from dashboards.languages import _
from dashboards.workshop.errors import Refused
from dashboards.workshop.play.events import EVENT, Event
from dashboards.workshop.play.session import Session
from dashboards.workshop.roles import PlayerId, Role, Visitor, is_player

OF_PLAYERS = {
    "choose": ("player", "seat"),
    "intend": ("player", "seat"),
    "put_back": ("player", "seat"),
    "predict": ("player",),
    "admit": ("player",),
    "guess": ("player",),
    "vote": ("player",),
    "promise": ("player",),
}
"""Commands of players, and which fields come from their key."""
OF_ONE_ALONE = ("open", "finish", "back", "card", "propose", "close", "step", "try")
"""Further commands of a player who plays alone."""
OF_THE_FACILITATOR = (
    *("open", "pause", "resume", "extend", "close", "back", "card", "finish"),
    *("assign", "rename", "remove", "clear", "lock", "sharing", "show", "take_back"),
    *("step", "reveal", "leave_out", "try", "propose"),
)


def parse_command(message: Any, visitor: Visitor, session: Session) -> Event:
    """Return the event that a message asks for; Refused where it makes no sense, or is not for this visitor to do."""
    if not isinstance(message, dict) or not isinstance(message.get("do"), str):
        raise Refused(_("a message is an object with 'do'"))
    kind = message["do"]
    fields = {key: value for key, value in message.items() if key != "do"}
    if "kind" in fields:
        raise Refused(_("'kind' is not for you to say"))
    if not is_player(visitor):
        if visitor is not Role.FACILITATOR or kind not in OF_THE_FACILITATOR:
            raise Refused(_("a facilitator does not do that"))
    elif kind in OF_PLAYERS:
        fields |= _own(fields, OF_PLAYERS[kind], visitor, session)
    elif not (session.begin.alone and kind in OF_ONE_ALONE):
        raise Refused(_("that is for the facilitator to do"))
    else:
        session.player(visitor)
    return make_event(kind, fields)


def _own(fields: dict[str, Any], names: tuple[str, ...], player_id: PlayerId, session: Session) -> dict[str, Any]:
    """Return the fields that say for whom it is."""
    if set(names) & fields.keys():
        raise Refused(_("nobody speaks for another"))
    player = session.player(player_id)
    if "seat" in names:
        if player.seat is None:
            raise Refused(_("take a seat first"))
        if fields.pop("on", player.seat) != player.seat:
            raise Refused(_("you sit on another seat now"))
    return {name: player_id if name == "player" else player.seat for name in names}


def make_event(kind: str, fields: dict[str, Any]) -> Event:
    """Return the event of this kind with these fields; Refused where they do not fit."""
    try:
        event: Event = EVENT.validate_json(json.dumps({"kind": kind, **fields}, allow_nan=False))
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"][1:]) or "message"
        raise Refused(f"{place}: {first['msg']}") from None
    except (ValueError, RecursionError):
        raise Refused(_("the message cannot be read")) from None
    return event
