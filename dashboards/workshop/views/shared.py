"""Parts that pages are made of, and what everyone in the room may see.

A part has a key that changes when its content may have: a part whose key is known is neither made nor sent again.
The same data go into the pages and, as they are, to bots.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from dashboards.explore.interventions import INTERVENTIONS
from dashboards.languages import scenario_text
from dashboards.workshop.play.counterfactuals import Counterfactuals, Debrief
from dashboards.workshop.play.phases import WORDS
from dashboards.workshop.play.session import Session
from dashboards.workshop.views import drawing, observation


class RoomView(Protocol):
    """Room as views read it; the server's Room is one."""

    @property
    def session(self) -> Session: ...
    @property
    def online(self) -> Mapping[str, int]: ...
    @property
    def debrief(self) -> Debrief | None: ...
    @property
    def counterfactuals(self) -> Counterfactuals | None: ...
    def once(self, key: object, make: Callable[[], Any]) -> Any: ...


@dataclass(frozen=True)
class Part:
    """One part of a page."""

    name: str
    key: str
    data: Callable[[], dict[str, Any]]


def part(name: str, data: Callable[[], dict[str, Any]], *key: object) -> Part:
    """Make a part whose key is all that its content depends on."""
    return Part(name, repr(key), data)


def clock(session: Session) -> dict[str, Any]:
    """Return where the session is in its time; the same for everyone."""
    taken = session.taken_seats()
    chosen = session.rounds[-1].choices.keys() & taken if session.open_round else frozenset[int]()
    last = session.begin.rounds
    number = session.rounds[-1].number if session.rounds else 0
    return {
        "title": scenario_text(session.scenario.title),
        "phase": session.phase,
        "words": str(WORDS[session.phase]),
        "round": number,
        "rounds": last,
        "last": number >= last,
        "months": session.begin.months,
        "month": (number - 1) * session.begin.months + 1 if number else 0,
        "turn": session.turn,
        "ends_at": session.ends_at,
        "left": round(session.left),
        "taken": len(taken),
        "chosen": len(chosen),
        "seats": len(session.seats),
        "people": len(session.players),
        "alone": session.begin.alone,
    }


def announcements(session: Session) -> dict[str, Any]:
    """Return the cards of this round, and who said what in public."""
    now = session.rounds[-1] if session.rounds else None
    cards = [*(now.cards if now else []), *session.waiting_cards]
    said = {session.seats[seat].shown: race for seat, race in sorted((now.intentions if now else {}).items())}
    return {
        "round": now.number if now else 0,
        "open": session.open_round is not None,
        "note": now.note if now else "",
        "cards": [{"label": card.label, "meaning": str(INTERVENTIONS[card.kind].meaning)} for card in cards],
        "events": _dated(session),
        "said": said,
        "races": sum(said.values()),
        "battles": len(said) - sum(said.values()),
    }


def _dated(session: Session) -> list[str]:
    """Return what the scenario itself has for the months of this round."""
    number = session.rounds[-1].number if session.rounds else 1
    first = (number - 1) * session.begin.months + 1
    last = first + session.begin.months
    return [scenario_text(event.label) for event in session.scenario.schedule if first <= event.month < last]


def results(session: Session) -> dict[str, Any]:
    """Return the system's results so far."""
    series = observation.results(session)
    months = session.begin.rounds * session.begin.months
    lines = {name: drawing.line(values, months=months) for name, values in series.items()}
    return {"series": series, "lines": lines, "now": {name: values[-1] for name, values in series.items()}}


def history(session: Session) -> tuple[object, ...]:
    """Return a key that changes whenever a round has been played, left or begun again."""
    return (len(session.branches), len(session.played), session.phase == "debrief")
