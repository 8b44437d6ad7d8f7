"""Thread-safe bridge from Solara's pages to the room's event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import aclosing
from contextvars import ContextVar
from typing import Any, Protocol

from dashboards.languages import _
from dashboards.workshop.errors import Refused
from dashboards.workshop.play.levers import check_proposal
from dashboards.workshop.roles import Role
from dashboards.workshop.serve.cookies import RoleCookies
from dashboards.workshop.serve.room import Room, log_failure
from dashboards.workshop.serve.settings import Settings
from dashboards.workshop.serve.updates import updates
from dashboards.workshop.views.debrief import tried
from dashboards.workshop.views.html_parts import for_solara

MOST_AT_ONCE = 8
"""Pages that are updated at the same moment; where all are slow, others wait, and phones do not."""
PATIENCE = 15.0
"""Seconds that a page waits for an answer of the room."""

Show = Callable[[dict[str, Any]], None]


class RoomBridge:
    """The room, as seen from the threads of pages."""

    def __init__(self, room: Room, settings: Settings, cookies: RoleCookies) -> None:
        self.room, self.settings, self.cookies = room, settings, cookies
        self._loop: asyncio.AbstractEventLoop | None = None
        self._updaters = ThreadPoolExecutor(MOST_AT_ONCE, thread_name_prefix="page")

    def open(self) -> None:
        """Take the loop that runs as the room's."""
        self._loop = asyncio.get_running_loop()

    def close(self) -> None:
        """Let go of the threads."""
        self._updaters.shutdown(wait=False, cancel_futures=True)

    def lets_in(self, cookies: Mapping[str, str], role: Role) -> bool:
        """Tell whether these cookies are the facilitator's, or the big screen's."""
        return self.cookies.visitor(cookies, role) is not None

    def ask(self, message: Any) -> str:
        """Do what the facilitator asks for; returns why not, or nothing once it has happened."""
        try:
            self._run(self.room.ask(message, Role.FACILITATOR)).result(PATIENCE)
        except Refused as refusal:
            return str(refusal)
        except TimeoutError:
            return _("the room is busy: look whether it happened, and ask again")
        return ""

    def watch(self, role: Role, show: Show) -> Callable[[], None]:
        """Show a page what is new, in a thread, until the function that is returned is called."""

        async def send() -> None:
            async with aclosing(updates(self.room, role, for_solara)) as coming:
                async for new in coming:
                    await asyncio.get_running_loop().run_in_executor(self._updaters, show, new)

        def stop() -> None:
            sending.cancel()

        sending = self._run(send())
        sending.add_done_callback(log_failure("a page of the workshop is not updated any more"))
        return stop

    def tried(self, name: str, value: float) -> dict[str, Any]:
        """Return what would have come of a parameter at another value.  Refused where it cannot be."""
        check_proposal(name, value)
        if self.room.counterfactuals is None:
            raise Refused(_("the rounds are being run again: try again soon"))
        return tried(self.room.counterfactuals, name, value)

    def _run(self, what: Coroutine[Any, Any, Any]) -> Future[Any]:
        assert self._loop is not None, "the bridge is not open yet"
        return asyncio.run_coroutine_threadsafe(what, self._loop)


class Bridges(Protocol):
    """The rooms that pages of this process may belong to."""

    makes_rooms: bool
    """Whether further rooms can be made here."""

    def at(self, path: str) -> RoomBridge | None:
        """Return the bridge to the room whose page lies at a path."""

    def everywhere(self) -> Iterable[RoomBridge]:
        """Return the bridges to all rooms."""


class OneBridge:
    """The bridge of a process with one room."""

    makes_rooms = False

    def __init__(self, bridge: RoomBridge) -> None:
        self.bridge = bridge

    def at(self, path: str) -> RoomBridge | None:
        """Return the bridge, wherever a page lies."""
        return self.bridge

    def everywhere(self) -> Iterable[RoomBridge]:
        """Return the bridge."""
        return (self.bridge,)


current_bridges: ContextVar[Bridges] = ContextVar("current_bridges")
"""The rooms of the app that answers: set for each request, read when a page is first drawn."""
