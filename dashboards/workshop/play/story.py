"""Story of a session: each round in figures and words."""

from __future__ import annotations

import numpy as np

from dashboards.explore.headline import headline
from dashboards.workshop.play.rounds import Round, partners
from dashboards.workshop.play.session import Session
from sim.engine import components, measures
from sim.state import State


def story(session: Session) -> list[dict[str, object]]:
    """Return what each round brought, in figures and words."""
    before = session.first
    rounds: list[dict[str, object]] = []
    for round_ in session.played:
        row, was = round_.rows[-1], measures(before)
        kept = [_kept(session, round_, seat) for seat in round_.intentions if seat in round_.choices]
        rounds.append(
            {
                "round": round_.number,
                "cards": [card.label for card in round_.cards],
                "openness": row["openness"],
                "change": row["openness"] - was["openness"],
                "race_share": row["race_share"],
                "headline": silos_in_words(round_.after),
                "said": len(kept),
                "kept": sum(kept),
                "by_people": len(round_.choices),
                "missing": [session.seats[seat].shown for seat in sorted(round_.missing)],
                "shut": _ends(session, sharpest(before, round_.after, -1)),
                "opened": _ends(session, sharpest(before, round_.after, +1)),
            }
        )
        before = round_.after
    return rounds


def _kept(session: Session, round_: Round, seat: int) -> bool:
    """Tell whether a seat did to most of its partners what it had said in public."""
    choice, said = round_.choices[seat], round_.intentions[seat]
    many = len(partners(session.first.system.network, session.seats[seat].organisation))
    alike = many - len(choice.unlike) if choice.race == said else len(choice.unlike)
    return 2 * alike > many


def sharpest(before: State, after: State, sign: int) -> int | None:
    """Return the tie that opened (+1) or closed (-1) most, where any did by a tenth."""
    m = before.system.network.m
    if not m:
        return None
    change = sign * (after.openness[:m] * after.openness[m:] - before.openness[:m] * before.openness[m:])
    most = int(np.argmax(change))
    return most if change[most] >= 0.1 else None


def _ends(session: Session, tie: int | None) -> tuple[str, ...]:
    """Return the names of the two ends of a tie."""
    if tie is None:
        return ()
    network, names = session.first.system.network, session.scenario.names
    return str(names[int(network.first[tie])]), str(names[int(network.second[tie])])


def silos_in_words(state: State) -> str:
    """Return how many silos there are, in words."""
    member = components(state)
    return headline(np.bincount(member).tolist())
