"""A leader's seat is called in a visitor's language wherever a page shows it."""

from __future__ import annotations

import asyncio
import json
from types import SimpleNamespace
from typing import Any

from starlette.requests import Request

from dashboards.languages import speaking
from dashboards.workshop.play.counterfactuals import Counterfactuals
from dashboards.workshop.serve.app import Site
from dashboards.workshop.serve.join_link import Address
from dashboards.workshop.serve.settings import Settings
from dashboards.workshop.views.counterfactual import own_rounds
from scenarios import load
from tests.workshop.making import Table


def by_tiers() -> Table:
    return Table(tiers=True, scenario=load("five-organisations").with_settings({"structure.tiers": 3}).dump(), rounds=1)


def test_the_list_to_choose_a_seat_from() -> None:
    room: Any = SimpleNamespace(session=by_tiers().session, keys=SimpleNamespace(code="ABC234"), clock=lambda: 0.0)

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b'{"code": "ABC234"}', "more_body": False}

    headers = [(b"content-type", b"application/json")]
    asking = Request({"type": "http", "method": "POST", "path": "/look", "headers": headers, "client": None}, receive)
    with speaking("de"):
        answer = asyncio.run(Site(room, Settings(Address("localhost", 1))).look(asking))
    assert json.loads(bytes(answer.body))["seats"][0]["label"].endswith(": Leitung")


def test_ones_rounds_again() -> None:
    table = by_tiers()
    table.join("ann", 0)
    table.round()
    table.lead("finish")
    with speaking("de"):
        assert own_rounds(Counterfactuals(table.session), 0, "")["seat"].endswith(": Leitung")
