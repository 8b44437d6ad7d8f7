"""Rooms of one process: each opened from the store when somebody comes, isolated from the others, let go when idle."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from starlette.routing import Router
from starlette.types import ASGIApp

from dashboards.languages import _
from dashboards.workshop.errors import EventLogError, Refused
from dashboards.workshop.serve import sessions
from dashboards.workshop.serve.app import Site, room_routes
from dashboards.workshop.serve.keys import tidy_code
from dashboards.workshop.serve.room import Room
from dashboards.workshop.serve.settings import Settings
from dashboards.workshop.serve.solara_bridge import RoomBridge
from results.errors import HeldElsewhere, NotFound
from scenarios import Scenario

DAY = 24 * 3600.0


@dataclass(frozen=True)
class Limits:
    """How many rooms, how long."""

    rooms: int = 100
    """Kept in the store; who wants more deletes some."""
    open: int = 60
    """Open at once."""
    idle: float = 1800.0
    """Seconds without anybody after which a room is closed; it is kept."""
    days: float = 90.0
    """Age in days after which a room is deleted."""


@dataclass
class OpenRoom:
    """A room that is open in this process."""

    room: Room
    site: Site
    app: ASGIApp
    bridge: RoomBridge
    used: float
    """When somebody last came, by the clock of this process."""


class Rooms:
    """The rooms of a store, as one process serves them."""

    makes_rooms = True

    def __init__(self, store: str, settings: Settings, limits: Limits | None = None) -> None:
        self.store, self.settings, self.limits = store, settings, limits or Limits()
        self._open: dict[str, OpenRoom] = {}
        self._codes: dict[str, str] = {}
        self._opening = asyncio.Lock()
        self._tidying: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Read which rooms there are, and begin to look after them."""
        self._codes = await asyncio.to_thread(sessions.codes, self.store)
        self._tidying = asyncio.create_task(self._tidy())

    async def stop(self) -> None:
        """Close every room."""
        if self._tidying is not None:
            self._tidying.cancel()
        for name in list(self._open):
            await self._close(name)

    def opened(self, name: str) -> OpenRoom | None:
        """Return a room that is open already."""
        return self._open.get(name)

    def at(self, path: str) -> RoomBridge | None:
        """Return the bridge to the room whose page lies at a path, where it is open."""
        parts = path.strip("/").split("/")
        opened = self._open.get(parts[1]) if parts[0] == "r" and len(parts) > 1 else None
        return opened.bridge if opened else None

    def everywhere(self) -> Iterable[RoomBridge]:
        """Return the bridges to all open rooms."""
        return [opened.bridge for opened in self._open.values()]

    async def get(self, name: str) -> OpenRoom | None:
        """Return a room, opened where it is not; None where there is none of this name."""
        async with self._opening:
            if name not in self._open:
                if name not in self._codes.values():
                    return None
                if len(self._open) >= self.limits.open:
                    raise Refused(_("too many rooms are open at the moment: try again later"))
                try:
                    room = await asyncio.to_thread(sessions.resume, self.store, name)
                except (NotFound, HeldElsewhere, EventLogError) as error:
                    raise Refused(str(error)) from error
                address = replace(self.settings.address, root=f"/r/{name}")
                settings = replace(self.settings, address=address)
                site = Site(room, settings)
                await room.start()
                bridge = RoomBridge(room, settings, site.cookies)
                bridge.open()
                room.on_new_code = self._recode(name)
                self._open[name] = OpenRoom(room, site, Router(room_routes(site)), bridge, time.monotonic())
            found = self._open[name]
            found.used = time.monotonic()
            return found

    def with_code(self, code: str) -> str | None:
        """Return the name of the room with this join code."""
        return self._codes.get(tidy_code(code))

    async def create(self, scenario: Scenario, **more: Any) -> OpenRoom:
        """Begin a room; Refused where there are as many as there may be."""
        if len(self._codes) >= self.limits.rooms:
            raise Refused(_("there are as many rooms as there may be: delete one first"))
        name = await asyncio.to_thread(sessions.begin, self.store, scenario, **more)
        self._codes = await asyncio.to_thread(sessions.codes, self.store)
        room = await self.get(name)
        assert room is not None, "it has just begun"
        return room

    async def delete(self, name: str) -> None:
        """Delete a room and all its data."""
        await self._close(name)
        try:
            await asyncio.to_thread(sessions.delete, self.store, name)
        except (NotFound, HeldElsewhere) as error:
            raise Refused(str(error)) from error
        self._codes = {code: known for code, known in self._codes.items() if known != name}

    async def summaries(self) -> list[sessions.Summary]:
        """Return the rooms there are, the newest first."""
        return list(reversed(await asyncio.to_thread(sessions.summaries, self.store)))

    def _recode(self, name: str) -> Callable[[str], None]:
        """Return what takes a new code of a room in place of its old one."""

        def take(code: str) -> None:
            self._codes = {known: other for known, other in self._codes.items() if other != name} | {code: name}

        return take

    async def _close(self, name: str) -> None:
        opened = self._open.pop(name, None)
        if opened is not None:
            opened.bridge.close()
            await opened.room.stop()

    async def _tidy(self) -> None:
        """Close rooms nobody is in, delete those that are too old."""
        while True:
            now = time.monotonic()
            for name, opened in list(self._open.items()):
                busy = bool(opened.room.on_change) or opened.room.session.phase in ("open", "paused")
                if not busy and now - opened.used > self.limits.idle:
                    await self._close(name)
            for summary in await self.summaries():
                if time.time() - summary.begun.timestamp() > self.limits.days * DAY and summary.name not in self._open:
                    await self.delete(summary.name)
            await asyncio.sleep(60.0)
