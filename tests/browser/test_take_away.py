"""What people take home, on paper."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from dashboards.languages import speaking
from dashboards.workshop.play import events as e
from dashboards.workshop.play.counterfactuals import Counterfactuals
from dashboards.workshop.roles import Role
from dashboards.workshop.serve import sessions
from dashboards.workshop.serve.commands import parse_command
from dashboards.workshop.serve.room import Room
from dashboards.workshop.views import take_away
from scenarios import load

ROUNDS = 8


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Room:
    """A room that has played Greater Manchester to its end, with a card in every other round."""
    place = tmp_path_factory.mktemp("room") / "w.db"
    room = sessions.resume(place, sessions.begin(place, load("greater-manchester-2015"), seed=1, rounds=ROUNDS))
    put = room.session.apply
    put(e.Join(player="kim", name="Kim", seat=0, key=""), 0.0)
    for number in range(ROUNDS):
        put(parse_command({"do": "open"}, Role.FACILITATOR, room.session), 0.0)
        choice = e.Choice(race=number % 3 > 0, unlike=(3, 5), believed=0.5)
        put(e.Choose(player="kim", seat=0, id=f"c{number}", turn=room.session.turn, choice=choice), 0.0)
        if number % 2:
            put(parse_command({"do": "card", "card": "budgets-cut"}, Role.FACILITATOR, room.session), 0.0)
        put(parse_command({"do": "close"}, Role.FACILITATOR, room.session), 0.0)
    put(parse_command({"do": "finish"}, Role.FACILITATOR, room.session), 0.0)
    past = Counterfactuals(room.session)
    room.debrief = past.debrief()
    room.debrief.seats[0] = past.seat_debrief(0)
    return room


@pytest.mark.parametrize("language", ["en", "de"])
def test_a_whole_session_is_one_page(chromium: Browser, room: Room, language: str, tmp_path: Path) -> None:
    file = tmp_path / "take-away.html"
    with speaking(language):
        file.write_text(
            take_away.page(room, "kim", "http://192.168.1.2:9000", "http://127.0.0.1:8765"), encoding="utf-8"
        )
    page = chromium.new_page()
    page.goto(file.as_uri())
    paper = page.pdf(prefer_css_page_size=True)
    page.close()
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1
    assert b"/MediaBox [0 0 59" in paper, "A4: 595 points wide"
