"""One visitor's WebSocket: what is new goes out, what is asked for comes in.

    in    {"do": "choose", "n": 3, ...}
    out   {"ok": 3}  or  {"no": 3, "why": "..."}
    out   {"now": 1764086400.0, "parts": {"top": "<h1>..."}}      with ?as=data the data themselves

After every connection all parts are sent: nobody needs to know what they missed.
"""

from __future__ import annotations

import asyncio
import json
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from dashboards.workshop import views
from dashboards.workshop.asking import FACILITATOR
from dashboards.workshop.keys import Pace
from dashboards.workshop.pages import rendered
from dashboards.workshop.room import Room
from dashboards.workshop.rounds import Refused

SCREEN = "screen"
PAUSE = 0.25
"""News to one visitor at most every so often, in seconds."""
MOST_CONNECTIONS = 10
"""A person's devices and tabs at once."""
PATIENCE = 15.0
"""How long a visitor may take to receive something."""


def parts_for(room: Room, who: str) -> list[views.Part]:
    """All that this visitor may see now."""
    if who == FACILITATOR:
        return views.for_facilitator(room)
    if who == SCREEN:
        return views.for_screen(room)
    return views.for_player(room, who)


class Connection:
    """A visitor who looks on, and may ask for things."""

    def __init__(self, room: Room, socket: WebSocket, who: str, data: bool) -> None:
        self.room, self.socket, self.who, self.data = room, socket, who, data
        self._known: dict[str, str] = {}
        self._dirty = asyncio.Event()
        self._pace = Pace()
        self._sending = asyncio.Lock()

    async def serve(self) -> None:
        """Until the visitor goes."""
        room, player = self.room, self.who not in (FACILITATOR, SCREEN)
        room.on_change.append(self._dirty.set)
        self._dirty.set()
        if player:
            room.here(self.who, +1)
        sender = asyncio.create_task(self._tell())
        try:
            await self._listen()
        except (WebSocketDisconnect, TimeoutError, RuntimeError):
            pass  # gone: that is how every visit ends
        finally:
            sender.cancel()
            room.on_change.remove(self._dirty.set)
            if player:
                room.here(self.who, -1)

    async def _send(self, message: dict[str, Any]) -> None:
        async with self._sending, asyncio.timeout(PATIENCE):
            await self.socket.send_text(json.dumps(message))

    async def _tell(self) -> None:
        while True:
            await self._dirty.wait()
            self._dirty.clear()
            new = {}
            for part in parts_for(self.room, self.who):
                if self._known.get(part.name) != part.key:
                    self._known[part.name] = part.key
                    new[part.name] = part.data() if self.data else rendered(part)
            if new:
                try:
                    await self._send({"now": self.room.clock(), "parts": new})
                except (WebSocketDisconnect, TimeoutError, RuntimeError):
                    return
            await asyncio.sleep(PAUSE)

    async def _listen(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            message = await self.socket.receive()
            if message["type"] == "websocket.disconnect":
                return
            if not self._pace.allows(loop.time()):
                await self._send({"no": None, "why": "too many messages at once"})
                await asyncio.sleep(1.0)
                continue
            await self._send(await self._answer(message.get("text") or ""))

    async def _answer(self, text: str) -> dict[str, Any]:
        try:
            message = json.loads(text)
        except (ValueError, RecursionError):
            return {"no": None, "why": "not JSON"}
        number = message.pop("n", None) if isinstance(message, dict) else None
        if not isinstance(number, int | None):
            number = None
        if message == {"do": "ping"}:
            return {"ok": number}
        if self.who == SCREEN:
            return {"no": number, "why": "the big screen only shows"}
        try:
            await self.room.ask(message, self.who)
        except Refused as refusal:
            return {"no": number, "why": str(refusal)}
        return {"ok": number}
