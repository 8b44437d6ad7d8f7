"""Role card of a seat, and the picture of what race and battle bring, derived from the scenario."""

from __future__ import annotations

from typing import Any

import numpy as np

from dashboards.languages import scenario_text
from dashboards.workshop.play.seats import Seat
from dashboards.workshop.play.session import Session
from scenarios.schema import RoleEntry
from sim.parameters import ROWS
from sim.system import System

PARTS = ("role", "needs", "judged")
MOST_NEEDED = 3
YEAR = 12
"""Dealings of a year, one a month."""


def role(session: Session, seat: Seat) -> dict[str, Any]:
    """Return who a seat is, and which partners it depends on most."""
    network, names = session.first.system.network, session.scenario.names
    own = np.flatnonzero(network.source == seat.organisation)
    weights = network.weight[own % network.m] if hasattr(network, "weight") else np.ones(len(own))
    partners = network.target[own]
    differs = len(set(weights.tolist())) > 1
    card = _card(session, seat)
    most = np.lexsort((partners, -weights))[: MOST_NEEDED if differs else 0].tolist()
    return {
        "name": seat.shown,
        "sector": scenario_text(seat.sector),
        "needs": [str(names[int(partners[position])]) for position in most],
        "written": {part: scenario_text(getattr(card, part)) for part in PARTS} if card else None,
    }


def _card(session: Session, seat: Seat) -> RoleEntry | None:
    """Return the card that the scenario has for a seat: its organisation's own, else its sector's."""
    roles = session.scenario.workshop.roles if session.scenario.workshop else ()
    for name in (seat.name, seat.sector):
        for card in roles:
            if name in card.who:
                return card
    return None


def payoffs(session: Session, seat: Seat) -> dict[str, float]:
    """Return what one dealing brings to both, and how far trust moves in a year of racing or of battling."""
    return payoffs_of(session.now.system, session.now.month, seat.organisation)


def payoffs_of(system: System, month: int, organisation: int) -> dict[str, float]:
    """Return the same for an organisation of a system in a month."""
    values = system.values(month)[:, organisation]
    value = {name: float(values[row]) for name, row in ROWS.items()}
    intensity = value["game.intensity"]
    rise, fall = value["trust.rate"], min(1.0, value["trust.rate"] * value["trust.negativity"])
    return {
        "both_race": intensity * value["game.benefit"],
        "takes": intensity * value["game.stake"],
        "loses": -intensity * value["game.stake"],
        "both_battle": -intensity * value["game.damage"],
        "trust_up": 1.0 - 0.5 * (1.0 - rise) ** YEAR,
        "trust_down": 0.5 * (1.0 - fall) ** YEAR,
    }
