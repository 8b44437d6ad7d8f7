"""What is new to one visitor, part by part, whatever it travels by: a socket of its own, or a page of Solara's."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from typing import Any

from dashboards.workshop.serve.commands import FACILITATOR
from dashboards.workshop.serve.room import Room
from dashboards.workshop.views.facilitator import for_facilitator
from dashboards.workshop.views.player import for_player
from dashboards.workshop.views.screen import for_screen
from dashboards.workshop.views.shared import Part

SCREEN = "screen"
PAUSE = 0.25
"""News to one visitor at most every so often, in seconds."""

Made = Callable[[Part], Any]
"""What becomes of a part on its way: HTML, or the data as they are."""


def parts_for(room: Room, who: str) -> list[Part]:
    """All that this visitor may see now."""
    if who == FACILITATOR:
        return for_facilitator(room)
    if who == SCREEN:
        return for_screen(room)
    return for_player(room, who)


async def news(room: Room, who: str, made: Made) -> AsyncGenerator[dict[str, Any], None]:
    """The parts that are new by their names, at first all of them, None for one that is gone; goes on until closed."""
    known: dict[str, str] = {}
    changed = asyncio.Event()
    changed.set()
    room.on_change.append(changed.set)
    try:
        while True:
            await changed.wait()
            changed.clear()
            parts = parts_for(room, who)
            new: dict[str, Any] = dict.fromkeys(known.keys() - {part.name for part in parts})
            for gone in new:
                del known[gone]
            for part in parts:
                if known.get(part.name) != part.key:
                    known[part.name] = part.key
                    new[part.name] = made(part)
            if new:
                yield new
            await asyncio.sleep(PAUSE)
    finally:
        room.on_change.remove(changed.set)
