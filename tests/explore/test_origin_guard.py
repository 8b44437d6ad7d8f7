"""The server of the pages answers to this machine, and to no page of elsewhere."""

from __future__ import annotations

import asyncio

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket

from dashboards.origin_guard import Guarded, is_local
from dashboards.server import application
from tests.fuzz.asgi import request, socket


def app(local: bool) -> Starlette:
    async def page(_: Request) -> Response:
        return PlainTextResponse("page")

    async def echo(socket: WebSocket) -> None:
        await socket.accept()
        await socket.send_json({"got": await socket.receive_text()})

    return Starlette(
        routes=[Route("/", page), WebSocketRoute("/ws", echo)], middleware=[Middleware(Guarded, local=local)]
    )


@pytest.mark.parametrize(
    ("local", "host", "origin", "let_in"),
    [
        (True, "127.0.0.1:8765", None, True),
        (True, "localhost:8765", "http://localhost:8765", True),
        (True, "[::1]:8765", "http://[::1]:8765", True),
        (True, "127.0.0.1", None, True),
        (True, "evil.example:8765", None, False),
        (True, "127.0.0.1.evil.example", None, False),
        (True, "", None, False),
        (True, "[", None, False),
        (True, "127.0.0.1:8765", "http://evil.example", False),
        (True, "127.0.0.1:8765", "http://127.0.0.1:9999", False),
        (True, "127.0.0.1:8765", "null", False),
        (False, "192.168.1.5:8765", "http://192.168.1.5:8765", True),
        (False, "our-server:8765", None, True),
        (False, "192.168.1.5:8765", "http://evil.example", False),
    ],
)
def test_who_is_let_in(local: bool, host: str, origin: str | None, let_in: bool) -> None:
    headers = [(b"host", host.encode())] + ([(b"origin", origin.encode())] if origin else [])
    status, _, body = asyncio.run(request(app(local), "GET", "/", headers=headers))
    assert (status, body == b"page") == ((200, True) if let_in else (403, False))
    answers, _ = asyncio.run(socket(app(local), b"", headers, ["hello"]))
    assert (answers == [{"got": "hello"}]) == let_in


@pytest.mark.parametrize("query", [b"", b"session-id=x", b"\xff="])
def test_what_names_no_page_does_not_reach_solara(query: bytes) -> None:
    here = [(b"host", b"127.0.0.1")]
    status, _, body = asyncio.run(request(application(), "POST", "/_solara/api/close/any", b"", here, query))
    assert (status, body) == (403, b"This is for pages that are open.")
    named = query + b"&session_id=none"
    assert asyncio.run(request(application(), "POST", "/_solara/api/close/any", b"", here, named))[0] == 200


def test_what_is_this_machine() -> None:
    assert all(map(is_local, ("127.0.0.1", "127.8.8.8", "::1", "[::1]", "localhost", "LOCALHOST")))
    assert not any(map(is_local, ("0.0.0.0", "::", "10.0.0.1", "example.org", "localhost.example.org", "")))
