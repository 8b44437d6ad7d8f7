"""Parts of the big screen: only what everyone may see."""

from __future__ import annotations

import math
from typing import Any

from dashboards.languages import _, later
from dashboards.workshop.play.session import Session
from dashboards.workshop.views import debrief, deck, drawing, observation
from dashboards.workshop.views.shared import Part, RoomView, announcements, clock, history, part, results


def for_screen(room: RoomView) -> list[Part]:
    """Return the parts of the big screen."""
    session, shown = room.session, room.session.shown
    top = {**clock(session), "shown": shown}
    revealed = session.phase == "debrief"
    news = {**announcements(session), "shown": shown}
    names = [person.name for person in session.players.values()] if shown["names"] and session.phase == "lobby" else []
    now = deck.current(session)
    film = _film(session, now.key if now else "")
    map_key = (*history(session), shown["network"], film)
    side_key = (*history(session), news)
    return [
        part("screen-top", lambda: top, top),
        part("screen-join", lambda: {"phase": session.phase, "names": names}, session.phase, names),
        part(
            "screen-map",
            lambda: drawing.film(session, film, revealed) if film is not None and shown["network"] else {},
            *map_key,
        ),
        part("screen-side", lambda: {**news, **results(session), "phase": session.phase}, *side_key),
        part("screen-lines", lambda: _lines(session) if shown["results"] else {}, *history(session), shown["results"]),
        part(
            "screen-step",
            lambda: deck.for_screen(room, names=shown["names"]) if shown["debrief"] else {},
            shown["debrief"],
            shown["names"],
            *debrief.debrief_key(room),
            *deck.deck_key(room),
        ),
    ]


def _film(session: Session, step: str) -> int | None:
    """Return the round whose months the map shows: the last one, or that of a step of the debrief; None for no map."""
    if not step or step == "silence":
        return len(session.played)
    return int(step.removeprefix("round-")) if step.startswith("round-") else None


LINES = {"openness": later("doors open"), "race_share": later("races"), "resources": later("resources")}


def _lines(session: Session) -> dict[str, Any]:
    """Return the system's results over the months, as the pages to explore draw them: in hundredths."""
    series, months = observation.results(session), session.begin.months
    return {
        "chart": {
            "title": _("Month by month"),
            "low": 0,
            "high": 100,
            "digits": 0,
            "lines": [
                {"name": str(name), "values": [_hundredths(value) for value in series[measure]]}
                for measure, name in LINES.items()
            ],
        },
        "month": session.now.month,
        "months": session.begin.rounds * months,
        "marks": [
            {"month": (round_.number - 1) * months + 1, "labels": [card.label for card in round_.cards], "own": True}
            for round_ in session.played
            if round_.cards
        ],
    }


def _hundredths(share: float) -> int | None:
    """Round once, and as the figures above the lines are, so that both say the same; None for NaN."""
    return None if math.isnan(share) else round(100 * share)
