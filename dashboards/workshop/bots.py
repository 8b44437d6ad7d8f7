"""Players without hands: they join and play over the same sockets as people.

    async with Bot(url) as bot:
        await bot.join(code, "Kim", seat=3)
        await bot.play(tit_for_tat)

A way of playing is a function from what a seat sees to a choice.  The hostile one is in the tests.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import re
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from typing import Any, Self

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

Choose = Callable[[Mapping[str, Any], int], dict[str, Any]]
"""(what there is to do, the turn) -> a choice as the server takes it."""


def always_race(act: Mapping[str, Any], turn: int) -> dict[str, Any]:
    """Race with everyone."""
    return {"race": True}


def always_battle(act: Mapping[str, Any], turn: int) -> dict[str, Any]:
    """Battle with everyone."""
    return {"race": False, "door": 0.1}


def tit_for_tat(act: Mapping[str, Any], turn: int) -> dict[str, Any]:
    """Race, but battle with those who seemed to battle more than race."""
    bad = [partner["organisation"] for partner in act["partners"] if 2 * partner["races"] < partner["dealings"]]
    friends = [partner["organisation"] for partner in act["partners"] if partner["organisation"] not in bad]
    return {"race": True, "unlike": bad, "meet": friends[: act["hours"]], "believed": 0.5}


def anything(act: Mapping[str, Any], turn: int) -> dict[str, Any]:
    """Whatever comes: a digest of what it sees takes the place of dice, so that a session can be played again."""
    dice = hashlib.sha256(f"{turn}{[partner['organisation'] for partner in act['partners']]}".encode()).digest()
    unlike = [partner["organisation"] for partner, die in zip(act["partners"], dice * 40, strict=False) if die < 64]
    return {"race": dice[0] < 128, "unlike": unlike, "door": dice[1] / 255 if act["has_doors"] else None}


WAYS: Mapping[str, Choose] = {
    "race": always_race,
    "battle": always_battle,
    "tit-for-tat": tit_for_tat,
    "random": anything,
}


class Refusal(RuntimeError):
    """The server said no."""


class Bot:
    """One visitor: cookies, a socket, and the newest of every part."""

    form = "&as=data"
    """How parts are to come: as data; without it they come as a phone gets them, as HTML."""

    def __init__(self, url: str, role: str = "p") -> None:
        self.url, self.role = url.rstrip("/"), role
        self.cookie = ""
        self.parts: dict[str, Any] = {}
        self._socket: ClientConnection | None = None
        self._reader: asyncio.Task[None] | None = None
        self._answers: dict[int, asyncio.Future[None]] = {}
        self._changed = asyncio.Condition()
        self._number = 0

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.leave()

    async def join(self, code: str, name: str, seat: int | str | None = "any") -> None:
        """Come in as a player."""
        await self._post("/join", {"code": code, "name": name, "seat": seat})
        await self.come_back()

    async def enter(self, key: str) -> None:
        """Come in with a personal key."""
        await self._post("/enter", {"role": self.role, "key": key})
        await self.come_back()

    async def make_room(self, scenario: str, **fields: Any) -> None:
        """Make a room where there are many, and lead it."""
        await self._post("/rooms/make", {"scenario": scenario, **fields})
        await self.come_back()

    async def come_back(self) -> None:
        """Connect, again if need be; what was known before is forgotten."""
        if self._reader is not None:  # else its end would be taken for that of the new connection
            self._reader.cancel()
            await asyncio.gather(self._reader, return_exceptions=True)
        self.parts = {}
        address = self.url.replace("http", "ws", 1) + f"/ws?role={self.role}{self.form}"
        cookie = {"Cookie": self.cookie}
        self._socket = await connect(address, additional_headers=cookie, max_size=None, compression=None)
        self._reader = asyncio.create_task(self._read(self._socket))
        await self.until(bool)

    async def leave(self) -> None:
        """Disconnect; the seat is kept."""
        if self._socket is not None:
            await self._socket.close()
        if self._reader is not None:
            await asyncio.gather(self._reader, return_exceptions=True)

    async def ask(self, do: str, **fields: Any) -> None:
        """Ask for something; returns when it is acknowledged.  Refusal where the server says no."""
        assert self._socket is not None, "not connected"
        self._number += 1
        answer = self._answers[self._number] = asyncio.get_running_loop().create_future()
        number = self._number
        try:
            await self._socket.send(json.dumps({"do": do, "n": number, **fields}))
            await answer
        finally:
            self._answers.pop(number, None)

    async def until(self, when: Callable[[dict[str, Any]], bool], seconds: float = 30.0) -> None:
        """Until the parts are so."""
        async with asyncio.timeout(seconds), self._changed:
            await self._changed.wait_for(lambda: when(self.parts))

    async def play(self, choose: Choose) -> None:
        """Play until the debrief."""
        done = 0
        while True:
            await self.until(lambda parts, done=done: _to_choose(parts, done) or _over(parts), 3600)  # type: ignore[misc]
            if _over(self.parts):
                return
            act = self.parts["act"]
            done = act["turn"]
            await self.ask("choose", id=f"t{done}", turn=done, choice=choose(act, done))

    async def _read(self, socket: ClientConnection) -> None:
        try:
            async for text in socket:
                await self._take(json.loads(text))
        except ConnectionClosed:
            pass  # the end of a visit
        finally:
            for answer in self._answers.values():
                if not answer.done():
                    answer.set_exception(ConnectionError("the connection ended before the answer came"))

    async def _take(self, message: dict[str, Any]) -> None:
        if "parts" in message:
            async with self._changed:
                self.parts = {name: part for name, part in (self.parts | message["parts"]).items() if part is not None}
                self._changed.notify_all()
            return
        answer = self._answers.get(message.get("ok") or message.get("no") or 0)
        if answer is not None and not answer.done():
            if "ok" in message:
                answer.set_result(None)
            else:
                answer.set_exception(Refusal(message["why"]))

    async def _post(self, path: str, content: dict[str, Any]) -> None:
        self.cookie, place = await asyncio.to_thread(_post, self.url + path, content, self.cookie)
        if room := re.match(r"/r/[^/]+", place):
            self.url = self.url.partition("/r/")[0] + room[0]


def _to_choose(parts: dict[str, Any], done: int) -> bool:
    act = parts.get("act", {})
    return act.get("phase") == "open" and "partners" in act and act["turn"] > done


def _over(parts: dict[str, Any]) -> bool:
    return parts.get("act", {}).get("phase") == "debrief"


def _post(url: str, content: dict[str, Any], cookie: str) -> tuple[str, str]:
    """Post JSON; returns the cookies that one has afterwards, and where one is sent."""
    headers = {"content-type": "application/json", "cookie": cookie}
    request = urllib.request.Request(url, json.dumps(content).encode(), headers)
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            new = "; ".join(header.partition(";")[0] for header in answer.headers.get_all("set-cookie", []))
            place = str(json.load(answer).get("go", ""))
    except urllib.error.HTTPError as error:
        with error:
            raise Refusal(json.load(error)["why"]) from None
    return new or cookie, place
