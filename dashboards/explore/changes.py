"""Changes of who is with whom, from one month to the next, and the door that made each: the log beside the network."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dashboards.explore.headline import headline, share_shut
from dashboards.languages import _, counted
from sim.arrays import Bytes, Floats, Ints
from sim.engine import components
from sim.measures.silos import OPEN
from sim.state import State
from sim.system import System

LOOKED_BACK = 6
"""Months in which battles on a tie are counted."""


@dataclass(frozen=True)
class Change:
    """A month in which components of open ties broke apart or came together.

    tie      the tie that closed, or opened, where it did
    source   of the two, whose door moved most; target is the other
    paths    ties between the two parts that closed in this month: with one, it was the last path
    battles  months of the last LOOKED_BACK, this one included, in which one of the two battled the other
    """

    month: int
    split: bool
    tie: int
    source: int
    target: int
    paths: int
    battles: int
    sizes: tuple[int, ...]
    shut: float


def change_between(before: Snapshot, after: Snapshot, month: int, dealings: Sequence[Bytes]) -> Change | None:
    """Return the change of a month; None where everyone is with the same others as before.

    dealings  of the months up to this one, as ``timeline.dealings`` has them
    """
    ties, doors, part = after.ties, after.doors, after.part
    m = len(ties[0])
    was, now = _open(before.doors), _open(doors)
    together, apart = before.part[ties[0]] == before.part[ties[1]], part[ties[0]] != part[ties[1]]
    closed = np.flatnonzero(was & ~now & together & apart)
    joined = np.flatnonzero(~was & now & ~together & ~apart)
    if not len(closed) and not len(joined):
        return None
    split = len(closed) > 0
    moved = np.abs(after.doors - before.doors).reshape(2, m)
    among = closed if split else joined
    tie = int(among[np.argmax(moved[:, among].max(axis=0))])
    forward = bool(moved[0, tie] >= moved[1, tie])
    ends = int(ties[0][tie]), int(ties[1][tie])
    source, target = ends if forward else ends[::-1]
    divide = {int(part[end]) for end in ends}
    across = [t for t in closed.tolist() if {int(part[ties[0][t]]), int(part[ties[1][t]])} == divide]
    lately = dealings[max(1, month - LOOKED_BACK + 1) : month + 1]
    battles = sum(int(went[tie]) >= FOUGHT for went in lately)
    sizes = np.bincount(part[part >= 0])
    return Change(
        month, split, tie, source, target, len(across), battles, tuple(sizes[sizes > 0].tolist()), share_shut(doors)
    )


FOUGHT = 2
"""From this code on a dealing was a battle, of one or of both (``timeline``: MIXED, BATTLE)."""


@dataclass(frozen=True)
class Snapshot:
    """The doors of a month, and the component that each organisation is in."""

    ties: tuple[Ints, Ints]
    doors: Floats
    part: Ints

    @classmethod
    def of(cls, state: State) -> Snapshot:
        """Take a snapshot of a state."""
        network = state.system.network
        return cls((network.first, network.second), state.openness.copy(), components(state))


def _open(doors: Floats) -> NDArray[np.bool_]:
    m = len(doors) // 2
    return np.asarray(doors[:m] * doors[m:] >= OPEN)


def entries(changes: Sequence[Change], system: System, month: int) -> list[dict[str, Any]]:
    """Return the log up to a month, the newest first: each change in a sentence, with the tie that it is about."""
    return [
        {"month": change.month, "text": sentence(change, system), "tie": change.tie}
        for change in reversed(changes)
        if change.month <= month
    ]


def sentence(change: Change, system: System) -> str:
    """Say what happened in a month, and which door did it."""
    one, other = system.name_of(change.source), system.name_of(change.target)
    state = headline(change.sizes, change.shut)
    if not change.split:
        return _(
            "Month %(month)s: %(one)s opened its door to %(other)s again. %(state)s.",
            month=change.month,
            one=one,
            other=other,
            state=state,
        )
    why = (
        counted(
            "after a battle in %(num)s of the last six months",
            "after battles in %(num)s of the last six months",
            change.battles,
        )
        if change.battles
        else _("without a battle between the two: trust had faded")
    )
    last = _("; that was the last path between them") if change.paths == 1 else ""
    return _(
        "Month %(month)s: %(one)s shut its door to %(other)s, %(why)s%(last)s. %(state)s.",
        month=change.month,
        one=one,
        other=other,
        why=why,
        last=last,
        state=state,
    )
