"""Rooms in every phase, and the pages that people see in them, without a server."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from dashboards.workshop.play.counterfactuals import Counterfactuals
from dashboards.workshop.play.deck import deck_of
from dashboards.workshop.play.event_log import format_entry
from dashboards.workshop.play.seats import proper_name
from dashboards.workshop.roles import Role
from dashboards.workshop.serve.keys import Keys
from dashboards.workshop.serve.room import Room
from dashboards.workshop.serve.session_store import StoredSession
from dashboards.workshop.serve.updates import parts_for
from dashboards.workshop.views import html_parts, take_away
from dashboards.workshop.views.counterfactual import own_rounds
from results import Sessions
from tests.workshop.making import Table

PHASES = ("lobby", "open", "debrief")


@cache
def room_in(phase: str) -> Room:
    """A room with two people on a seat, one of whom is renamed again and again."""
    table = Table()
    table.join("ann", 0)
    table.join("ben", 0)
    table.ask("ann", "predict", openness=0.5, race_share=0.5)
    if phase != "lobby":
        table.lead("card", card="leader-leaves", who=table.session.scenario.names[1])
        table.lead("open")
        table.ask("ann", "intend", race=True, turn=1)
        table.choose("ann", race=True, unlike=[1], door=0.5, meet=[2], believed=0.25)
    if phase == "debrief":
        table.lead("close")
        table.lead("finish")
    with TemporaryDirectory() as folder:
        store = Path(folder) / "w.db"
        with Sessions(store) as sessions:
            sessions.begin("s1", Keys.new().kept(), format_entry(table.entries[0]))
        kept = StoredSession(store, "s1")
        kept.write(table.entries[1:])
        kept.close()
        room = Room(StoredSession(store, "s1"))
        room.stored.close()
    if phase == "debrief":
        past = Counterfactuals(room.session)
        room.debrief = past.debrief()
        room.debrief.seats[0] = past.seat_debrief(0)
        room.counterfactuals = past
    return room


STEP_PARTS = ("screen-step", "lead-deck", "act")


def shown(room: Room, name: str) -> Iterator[str]:
    """Every page of a room on which a name may stand."""
    room.session.players["ann"].name = proper_name(name)
    room.memo.clear()
    about = {"title": "T", "session": "s", "now": 0}
    yield html_parts.page("play", parts_for(room, "ann"), **about)
    state = room.session.debrief
    before = (state.step, state.own_open)
    for step in deck_of(room.session) if room.session.phase == "debrief" else []:
        state.step, state.own_open = step.key, True
        for state.revealed in (set(), {step.key}):
            for who in (Role.SCREEN, Role.FACILITATOR, "ann"):
                yield "".join(html_parts.render(part) for part in parts_for(room, who) if part.name in STEP_PARTS)
    (state.step, state.own_open), state.revealed = before, set()
    for who in (Role.SCREEN, Role.FACILITATOR):
        yield "".join(html for part in parts_for(room, who) if isinstance(html := html_parts.for_solara(part), str))
    if room.counterfactuals is not None:
        yield html_parts.page("again", [], title="T", d=own_rounds(room.counterfactuals, 0, "r"))
    yield take_away.page(room, "ann", "http://here", "http://explore")


def plain() -> Iterator[str]:
    """The pages that are the same in every phase."""
    yield html_parts.page("join", [], title="T", alone=False)
    for name in ("enter", "stranger"):
        yield html_parts.page(name, [], title="T")
    yield html_parts.page("device", [], title="T", qr="", link="L")
    for local, reached in ((True, False), (False, True), (False, False)):
        about = {"code": "C", "join": "J", "qr": "", "screen": "S", "locked": reached, "can_rehearse": True}
        yield html_parts.fragment("lead-invite", **about, local=local, reached=reached)
    yield html_parts.fragment("screen-invite", code="C", place="P", qr="", full=False)
    yield html_parts.fragment("lead-file")
    yield html_parts.fragment("messages")
