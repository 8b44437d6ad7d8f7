"""House of rooms: one address at which facilitators make rooms, and everyone finds the own one.

    /              join with a code                /rooms         make, open, download, delete rooms
    /r/NAME/...    the room: see app               /r/NAME/lead, /r/NAME/screen      Solara's pages of it
    /s/NAME, /surveys/NAME         a survey: see dashboards.survey.serve.pages
    /explore       the pages to explore, for whoever leads a room

Who may make rooms: whoever knows the passphrase, or without one this machine alone.  Nothing of one room reaches
another: each has keys, cookies and a session of its own, and a socket belongs to the room in its path.
"""

from __future__ import annotations

import hmac
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import HTTPConnection, Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.types import Receive, Scope, Send

from dashboards.languages import _, scenario_text
from dashboards.origin_guard import is_local
from dashboards.survey.serve.pages import SurveyPages
from dashboards.workshop.errors import Refused
from dashboards.workshop.play.deck import deck_of
from dashboards.workshop.roles import Role
from dashboards.workshop.serve.app import SecurityHeaders, json_body, refusal, static_routes
from dashboards.workshop.serve.health import Health
from dashboards.workshop.serve.join_link import qr
from dashboards.workshop.serve.keys import digest
from dashboards.workshop.serve.language_middleware import LanguageMiddleware, choose
from dashboards.workshop.serve.rate_limit import AttemptLimit
from dashboards.workshop.serve.rooms import OpenRoom, Rooms
from dashboards.workshop.serve.solara_app import SolaraPages
from dashboards.workshop.views import html_parts, role_card
from scenarios import ScenarioError, library, load, loads

COOKIE = "silos-desk"
LASTS = 30 * 24 * 3600
LONGEST_SCENARIO = 400_000
"""Characters of an own scenario that is pasted in."""
FORWARDED = ("x-forwarded-for", "forwarded", "x-real-ip")


class House:
    """Answers of the house itself."""

    def __init__(self, rooms: Rooms, passphrase: str) -> None:
        self.rooms, self.passphrase = rooms, passphrase
        self.wrong = AttemptLimit()
        self.surveys = SurveyPages(rooms.store, rooms.settings, self.may)

    # ------------------------------------------------------------ joining

    async def home(self, request: Request) -> Response:
        """Return the page on which people join with a code."""
        return HTMLResponse(html_parts.page("join", [], title=_("Join a workshop"), alone=False))

    async def by_code(self, request: Request) -> Response:
        """Hand a request with a join code on to the room that has it."""
        body = await json_body(request)
        if body is None:
            return refusal(_("the message cannot be read"))
        address, now = _address(request), self.rooms.settings.clock()
        name = self.rooms.with_code(str(body.get("code", "")))
        if name is None:
            if self.wrong.reached(address, now):
                return refusal(_("too many wrong codes: wait a minute"), 429)
            self.wrong.count(address, now)
            return refusal(_("this code is wrong: look at the big screen"), 403)
        try:
            room = await self.rooms.get(name)
        except Refused as error:
            return refusal(str(error), 503)
        assert room is not None, "a code belongs to a room"
        site = room.site
        return site.looked() if request.url.path == "/look" else await site.joined(request, body)

    # ------------------------------------------------------------ the desk

    def may(self, request: HTTPConnection) -> bool:
        """Tell whether a visitor may make rooms."""
        if self.passphrase:
            return hmac.compare_digest(request.cookies.get(COOKIE, ""), digest(self.passphrase))
        forwarded = any(header in request.headers for header in FORWARDED)
        host = request.headers.get("host", "").rpartition(":")[0] or request.headers.get("host", "")
        return is_local(_address(request)) and is_local(host) and not forwarded

    async def desk(self, request: Request) -> Response:
        """Return the page of rooms."""
        if not self.may(request):
            asks = bool(self.passphrase)
            return HTMLResponse(html_parts.page("desk-closed", [], title="Silos", asks=asks), 401)
        summaries = [
            {
                "name": summary.name,
                "title": scenario_text(summary.title),
                "begun": summary.begun.strftime("%Y-%m-%d %H:%M"),
                "people": summary.people,
                "rounds": summary.rounds,
            }
            for summary in await self.rooms.summaries()
        ]
        scenarios = [{"name": name, "title": scenario_text(load(name).title)} for name in library()]
        about: dict[str, Any] = {
            "rooms": summaries,
            "scenarios": scenarios,
            "surveys": await self.surveys.summaries(),
            "draws": any(bridge.lets_in(request.cookies, Role.FACILITATOR) for bridge in self.rooms.everywhere()),
        }
        page = html_parts.page("desk", [], title=_("Rooms"), **about)
        return HTMLResponse(page)

    async def unlock(self, request: Request) -> Response:
        """Take the passphrase."""
        body = await json_body(request) or {}
        address, now = _address(request), self.rooms.settings.clock()
        right = bool(self.passphrase) and hmac.compare_digest(str(body.get("passphrase", "")), self.passphrase)
        if not right:
            if self.wrong.reached(address, now):
                return refusal(_("too many wrong tries: wait a minute"), 429)
            self.wrong.count(address, now)
            return refusal(_("this passphrase is wrong"), 403)
        answer = JSONResponse({"go": "/rooms"})
        safe = self.rooms.settings.address.scheme == "https"
        answer.set_cookie(COOKIE, digest(self.passphrase), max_age=LASTS, httponly=True, samesite="strict", secure=safe)
        return answer

    async def make(self, request: Request) -> Response:
        """Make a room from a scenario of the library, or from the text of an own one."""
        body = await json_body(request, LONGEST_SCENARIO)
        if body is None or not self.may(request):
            return refusal(_("only who knows the passphrase may do this"), 403)
        try:
            scenario = loads(str(body["text"]), file="scenario") if body.get("text") else _of_library(body)
            room = await self.rooms.create(scenario, **_fields(body))
        except (ScenarioError, Refused) as error:
            return refusal(str(error))
        return self._enter(room, "lead")

    async def lead(self, request: Request) -> Response:
        """Let who may make rooms lead one."""
        return await self.open(request, "lead")

    async def open(self, request: Request, place: str) -> Response:
        """Give who may make rooms the keys of one, and send them on."""
        body = await json_body(request) or {}
        if not self.may(request):
            return refusal(_("only who knows the passphrase may do this"), 403)
        try:
            room = await self.rooms.get(str(body.get("room", "")))
        except Refused as error:
            return refusal(str(error))
        return self._enter(room, place) if room else refusal(_("there is no such room"), 404)

    def _enter(self, room: OpenRoom, place: str) -> Response:
        root, keys = room.site.address.root, room.room.keys
        answer = room.site.cookies.leave_key(
            JSONResponse({"go": f"{root}/{place}"}), Role.FACILITATOR, keys.facilitator
        )
        return room.site.cookies.leave_key(answer, Role.SCREEN, keys.screen)

    async def file(self, request: Request) -> Response:
        """Let who may make rooms download one."""
        return await self.open(request, "session")

    async def kit(self, request: Request) -> Response:
        """Return a room's kit to print: a poster, a card a seat, the steps of the debrief."""
        if not self.may(request):
            return refusal(_("only who knows the passphrase may do this"), 403)
        room = await self.rooms.get(str(request.path_params["name"]))
        if room is None:
            return refusal(_("there is no such room"), 404)
        session, address, code = room.room.session, room.site.address, room.room.keys.code
        page = html_parts.page(
            "kit",
            [],
            title=scenario_text(session.scenario.title),
            place=address.shown,
            code=code,
            qr=qr(address.join(code)),
            seats=[role_card.role(session, seat) for seat in session.seats],
            steps=deck_of(session),
        )
        return HTMLResponse(page)

    async def delete(self, request: Request) -> Response:
        """Delete a room."""
        body = await json_body(request) or {}
        if not self.may(request):
            return refusal(_("only who knows the passphrase may do this"), 403)
        try:
            await self.rooms.delete(str(body.get("room", "")))
        except Refused as error:
            return refusal(str(error))
        return JSONResponse({"go": "/rooms"})

    # ------------------------------------------------------------ the rooms

    async def room(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand what comes under a room's path on to it."""
        name = str(scope["path_params"]["name"])
        try:
            room = await self.rooms.get(name)
        except Refused as error:
            await _unserved(scope, receive, send, 503, str(error))
            return
        if room is None:
            await _unserved(scope, receive, send, 404, _("There is no such room."))
            return
        await room.app(scope, receive, send)


async def _unserved(scope: Scope, receive: Receive, send: Send, status: int, why: str) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 4403})
    else:
        await PlainTextResponse(why, status)(scope, receive, send)


def _of_library(body: dict[str, Any]) -> Any:
    name = str(body.get("scenario", ""))
    if name not in library():
        raise Refused(_("there is no such scenario"))
    return load(name)


def _fields(body: dict[str, Any]) -> dict[str, int]:
    """Return rounds and seconds, where they are given."""
    bounds = {"rounds": (1, 40), "seconds": (30, 3600)}
    fields = {}
    for name, (low, high) in bounds.items():
        value = body.get(name)
        if isinstance(value, int) and not isinstance(value, bool):
            if not low <= value <= high:
                raise Refused(_("%(name)s must lie in %(range)s", name=name, range=f"[{low}, {high}]"))
            fields[name] = value
    return fields


def _address(request: HTTPConnection) -> str:
    return request.client.host if request.client else ""


def house(rooms: Rooms, passphrase: str = "") -> Starlette:
    """Return the app of many rooms."""
    answers = House(rooms, passphrase)
    pages = SolaraPages(rooms)

    async def to_room(scope: Scope, receive: Receive, send: Send) -> None:
        place = str(scope["path"]).strip("/").split("/")
        if len(place) > 2 and place[2] in ("lead", "screen"):
            await rooms.get(place[1])
            await pages({**scope, "root_path": ""}, receive, send)
        else:
            await answers.room(scope, receive, send)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        await rooms.start()
        async with pages.served(rooms.settings.preload):
            yield
        answers.surveys.close()
        await rooms.stop()

    return Starlette(
        routes=[
            Route("/", answers.home),
            Route("/look", answers.by_code, methods=["POST"]),
            Route("/join", answers.by_code, methods=["POST"]),
            Route("/rooms", answers.desk),
            Route("/rooms/unlock", answers.unlock, methods=["POST"]),
            Route("/rooms/make", answers.make, methods=["POST"]),
            Route("/rooms/open", answers.lead, methods=["POST"]),
            Route("/rooms/file", answers.file, methods=["POST"]),
            Route("/rooms/kit/{name}", answers.kit),
            Route("/rooms/delete", answers.delete, methods=["POST"]),
            *answers.surveys.routes(),
            Route("/clock", _clock(rooms)),
            Route("/healthz", Health(rooms.store).__call__),
            Route("/language/{language}", choose),
            *static_routes(),
            Mount("/r/{name}", to_room),
            Mount("/", pages),
        ],
        middleware=[Middleware(SecurityHeaders), Middleware(LanguageMiddleware)],
        lifespan=lifespan,
    )


def _clock(rooms: Rooms) -> Any:
    since = rooms.settings.clock()

    async def clock(_: Request) -> Response:
        return JSONResponse({"now": rooms.settings.clock(), "since": since})

    return clock
