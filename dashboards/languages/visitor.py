"""Language of each visitor of the pages: the one chosen at the top of a page, kept in a cookie; else the usual one."""

from __future__ import annotations

from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from dashboards.languages import languages, speaking

COOKIE = "silos-pages-language"
"""Set by the page itself (dashboards/vue/shell.vue)."""


class VisitorLanguage:
    """Serves every visitor in the language of the cookie."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        chosen = HTTPConnection(scope).cookies.get(COOKIE) if scope["type"] in ("http", "websocket") else None
        if chosen not in languages():
            await self.app(scope, receive, send)
            return
        with speaking(chosen):
            await self.app(scope, receive, send)
