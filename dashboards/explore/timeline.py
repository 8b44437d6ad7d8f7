"""One run as a page plays it: to any month and back at once.

States are kept every twelfth month and played on from there, which is faster than keeping all and needs a tenth of
the memory.  Measures and the ties' dealings are kept for every month seen.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from dashboards.explore.changes import Change, Snapshot, change_between
from sim.arrays import Ints
from sim.engine import measures, months, start
from sim.state import State
from sim.system import RunSpec

EVERY = 12

NONE, RACE, MIXED, BATTLE = range(4)
"""What went on at a tie in a month: no dealings, both raced, one raced and one battled, both battled."""


class Timeline:
    """The months of one run, played as far as anybody looked."""

    def __init__(self, spec: RunSpec) -> None:
        self.spec = spec
        first = start(spec.system, spec.seed)
        self.rows: list[dict[str, float]] = [measures(first)]
        self.dealings: list[NDArray[np.uint8]] = [dealings(first)]
        self.changes: list[Change] = []
        """Months in which who is with whom changed, as far as they were run."""
        self._last = Snapshot.of(first)
        self.together: list[tuple[int, list[int]]] = [(0, self._last.part.tolist())]
        """Who is with whom: the component of each organisation, from each month on in which one is another."""
        self._kept: dict[int, State] = {0: first}
        self._now = first
        self._ahead: Iterator[State] | None = None

    @property
    def reached(self) -> int:
        """The last month that was played."""
        return len(self.rows) - 1

    def state(self, month: int) -> State:
        """The state at the end of a month; it holds until the next one is asked for (``State.copy`` keeps it)."""
        month = min(max(month, 0), self.spec.months)
        if month < self._now.month or month - self._now.month > EVERY:
            near = max(kept for kept in self._kept if kept <= month)
            if near > self._now.month or month < self._now.month:
                self._now, self._ahead = self._kept[near], None
        while self._now.month < month:
            self._step()
        return self._now

    def branch(self, spec: RunSpec, month: int) -> Timeline:
        """The timeline of another system that is the same until ``month``: what was played before is kept."""
        new = Timeline.__new__(Timeline)
        new.spec, new._ahead = spec, None
        known = min(month, self.reached + 1)
        new.rows, new.dealings = self.rows[:known], self.dealings[:known]
        new._kept = {at: replace(state, system=spec.system) for at, state in self._kept.items() if at < known}
        last = max(new._kept)
        new.rows, new.dealings = new.rows[: max(known, 1)], new.dealings[: max(known, 1)]
        new._now = new._kept[last]
        reached = new.reached
        new.changes = [change for change in self.changes if change.month <= reached]
        new.together = [(month, parts) for month, parts in self.together if month <= reached]
        new._last = Snapshot.of(new.state(reached))
        return new

    def _step(self) -> None:
        if self._ahead is None:
            self._ahead = months(self.spec, state=self._now, copy=False)
        self._now = next(self._ahead)
        month = self._now.month
        if month > self.reached:
            self.rows.append(measures(self._now))
            self.dealings.append(dealings(self._now))
            now = Snapshot.of(self._now)
            if (change := change_between(self._last, now, month, self.dealings)) is not None:
                self.changes.append(change)
            if partition(now.part) != partition(self._last.part):
                self.together.append((month, now.part.tolist()))
            self._last = now
        if month % EVERY == 0 and month not in self._kept:
            self._kept[month] = self._now.copy()


def partition(part: Ints) -> tuple[int, ...]:
    """Return the components numbered in the order of their first organisations: equal where who is with whom is."""
    order: dict[int, int] = {}
    return tuple(order.setdefault(int(number), len(order)) if number >= 0 else -1 for number in part)


def dealings(state: State, tier: int | None = None) -> NDArray[np.uint8]:
    """(m,) what went on at each tie this month, at one tier or over all: NONE, RACE, MIXED or BATTLE.

    Over several tiers it is MIXED unless all that acted raced, or all battled.
    """
    which = slice(None) if tier is None else slice(tier, tier + 1)
    m = state.system.network.m
    acted = state.acted[which].astype(bool)
    raced = state.stance[which].astype(bool)
    races = (acted & raced[:, :m]).sum(axis=0) + (acted & raced[:, m:]).sum(axis=0)
    stances = 2 * acted.sum(axis=0)
    went = np.full(m, MIXED, dtype=np.uint8)
    went[races == stances] = RACE
    went[races == 0] = BATTLE
    went[stances == 0] = NONE
    return went
