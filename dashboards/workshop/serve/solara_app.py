"""Solara's pages of a workshop: facilitator, big screen, pages to explore; in the same process, on the same port.

Only who holds the facilitator's key, or the screen's, is let through to them, to their sockets and files.  Which of
the pages is whose is asked again where it is drawn (dashboards/pages/workshop.py), since a socket does not say.
"""

from __future__ import annotations

import asyncio
import importlib
import secrets
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from starlette.applications import Starlette
from starlette.requests import HTTPConnection
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.types import Message, Receive, Scope, Send

from dashboards import pages, server
from dashboards.origin_guard import same_origin
from dashboards.workshop.roles import Role
from dashboards.workshop.serve.solara_bridge import Bridges, current_bridges
from dashboards.workshop.views import html_parts

PAGES = f"{pages.__name__}.workshop"
PAGE_ROLES = {"lead": Role.FACILITATOR, "screen": Role.SCREEN, "explore": Role.FACILITATOR}
"""Whose key opens a page."""
BEHIND = ("jupyter", "static", "_solara")
"""What the pages need: their sockets and files."""
NONCE = "0" * 32
"""Stands for a page's own nonce in Solara's template (dashboards/templates/index.html.j2)."""
POLICY = (
    "default-src 'none'; script-src 'self' 'unsafe-eval' 'nonce-{nonce}'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; form-action 'none'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
"""Solara compiles its components in the browser and styles them in place; no script but its own may run."""


class SolaraPages:
    """Solara's pages behind their door."""

    def __init__(self, bridges: Bridges) -> None:
        self.bridges = bridges
        self._stack: AsyncExitStack | None = None
        self._loading: asyncio.Task[Starlette] | None = None

    @asynccontextmanager
    async def served(self, preload: bool) -> AsyncIterator[None]:
        """Let people in.  ``preload``: load the pages, which takes seconds, before anybody asks for them."""
        async with AsyncExitStack() as self._stack:
            if preload:
                self._loaded()
            yield
            if self._loading is not None:
                await asyncio.wait([self._loading])

    def _loaded(self) -> asyncio.Task[Starlette]:
        """The pages, loaded once, while phones are served already."""
        if self._loading is None:
            self._loading = asyncio.create_task(self._load())
        return self._loading

    async def _load(self) -> Starlette:
        assert self._stack is not None
        app = await asyncio.to_thread(_imported)
        await self._stack.enter_async_context(app.router.lifespan_context(app))
        return app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        visit = HTTPConnection(scope)
        place = place_of(str(scope["path"]))
        if self._stack is not None and self._may(visit, place, str(scope["path"])):
            app = await asyncio.shield(self._loaded())
            current_bridges.set(self.bridges)
            await app(_plain(scope) if place in PAGE_ROLES else scope, receive, _guarded(send, secrets.token_hex(16)))
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 4403})
        else:
            await (stranger() if place in PAGE_ROLES else PlainTextResponse("Not Found", 404))(scope, receive, send)

    def _may(self, visit: HTTPConnection, place: str, path: str) -> bool:
        roles = (PAGE_ROLES[place],) if place in PAGE_ROLES else set(PAGE_ROLES.values()) if place in BEHIND else ()
        own = self.bridges.at(path) if place in ("lead", "screen") else None
        bridges = [own] if own else [] if place in ("lead", "screen") else self.bridges.everywhere()
        allowed = any(bridge.lets_in(visit.cookies, role) for bridge in bridges for role in roles)
        return allowed and same_origin(visit.headers)


def place_of(path: str) -> str:
    """Return which page, or what pages need, lies at a path: under a room's path or without one.

    >>> place_of("/lead"), place_of("/r/abc/lead"), place_of("/static/a.js")
    ('lead', 'lead', 'static')
    """
    parts = path.strip("/").split("/")
    return parts[2] if parts[0] == "r" and len(parts) > 2 else parts[0]


def stranger() -> Response:
    """Return the answer to somebody without the key."""
    return HTMLResponse(html_parts.page("stranger", [], title="Silos"), 403)


def _imported() -> Starlette:
    app = server.application(pages=PAGES, local=False)
    importlib.import_module(PAGES)
    return app


def _plain(scope: Scope) -> Scope:
    """Return the same request for a page that is not to be packed, since it is given its nonce on the way."""
    return {**scope, "headers": [header for header in scope.get("headers", []) if header[0] != b"accept-encoding"]}


def _guarded(send: Send, nonce: str) -> Send:
    """Return a sender with the policy of these pages, and lets the scripts of the page itself run."""

    async def answer(message: Message) -> None:
        if message["type"] == "http.response.start":
            policy = (b"content-security-policy", POLICY.format(nonce=nonce).encode())
            message = {**message, "headers": [*message["headers"], policy]}
        elif message["type"] == "http.response.body":
            message = {**message, "body": message.get("body", b"").replace(NONCE.encode(), nonce.encode())}
        await send(message)

    return answer
