"""Pages and sockets of a workshop: a light Starlette app, everything served from this machine.

    /            join with the code                /play        the phone's page
    /enter#...   a personal link becomes a cookie  /again       own rounds, chosen otherwise
                                               /practice    two minutes against the model
    /ws          what is new, what is asked        /clock       whether the server is there

The facilitator's page and the big screen are Solara's: see solara_app.

Keys and codes travel in the fragment of an address, in a request's body or in a cookie: never in a path or query,
so no log holds them.
"""

from __future__ import annotations

import asyncio
import hmac
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import HTTPConnection, Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocket

from dashboards.languages import _, scenario_text
from dashboards.origin_guard import is_local, same_origin
from dashboards.server import LOCAL, PORT
from dashboards.workshop.errors import Refused
from dashboards.workshop.roles import BY_LETTER, PlayerId, Role, Visitor, is_player
from dashboards.workshop.serve.connection import MOST_CONNECTIONS, Connection
from dashboards.workshop.serve.cookies import RoleCookies
from dashboards.workshop.serve.join_link import qr
from dashboards.workshop.serve.keys import tidy_code
from dashboards.workshop.serve.language_middleware import LanguageMiddleware, choose
from dashboards.workshop.serve.rate_limit import AttemptLimit
from dashboards.workshop.serve.room import Room
from dashboards.workshop.serve.settings import Settings
from dashboards.workshop.serve.solara_app import SolaraPages, stranger
from dashboards.workshop.serve.solara_bridge import OneBridge, RoomBridge
from dashboards.workshop.serve.updates import parts_for
from dashboards.workshop.views import html_parts, take_away
from dashboards.workshop.views.counterfactual import own_rounds
from dashboards.workshop.views.practice import practice

LONGEST_BODY = 4096
FEW_WITHOUT_SEAT = 10
"""People without a seat from whom on joins are limited."""
EXPLORE = f"http://{LOCAL}:{PORT}"
"""Address of ``silos explore`` on anybody's own computer."""
HEADERS = {
    b"content-security-policy": b"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    b"connect-src 'self' ws: wss:; form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
    b"referrer-policy": b"no-referrer",
    b"x-content-type-options": b"nosniff",
    b"cache-control": b"no-store",
}


class SecurityHeaders:
    """Middleware that adds the headers which keep a page to itself."""

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
    """Answers of one room."""

    def __init__(self, room: Room, settings: Settings) -> None:
        self.room, self.address, self.since = room, settings.address, time.time_ns()
        self.root = settings.address.root
        self.wrong_keys, self.cookies = AttemptLimit(), RoleCookies(room)
        self.joins = AttemptLimit(by_address=5, in_all=30)
        room.address = settings.address
        self._replaying = asyncio.Lock()

    def visitor(self, connection: HTTPConnection, role: Role) -> Visitor | None:
        """Return who comes with this role's cookie."""
        return self.cookies.visitor(connection.cookies, role)

    def player(self, connection: HTTPConnection) -> PlayerId | None:
        """Return the player who comes with a player's cookie."""
        visitor = self.visitor(connection, Role.PLAYER)
        return visitor if visitor is not None and is_player(visitor) else None

    def _now(self) -> float:
        return self.room.clock()

    # ------------------------------------------------------------ coming in

    async def home(self, request: Request) -> Response:
        """Join; who has joined already goes on to the own page."""
        if request.client and not is_local(request.client.host) and not self.room.reached:
            self.room.reached = True
            self.room.touch()
        if self.player(request):
            return RedirectResponse(f"{self.root}/play", 303)
        if self.root:
            return RedirectResponse("/", 303)
        session = self.room.session
        return HTMLResponse(
            html_parts.page("join", [], title=scenario_text(session.scenario.title), alone=session.begin.alone)
        )

    async def look(self, request: Request) -> Response:
        """With the right code: which seats there are."""
        body = await self._with_code(request)
        return body if isinstance(body, Response) else self.looked()

    def looked(self) -> Response:
        """Return which seats there are."""
        session = self.room.session
        seats = [
            {
                "number": number,
                "label": seat.shown,
                "sector": scenario_text(seat.sector),
                "people": len(session.players_on(number)),
            }
            for number, seat in enumerate(session.seats)
        ]
        return JSONResponse({"seats": seats})

    async def join(self, request: Request) -> Response:
        """With the right code: a name and a seat make a player."""
        body = await self._with_code(request)
        return body if isinstance(body, Response) else await self.joined(request, body)

    async def joined(self, request: Request, body: dict[str, Any]) -> Response:
        """Make a player of a name and a seat."""
        name, seat = body.get("name"), body.get("seat")
        whole = isinstance(seat, int) and not isinstance(seat, bool)
        if not isinstance(name, str) or not (seat is None or seat == "any" or whole):
            return refusal(_("a name or a seat cannot be read"))
        if self.player(request):
            return refusal(_("you are in the room already"))
        if self._crowded(request):
            return refusal(_("too many people are joining at once: wait a minute"), 429)
        try:
            key = (await self.room.join(name, self._free_seat() if seat == "any" else seat))[1]
        except Refused as refused:
            return refusal(str(refused))
        return self.cookies.leave_key(JSONResponse({"go": f"{self.root}/play"}), Role.PLAYER, key)

    def _crowded(self, request: Request) -> bool:
        """Tell whether this address has let in too many of late, once the room has more people than it needs."""
        session = self.room.session
        address = request.client.host if request.client else ""
        without_seat = sum(person.seat is None for person in session.players.values())
        if without_seat < FEW_WITHOUT_SEAT:
            return False
        if self.joins.reached(address, self._now()):
            return True
        self.joins.count(address, self._now())
        return False

    def _free_seat(self) -> int | None:
        """The first seat nobody sits on, going round the sectors so that every sector has people early."""
        session, taken = self.room.session, self.room.session.taken_seats()
        crowd: dict[str, int] = {}
        for seat in taken:
            crowd[session.seats[seat].sector] = crowd.get(session.seats[seat].sector, 0) + 1
        free = [number for number in range(len(session.seats)) if number not in taken]
        return min(free, key=lambda seat: (crowd.get(session.seats[seat].sector, 0), seat), default=None)

    async def _with_code(self, request: Request) -> dict[str, Any] | Response:
        """The body of a request that knows the join code; counts wrong tries."""
        body = await json_body(request)
        if body is None:
            return refusal(_("the message cannot be read"))
        address = request.client.host if request.client else ""
        if not hmac.compare_digest(tidy_code(str(body.get("code", ""))), self.room.keys.code):
            if self.wrong_keys.reached(address, self._now()):
                return refusal(_("too many wrong codes: wait a minute"), 429)
            self.wrong_keys.count(address, self._now())
            return refusal(_("this code is wrong: look at the big screen"), 403)
        return body

    async def enter(self, request: Request) -> Response:
        """A personal link: its key comes in the body, out of the fragment, and becomes a cookie."""
        if request.method == "GET":
            return HTMLResponse(html_parts.page("enter", [], title=scenario_text(self.room.session.scenario.title)))
        body = await json_body(request) or {}
        role, key = BY_LETTER.get(str(body.get("role"))), str(body.get("key", ""))
        address = request.client.host if request.client else ""
        if role is None or self.cookies.holder(role, key) is None:
            if self.wrong_keys.reached(address, self._now()):
                return refusal(_("too many wrong keys: wait a minute"), 429)
            self.wrong_keys.count(address, self._now())
            return refusal(_("this link opens nothing here: ask the facilitator"), 403)
        places = {Role.PLAYER: "/play", Role.FACILITATOR: "/lead", Role.SCREEN: "/screen"}
        return self.cookies.leave_key(JSONResponse({"go": f"{self.root}{places[role]}"}), role, key)

    # ------------------------------------------------------------ pages

    async def play(self, request: Request) -> Response:
        player, session = self.player(request), self.room.session
        if not player:
            return RedirectResponse("/", 303)
        about: dict[str, Any] = {
            "title": scenario_text(session.scenario.title),
            "session": session.begin.session,
            "now": self._now(),
            "root": self.root,
        }
        return HTMLResponse(html_parts.page("play", parts_for(self.room, player), **about))

    async def device(self, request: Request) -> Response:
        """The player's own link, to go on with another device."""
        if not self.player(request):
            return RedirectResponse("/", 303)
        link = f"{self.address.url}/enter#p.{request.cookies[self.cookies.name(Role.PLAYER)]}"
        return HTMLResponse(
            html_parts.page("device", [], title=scenario_text(self.room.session.scenario.title), qr=qr(link), link=link)
        )

    async def again(self, request: Request) -> Response:
        """The player's own rounds, chosen otherwise; once play is over, and one at a time."""
        player = self.player(request)
        session, counterfactuals = self.room.session, self.room.counterfactuals
        seat = session.players[player].seat if player else None
        if seat is None or counterfactuals is None or not session.own_open:
            return RedirectResponse(f"{self.root}/play", 303)
        async with self._replaying:
            about = await asyncio.to_thread(own_rounds, counterfactuals, seat, request.query_params.get("plan", ""))
        return HTMLResponse(html_parts.page("again", [], title=scenario_text(session.scenario.title), d=about))

    async def practice(self, request: Request) -> Response:
        """Two minutes of practice against the model; nothing of it is kept."""
        if not self.player(request):
            return RedirectResponse("/", 303)
        scenario, asked = self.room.session.scenario, request.query_params
        async with self._replaying:
            about = await asyncio.to_thread(practice, scenario, asked.get("moves", ""), asked.get("answer", ""))
        return HTMLResponse(html_parts.page("practice", [], title=scenario_text(scenario.title), d=about))

    async def clock(self, request: Request) -> Response:
        """What time it is, and since when this process answers: pages ask whether it is there, and the same."""
        return JSONResponse({"now": self._now(), "since": self.since})

    # ------------------------------------------------------------ what one takes away

    async def take_away(self, request: Request) -> Response:
        """The player's own page, to keep."""
        player = self.player(request)
        if not player:
            return RedirectResponse("/", 303)
        if not self.room.session.own_open:
            return RedirectResponse(f"{self.root}/play", 303)
        return _download(take_away.page(self.room, player, self.address.url, EXPLORE), "text/html", "my-workshop.html")

    async def session_file(self, request: Request) -> Response:
        """The whole session, anonymised, for the facilitator."""
        if not self.visitor(request, Role.FACILITATOR):
            return stranger()
        content = take_away.archive(self.room.session, self.room.entries)
        return _download(content, "application/zip", f"workshop-{self.room.session.begin.session}.zip")

    # ------------------------------------------------------------ the socket

    async def socket(self, socket: WebSocket) -> None:
        """What is new, and what is asked for; for people and bots alike."""
        role = BY_LETTER.get(socket.query_params.get("role", "p"))
        visitor = self.visitor(socket, role) if role and same_origin(socket.headers) else None
        await socket.accept()
        if visitor is None:
            await socket.close(4403)
            return
        if self.room.online.get(visitor, 0) >= MOST_CONNECTIONS:
            await socket.close(4429)
            return
        data = role is not Role.PLAYER or socket.query_params.get("as") == "data"
        await Connection(self.room, socket, visitor, data).serve()


async def json_body(request: Request, longest: int = LONGEST_BODY) -> dict[str, Any] | None:
    """Return the JSON object that was sent; None for anything else."""
    if not same_origin(request.headers) or not request.headers.get("content-type", "").startswith("application/json"):
        return None
    content = b""
    async for piece in request.stream():
        content += piece
        if len(content) > longest:
            return None
    try:
        body = json.loads(content)
    except (ValueError, RecursionError):
        return None
    return body if isinstance(body, dict) else None


def refusal(why: str, status: int = 400) -> Response:
    """Return an answer that says why not."""
    return JSONResponse({"why": why}, status)


def _download(content: str | bytes, kind: str, name: str) -> Response:
    return Response(content, media_type=kind, headers={"content-disposition": f'attachment; filename="{name}"'})


def _file(path: Path) -> Any:
    async def answer(_: Request) -> Response:
        return FileResponse(path)

    return answer


def static_routes() -> list[Route]:
    """Return the routes of the files that light pages load."""
    return [Route(f"/static/{file.name}", _file(file)) for file in (html_parts.FOLDER / "static").iterdir()]


def room_routes(site: Site) -> list[BaseRoute]:
    """Return the routes of one room."""
    return [
        Route("/", site.home),
        Route("/look", site.look, methods=["POST"]),
        Route("/join", site.join, methods=["POST"]),
        Route("/enter", site.enter, methods=["GET", "POST"]),
        Route("/play", site.play),
        Route("/device", site.device),
        Route("/again", site.again),
        Route("/practice", site.practice),
        Route("/clock", site.clock),
        Route("/take-away", site.take_away),
        Route("/session", site.session_file),
        WebSocketRoute("/ws", site.socket),
    ]


def application(room: Room, settings: Settings) -> Starlette:
    """Return the app of one room.  Who plays alone has no facilitator and no big screen."""
    site = Site(room, settings)
    bridge = RoomBridge(room, settings, site.cookies)
    pages = SolaraPages(OneBridge(bridge))

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        await room.start()
        bridge.open()
        async with nullcontext() if room.session.begin.alone else pages.served(settings.preload):
            yield
        bridge.close()
        await room.stop()

    return Starlette(
        routes=[*room_routes(site), Route("/language/{language}", choose), *static_routes(), Mount("/", pages)],
        middleware=[Middleware(SecurityHeaders), Middleware(LanguageMiddleware)],
        lifespan=lifespan,
    )
