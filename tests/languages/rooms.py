"""Rooms in every phase, and the pages that people see in them, without a server."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from dashboards.workshop.journal import Journal

from dashboards.workshop import pages, takeaway
from dashboards.workshop.asking import FACILITATOR
from dashboards.workshop.connection import SCREEN, parts_for
from dashboards.workshop.debrief import Past
from dashboards.workshop.keys import Keys
from dashboards.workshop.room import Room
from dashboards.workshop.seats import proper_name
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
    folder = Path(mkdtemp())
    journal = Journal(folder / "journal")
    journal.write(table.entries)
    journal.close()
    room = Room(Journal(folder / "journal"), Keys.at(folder / "keys.json"))
    room.journal.close()
    if phase == "debrief":
        past = Past(room.session)
        room.debrief = past.debrief()
        room.debrief.seats[0] = past.look_back(0)
    return room


def shown(room: Room, name: str) -> Iterator[str]:
    """Every page of a room on which a name may stand."""
    room.session.players["ann"].name = proper_name(name)
    room.memo.clear()
    about = {"title": "T", "session": "s", "now": 0}
    yield pages.page("play", parts_for(room, "ann"), **about)
    yield pages.page("screen", parts_for(room, SCREEN), code="C", place="P", qr="", **about)
    yield pages.page("lead", parts_for(room, FACILITATOR), code="C", join="J", qr="", screen="S", **about)
    yield takeaway.page(room, "ann", "http://here")


def plain() -> Iterator[str]:
    """The pages that are the same in every phase."""
    for name in ("join", "enter", "stranger"):
        yield pages.page(name, [], title="T")
    yield pages.page("device", [], title="T", qr="", link="L")
