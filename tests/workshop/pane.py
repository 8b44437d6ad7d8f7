"""A page of Solara's without a browser: opens the socket of a kernel, asks for a path, and reads what is sent."""

from __future__ import annotations

import asyncio
import json
import time
import uuid
from collections.abc import Callable
from typing import Any, Self

from websockets.asyncio.client import connect


class Pane:
    """What the server sends to a page; ``path`` is whatever the visitor says it is."""

    def __init__(self, url: str, cookie: str, path: str, **headers: str) -> None:
        self.address = url.replace("http", "ws", 1) + f"/jupyter/api/kernels/{uuid.uuid4()}/channels?session_id=a"
        self.headers, self.path = {"Cookie": cookie, **headers}, path
        self.sent: list[str] = []
        self.times: list[float] = []
        """When each came, in seconds."""
        self._more = asyncio.Condition()

    async def __aenter__(self) -> Self:
        self._socket = await connect(
            self.address,
            additional_headers=self.headers,
            max_size=None,
            open_timeout=120,  # the first who comes waits until the pages are loaded
        )
        self._reader = asyncio.create_task(self._read())
        await self._tell("comm_open", target_name="solara.control", data={})
        await self._tell("comm_msg", data={"method": "run", "args": {"path": self.path, "dark": False, "themes": {}}})
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._socket.close()
        await asyncio.gather(self._reader, return_exceptions=True)

    async def until(self, wanted: str | Callable[[str], object], seconds: float = 60.0, after: int = 0) -> float:
        """Until something that was sent holds this text, or is so; gives when it came.  ``after`` so many others."""
        is_it = (lambda sent: wanted in sent) if isinstance(wanted, str) else wanted

        def found() -> list[int]:
            return [at for at, sent in enumerate(self.sent) if at >= after and is_it(sent)]

        async with asyncio.timeout(seconds), self._more:
            await self._more.wait_for(found)
        return self.times[found()[0]]

    async def _read(self) -> None:
        async for message in self._socket:
            async with self._more:
                self.sent.append(message if isinstance(message, str) else message.decode("utf-8", "replace"))
                self.times.append(time.perf_counter())
                self._more.notify_all()

    async def _tell(self, kind: str, **content: Any) -> None:
        header = {"msg_id": str(uuid.uuid4()), "msg_type": kind, "session": "a", "username": "", "version": "5.3"}
        message = {"header": header, "parent_header": {}, "metadata": {}, "channel": "shell", "buffers": []}
        await self._socket.send(json.dumps({**message, "content": {"comm_id": "control", **content}}))
