"""Endurance benchmark: memory, open files and threads through a sweep, sessions and visits.

    python -m benchmarks.endurance sweep|workshop|phones|explore [--times N]

sweep      200,000 runs of ``plain``, a tenth with series, stopped half-way and gone on with; then their report
workshop   50 sessions one after the other in one process, each with twenty bots, four rounds and a debrief
phones     one server to which sixty phones come and from which they go, 50 times over
explore    one server with 300 visits, one after the other

Flat is what the last quarter holds no more of than the first.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import signal
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.holding import Held, held
from benchmarks.machine import machine
from dashboards.report import gather, html
from dashboards.server import free_port
from dashboards.workshop.bots import Bot, tit_for_tat
from dashboards.workshop.serve import process
from dashboards.workshop.serve import sessions as stored_sessions
from dashboards.workshop.serve.join_link import address_of
from dashboards.workshop.serve.room import Room
from experiments import Experiment, sweep
from experiments import load as experiment
from experiments.run.progress import Progress
from experiments.run.result import SweepStopped
from results import open_store
from scenarios import load as scenario
from tests.browser.harness import READY, Server, a_browser
from tests.workshop.running import Workshop

LOCAL = "127.0.0.1"
REPLICATES, SERIES = 900, 100
"""Runs of each point: with end measures alone, and with series as well."""
BOTS, ROUNDS, PHONES = 20, 4, 60


def told(what: str, all_held: Sequence[Held]) -> None:
    """Print the medians of the first and of the last quarter, and the most of all."""
    quarter = max(1, len(all_held) // 4)
    print(f"\n| {what} | first quarter | last quarter | most |\n|---|---|---|---|")
    for name in Held._fields:
        values = [getattr(held, name) for held in all_held]
        first, last = statistics.median(values[:quarter]), statistics.median(values[-quarter:])
        if any(values):
            print(f"| {name} | {first:.0f} | {last:.0f} | {max(values):.0f} |", flush=True)


# ---------------------------------------------------------------- a sweep


def sweeping(points: int) -> None:
    """Sweep, stop at half, go on, sweep some with series, and report."""
    with tempfile.TemporaryDirectory() as folder:
        place, began, samples = f"{folder}/silos.db", time.perf_counter(), list[Held]()
        ends, series = swept(points, REPLICATES), swept(points, SERIES, "series")

        def watch(progress: Progress) -> None:
            samples.append(held())
            if not progress.reused and not progress.stopping and 2 * progress.computed > progress.total:
                signal.raise_signal(signal.SIGINT)

        try:
            sweep(ends, place, progress=watch)
        except SweepStopped as stopped:
            half = stopped.result.progress.written
        result = sweep(ends, place, progress=watch)
        whole = result.progress
        assert whole.reused == half and whole.reused + whole.written == whole.total
        some = sweep(series, place, progress=lambda _: samples.append(held())).progress
        told(f"{whole.total + some.total:,} runs in {time.perf_counter() - began:.0f} s", samples)
        began = time.perf_counter()
        with open_store(place) as store:
            size = len(html(gather(store, result.id))) / 1e6
        took = time.perf_counter() - began
        print(f"\nreport of {whole.total:,}: {took:.0f} s, {size:.1f} MB; {held().memory:.0f} MB held")


def swept(points: int, replicates: int, *record: str) -> Experiment:
    """Three years of twenty organisations that all know each other, over scarcity and history."""
    factors = [
        {"parameter": "resources.scarcity", "range": [0.0, 0.9], "steps": points // 10},
        {"parameter": "history.trust", "range": [0.1, 0.9], "steps": 10},
    ]
    asked = {"scenario": "plain", "months": 36, "factors": factors, "replicates": replicates, "record": list(record)}
    return experiment(asked)


# ---------------------------------------------------------------- workshops


def room(store: Path, name: str, rounds: int) -> Room:
    """A session begun, and open."""
    return stored_sessions.resume(store, stored_sessions.begin(store, scenario(name), seed=1, rounds=rounds))


async def played(session: Room, port: int) -> None:
    """One session from its first player to its debrief, and its end."""
    server = process.server(session, address_of(LOCAL, port), LOCAL, port)
    serves = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.02)
    url = f"http://{LOCAL}:{port}"
    async with Bot(url, "f") as lead:
        await lead.enter(session.keys.facilitator)
        bots = [Bot(url) for _ in range(BOTS)]
        for number, bot in enumerate(bots):  # one by one: they ask in threads that the server beside them needs as well
            await bot.join(session.keys.code, f"Player {number}")
        plays = [asyncio.create_task(bot.play(tit_for_tat)) for bot in bots]
        for turn in range(1, ROUNDS + 1):
            await lead.ask("open")
            await lead.until(lambda parts, turn=turn: chosen(parts["lead-top"], turn))
            await lead.ask("close")
        await lead.ask("finish")
        await asyncio.gather(*plays)
        while session.debrief is None or len(session.debrief.seats) < BOTS:
            await asyncio.sleep(0.1)
        await asyncio.gather(*(bot.leave() for bot in bots))
    server.should_exit = True
    await serves


def chosen(top: dict, turn: int) -> bool:
    """Tell whether everyone has chosen in a round."""
    return top["turn"] == turn and top["phase"] == "open" and 0 < top["taken"] == top["chosen"]


def sessions(times: int) -> None:
    """Sessions one after the other."""
    names = []

    async def all_of_them(folder: Path) -> None:
        for _ in range(times):
            await played(room(folder / "workshops.db", "greater-manchester-2015", ROUNDS), free_port())
            gc.collect()
            names.append(held(tasks=len(asyncio.all_tasks())))

    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(all_of_them(Path(folder)))
    told(f"{times} sessions of {BOTS} players, {ROUNDS} rounds", names)


class Phone(Bot):
    """A phone, which gets HTML."""

    form = ""

    async def drop(self) -> None:
        """Go without a word, as when the Wi-Fi fails."""
        assert self._socket is not None
        self._socket.transport.abort()
        await self.leave()


def phones(times: int) -> None:
    """Sixty phones that come and go, every second time without a word."""
    readings = []

    async def waves(workshop: Workshop) -> None:
        assert workshop.process is not None
        every = [Phone(workshop.url) for _ in range(PHONES)]
        for number, phone in enumerate(every):
            await phone.join(workshop.code, f"Player {number}", number % 37)
        for wave in range(times):
            await asyncio.gather(*(phone.drop() if wave % 2 else phone.leave() for phone in every))
            await asyncio.sleep(0.5)
            readings.append(held(workshop.process.pid))
            await asyncio.gather(*(phone.come_back() for phone in every))

    with tempfile.TemporaryDirectory() as folder:
        workshop = Workshop(Path(folder) / "kept", "greater-manchester-2015").start()
        asyncio.run(waves(workshop))
        workshop.stop()
    told(f"{PHONES} phones came and went {times} times", readings)


# ---------------------------------------------------------------- the pages


def visits(times: int) -> None:
    """Visitors one after the other, each to another page and another seed."""
    readings, server = [], Server()
    server.start()
    assert server.process is not None
    with a_browser() as browser:
        for number in range(times):
            path = ("/", "/what-if", "/map", "/lesson")[number % 4]
            page = browser.new_page()
            page.goto(f"{server.url}{path}?scenario=dorset-2016&seed={number}&month=30")
            page.wait_for_selector(READY)
            page.goto("about:blank")  # as when a tab is closed
            page.close()
            readings.append(held(server.process.pid))
    server.stop()
    told(f"{times} visits", readings)


PARTS: dict[str, tuple[Callable[[int], None], int]] = {
    "sweep": (sweeping, 200),
    "workshop": (sessions, 50),
    "phones": (phones, 50),
    "explore": (visits, 300),
}
"""What can be measured, and how often it is done: points of the design, sessions, waves, visits."""


def main() -> None:
    print(machine(), flush=True)
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("part", choices=PARTS)
    parser.add_argument("--times", type=int, help="points of the design, sessions, waves or visits")
    asked = parser.parse_args()
    measure, times = PARTS[asked.part]
    measure(asked.times or times)


if __name__ == "__main__":
    main()
