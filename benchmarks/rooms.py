"""Thirty rooms of twenty bots in one ``silos serve``: how soon a choice is acknowledged.

    python -m benchmarks.rooms [--rooms 30] [--players 20] [--rounds 2] [--flood 200]

The server runs in a process of its own, with the scenario Greater Manchester; the bots send their choices within ten
seconds of each other.  In the last round a hostile client joins one of the rooms so many times a second.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import tempfile
import time
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np

from benchmarks.holding import held
from benchmarks.machine import machine
from dashboards.workshop.bots import Bot
from tests.workshop.test_house import Serving, code_of

WINDOW = 10.0
"""Seconds over which the choices of a round are spread."""


class Room:
    """A facilitator and players in one room."""

    def __init__(self, url: str, players: int) -> None:
        self.lead, self.players = Bot(url, "f"), [Bot(url) for _ in range(players)]

    async def fill(self) -> None:
        await self.lead.make_room("greater-manchester-2015", rounds=8)
        for number, bot in enumerate(self.players):
            await bot.join(code_of(self.lead), f"Player {number}", number)

    async def round(self, turn: int) -> list[float]:
        """Play a round; return how long each choice took to be acknowledged."""
        await self.lead.ask("open")
        waits = np.random.default_rng(turn).uniform(0, WINDOW, len(self.players))
        taken = await asyncio.gather(*map(self._choose, self.players, [turn] * len(waits), waits))
        await self.lead.ask("close")
        return list(taken)

    async def _choose(self, bot: Bot, turn: int, wait: float) -> float:
        await asyncio.sleep(wait)
        begin = time.perf_counter()
        await bot.ask("choose", id=f"t{turn}", turn=turn, choice={"race": bool(wait < WINDOW / 2)})
        return time.perf_counter() - begin


async def flood(url: str, code: str, a_second: int) -> Counter[str]:
    """Join a room again and again for as long as the choices of a round take; return the answers by status."""
    place, answers = urlsplit(url), Counter[str]()
    body = json.dumps({"code": code, "name": "x", "seat": None}).encode()
    head = f"POST /join HTTP/1.1\r\nHost: {place.netloc}\r\nContent-Type: application/json\r\nConnection: close\r\n"
    request = f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body

    async def join(after: float) -> None:
        await asyncio.sleep(after)
        reader, writer = await asyncio.open_connection(place.hostname, place.port)
        writer.write(request)
        status = (await reader.readline()).split()
        answers[status[1].decode() if len(status) > 1 else "closed"] += 1
        writer.close()

    await asyncio.gather(*(join(number / a_second) for number in range(int(a_second * WINDOW))), return_exceptions=True)
    return answers


async def measure(house: Serving, rooms: int, players: int, rounds: int, a_second: int) -> None:
    all_rooms = [Room(house.url, players) for _ in range(rooms)]
    for room in all_rooms:
        await room.fill()
    assert house.process
    print(f"{rooms} rooms of {players}; memory {held(house.process.pid).memory:.0f} MB", flush=True)
    for turn in range(1, rounds + 1):
        hostile = turn == rounds and a_second
        playing = asyncio.gather(*(room.round(turn) for room in all_rooms))
        answers = await flood(house.url, code_of(all_rooms[0].lead), a_second) if hostile else Counter[str]()
        taken = np.concatenate(await playing) * 1e3
        low, high = np.percentile(taken, [50, 95])
        under = f", under {a_second} joins a second (answers {dict(answers)})" if hostile else ""
        times = f"median {low:.0f} ms, 95th percentile {high:.0f} ms, at most {taken.max():.0f} ms"
        print(f"a choice is acknowledged    {times}{under}", flush=True)
    for room in all_rooms:
        for bot in (room.lead, *room.players):
            await bot.leave()


def main() -> None:
    print(machine(), flush=True)
    parser = argparse.ArgumentParser(description=__doc__)
    for name, usual in (("rooms", 30), ("players", 20), ("rounds", 2), ("flood", 200)):
        parser.add_argument(f"--{name}", type=int, default=usual)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        house = Serving(Path(folder) / "kept", "--rooms", str(asked.rooms)).start()
        try:
            asyncio.run(measure(house, asked.rooms, asked.players, asked.rounds, asked.flood))
        finally:
            house.stop()


if __name__ == "__main__":
    main()
