"""What an organisation sees of a round: what partners seemed to do, and its own mind.  Never the minds of others."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dashboards.workshop.play.rounds import relations_of
from dashboards.workshop.play.session import Session
from sim.engine import measures
from sim.state import State


@dataclass(frozen=True)
class Partner:
    """How a partner treated a seat in the last round, and what the seat holds of it."""

    organisation: int
    name: str
    sector: str
    dealings: int
    """Encounters of the last round."""
    races: int
    """Those in which the partner seemed to race: a failure may have been taken for a battle."""
    trust: float
    """Own trust in it."""
    door: float
    """Own door toward it."""
    theirs: float
    """Its door: doors can be seen from outside."""
    met: int
    """Months in which leaders met."""

    @property
    def treated(self) -> str:
        """In one word."""
        if not self.dealings:
            return "none"
        return "race" if self.races == self.dealings else "battle" if not self.races else "mixed"


def partners_of(session: Session, number: int) -> list[Partner]:
    """How each partner of a seat treated it."""
    seat, network, now = session.seats[number], session.first.system.network, session.now
    tiers = slice(None) if seat.tier is None else slice(seat.tier, seat.tier + 1)
    mine = relations_of(network, seat.organisation)
    last = session.played[-1].tally if session.played else None
    nothing = np.zeros(len(mine), dtype=int)
    columns = zip(
        network.target[mine].tolist(),
        (last.acted[tiers, mine].sum(axis=0) if last else nothing).tolist(),
        (last.races[tiers, mine].sum(axis=0) if last else nothing).tolist(),
        now.trust[tiers, mine].mean(axis=0).tolist(),
        now.openness[mine].tolist(),
        now.openness[network.reverse[mine]].tolist(),
        (last.met[tiers, mine % network.m].max(axis=0) if last else nothing).tolist(),
        strict=True,
    )
    names, sectors = session.scenario.names, session.first.system.sectors
    return [
        Partner(partner, str(names[partner]), str(sectors[int(network.sector[partner])]), *rest)
        for partner, *rest in columns
    ]


def own(session: Session, number: int) -> dict[str, object]:
    """A seat's own figures: resources round by round, and what it gained in the last."""
    seat = session.seats[number]

    def resources(state: State) -> float:
        return float(state.resources[seat.organisation])

    months = [session.first, *(state for each in session.played for state in each.states)]
    last = session.played[-1].states if session.played else []
    return {
        "resources": resources(session.now),
        "before": resources(months[-1 - len(last)]),
        "series": [resources(each) for each in months],
        "income": float(np.mean([each.income[seat.organisation] for each in last])) if last else None,
        "performance": float(np.mean(session.now.performance[:, seat.organisation])),
    }


def results(session: Session) -> dict[str, list[float]]:
    """The system's results month by month, the start first: what everyone may see."""
    rows = [measures(session.first), *(row for each in session.played for row in each.rows)]
    return {name: [row[name] for row in rows] for name in ("openness", "race_share", "resources", "silos")}
