"""Dialogue of an import: a table is sent, what its columns mean is chosen, its answers become a wave."""

from __future__ import annotations

import asyncio
import base64
import binascii
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from starlette.requests import HTTPConnection, Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from dashboards.explore.explanation import tier_names
from dashboards.languages import _
from dashboards.survey.imports.answers import take
from dashboards.survey.imports.draft import guess
from dashboards.survey.imports.mapping import mapping_of
from dashboards.survey.imports.table import Table, read
from dashboards.survey.measure.definition import Survey, SurveyError
from dashboards.survey.measure.items import BY_KEY
from dashboards.survey.serve import kept
from dashboards.survey.views import html
from dashboards.workshop.serve.app import json_body, refusal
from results import StoreError, Surveys
from scenarios import ScenarioError
from scenarios.errors import printable

LONGEST_TABLE = 6_000_000
"""Bytes of a request with a table in it."""

Ask = Callable[[Callable[[Surveys], Any]], Awaitable[Any]]


class ImportPages:
    """Answers of the dialogue, for who may make rooms."""

    def __init__(self, ask: Ask, may: Callable[[HTTPConnection], bool]) -> None:
        self._ask, self.may = ask, may

    async def page(self, request: Request) -> Response:
        """Return the page to which a table is given."""
        if not self.may(request):
            return RedirectResponse("/rooms", 303)
        name = kept.tidy_name(request.path_params["name"])
        try:
            survey: Survey = kept.definition(await self._ask(lambda surveys: surveys.get(name)))
        except StoreError:
            return HTMLResponse(html.page("survey-none", title=_("Survey")), 404)
        return HTMLResponse(html.page("survey-import", title=survey.title, name=name))

    async def table(self, request: Request) -> Response:
        """Return what can be guessed of a table, as a form to be finished."""
        return await self._with_table(request, self._guessed)

    async def take_in(self, request: Request) -> Response:
        """Take in a table's answers as a closed wave."""
        return await self._with_table(request, self._taken)

    async def _with_table(
        self, request: Request, then: Callable[[str, Survey, Table, dict[str, Any]], Awaitable[Response]]
    ) -> Response:
        body, name = await json_body(request, LONGEST_TABLE), kept.tidy_name(request.path_params["name"])
        if body is None or not self.may(request):
            return refusal(_("the table cannot be read, or is too large"), 400 if self.may(request) else 403)
        file = printable(str(body.get("file", "table"))[:100])
        with tempfile.TemporaryDirectory() as folder:
            place = Path(folder) / "table"
            try:
                place.write_bytes(base64.b64decode(str(body.get("data", "")), validate=True))
                survey: Survey = kept.definition(await self._ask(lambda surveys: surveys.get(name)))
                table = await asyncio.to_thread(read, place)
                return await then(name, survey, table, body)
            except binascii.Error:
                return refusal(_("the table cannot be read, or is too large"))
            except (ScenarioError, SurveyError, StoreError) as error:
                return refusal(str(error).replace(str(place), file))

    async def _guessed(self, name: str, survey: Survey, table: Table, body: dict[str, Any]) -> Response:
        chosen = {key: str(body[key]) for key in ("organisation", "tier") if body.get(key) in table.columns}
        items = [item for key, item in BY_KEY.items() if key in survey.items]
        about = {
            "g": guess(table, survey, **chosen),
            "columns": [(column, table.texts.get(column, "")) for column in table.columns],
            "organisations": survey.organisations,
            "tiers": tier_names(survey.tiers),
            "items": [(item.key, str(item.question)) for item in items],
            "rows": len(table.rows),
        }
        return JSONResponse({"html": html.page("survey-mapping", **about)})

    async def _taken(self, name: str, survey: Survey, table: Table, body: dict[str, Any]) -> Response:
        mapping = mapping_of(body.get("mapping"))
        taken = await asyncio.to_thread(take, table, mapping, survey)
        if not taken.answers:
            return refusal(_("nothing was answered yet"))
        await self._ask(lambda surveys: kept.take_in(surveys, name, taken.answers, known=bool(mapping.person)))
        return JSONResponse({"go": f"/surveys/{name}"})

    def routes(self) -> list[Route]:
        """Return the routes of the dialogue."""
        return [
            Route("/surveys/{name}/import", self.page, methods=["GET"]),
            Route("/surveys/{name}/import", self.take_in, methods=["POST"]),
            Route("/surveys/{name}/table", self.table, methods=["POST"]),
        ]
