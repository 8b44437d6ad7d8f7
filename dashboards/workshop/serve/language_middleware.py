"""Language of the answer to each visitor: the one chosen, or the phone's, or the usual one of the room.

The facilitator's page and the big screen are the room's: they are always in its usual language.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection, Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from dashboards.languages import SOURCE, languages, speaking, understood, usual

COOKIE = "silos-language"
OF_THE_ROOM = ("lead", "screen", "session", "explore", "jupyter", "_solara")
"""Where the paths of the room's own pages begin, and of their sockets."""


class LanguageMiddleware:
    """Answers every visitor in a language of theirs."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        with speaking(language_of(HTTPConnection(scope))):
            await self.app(scope, receive, send)


def language_of(asking: HTTPConnection) -> str:
    """Return the language for whoever asks.  A page's socket says which one the page is in; data are in English."""
    path = re.sub(r"^/r/[^/]+", "", asking.url.path)
    said = asking.query_params.get("language", "").replace("-", "_")
    if path == "/ws":
        return said if said in languages() else SOURCE if asking.query_params.get("as") == "data" else usual()
    if path.split("/")[1] in OF_THE_ROOM:
        return usual()
    chosen = asking.cookies.get(COOKIE)
    if chosen in languages():
        return chosen
    return understood(asking.headers.get("accept-language", "")) or usual()


async def choose(request: Request) -> Response:
    """Keep the language that somebody chose, and go back."""
    came = urlsplit(request.headers.get("referer", ""))
    back = came.path if came.netloc == request.headers.get("host") and came.path.startswith("/") else "/"
    answer = RedirectResponse(back if not back.startswith("//") else "/", 303)
    if request.path_params["language"] in languages():
        answer.set_cookie(COOKIE, request.path_params["language"], max_age=365 * 24 * 3600, samesite="strict")
    return answer
