"""A page of Solara's without a browser: opens the socket of a kernel, asks for a path, and reads what is sent."""

from __future__ import annotations

import asyncio
import json
import time
import uuid
from collections.abc import Callable
from typing import Any, Self

from websockets.asyncio.client import ClientConnection, connect


class Pane:
    """What the server sends to a page; ``path`` is whatever the visitor says it is."""

    def __init__(self, url: str, cookie: str, path: str, **headers: str) -> None:
        self.address = url.replace("http", "ws", 1) + f"/jupyter/api/kernels/{uuid.uuid4()}/channels?session_id=a"
        self.headers, self.path = {"Cookie": cookie, **headers}, path
        self.sent: list[str] = []
        self._socket: ClientConnection | None = None

    async def __aenter__(self) -> Self:
        self._socket = await connect(self.address, additional_headers=self.headers, max_size=None)
        await self._tell("comm_open", target_name="solara.control", data={})
        await self._tell("comm_msg", data={"method": "run", "args": {"path": self.path, "dark": False, "themes": {}}})
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._socket
        await self._socket.close()

    async def until(self, wanted: str | Callable[[str], object], seconds: float = 60.0) -> float:
        """Read until something that was sent holds this text, or is so; gives the moment."""
        assert self._socket
        is_it = (lambda sent: wanted in sent) if isinstance(wanted, str) else wanted
        async with asyncio.timeout(seconds):
            while not any(is_it(each) for each in self.sent):
                message = await self._socket.recv()
                self.sent.append(message if isinstance(message, str) else message.decode("utf-8", "replace"))
        return time.perf_counter()

    async def _tell(self, kind: str, **content: Any) -> None:
        assert self._socket
        header = {"msg_id": str(uuid.uuid4()), "msg_type": kind, "session": "a", "username": "", "version": "5.3"}
        message = {"header": header, "parent_header": {}, "metadata": {}, "channel": "shell", "buffers": []}
        await self._socket.send(json.dumps({**message, "content": {"comm_id": "control", **content}}))
