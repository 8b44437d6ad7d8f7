"""Observation of a seat: what partners seemed to do, and its own mind.  Never the minds of others."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dashboards.languages import scenario_text
from dashboards.workshop.play.rounds import relations_of
from dashboards.workshop.play.session import Session
from sim.engine import measures
from sim.state import State


@dataclass(frozen=True)
class Partner:
    """A partner as a seat sees it: how it treated the seat in the last round, and how far it is trusted."""

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
    """Return how each partner of a seat treated it."""
    seat, network, now = session.seats[number], session.first.system.network, session.now
    tiers = slice(None) if seat.tier is None else slice(seat.tier, seat.tier + 1)
    relations = relations_of(network, seat.organisation)
    last = session.played[-1].tally if session.played else None
    nothing = np.zeros(len(relations), dtype=int)
    columns = zip(
        network.target[relations].tolist(),
        (last.acted[tiers, relations].sum(axis=0) if last else nothing).tolist(),
        (last.races[tiers, relations].sum(axis=0) if last else nothing).tolist(),
        now.trust[tiers, relations].mean(axis=0).tolist(),
        now.openness[relations].tolist(),
        now.openness[network.reverse[relations]].tolist(),
        (last.met[tiers, relations % network.m].max(axis=0) if last else nothing).tolist(),
        strict=True,
    )
    names, sectors = session.scenario.names, session.first.system.sectors
    return [
        Partner(partner, str(names[partner]), scenario_text(str(sectors[int(network.sector[partner])])), *rest)
        for partner, *rest in columns
    ]


def own(session: Session, number: int) -> dict[str, object]:
    """Return a seat's own figures: resources round by round, and what it gained in the last."""
    seat = session.seats[number]

    def resources(state: State) -> float:
        return float(state.resources[seat.organisation])

    months = [session.first, *(state for round_ in session.played for state in round_.states)]
    last = session.played[-1].states if session.played else []
    return {
        "resources": resources(session.now),
        "before": resources(months[-1 - len(last)]),
        "series": [resources(state) for state in months],
        "income": float(np.mean([state.income[seat.organisation] for state in last])) if last else None,
        "performance": float(np.mean(session.now.performance[:, seat.organisation])),
    }


def results(session: Session) -> dict[str, list[float]]:
    """Return the system's results month by month, the start first: what everyone may see."""
    rows = [measures(session.first), *(row for round_ in session.played for row in round_.rows)]
    return {name: [row[name] for row in rows] for name in ("openness", "race_share", "resources", "silos")}
