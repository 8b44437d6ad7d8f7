"""What Solara's pages may do with the room: they run in threads, the room in the loop of the server."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import aclosing
from typing import Any

from dashboards.languages import _
from dashboards.workshop.play.rounds import Refused
from dashboards.workshop.play.session import check_proposal
from dashboards.workshop.serve.commands import FACILITATOR
from dashboards.workshop.serve.cookies import Doors
from dashboards.workshop.serve.join_link import Address
from dashboards.workshop.serve.room import Room, complaint
from dashboards.workshop.serve.updates import news
from dashboards.workshop.views.debrief import tried
from dashboards.workshop.views.html_parts import made

MOST_AT_ONCE = 8
"""Pages that are told something at the same moment; where all are slow, others wait, and phones do not."""
PATIENCE = 15.0
"""Seconds that a page waits for an answer of the room."""

Show = Callable[[dict[str, Any]], None]


class Hall:
    """The room, as seen from the threads of pages."""

    def __init__(self, room: Room, address: Address, doors: Doors) -> None:
        self.room, self.address, self.doors = room, address, doors
        self._loop: asyncio.AbstractEventLoop | None = None
        self._tellers = ThreadPoolExecutor(MOST_AT_ONCE, thread_name_prefix="page")

    def open(self) -> None:
        """From now on pages find the room, in the loop that runs."""
        global _open
        self._loop, _open = asyncio.get_running_loop(), self

    def close(self) -> None:
        """Let go of the threads."""
        self._tellers.shutdown(wait=False, cancel_futures=True)

    def lets_in(self, cookies: Mapping[str, str], who: str) -> bool:
        """Whether these cookies are the facilitator's, or the big screen's."""
        return self.doors.known(cookies, who) is not None

    def ask(self, message: Any) -> str:
        """What the facilitator asks for; gives why not, or nothing once it has happened."""
        try:
            self._run(self.room.ask(message, FACILITATOR)).result(PATIENCE)
        except Refused as refusal:
            return str(refusal)
        except TimeoutError:
            return _("the room is busy: look whether it happened, and ask again")
        return ""

    def watch(self, who: str, show: Show) -> Callable[[], None]:
        """Show a visitor what is new, in a thread, until the function that is returned is called."""

        async def tell() -> None:
            async with aclosing(news(self.room, who, made)) as coming:
                async for new in coming:
                    await asyncio.get_running_loop().run_in_executor(self._tellers, show, new)

        def stop() -> None:
            telling.cancel()

        telling = self._run(tell())
        telling.add_done_callback(complaint("a page of the workshop is not told what is new any more"))
        return stop

    def tried(self, name: str, value: float) -> dict[str, Any]:
        """What would have come of a parameter at another value, beside what came.  Refused where it cannot be."""
        check_proposal(name, value)
        if self.room.past is None:
            raise Refused(_("the rounds are being played again: try again soon"))
        return tried(self.room.past, name, value)

    def _run(self, what: Coroutine[Any, Any, Any]) -> Future[Any]:
        assert self._loop is not None, "the hall is not open yet"
        return asyncio.run_coroutine_threadsafe(what, self._loop)


_open: Hall | None = None


def hall() -> Hall:
    """The hall of this process: it serves one room."""
    assert _open is not None, "there is no workshop in this process"
    return _open
