"""kill -9 at any moment: all come back to their seats, and nothing acknowledged is lost or doubled.

SILOS_KILLS says how often (3); before a release it is run with 100.  The same on a PostgreSQL server, once in four.
"""

from __future__ import annotations

import asyncio
import json
import os
import time
from collections import Counter
from collections.abc import Iterator

import pytest
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from dashboards.workshop.bots import Bot
from dashboards.workshop.play import events as e
from tests.results.server import NEEDED, PASSWORD, Server, programs
from tests.workshop.conftest import Start
from tests.workshop.making import Table
from tests.workshop.running import Workshop

KILLS = int(os.environ.get("SILOS_KILLS", "3"))
LOST = (ConnectionError, ConnectionClosed, InvalidHandshake, OSError, TimeoutError)


class Faithful:
    """A player who sends choice after choice, each until it is acknowledged, whatever happens to the server."""

    def __init__(self, workshop: Workshop, seat: int) -> None:
        self.bot, self.seat = Bot(workshop.url), seat
        self.acknowledged: list[tuple[str, int, e.Choice]] = []
        self.back = 0.0
        self.sent = 0

    async def stay(self) -> None:
        """Come back, again and again, until the server lets one in."""
        while True:
            try:
                await self.bot.come_back()
                await self.bot.until(lambda parts: "chosen" in parts, 5)
                self.back = time.monotonic()
                return
            except LOST:
                await asyncio.sleep(0.1)

    async def choose_until(self, enough: asyncio.Event) -> None:
        while not enough.is_set():
            self.sent += 1
            turn = self.bot.parts["chosen"]["turn"]
            choice = {
                "race": self.sent % 3 > 0,
                "unlike": [(self.seat + 1 + self.sent % 4) % 5],
                "believed": self.sent % 7 / 7,
            }
            await self.send(f"s{self.seat}-{self.sent}", turn, choice)

    async def send(self, id: str, turn: int, choice: dict) -> None:
        while True:
            try:
                async with asyncio.timeout(10):
                    await self.bot.ask("choose", id=id, turn=turn, choice=choice)
                break
            except LOST:
                await self.stay()
        self.acknowledged.append((id, turn, e.Choice.model_validate_json(json.dumps(choice))))


@pytest.fixture
def database() -> Iterator[str]:
    """A database on a real server."""
    with Server() as server:
        yield server.url(server.new_database())


@pytest.mark.slow
def test_killed_at_any_moment_of_a_round(start: Start) -> None:
    killed_over_and_over(start("five-organisations", "--seed", "7", "--rounds", "100"), KILLS)


@pytest.mark.slow
@pytest.mark.real
@pytest.mark.skipif(programs() is None, reason=NEEDED)
def test_killed_with_its_sessions_on_a_server(start: Start, database: str) -> None:
    workshop = start("five-organisations", "--seed", "7", "--rounds", "100", store=database)
    killed_over_and_over(workshop, max(1, KILLS // 4))
    assert PASSWORD not in workshop.output.read_text()


def killed_over_and_over(workshop: Workshop, kills: int) -> None:
    players = [Faithful(workshop, seat) for seat in range(4)]
    returns: list[float] = []

    async def one_round(kill_after: float) -> None:
        lead = Bot(workshop.url, "f")
        await lead.enter(workshop.lead)
        turn = lead.parts["lead-top"]["turn"] + 1
        await lead.ask("open")
        for each in players:
            await each.bot.until(lambda parts: parts["chosen"]["open"] and parts["chosen"]["turn"] >= turn, 20)
        enough = asyncio.Event()
        playing = [asyncio.create_task(each.choose_until(enough)) for each in players]
        await asyncio.sleep(kill_after)
        workshop.kill()
        await lead.leave()
        killed = time.monotonic()
        await asyncio.to_thread(workshop.start)
        again = time.monotonic()
        while any(each.back < killed for each in players):
            await asyncio.sleep(0.02)
        returns.append(max(each.back for each in players) - again)
        enough.set()
        await asyncio.gather(*playing)
        await lead.enter(workshop.lead)
        await lead.ask("close")
        await lead.leave()

    async def play() -> None:
        for each in players:
            await each.bot.join(workshop.code, f"player {each.seat}", each.seat)
            await each.bot.until(lambda parts: "chosen" in parts)
        for number in range(kills):
            await one_round((number * 0.37) % 0.9)
        for each in players:
            await each.bot.leave()

    asyncio.run(play())
    assert "Traceback" not in workshop.stop()
    entries, session = workshop.entries(), workshop.replayed()
    kept = Counter((each.event.player, each.event.id) for each in entries if isinstance(each.event, e.Choose))
    assert max(kept.values()) == 1, "a choice was doubled"
    stored = {each.event.id: each.event for each in entries if isinstance(each.event, e.Choose)}
    for player in players:
        for id, turn, choice in player.acknowledged:
            assert (stored[id].turn, stored[id].choice, stored[id].seat) == (turn, choice, player.seat)
    undisturbed(session, players, kills)
    mean = sum(returns) / len(returns)
    print(f"{kills} kills; all back {max(returns):.1f} s after the restart at most, {mean:.1f} s on average")


def undisturbed(session: object, players: list[Faithful], kills: int) -> None:
    """The session ended as one ends in which nothing happened but the last choice of each round."""
    table = Table(seed=7, rounds=100)
    for each in players:
        table.join(f"q{each.seat}", each.seat)
    for number in range(1, kills + 1):
        table.lead("open")
        for each in players:
            last = [choice for _, turn, choice in each.acknowledged if turn == number][-1]
            table.put(e.Choose(player=f"q{each.seat}", seat=each.seat, id=f"i{number}", turn=number, choice=last))
        table.lead("close")
    assert table.session.bits() == session.bits()  # type: ignore[attr-defined]
