"""Every scenario of the library can be played, at every phase, on every page; also by tiers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from markupsafe import escape

from dashboards.explore import url_state
from dashboards.workshop.play import events as e
from dashboards.workshop.play.counterfactuals import Counterfactuals
from dashboards.workshop.play.deck import deck_of
from dashboards.workshop.roles import Role
from dashboards.workshop.serve import sessions
from dashboards.workshop.serve.commands import parse_command
from dashboards.workshop.serve.room import Room
from dashboards.workshop.serve.updates import parts_for
from dashboards.workshop.views import take_away
from dashboards.workshop.views.html_parts import for_solara
from scenarios import library, load


def look(room: Room) -> str:
    """Every part of every page, as HTML, or as what is drawn."""
    room.memo.clear()
    return "".join(
        str(for_solara(part)) for who in ("kim", Role.FACILITATOR, Role.SCREEN) for part in parts_for(room, who)
    )


def lead(room: Room, do: str, **fields: object) -> None:
    room.session.apply(parse_command({"do": do, **fields}, Role.FACILITATOR, room.session), 0.0)


BY_TIERS = ("plain", "two-neighbours", "greater-manchester-2015")


@pytest.mark.parametrize(("name", "tiers"), [(name, False) for name in library()] + [(name, True) for name in BY_TIERS])
def test_from_the_lobby_to_the_take_away(name: str, tiers: bool, tmp_path: Path) -> None:
    room = sessions.resume(
        tmp_path / "w.db", sessions.begin(tmp_path / "w.db", load(name), seed=1, rounds=2, tiers=tiers)
    )
    look_empty = [for_solara(part) for who in (Role.FACILITATOR, Role.SCREEN) for part in parts_for(room, who)]
    assert all(look_empty[:1])
    room.session.apply(e.Join(player="kim", name="<b>Kim</b>", seat=0, key=""), 0.0)
    assert "Your prediction" in look(room)
    for race in (True, False):
        lead(room, "open")
        assert "How will you treat your partners?" in look(room)
        choice = e.Choice(race=race, believed=0.5)
        turn = room.session.turn
        room.session.apply(e.Choose(player="kim", seat=0, id=f"c{turn}", turn=turn, choice=choice), 0.0)
        assert "Your choice has arrived" in look(room)
        lead(room, "pause")
        look(room)
        lead(room, "close")
        assert "The round is over" in look(room)
    lead(room, "finish")
    assert "The map, in silence" in look(room)
    for step in deck_of(room.session):
        lead(room, "step", step=step.key)
        assert str(escape(step.title)) in look(room)
    past = Counterfactuals(room.session)
    room.debrief = past.debrief()
    room.debrief.seats[0] = past.seat_debrief(0)
    page = look(room) + take_away.page(room, "kim", "http://here", "http://explore")
    assert "If only you had chosen otherwise" in page
    assert "If everyone had raced" in page
    assert "<b>Kim" not in page
    assert "I believed the others trusted us" in page
    room.debrief.seats[0] = replace(room.debrief.seats[0], believed=None)
    page = take_away.page(room, "kim", "http://here", "http://explore")
    assert "The others trusted us" in page
    assert "I believed" not in page, "nobody who said nothing believed a dash"
    assert take_away.archive(room.session, room.entries)
    explored = next(part for part in parts_for(room, Role.FACILITATOR) if part.name == "lead-explore").data()["query"]
    setup, month, faults = url_state.read(explored)
    assert faults == []
    assert (setup.scenario, setup.seed, month) == (load(name), 1, room.session.now.month)
    room.stored.close()


def test_what_a_facilitator_went_back_from_and_who_left_are_still_told(tmp_path: Path) -> None:
    room = sessions.resume(tmp_path / "w.db", sessions.begin(tmp_path / "w.db", load("plain"), seed=1, rounds=2))
    room.session.apply(e.Join(player="kim", name="Kim", seat=0, key=""), 0.0)
    lead(room, "open")
    choice = e.Choose(player="kim", seat=0, id="c", turn=room.session.turn, choice=e.Choice(race=True))
    room.session.apply(choice, 0.0)
    lead(room, "remove", player="kim")
    told = "".join(str(for_solara(each)) for each in parts_for(room, Role.FACILITATOR))
    assert told.count("left after choosing") == 1
    lead(room, "close")
    lead(room, "back", round=0)
    told = "".join(str(for_solara(each)) for each in parts_for(room, Role.FACILITATOR))
    assert "Branch 1: round 1, left by going back" in told
    room.stored.close()
