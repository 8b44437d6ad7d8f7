"""Nearest classic strategy: which of them would have chosen most like a seat did, against the same partners."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from dashboards.languages import Text, later
from dashboards.workshop.play.rounds import relations_of
from dashboards.workshop.play.session import Session
from sim.strategies import NOTHING_YET, STRATEGIES, Strategy, remembered

FEWEST_ROUNDS = 2
"""With fewer rounds of one's own there is nothing to compare."""
WORDS: dict[str, tuple[Text, Text]] = {
    "race": (later("always race"), later("Race, whatever the other does.")),
    "battle": (later("always battle"), later("Battle, whatever the other does.")),
    "tit-for-tat": (later("tit for tat"), later("Race first, then do as was last done to you.")),
    "grim": (later("never forgive"), later("Race until the first battle, then battle for ever.")),
    "win-stay-lose-shift": (
        later("keep what works"),
        later("Race where both did the same last time: repeat what went well, change what did not."),
    ),
    "tit-for-two-tats": (later("tit for two tats"), later("Battle only after two battles in a row.")),
    "suspicious-tit-for-tat": (
        later("wary tit for tat"),
        later("Battle first, then do as was last done to you."),
    ),
}


class Nearest(NamedTuple):
    """The strategy that fits most of a seat's choices, and the share that it fits."""

    strategy: str
    share: float


def nearest(session: Session, number: int) -> Nearest | None:
    """Return the classic strategy nearest to a seat's choices; None where people chose in too few rounds for it.

    A choice is one round toward one partner; what the partner did in a round is what most dealings looked like.  Of
    strategies that fit equally, the first in the list of strategies is given.
    """
    if sum(number in round_.choices for round_ in session.played) < FEWEST_ROUNDS:
        return None
    classics = [strategy for strategy in STRATEGIES if strategy.name in WORDS]
    fits = [_fit(session, number, strategy) for strategy in classics]
    best = int(np.argmax(fits))
    return Nearest(classics[best].name, fits[best])


def _fit(session: Session, number: int, strategy: Strategy) -> float:
    """Return the share of a seat's choices that a strategy would have made too."""
    seat, network = session.seats[number], session.first.system.network
    tiers = slice(None) if seat.tier is None else slice(seat.tier, seat.tier + 1)
    same = []
    for relation in relations_of(network, seat.organisation):
        memory, partner = NOTHING_YET, int(network.target[relation])
        for round_ in session.played:
            choice = round_.choices.get(number)
            dealings = int(round_.tally.acted[tiers, relation].sum())
            own = choice.race != (partner in choice.unlike) if choice else True
            if choice:
                same.append((strategy.function(memory, 0.0, 0.5) > 0.5) == own)
            if dealings:
                memory = remembered(memory, own, 2 * int(round_.tally.races[tiers, relation].sum()) >= dealings)
    return float(np.mean(same)) if same else 0.0
