"""WebSocket connection of one visitor: updates go out, commands come in.

    in    {"do": "choose", "n": 3, ...}
    out   {"ok": 3}  or  {"no": 3, "why": "..."}
    out   {"now": 1764086400.0, "parts": {"top": "<h1>..."}}      with ?as=data the data themselves

After every connection all parts are sent: nobody needs to know what they missed.
"""

from __future__ import annotations

import asyncio
import json
from contextlib import aclosing
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from dashboards.languages import _
from dashboards.workshop.errors import Refused
from dashboards.workshop.roles import Role, Visitor, is_player
from dashboards.workshop.serve.rate_limit import TokenBucket
from dashboards.workshop.serve.room import Room
from dashboards.workshop.serve.updates import updates
from dashboards.workshop.views.html_parts import render
from dashboards.workshop.views.shared import Part

MOST_CONNECTIONS = 10
"""A person's devices and tabs at once."""
PATIENCE = 15.0
"""How long a visitor may take to receive something."""
LONGEST = 32_768
"""Characters of a message; no phone has more to say."""


class Connection:
    """Connection of a visitor who looks on, and may ask for things."""

    def __init__(self, room: Room, socket: WebSocket, visitor: Visitor, data: bool) -> None:
        self.room, self.socket, self.visitor, self.data = room, socket, visitor, data
        self._bucket = TokenBucket()
        self._sending = asyncio.Lock()

    async def serve(self) -> None:
        """Serve until the visitor goes."""
        room, visitor = self.room, self.visitor
        if is_player(visitor):
            room.count_connection(visitor, +1)
        sender = asyncio.create_task(self._tell())
        try:
            await self._listen()
        except (WebSocketDisconnect, TimeoutError, RuntimeError):
            pass  # gone: that is how every visit ends
        finally:
            sender.cancel()
            if is_player(visitor):
                room.count_connection(visitor, -1)

    async def _send(self, message: dict[str, Any]) -> None:
        async with self._sending, asyncio.timeout(PATIENCE):
            await self.socket.send_text(json.dumps(message))

    async def _tell(self) -> None:
        async with aclosing(updates(self.room, self.visitor, self._render)) as coming:
            async for new in coming:
                try:
                    await self._send({"now": self.room.clock(), "parts": new})
                except (WebSocketDisconnect, TimeoutError, RuntimeError):
                    return

    def _render(self, part: Part) -> Any:
        return part.data() if self.data else render(part)

    async def _listen(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            message = await self.socket.receive()
            if message["type"] == "websocket.disconnect":
                return
            text = message.get("text") or ""
            if len(text) > LONGEST:
                await self.socket.close(1009)
                return
            if not self._bucket.take(loop.time()):
                await self._send({"no": None, "why": _("too many messages at once")})
                await asyncio.sleep(1.0)
                continue
            await self._send(await self._answer(text))

    async def _answer(self, text: str) -> dict[str, Any]:
        try:
            message = json.loads(text)
        except (ValueError, RecursionError):
            return {"no": None, "why": _("not JSON")}
        number = message.pop("n", None) if isinstance(message, dict) else None
        if not isinstance(number, int | None):
            number = None
        if message == {"do": "ping"}:
            return {"ok": number}
        if self.visitor is Role.SCREEN:
            return {"no": number, "why": _("the big screen only shows")}
        try:
            await self.room.ask(message, self.visitor)
        except Refused as refusal:
            return {"no": number, "why": str(refusal)}
        return {"ok": number}
