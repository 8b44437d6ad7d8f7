"""A server of this machine answers to this machine's names, and to no page of elsewhere.

Without this any web page could open a WebSocket to a server on 127.0.0.1, for browsers let WebSockets go anywhere; and
a name of elsewhere that is made to mean 127.0.0.1 (DNS rebinding) would make such a page one of ours.
"""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.datastructures import Headers, QueryParams
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

HERE = "localhost"
OF_A_PAGE = {"http": "/_solara/api/close/", "websocket": "/jupyter/api/kernels/"}
"""Where Solara takes it for granted that the query names the page that asks, by type of scope."""


def is_local(host: str) -> bool:
    """Whether this address or name is this machine's own, which nobody else reaches."""
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() == HERE


def same_origin(headers: Headers) -> bool:
    """Whether no page of elsewhere asks in a visitor's name; programs send no origin."""
    origin = headers.get("origin")
    return origin is None or origin.partition("://")[2] == headers.get("host")


class Guarded:
    """Refuses requests and sockets under a name that is not this machine's, where ``local``, and of other origins."""

    def __init__(self, app: ASGIApp, *, local: bool) -> None:
        self.app, self.local = app, local

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] in ("http", "websocket") and (why := self._refused(scope)):
            await PlainTextResponse(why, 403)(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    def _refused(self, scope: Scope) -> str:
        headers = Headers(scope=scope)
        if self.local and not is_local(_name(headers.get("host", ""))):
            return "This server is for the computer it runs on: open it as 127.0.0.1 or localhost."
        if not same_origin(headers):
            return "A page of elsewhere may not ask here."
        of_a_page = scope["path"].startswith(OF_A_PAGE[scope["type"]])
        if of_a_page and "session_id" not in QueryParams(scope["query_string"]):
            return "This is for pages that are open."
        return ""


def _name(host: str) -> str:
    """The name of a header without its port; empty where it is none."""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""
