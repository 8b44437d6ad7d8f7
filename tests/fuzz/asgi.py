"""An app spoken to without a socket: requests whole or in pieces, and WebSockets that send what they like."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from typing import Any

from starlette.types import ASGIApp

Header = tuple[bytes, bytes]


def _scope(kind: str, path: str, query: bytes, headers: Sequence[Header]) -> dict[str, Any]:
    return {
        "type": kind, "asgi": {"version": "3.0", "spec_version": "2.3"}, "http_version": "1.1", "scheme": "http",
        "path": path, "raw_path": path.encode("utf-8", "replace"), "query_string": query, "root_path": "",
        "headers": list(headers), "client": ("192.0.2.7", 5), "server": ("127.0.0.1", 8766), "subprotocols": [],
    }  # fmt: skip


async def request(
    app: ASGIApp, method: str, path: str, body: bytes = b"", headers: Sequence[Header] = (), query: bytes = b""
) -> tuple[int, dict[bytes, bytes], bytes]:
    """The status, headers and body that a request is answered with."""
    pieces = [body[at : at + 1000] for at in range(0, len(body), 1000)] or [b""]
    coming = [{"type": "http.request", "body": each, "more_body": True} for each in pieces]
    coming.append({"type": "http.request", "body": b"", "more_body": False})
    going: list[Any] = []

    async def receive() -> Any:
        return coming.pop(0) if coming else {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        going.append(message)

    await app({**_scope("http", path, query, headers), "method": method}, receive, send)
    start = next(each for each in going if each["type"] == "http.response.start")
    content = b"".join(each.get("body", b"") for each in going if each["type"] == "http.response.body")
    return start["status"], dict(start["headers"]), content


async def socket(
    app: ASGIApp, query: bytes, headers: Sequence[Header], frames: Sequence[str | bytes]
) -> tuple[list[Any], int | None]:
    """What a WebSocket answers to some frames, without its news, and the code it was closed with by the app."""
    coming: asyncio.Queue[Any] = asyncio.Queue()
    coming.put_nowait({"type": "websocket.connect"})
    answers: list[Any] = []
    code: list[int] = []
    answered = asyncio.Event()

    async def send(message: Any) -> None:
        if message["type"] == "websocket.close":
            code.append(message["code"])
            answered.set()
        elif message["type"] == "websocket.send":
            found = json.loads(message["text"])
            if "parts" not in found:
                answers.append(found)
                answered.set()

    task = asyncio.ensure_future(app(_scope("websocket", "/ws", query, headers), coming.get, send))
    for each in frames:
        answered.clear()
        kind = "text" if isinstance(each, str) else "bytes"
        coming.put_nowait({"type": "websocket.receive", kind: each})
        waiting = asyncio.ensure_future(answered.wait())
        await asyncio.wait([task, waiting], timeout=10, return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
        if task.done():
            break
    coming.put_nowait({"type": "websocket.disconnect", "code": 1000})
    await asyncio.wait_for(task, 10)
    return answers, code[0] if code else None
