"""What the big screen shows, part by part: only what everyone may see."""

from __future__ import annotations

import math
from typing import Any

from dashboards.languages import _, later
from dashboards.workshop.play.session import Session
from dashboards.workshop.serve.room import Room
from dashboards.workshop.views import debrief, drawing, observation
from dashboards.workshop.views.shared import Part, clock, history, news, part, results


def for_screen(room: Room) -> list[Part]:
    """What everyone in the room may see."""
    session, shown = room.session, room.session.shown
    top = {**clock(session), "shown": shown}
    revealed = session.phase == "debrief"
    told = {**news(session), "shown": shown}
    names = [each.name for each in session.players.values()] if shown["names"] and session.phase == "lobby" else []
    map_key = (*history(session), shown["network"])
    side_key = (*history(session), told)
    return [
        part("screen-top", lambda: top, top),
        part("screen-join", lambda: {"phase": session.phase, "names": names}, session.phase, names),
        part("screen-map", lambda: drawing.film(session, revealed) if shown["network"] else {}, *map_key),
        part("screen-side", lambda: {**told, **results(session), "phase": session.phase}, *side_key),
        part("screen-lines", lambda: _lines(session) if shown["results"] else {}, *history(session), shown["results"]),
        part(
            "screen-debrief",
            lambda: debrief.for_room(room, names=shown["names"]) if revealed and shown["debrief"] else {},
            revealed and shown["debrief"],
            shown["names"],
            *debrief.known(room),
        ),
    ]


LINES = {"openness": later("doors open"), "race_share": later("races"), "resources": later("resources")}


def _lines(session: Session) -> dict[str, Any]:
    """The system's results over the months, as the pages to explore draw them: in hundredths."""
    series, months = observation.results(session), session.begin.months
    return {
        "chart": {
            "title": _("Month by month"),
            "low": 0,
            "high": 100,
            "digits": 0,
            "lines": [
                {"name": str(name), "values": [_hundredths(each) for each in series[measure]]}
                for measure, name in LINES.items()
            ],
        },
        "month": session.now.month,
        "months": session.begin.rounds * months,
        "marks": [
            {"month": (each.number - 1) * months + 1, "labels": [card.label for card in each.cards], "own": True}
            for each in session.played
            if each.cards
        ],
    }


def _hundredths(share: float) -> int | None:
    """Rounded once, and as the figures above the lines are, so that both say the same; None for NaN."""
    return None if math.isnan(share) else round(100 * share)
