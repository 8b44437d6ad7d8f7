"""Pages of surveys, in the house of rooms.

    /s/NAME          what a person reads first; the key or the code comes in the fragment of the address
    /s/NAME/answer   the questions            /s/NAME/thanks     they have arrived
    /surveys/NAME    the result page, for who may make rooms, and what there is to download

Keys travel in fragments, bodies and cookies, never in a path or query.  An answer is in the store before its page is
told so.
"""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Callable
from functools import lru_cache
from typing import Any, TypeVar

from starlette.requests import HTTPConnection, Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from dashboards.languages import _, language
from dashboards.survey.measure import scenario as made
from dashboards.survey.measure.definition import SurveyError
from dashboards.survey.measure.tables import released_table
from dashboards.survey.serve import kept
from dashboards.survey.serve.importing import ImportPages
from dashboards.survey.serve.wishes import survey_asked_for
from dashboards.survey.views import html
from dashboards.survey.views.form import form
from dashboards.survey.views.result import result
from dashboards.workshop.serve.app import json_body, refusal
from dashboards.workshop.serve.join_link import qr
from dashboards.workshop.serve.keys import tidy_code
from dashboards.workshop.serve.rate_limit import AttemptLimit
from dashboards.workshop.serve.settings import Settings
from results import KeptSurvey, StoreError, Surveys
from results.errors import NotFound, SurveyClosed
from scenarios import ScenarioError

LASTS = 400 * 24 * 3600
"""Seconds for which a browser keeps the key of who answers, so that a second try replaces the first."""
LONGEST_ANSWER = 60_000
LONGEST_SCENARIO = 400_000

Given = TypeVar("Given")


class SurveyPages:
    """Answers of the pages.  ``may`` tells who may make rooms, and so surveys."""

    def __init__(self, store: str, settings: Settings, may: Callable[[HTTPConnection], bool]) -> None:
        self.store, self.settings, self.may = store, settings, may
        self.wrong = AttemptLimit()
        self._surveys: Surveys | None = None
        self._one_at_a_time = asyncio.Lock()

    async def _ask(self, question: Callable[[Surveys], Given]) -> Given:
        """Return the store's answer to a question; one is asked at a time, as it writes one at a time."""
        async with self._one_at_a_time:
            if self._surveys is None:
                self._surveys = await asyncio.to_thread(Surveys, self.store)
            return await asyncio.to_thread(question, self._surveys)

    def close(self) -> None:
        """Let go of the store."""
        if self._surveys is not None:
            self._surveys.close()
            self._surveys = None

    async def _get(self, request: Request) -> KeptSurvey | None:
        try:
            return await self._ask(lambda surveys: surveys.get(kept.tidy_name(request.path_params["name"])))
        except NotFound:
            return None

    # ------------------------------------------------------------ answering

    async def welcome(self, request: Request) -> Response:
        """Return what a person reads first: who asks, what for, and what becomes of the answer."""
        there = await self._get(request)
        if there is None:
            return HTMLResponse(html.page("survey-none", title=_("Survey")), 404)
        survey = kept.definition(there)
        about = {"title": survey.title, "consent": survey.consent, "taking": there.taking, "name": there.name}
        about["by_code"] = there.wave == 1
        return HTMLResponse(html.page("survey-welcome", known=self._key(request, there.name) != "", **about))

    async def begin(self, request: Request) -> Response:
        """Take a personal key, or make one for who knows the code; it becomes a cookie.

        Whoever says that somebody else used this browser before (``new``) needs the code anew.
        """
        there, body = await self._get(request), await json_body(request)
        if there is None or body is None:
            return refusal(_("the message cannot be read"))
        address, now = request.client.host if request.client else "", self.settings.clock()
        before = "" if body.get("new") is True else self._key(request, there.name)
        key = str(body.get("key", "") or before)
        if not key or not await self._ask(lambda surveys: surveys.knows(there.name, kept.person_of(key))):
            if self.wrong.reached(address, now):
                return refusal(_("too many wrong codes: wait a minute"), 429)
            code = tidy_code(str(body.get("code", "")))
            if not hmac.compare_digest(code, str(there.access.get("code", ""))):
                self.wrong.count(address, now)
                return refusal(_("this link or code opens no survey here: ask who sent it"), 403)
            try:
                key = (await self._ask(lambda surveys: kept.invite(surveys, there.name, 1, by_code=True)))[0]
            except SurveyClosed:
                return refusal(_("as many people have been invited as can be"), 403)
            except SurveyError as error:
                return refusal(str(error), 403)
        reply = JSONResponse({"go": f"/s/{there.name}/answer"})
        safe = self.settings.address.scheme == "https"
        reply.set_cookie(_cookie(there.name), key, max_age=LASTS, httponly=True, samesite="strict", secure=safe)
        return reply

    async def questions(self, request: Request) -> Response:
        """Return the questions, to who was invited."""
        there = await self._get(request)
        if there is None or not await self._invited(request, there.name):
            return RedirectResponse(f"/s/{request.path_params['name']}", 303)
        if not there.taking:
            return RedirectResponse(f"/s/{there.name}", 303)
        return HTMLResponse(_form(there.name, there.definition, language()))

    async def answer(self, request: Request) -> Response:
        """Keep an answer; it is stored when this replies."""
        body, name = await json_body(request, LONGEST_ANSWER), kept.tidy_name(request.path_params["name"])
        if body is None:
            return refusal(_("the message cannot be read"))
        key = self._key(request, name)
        try:
            await self._ask(lambda surveys: kept.answer(surveys, name, key, body))
        except SurveyError as error:
            return refusal(str(error))
        except (SurveyClosed, NotFound):
            return refusal(_("this survey takes no answers at the moment"), 403)
        except StoreError:
            return refusal(_("your answer could not be kept: please try again in a moment"), 503)
        return JSONResponse({"go": f"/s/{name}/thanks"})

    async def thanks(self, request: Request) -> Response:
        """Return the page that says an answer has arrived."""
        there = await self._get(request)
        if there is None:
            return RedirectResponse("/", 303)
        return HTMLResponse(html.page("survey-thanks", title=kept.definition(there).title, name=there.name))

    def _key(self, request: Request, name: str) -> str:
        return request.cookies.get(_cookie(name), "")

    async def _invited(self, request: Request, name: str) -> bool:
        key = self._key(request, name)
        return bool(key) and await self._ask(lambda surveys: surveys.knows(name, kept.person_of(key)))

    # ------------------------------------------------------------ leading

    async def summaries(self) -> list[dict[str, Any]]:
        """Return the surveys for the page of rooms, the newest first."""
        return [
            {
                "name": there.name,
                "title": kept.definition(there).title,
                "wave": there.wave,
                "taking": there.taking,
                "answered": there.answered[-1],
                "people": there.people,
            }
            for there in reversed(await self._ask(lambda surveys: surveys.all()))
        ]

    async def make(self, request: Request) -> Response:
        """Make a survey of a scenario's organisations."""
        body = await json_body(request, LONGEST_SCENARIO)
        if body is None or not self.may(request):
            return _forbidden()
        try:
            survey = survey_asked_for(body)
        except (ScenarioError, SurveyError) as error:
            return refusal(str(error))
        name = await self._ask(lambda surveys: kept.make(surveys, survey))
        return JSONResponse({"go": f"/surveys/{name}"})

    async def results(self, request: Request) -> Response:
        """Return the result page."""
        if not self.may(request):
            return RedirectResponse("/rooms", 303)
        name = kept.tidy_name(request.path_params["name"])
        try:
            shown = await self._ask(lambda surveys: kept.shown(surveys, name))
        except NotFound:
            return HTMLResponse(html.page("survey-none", title=_("Survey")), 404)
        code = str(shown.kept.access.get("code", ""))
        link = f"{self.settings.address.url}/s/{name}#{code}"
        asked = request.query_params.get("wave", "")
        wave = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 5 else len(shown.waves)
        wave = min(max(wave, 1), len(shown.waves))
        about = {
            "kept": shown.kept,
            "title": shown.survey.title,
            "link": link,
            "code": code,
            "qr": qr(link),
            "wave": wave,
            "r": await asyncio.to_thread(result, shown.waves, wave) if shown.waves else None,
        }
        return HTMLResponse(html.page("survey-results", **about))

    async def links(self, request: Request) -> Response:
        """Return links for so many people, each for one."""
        body = await json_body(request) or {}
        if not self.may(request):
            return _forbidden()
        name, people = kept.tidy_name(body.get("room")), body.get("people")
        if isinstance(people, bool) or not isinstance(people, int) or not 1 <= people <= kept.MOST_PEOPLE:
            return refusal(_("%(name)s must lie in %(range)s", name="people", range=f"[1, {kept.MOST_PEOPLE}]"))
        try:
            keys = await self._ask(lambda surveys: kept.invite(surveys, name, people))
        except (NotFound, SurveyClosed, SurveyError) as error:
            return refusal(str(error))
        return JSONResponse({"links": [f"{self.settings.address.url}/s/{name}#k.{key}" for key in keys]})

    async def change(self, request: Request) -> Response:
        """Close a wave, begin the next, or delete the survey with all its answers."""
        body = await json_body(request) or {}
        if not self.may(request):
            return _forbidden()
        name = kept.tidy_name(body.get("room"))
        what = request.url.path.rpartition("/")[2]
        actions: dict[str, Callable[[Surveys], object]] = {
            "close": lambda surveys: surveys.stop(name),
            "again": lambda surveys: kept.again(surveys, name),
            "delete": lambda surveys: surveys.remove(name),
        }
        try:
            await self._ask(actions[what])
        except (StoreError, SurveyError) as error:
            return refusal(str(error))
        return JSONResponse({"go": "/rooms" if what == "delete" else f"/surveys/{name}"})

    async def file(self, request: Request) -> Response:
        """Return what is shown as a table, or the scenario that it makes."""
        if not self.may(request):
            return _forbidden()
        name = kept.tidy_name(request.path_params["name"])
        try:
            shown = await self._ask(lambda surveys: kept.shown(surveys, name))
            if request.url.path.endswith(".csv"):
                content, ending = released_table(shown.waves), "csv"
            else:
                content, ending = made.text(kept.wave_of(shown, None)), "toml"
        except (NotFound, SurveyError) as error:
            return refusal(str(error), 404)
        disposition = {"content-disposition": f'attachment; filename="survey-{name}.{ending}"'}
        return Response(content, media_type="text/plain; charset=utf-8", headers=disposition)

    def routes(self) -> list[Route]:
        """Return the routes of all pages."""
        return [
            Route("/s/{name}", self.welcome),
            Route("/s/{name}/begin", self.begin, methods=["POST"]),
            Route("/s/{name}/answer", self.questions, methods=["GET"]),
            Route("/s/{name}/answer", self.answer, methods=["POST"]),
            Route("/s/{name}/thanks", self.thanks),
            Route("/surveys/make", self.make, methods=["POST"]),
            Route("/surveys/links", self.links, methods=["POST"]),
            *(Route(f"/surveys/{what}", self.change, methods=["POST"]) for what in ("close", "again", "delete")),
            *ImportPages(self._ask, self.may).routes(),
            Route("/surveys/{name}", self.results),
            Route("/surveys/{name}/shown.csv", self.file),
            Route("/surveys/{name}/scenario.toml", self.file),
            *(Route(f"/static/{path.name}", _static(path)) for path in sorted((html.FOLDER / "static").iterdir())),
        ]


@lru_cache(maxsize=64)
def _form(name: str, text: str, language: str) -> str:
    """Return the questions, made once for each language: a room opens them all at once."""
    return html.page("survey-form", name=name, **form(kept.parsed(text)))


def _cookie(name: str) -> str:
    return f"silos-survey-{name}"


def _forbidden() -> Response:
    return refusal(_("only who knows the passphrase may do this"), 403)


def _static(path: Any) -> Any:
    async def answer(_request: Request) -> Response:
        return FileResponse(path)

    return answer
