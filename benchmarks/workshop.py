"""Sixty phones in one workshop: how soon a choice is acknowledged, a new round is there, and what it takes.

    python -m benchmarks.workshop [--players 60] [--rounds 5]

The server runs in a process of its own, with the scenario Greater Manchester; the phones are sockets that get the same
HTML as real ones and send their choices within one second of each other.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import tempfile
import time
from contextlib import AsyncExitStack
from pathlib import Path

import numpy as np

from benchmarks.holding import held
from benchmarks.machine import machine
from dashboards.workshop.bots import Bot
from tests.workshop.pane import Pane
from tests.workshop.running import Workshop


class Phone(Bot):
    """A client that gets HTML, as real phones do, and notes when."""

    form = ""

    async def new_round(self, turn: int) -> float:
        await self.until(lambda parts: f'data-turn="{turn}"' in parts["act"], 60)
        return time.perf_counter()

    async def choose(self, turn: int, seat: int, after: float) -> float:
        await asyncio.sleep(after)
        begin = time.perf_counter()
        unlike = [other for other in range(0, 37, 4) if other != seat]
        await self.ask("choose", id=f"t{turn}", turn=turn, choice={"race": bool(turn % 2), "unlike": unlike})
        return time.perf_counter() - begin


def processor(workshop: Workshop) -> float:
    """Seconds of processor time that the server took so far."""
    assert workshop.process
    fields = Path(f"/proc/{workshop.process.pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def measure(workshop: Workshop, players: int, rounds: int) -> None:
    assert workshop.process
    phones = [Phone(workshop.url) for _ in range(players)]
    acknowledged: list[float] = []
    opened: list[float] = []
    closed: list[float] = []
    shown: list[float] = []
    drawn: list[float] = []
    async with AsyncExitStack() as stack:
        lead, screen = [await stack.enter_async_context(Bot(workshop.url, role)) for role in "fs"]
        await lead.enter(workshop.lead)
        await screen.enter(workshop.screen)
        pane = await stack.enter_async_context(Pane(workshop.url, screen.cookie, "/screen"))
        await pane.until("screen-map")
        await asyncio.sleep(1)
        before = held(workshop.process.pid).memory
        for number, phone in enumerate(phones):
            await phone.join(workshop.code, f"Player {number}", number % 37)
        with_all, took = held(workshop.process.pid).memory, processor(workshop)
        for turn in range(1, rounds + 1):
            begin = time.perf_counter()
            await lead.ask("open")
            shown.append(await pane.until(f"Round {turn} of {rounds} ") - begin)
            opened.append(max(await asyncio.gather(*(phone.new_round(turn) for phone in phones))) - begin)
            spread = np.linspace(0, 1, players)
            times = (phone.choose(turn, i % 37, spread[i]) for i, phone in enumerate(phones))
            acknowledged += await asyncio.gather(*times)
            begin = time.perf_counter()
            so_far = len(pane.sent)
            await lead.ask("close")
            over = (phone.until(lambda parts: "The round is over" in parts["act"], 60) for phone in phones)
            await asyncio.gather(*over)
            closed.append(time.perf_counter() - begin)
            drawn.append(await pane.until('"doors_only": true', after=so_far) - begin)
        after, took = held(workshop.process.pid).memory, processor(workshop) - took
    for phone in phones:
        await phone.leave()
    low, high = np.percentile(acknowledged, [50, 95])
    print(f"{players} players, {rounds} rounds")
    print(f"a choice is acknowledged    median {low * 1e3:.0f} ms, 95th percentile {high * 1e3:.0f} ms, "
          f"at most {max(acknowledged) * 1e3:.0f} ms")  # fmt: skip
    print(f"a new round reaches all     {np.median(opened) * 1e3:.0f} ms, at most {max(opened) * 1e3:.0f} ms")
    print(f"three months pass, seen by all   {np.median(closed) * 1e3:.0f} ms, at most {max(closed) * 1e3:.0f} ms")
    print(f"the big screen shows it     {np.median(shown) * 1e3:.0f} ms, at most {max(shown) * 1e3:.0f} ms; "
          f"the first of three months {np.median(drawn) * 1e3:.0f} ms, at most {max(drawn) * 1e3:.0f} ms")  # fmt: skip
    print(f"processor                   {took / rounds:.2f} s a round")
    print(f"memory                      {before:.0f} MB alone, {(with_all - before) / players:.2f} MB a player joined, "
          f"{after:.0f} MB after {rounds} rounds")  # fmt: skip


def main() -> None:
    print(machine(), flush=True)
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--players", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        workshop = Workshop(Path(folder) / "kept", "greater-manchester-2015", "--rounds", str(asked.rounds)).start()
        asyncio.run(measure(workshop, asked.players, asked.rounds))
        workshop.stop()


if __name__ == "__main__":
    main()
