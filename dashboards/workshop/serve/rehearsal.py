"""Rehearsal: bots take the free seats of a room and play along, so that a facilitator can try everything alone."""

from __future__ import annotations

import asyncio
import hashlib
from typing import TYPE_CHECKING, Any

from dashboards.languages import _
from dashboards.workshop.bots import WAYS
from dashboards.workshop.errors import Refused
from dashboards.workshop.play.levers import useful
from dashboards.workshop.roles import PlayerId
from dashboards.workshop.views.deck import current
from dashboards.workshop.views.player import for_player

if TYPE_CHECKING:
    from dashboards.workshop.serve.room import Room

PAUSE = 1.0
"""Seconds between two looks of the bots."""


class Rehearsal:
    """Bots of one room: each plays in one of the ways of dashboards/workshop/bots.py."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self.bots: list[PlayerId] = []
        self._done: set[tuple[PlayerId, object]] = set()

    async def take_seats(self) -> None:
        """Sit down on every free seat."""
        session = self.room.session
        for seat in sorted(set(range(len(session.seats))) - session.taken_seats()):
            name = _("Bot %(number)s", number=len(self.bots) + 1)
            player, _key = await self.room.join(name, seat)
            self.bots.append(player)
            self.room.count_connection(player, +1)

    async def play(self) -> None:
        """Play along for as long as the room is open."""
        while True:
            await asyncio.sleep(PAUSE)
            for number, bot in enumerate(self.bots):
                if bot in self.room.session.players:
                    await self._act(number, bot)

    async def _act(self, number: int, bot: PlayerId) -> None:
        """Do what there is to do now, once."""
        session = self.room.session
        step = current(session)
        now = (session.phase, session.turn, step.key if step else "")
        if (bot, now) in self._done:
            return
        for message in self._messages(number, bot):
            try:
                await self.room.ask(message, bot)
            except Refused:
                break  # the round is over, or somebody sent the bot away: it looks again next time
        self._done.add((bot, now))

    def _messages(self, number: int, bot: PlayerId) -> list[dict[str, Any]]:
        """Return what a bot says now."""
        session, step = self.room.session, current(self.room.session)
        if session.phase == "lobby":
            return [{"do": "predict", "openness": _dice(bot, "openness"), "race_share": _dice(bot, "race")}]
        if session.phase == "open":
            act = next(part for part in for_player(self.room, bot) if part.name == "act").data()
            choose = list(WAYS.values())[number % len(WAYS)]
            says = {"do": "intend", "turn": session.turn, "race": _dice(bot, str(session.turn)) < 0.7}
            choice = choose(act, session.turn)
            chooses = {"do": "choose", "id": f"b{session.turn}", "turn": session.turn, "choice": choice}
            return [says, chooses] if number % 3 == 0 else [chooses]
        if step is not None and step.asks is not None:
            return [{"do": "guess", "step": step.key, "value": _dice(bot, step.key)}]
        if step is not None and step.key == "levers":
            keys = list(self.room.once("lever keys", self._levers))
            return [{"do": "vote", "lever": keys[int(_dice(bot, "vote") * len(keys)) % len(keys)]}] if keys else []
        if step is not None and step.key == "monday":
            return [{"do": "promise", "text": _("I shall ask before I assume."), "partner": ""}]
        return []

    def _levers(self) -> list[str]:
        return list(useful(self.room.session.scenario))


def _dice(bot: PlayerId, about: str) -> float:
    """Return a share in [0, 1] that is always the same for the same bot and question."""
    return hashlib.sha256(f"{bot} {about}".encode()).digest()[0] / 255
