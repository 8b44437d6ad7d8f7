"""Updates to one visitor, part by part, whatever they travel by: a socket of its own, or a page of Solara's."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from typing import Any

from dashboards.workshop.roles import Role, Visitor
from dashboards.workshop.serve.invitation import invitation
from dashboards.workshop.serve.room import Room
from dashboards.workshop.views.facilitator import for_facilitator
from dashboards.workshop.views.player import for_player
from dashboards.workshop.views.screen import for_screen
from dashboards.workshop.views.shared import Part

PAUSE = 0.25
"""Updates to one visitor at most every so often, in seconds."""

Render = Callable[[Part], Any]
"""Makes of a part what is sent: HTML, or the data as they are."""


def parts_for(room: Room, visitor: Visitor) -> list[Part]:
    """Return all that this visitor may see now."""
    if not isinstance(visitor, Role):
        return for_player(room, visitor)
    parts = for_facilitator(room) if visitor is Role.FACILITATOR else for_screen(room)
    return [*parts, *invitation(room, visitor)]


async def updates(room: Room, visitor: Visitor, render: Render) -> AsyncGenerator[dict[str, Any], None]:
    """Yield the parts that are new by their names, at first all, None for one that is gone; goes on until closed."""
    known: dict[str, str] = {}
    changed = asyncio.Event()
    changed.set()
    room.on_change.append(changed.set)
    try:
        while True:
            await changed.wait()
            changed.clear()
            parts = parts_for(room, visitor)
            new: dict[str, Any] = dict.fromkeys(known.keys() - {part.name for part in parts})
            for gone in new:
                del known[gone]
            for part in parts:
                if known.get(part.name) != part.key:
                    known[part.name] = part.key
                    new[part.name] = render(part)
            if new:
                yield new
            await asyncio.sleep(PAUSE)
    finally:
        room.on_change.remove(changed.set)
