"""Conduct of a seat in a round: what it announced, what it did, and what it looked like to its partners."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from dashboards.workshop.play.rounds import Round
from dashboards.workshop.play.session import Session
from sim.arrays import Bytes, Ints


class Conduct(NamedTuple):
    """Conduct of a seat in a round."""

    said: bool | None
    """Whether it announced to race; None where it announced nothing."""
    dealings: int
    raced: int
    """Dealings in which it raced."""
    seen: int
    """Dealings in which it seemed to race to the partner: a failure may have been taken for a battle."""

    @property
    def did(self) -> float:
        """Share of its dealings in which it raced; NaN without any."""
        return self.raced / self.dealings if self.dealings else float("nan")

    @property
    def looked(self) -> float:
        """Share of its dealings in which it seemed to race; NaN without any."""
        return self.seen / self.dealings if self.dealings else float("nan")


def conduct(session: Session, round_: Round, number: int) -> Conduct:
    """Return the conduct of a seat in a round that is over."""
    seat, network = session.seats[number], session.first.system.network
    tiers = slice(None) if seat.tier is None else slice(seat.tier, seat.tier + 1)
    own = np.flatnonzero(network.source == seat.organisation)
    return Conduct(
        said=round_.intentions.get(number),
        dealings=int(round_.tally.acted[tiers, own].sum()),
        raced=int(_raced(round_)[tiers, own].sum()),
        seen=int(round_.tally.races[tiers, network.reverse[own]].sum()),
    )


class Side(NamedTuple):
    """One end of a tie in a round."""

    organisation: int
    raced: int
    """Dealings in which it raced."""
    seen: int
    """Dealings in which it seemed to race to the other end."""


def both_sides(session: Session, round_: Round, tie: int) -> tuple[int, Side, Side]:
    """Return the dealings on a tie in a round, and what both ends did and seemed to do."""
    network = session.first.system.network
    raced = _raced(round_)
    first, second = (
        Side(
            organisation=int(network.source[relation]),
            raced=int(raced[:, relation].sum()),
            seen=int(round_.tally.races[:, network.reverse[relation]].sum()),
        )
        for relation in (tie, tie + network.m)
    )
    return int(round_.tally.acted[:, tie].sum()), first, second


def _raced(round_: Round) -> Ints:
    """Return (tiers, relations) in how many dealings each relation's own side raced."""
    return np.sum([_acted(state.acted) & (state.stance > 0) for state in round_.states], axis=0)


def _acted(acted: Bytes) -> Bytes:
    """Return (tiers, relations) whether each relation had a dealing."""
    return np.tile(acted.astype(bool), 2)
