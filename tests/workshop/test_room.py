"""The room keeps what happens: nothing is acknowledged before it is stored, and a store that fails is waited for."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import aclosing
from pathlib import Path
from typing import Any

import pytest

from dashboards.workshop.errors import Refused
from dashboards.workshop.play import events as e
from dashboards.workshop.serve import room as rooms
from dashboards.workshop.serve import sessions
from dashboards.workshop.serve.room import Room
from dashboards.workshop.serve.session_store import StoredSession
from dashboards.workshop.serve.updates import updates
from results.errors import StoreFull
from scenarios import load


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Room:
    monkeypatch.setattr(rooms, "AGAIN", 0.05)
    return sessions.resume(tmp_path / "w.db", sessions.begin(tmp_path / "w.db", load("two-neighbours"), seed=1))


def stored(room: Room, folder: Path) -> list[type]:
    """What a reader of the store finds."""
    return [type(each.event) for each in sessions.entries(folder / "w.db", room.session.begin.session)]


def test_a_full_disk_is_waited_for_and_nothing_is_lost(
    room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write, full = StoredSession.write, True

    def writing(self: StoredSession, entries: Sequence[e.Entry]) -> None:
        if full:
            raise StoreFull("w.db: the disk is full")
        write(self, entries)

    monkeypatch.setattr(StoredSession, "write", writing)

    async def play() -> None:
        nonlocal full
        await room.start()
        first = asyncio.create_task(room.put(e.Join(player="kim", name="Kim", key="k")))
        await asyncio.sleep(0.2)
        assert not first.done(), "acknowledged before it was stored"
        with pytest.raises(Refused, match="nothing can be saved at the moment"):
            await room.put(e.Open())
        assert stored(room, tmp_path) == [e.Begin]
        full = False
        await asyncio.wait_for(first, 60)
        await room.put(e.Open())
        await room.stop()

    asyncio.run(play())
    assert stored(room, tmp_path) == [e.Begin, e.Join, e.Open]
    assert capsys.readouterr().err.count("the disk is full") == 1


def test_nobody_waits_for_a_writer_that_has_ended(room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def writing(self: StoredSession, entries: Sequence[e.Entry]) -> None:
        raise MemoryError("of something that nobody thought of")

    monkeypatch.setattr(StoredSession, "write", writing)

    async def play() -> None:
        await room.start()
        for event in (e.Join(player="kim", name="Kim", key="k"), e.Open()):
            with pytest.raises(Refused, match="nothing can be saved"):
                await asyncio.wait_for(room.put(event), 20)
        await asyncio.wait_for(room.stop(), 20)

    asyncio.run(play())
    assert stored(room, tmp_path) == [e.Begin]


def test_events_that_come_together_are_stored_in_order_in_few_writes(
    room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write, sizes = StoredSession.write, []

    def writing(self: StoredSession, entries: Sequence[e.Entry]) -> None:
        sizes.append(len(entries))
        write(self, entries)

    monkeypatch.setattr(StoredSession, "write", writing)

    async def play() -> None:
        await room.start()
        await asyncio.gather(*(room.put(e.Join(player=f"p{n}", name=f"p{n}", key="k")) for n in range(60)))
        await room.stop()

    asyncio.run(play())
    assert list(room.session.players) == [f"p{number}" for number in range(60)]
    assert len(stored(room, tmp_path)) == 61
    assert len(sizes) <= 3


def test_what_was_of_a_seat_goes_with_it(room: Room) -> None:
    """Nobody keeps a form that sends nothing, nor looks on at a seat that is somebody else's by now."""

    async def play() -> None:
        await room.start()
        await room.put(e.Join(player="kim", name="Kim", seat=0, key="k"))
        async with aclosing(updates(room, "kim", lambda part: part.name)) as coming:
            assert {"top", "news", "act", "chosen", "say", "me"} == (await anext(coming)).keys()
            await room.put(e.Assign(player="kim", seat=None))
            assert gone(await anext(coming)) == {"chosen", "say", "me"}
            await room.put(e.Assign(player="kim", seat=1))
            assert (await anext(coming)).keys() >= {"chosen", "say", "me"}
            await room.put(e.Remove(player="kim"))
            new = await anext(coming)
            assert new["top"]
            assert gone(new) == {"news", "act", "chosen", "say", "me"}
        await room.stop()

    def gone(new: dict[str, Any]) -> set[str]:
        return {name for name, made in new.items() if made is None}

    asyncio.run(play())


def test_a_debrief_that_fails_is_told_and_the_clock_goes_on(
    room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(session: object) -> None:
        raise ZeroDivisionError("as if")

    monkeypatch.setattr(rooms, "Counterfactuals", fails)

    async def play() -> None:
        await room.start()
        for event in (e.Open(), e.Close(), e.Finish()):
            await room.put(event)
        await asyncio.sleep(3 * rooms.TICK)
        await room.put(e.Back(round=0))
        await room.put(e.Open(seconds=1))
        await asyncio.sleep(1 + 5 * rooms.TICK)
        assert room.session.phase == "between", "the round ends by itself"
        await room.stop()

    asyncio.run(play())
    assert "a debrief could not be worked out" in caplog.text
    assert "as if" in caplog.text
