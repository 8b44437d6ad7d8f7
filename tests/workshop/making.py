"""Sessions for tests."""

from __future__ import annotations

from typing import Any

from dashboards.workshop.play import events as e
from dashboards.workshop.play.session import Session
from dashboards.workshop.roles import Role
from dashboards.workshop.serve.commands import parse_command
from scenarios import load

FIVE = load("five-organisations").dump()
SECONDS = 60


def begin(**more: Any) -> e.Begin:
    return e.Begin(**({"session": "s1", "scenario": FIVE, "seed": 7, "rounds": 4, "seconds": SECONDS} | more))


class Table:
    """A session with a clock that a test turns, and the record of what was accepted."""

    def __init__(self, **more: Any) -> None:
        first = begin(**more)
        self.session = Session(first)
        self.entries = [e.Entry(at=0.0, event=first)]
        self.time = 0.0

    def put(self, event: e.Event) -> None:
        self.session.apply(event, self.time)
        self.entries.append(e.Entry(at=self.time, event=event))

    def ask(self, sender: str, do: str, **fields: Any) -> None:
        self.put(parse_command({"do": do, **fields}, sender, self.session))

    def lead(self, do: str, **fields: Any) -> None:
        self.ask(Role.FACILITATOR, do, **fields)

    def join(self, player: str, seat: int | None = None, name: str = "") -> str:
        self.put(e.Join(player=player, name=name or player, seat=seat, key="0"))
        return player

    def choose(self, player: str, race: bool = True, id: str = "", **choice: Any) -> None:
        turn = self.session.turn
        self.ask(player, "choose", id=id or f"c{len(self.entries)}", turn=turn, choice={"race": race, **choice})

    def round(self, **races: bool) -> None:
        self.lead("open")
        for player, race in races.items():
            self.choose(player, race)
        self.lead("close")
