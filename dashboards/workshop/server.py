"""The workshop's pages and sockets: a light Starlette app, everything served from this machine.

    /            join with the code                /play        the phone's page
    /enter#...   a personal link becomes a cookie  /lead        the facilitator's page
    /ws          what is new, what is asked        /screen      the big screen

Keys and codes travel in the fragment of an address, in a request's body or in a cookie: never in a path or query,
so no log holds them.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import HTTPConnection, Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocket

from dashboards.workshop import pages, takeaway
from dashboards.workshop.asking import FACILITATOR
from dashboards.workshop.connection import MOST_CONNECTIONS, SCREEN, Connection, parts_for
from dashboards.workshop.inviting import Address, qr
from dashboards.workshop.keys import Guard, tidy_code
from dashboards.workshop.room import Room
from dashboards.workshop.rounds import Refused

LONGEST_BODY = 4096
ROLES = {"p": "player", "f": FACILITATOR, "s": SCREEN}
HEADERS = {
    b"content-security-policy": b"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    b"connect-src 'self' ws: wss:; form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
    b"referrer-policy": b"no-referrer",
    b"x-content-type-options": b"nosniff",
    b"cache-control": b"no-store",
}


class Safe:
    """Adds the headers that keep a page to itself."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                there = {name.lower() for name, _ in message["headers"]}
                message["headers"] += [(name, value) for name, value in HEADERS.items() if name not in there]
            await send(message)

        await self.app(scope, receive, answer)


class Site:
    """The answers, for one room."""

    def __init__(self, room: Room, address: Address) -> None:
        self.room, self.address = room, address
        self.guard = Guard()

    # ------------------------------------------------------------ who it is

    def cookie(self, role: str) -> str:
        """The name of a role's cookie; of this session alone, since ports share cookies."""
        return f"silos-{self.room.session.begin.session}-{role}"

    def known(self, connection: HTTPConnection, role: str) -> str | None:
        """Who comes with this role's cookie: a player's id, the facilitator, the screen; None for a stranger."""
        return self._who(role, connection.cookies.get(self.cookie(role), ""))

    def _who(self, role: str, key: str) -> str | None:
        if role == "player":
            return self.room.player_with(key) if key else None
        mine = self.room.keys.facilitator if role == FACILITATOR else self.room.keys.screen
        return role if hmac.compare_digest(mine.encode(), key.encode("utf-8", "replace")) else None

    def _entered(self, answer: Response, role: str, key: str) -> Response:
        answer.set_cookie(self.cookie(role), key, max_age=48 * 3600, httponly=True, samesite="strict")
        return answer

    def _now(self) -> float:
        return self.room.clock()

    # ------------------------------------------------------------ coming in

    async def home(self, request: Request) -> Response:
        """Join; who has joined already goes on to the own page."""
        if self.known(request, "player"):
            return RedirectResponse("/play", 303)
        return HTMLResponse(pages.page("join", [], title=self.room.session.scenario.title))

    async def look(self, request: Request) -> Response:
        """With the right code: which seats there are."""
        body = await self._with_code(request)
        session = self.room.session
        seats = [
            {"number": number, "label": seat.label, "sector": seat.sector, "people": len(session.on(number))}
            for number, seat in enumerate(session.seats)
        ]
        return body if isinstance(body, Response) else JSONResponse({"seats": seats})

    async def join(self, request: Request) -> Response:
        """With the right code: a name and a seat make a player."""
        body = await self._with_code(request)
        if isinstance(body, Response):
            return body
        name, seat = body.get("name"), body.get("seat")
        whole = isinstance(seat, int) and not isinstance(seat, bool)
        if not isinstance(name, str) or not (seat is None or seat == "any" or whole):
            return _refused("a name or a seat cannot be read")
        if self.known(request, "player"):
            return _refused("you are in the room already")
        try:
            _, key = await self.room.join(name, self._free_seat() if seat == "any" else seat)
        except Refused as refusal:
            return _refused(str(refusal))
        return self._entered(JSONResponse({"go": "/play"}), "player", key)

    def _free_seat(self) -> int | None:
        """The first seat nobody sits on, going round the sectors so that every sector has people early."""
        session, taken = self.room.session, self.room.session.taken()
        crowd: dict[str, int] = {}
        for seat in taken:
            crowd[session.seats[seat].sector] = crowd.get(session.seats[seat].sector, 0) + 1
        free = [number for number in range(len(session.seats)) if number not in taken]
        return min(free, key=lambda each: (crowd.get(session.seats[each].sector, 0), each), default=None)

    async def _with_code(self, request: Request) -> dict[str, Any] | Response:
        """The body of a request that knows the join code; counts wrong tries."""
        body = await _body(request)
        if body is None:
            return _refused("the message cannot be read")
        address = request.client.host if request.client else ""
        if self.guard.closed(address, self._now()):
            return _refused("too many wrong codes: wait a minute", 429)
        if tidy_code(str(body.get("code", ""))) != self.room.keys.code:
            self.guard.wrong(address, self._now())
            return _refused("this code is wrong: look at the big screen", 403)
        return body

    async def enter(self, request: Request) -> Response:
        """A personal link: its key comes in the body, out of the fragment, and becomes a cookie."""
        if request.method == "GET":
            return HTMLResponse(pages.page("enter", [], title=self.room.session.scenario.title))
        body = await _body(request) or {}
        role, key = ROLES.get(str(body.get("role"))), str(body.get("key", ""))
        address = request.client.host if request.client else ""
        if self.guard.closed(address, self._now()):
            return _refused("too many wrong keys: wait a minute", 429)
        if role is None or self._who(role, key) is None:
            self.guard.wrong(address, self._now())
            return _refused("this link opens nothing here: ask the facilitator", 403)
        places = {"player": "/play", FACILITATOR: "/lead", SCREEN: "/screen"}
        return self._entered(JSONResponse({"go": places[role]}), role, key)

    # ------------------------------------------------------------ pages

    async def play(self, request: Request) -> Response:
        who = self.known(request, "player")
        return self._page("play", who) if who else RedirectResponse("/", 303)

    async def lead(self, request: Request) -> Response:
        who = self.known(request, FACILITATOR)
        if not who:
            return _stranger()
        code, join = self.room.keys.code, self.address.join(self.room.keys.code)
        screen = f"/enter#s.{self.room.keys.screen}"
        return self._page("lead", who, code=code, join=join, qr=qr(join), screen=screen)

    async def screen(self, request: Request) -> Response:
        who = self.known(request, SCREEN)
        if not who:
            return _stranger()
        code, join = self.room.keys.code, self.address.join(self.room.keys.code)
        return self._page("screen", who, code=code, place=self.address.shown, qr=qr(join))

    def _page(self, name: str, who: str, **about: Any) -> Response:
        session = self.room.session
        about |= {"title": session.scenario.title, "session": session.begin.session, "now": self._now()}
        return HTMLResponse(pages.page(name, parts_for(self.room, who), **about))

    async def device(self, request: Request) -> Response:
        """The player's own link, to go on with another device."""
        if not self.known(request, "player"):
            return RedirectResponse("/", 303)
        link = f"{self.address.url}/enter#p.{request.cookies[self.cookie('player')]}"
        return HTMLResponse(pages.page("device", [], title=self.room.session.scenario.title, qr=qr(link), link=link))

    # ------------------------------------------------------------ what one takes away

    async def take_away(self, request: Request) -> Response:
        """The player's own page, to keep."""
        who = self.known(request, "player")
        if not who:
            return RedirectResponse("/", 303)
        return _download(takeaway.page(self.room, who), "text/html", "my-workshop.html")

    async def session_file(self, request: Request) -> Response:
        """The whole session, anonymised, for the facilitator."""
        if not self.known(request, FACILITATOR):
            return _stranger()
        content = takeaway.archive(self.room)
        return _download(content, "application/zip", f"workshop-{self.room.session.begin.session}.zip")

    # ------------------------------------------------------------ the socket

    async def socket(self, socket: WebSocket) -> None:
        """What is new, and what is asked for; for people and bots alike."""
        role = ROLES.get(socket.query_params.get("role", "p"), "")
        who = self.known(socket, role) if role and _same_origin(socket) else None
        await socket.accept()
        if who is None:
            await socket.close(4403)
            return
        if self.room.online.get(who, 0) >= MOST_CONNECTIONS:
            await socket.close(4429)
            return
        await Connection(self.room, socket, who, socket.query_params.get("as") == "data").serve()


def _same_origin(connection: HTTPConnection) -> bool:
    """Whether no page of elsewhere asks in a visitor's name; programs send no origin."""
    origin = connection.headers.get("origin")
    return origin is None or origin.partition("://")[2] == connection.headers.get("host")


async def _body(request: Request) -> dict[str, Any] | None:
    """The JSON object that was sent; None for anything else."""
    if not _same_origin(request) or not request.headers.get("content-type", "").startswith("application/json"):
        return None
    content = b""
    async for piece in request.stream():
        content += piece
        if len(content) > LONGEST_BODY:
            return None
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _refused(why: str, status: int = 400) -> Response:
    return JSONResponse({"why": why}, status)


def _stranger() -> Response:
    return HTMLResponse(pages.page("stranger", [], title="Silos"), 403)


def _download(content: str | bytes, kind: str, name: str) -> Response:
    return Response(content, media_type=kind, headers={"content-disposition": f'attachment; filename="{name}"'})


def application(room: Room, address: Address) -> Starlette:
    """The app of one room."""
    site = Site(room, address)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        await room.start()
        yield
        await room.stop()

    return Starlette(
        routes=[
            Route("/", site.home),
            Route("/look", site.look, methods=["POST"]),
            Route("/join", site.join, methods=["POST"]),
            Route("/enter", site.enter, methods=["GET", "POST"]),
            Route("/play", site.play),
            Route("/lead", site.lead),
            Route("/screen", site.screen),
            Route("/device", site.device),
            Route("/take-away", site.take_away),
            Route("/session", site.session_file),
            WebSocketRoute("/ws", site.socket),
            Mount("/static", StaticFiles(directory=pages.FOLDER / "static")),
        ],
        middleware=[Middleware(Safe)],
        lifespan=lifespan,
    )
