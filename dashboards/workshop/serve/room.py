"""Room: one session with its clock, its place in the store and everyone who looks on.

An event is applied, stored, and only then acknowledged; events that come together share one write.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
import sys
import time
from collections.abc import Callable, Coroutine
from dataclasses import replace
from typing import Any

from dashboards.languages import _, language, later
from dashboards.workshop.errors import AlreadyKnown, Refused
from dashboards.workshop.play import events as e
from dashboards.workshop.play.counterfactuals import Counterfactuals, Debrief
from dashboards.workshop.play.event_log import replay
from dashboards.workshop.play.session import Session
from dashboards.workshop.roles import PlayerId, Role, Visitor
from dashboards.workshop.serve.commands import parse_command
from dashboards.workshop.serve.join_link import Address
from dashboards.workshop.serve.keys import digest, new_code, new_key
from dashboards.workshop.serve.rehearsal import Rehearsal
from dashboards.workshop.serve.session_store import StoredSession
from results import StoreError

STOPPED = later("nothing can be saved at the moment: try again soon")
TICK = 0.1
AGAIN = 1.0
"""Seconds until what could not be stored is tried again."""
GRACE = 30.0
"""After a restart the open round lasts at least this long, so that everyone is back before it ends."""


class Room:
    """One session, for everyone who is in it."""

    def __init__(self, stored: StoredSession, clock: Callable[[], float] = time.time) -> None:
        self.stored, self.keys, self.clock = stored, stored.keys, clock
        self.entries: list[e.Entry] = stored.entries
        """All that happened, in order."""
        self.session: Session = replay(self.entries)
        self.version = 0
        """Goes up whenever something happened that somebody may see."""
        self.address: Address | None = None
        """Where phones find it, once it is served."""
        self.reached = False
        """Whether a phone, not this computer, has come to the address."""
        self.on_new_code: Callable[[str], None] = lambda code: None
        """Told of a new join code."""
        self.rehearsal: Rehearsal | None = None
        self.online: dict[str, int] = {}
        """How many connections each player has."""
        self.debrief: Debrief | None = None
        self.counterfactuals: Counterfactuals | None = None
        """The rounds that the debrief plays again."""
        self.failure: StoreError | None = None
        """Why events cannot be stored, while they cannot."""
        self.memo: dict[object, Any] = {}
        """What several visitors see alike, made once until something happens."""
        self.on_change: list[Callable[[], None]] = []
        self._pending: list[tuple[e.Entry, asyncio.Future[None]]] = []
        self._wake = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        self._writer: asyncio.Task[None] | None = None
        self._debriefed: tuple[object, ...] = ()

    async def start(self) -> None:
        """Begin to write and to keep time."""
        self._writer = self._begun(self._write(), "store what happens")
        self._writer.add_done_callback(lambda _: self._give_up())
        self._begun(self._keep_time(), "keep time")
        self._begun(self._keep_debriefing(), "look back")
        late = self.session.ends_at is not None and self.session.ends_at < self.clock() + GRACE
        if late and self.session.ends_at is not None:
            left = self.clock() + GRACE - self.session.ends_at
            await self.put(e.Extend(seconds=max(1, round(left))))

    def _begun(self, work: Coroutine[Any, Any, None], what: str) -> asyncio.Task[None]:
        """A task of the room; the log says so when it ends by an error."""
        task = asyncio.create_task(work)
        task.add_done_callback(log_failure(f"the room does not {what} any more"))
        self._tasks.append(task)
        return task

    async def stop(self) -> None:
        """Write what is left, and end."""
        while self._pending and self.failure is None and not self._ended:
            await asyncio.sleep(0.01)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self.stored.close()

    @property
    def _ended(self) -> bool:
        """Whether nothing is stored any more."""
        return self._writer is not None and self._writer.done()

    # ------------------------------------------------------------ what comes in

    async def put(self, event: e.Event) -> None:
        """Let an event happen; returns once it is stored.  Refused where it cannot happen."""
        if self.failure is not None or self._ended:
            raise Refused(STOPPED)
        at = self.clock()
        self.session.apply(event, at)
        if self.session.phase != "debrief":
            self.debrief = self.counterfactuals = None  # of rounds that were left
            self._debriefed = ()  # the same rounds may be looked back on again
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.entries.append(e.Entry(at=at, event=event))
        self._pending.append((self.entries[-1], done))
        self._wake.set()
        await done

    async def ask(self, message: Any, visitor: Visitor) -> None:
        """Do what somebody asks for; the same choice sent again is as good as done."""
        if visitor is Role.FACILITATOR and message == {"do": "new_code"}:
            await self.new_code()
            return
        if visitor is Role.FACILITATOR and message == {"do": "rehearse"}:
            await self.rehearse()
            return
        try:
            await self.put(parse_command(message, visitor, self.session))
        except AlreadyKnown:
            await self.settled()
            return
        if self.session.begin.alone and message["do"] == "choose" and self.session.open_round:
            await self.put(e.Close())

    async def new_code(self) -> None:
        """Replace the join code; keys and cookies stay as they are."""
        self.keys = replace(self.keys, code=new_code())
        try:
            await asyncio.to_thread(self.stored.keep_keys, self.keys)
        except StoreError as error:
            raise Refused(STOPPED) from error
        self.on_new_code(self.keys.code)
        self.touch()

    async def rehearse(self) -> None:
        """Let bots take the free seats and play along, until the room is stopped."""
        if self.rehearsal is None:
            self.rehearsal = Rehearsal(self)
            self._begun(self.rehearsal.play(), "rehearse")
        await self.rehearsal.take_seats()

    async def settled(self) -> None:
        """Wait until all that was applied is stored."""
        if self._pending:
            await asyncio.shield(self._pending[-1][1])

    async def join(self, name: str, seat: int | None) -> tuple[PlayerId, str]:
        """Let somebody in; returns the player's id and key."""
        player, key = PlayerId(secrets.token_hex(8)), new_key()
        try:
            event = e.Join(player=player, name=name[:400] or " ", seat=seat, key=digest(key))
        except ValueError as error:
            raise Refused(_("a name or a seat cannot be read")) from error
        await self.put(event)
        return player, key

    def player_with(self, key: str) -> PlayerId | None:
        """Return whose key this is."""
        shown = digest(key)
        return next((PlayerId(player) for player, person in self.session.players.items() if person.key == shown), None)

    # ------------------------------------------------------------ what goes on by itself

    async def _write(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            batch = list(self._pending)
            if not batch:
                continue
            try:
                await asyncio.to_thread(self.stored.write, [entry for entry, _ in batch])
            except StoreError as error:
                await self._not_stored(error)
                continue
            self.failure = None
            del self._pending[: len(batch)]
            for _entry, done in batch:
                if not done.done():
                    done.set_result(None)
            self.touch()
            if self._pending:
                self._wake.set()

    def _give_up(self) -> None:
        """Tell those who wait that nothing is stored any more: without this they would wait for ever."""
        for _entry, done in self._pending:
            if not done.done():
                done.set_exception(Refused(STOPPED))

    async def _not_stored(self, error: StoreError) -> None:
        """Say so, and try again: what was not stored waits, is not acknowledged, and nothing new is let in."""
        if self.failure is None:
            sys.stderr.write(f"{error}\nTrying again until it can be stored.\n")
        self.failure = error
        await asyncio.sleep(AGAIN)
        self._wake.set()

    async def _keep_time(self) -> None:
        while True:
            await asyncio.sleep(TICK)
            over = self.session.phase == "open" and self.clock() >= (self.session.ends_at or 0.0)
            if over and self.failure is None:
                await self.put(e.Close())

    async def _keep_debriefing(self) -> None:
        while True:
            await asyncio.sleep(TICK)
            if self.session.phase == "debrief":
                try:
                    await self._work_out_debrief()
                except Exception:  # another is worked out as soon as anything changes
                    logging.getLogger(__name__).exception("a debrief could not be worked out")

    async def _work_out_debrief(self) -> None:
        """Work out the debrief, beside what else goes on, whenever there is something new in it."""
        mark = self._played()
        if mark == self._debriefed:
            await self._answer_levers()
            return
        self._debriefed = mark
        counterfactuals = await asyncio.to_thread(Counterfactuals, self.session)
        debrief = await asyncio.to_thread(counterfactuals.debrief)
        if self._played() == mark:
            self.counterfactuals, self.debrief = counterfactuals, debrief
            self.touch()
        for seat in counterfactuals.played_seats:
            if self._played() != mark:
                self._debriefed = ()
                return
            debrief.seats[seat] = await asyncio.to_thread(counterfactuals.seat_debrief, seat)
            self.touch()

    async def _answer_levers(self) -> None:
        """Run the levers the room asked about, as far as they are not answered yet."""
        counterfactuals, debrief = self.counterfactuals, self.debrief
        if counterfactuals is None or debrief is None:
            return
        for key in self.session.debrief.tried:
            if key not in debrief.levers:
                debrief.levers[key] = await asyncio.to_thread(counterfactuals.try_lever, key)
                self.touch()

    def _played(self) -> tuple[object, ...]:
        """Return what a debrief is about: another one is due when this changes."""
        session = self.session
        return (session.phase, session.turn, len(session.branches), len(session.rounds), len(session.proposals))

    def touch(self) -> None:
        """Tell everyone who looks on."""
        self.version += 1
        self.memo.clear()
        for notify in self.on_change:
            notify()

    def once(self, key: object, make: Callable[[], Any]) -> Any:
        """Return what ``make`` gives, made once a language for all who ask before something happens."""
        known = (language(), key)
        if known not in self.memo:
            self.memo[known] = make()
        return self.memo[known]

    def count_connection(self, player: PlayerId, by: int) -> None:
        """Count a connection of a player that came or went."""
        self.online[player] = self.online.get(player, 0) + by
        self.touch()


def log_failure(what: str) -> Callable[[Any], None]:
    """Return a callback that logs when something that should go on, a task or a future, ends with an error."""

    def say(ended: Any) -> None:
        if not ended.cancelled() and (error := ended.exception()):
            logging.getLogger(__name__).error(what, exc_info=error)

    return say
