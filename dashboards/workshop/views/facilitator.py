"""Parts of the facilitator's page: every seat's state, not the minds of the model."""

from __future__ import annotations

from typing import Any

from dashboards.explore.controls import controls
from dashboards.explore.interventions import INTERVENTIONS
from dashboards.explore.setup import Setup
from dashboards.workshop.play.session import Session
from dashboards.workshop.views import debrief
from dashboards.workshop.views.explore_link import explored
from dashboards.workshop.views.shared import Part, RoomView, clock, part


def for_facilitator(room: RoomView) -> list[Part]:
    """Return the parts of the facilitator's page."""
    session = room.session
    seats = _seats(room)
    people = {player: (person.name, person.seat) for player, person in session.players.items()}
    cards = [card.label for card in session.cards]
    rounds = [(round_.number, round(round_.rows[-1]["openness"], 3)) for round_ in session.played]
    next_act = session.act(session.next_number)
    return [
        part("lead-top", lambda: {**clock(session), "act": next_act.model_dump()}, clock(session), next_act),
        part("lead-seats", lambda: seats, seats),
        part("lead-people", lambda: _people(session), people),
        part("lead-cards", lambda: _cards(session), cards, session.phase, session.turn, session.next_number),
        part("lead-screen", lambda: {"shown": session.shown}, sorted(session.shown.items())),
        part("lead-rounds", lambda: _rounds(session), rounds, len(session.branches), session.phase),
        part(
            "lead-debrief",
            lambda: debrief.for_room(room, names=True) if session.phase == "debrief" else {},
            session.phase == "debrief",
            *debrief.debrief_key(room),
        ),
        part("lead-propose", lambda: _proposable(session), session.phase == "debrief"),
        part("lead-explore", lambda: {"query": explored(session)}, session.phase == "debrief", cards),
    ]


def _proposable(session: Session) -> dict[str, Any]:
    """Return the parameters that have a slider, the few that matter first: what a room may propose."""
    if session.phase != "debrief":
        return {}
    groups = controls(Setup(scenario=session.scenario))
    sliders = [
        {**group, "controls": [control for control in group["controls"] if _slides(control)]} for group in groups
    ]
    return {"groups": [group for group in sliders if group["controls"]]}


def _slides(control: dict[str, Any]) -> bool:
    return control["dated"] and not control["choices"]


def _seats(room: RoomView) -> dict[str, Any]:
    session, now = room.session, room.session.open_round
    rows = []
    for number, seat in enumerate(session.seats):
        on = [
            {"name": session.players[player].name, "here": room.online.get(player, 0) > 0}
            for player in session.players_on(number)
        ]
        chosen = now is not None and number in now.choices
        said = now.intentions.get(number) if now else None
        rows.append({"label": seat.shown, "sector": seat.sector, "people": on, "chosen": chosen, "said": said})
    return {"seats": rows, "open": now is not None}


def _people(session: Session) -> dict[str, Any]:
    return {
        "people": [
            {"id": player, "name": person.name, "seat": person.seat} for player, person in session.players.items()
        ],
        "seats": [
            {"number": number, "label": seat.shown, "people": len(session.players_on(number))}
            for number, seat in enumerate(session.seats)
        ],
    }


def _cards(session: Session) -> dict[str, Any]:
    return {
        "cards": [{"card": key, "label": str(kind.label), "one": kind.of_one} for key, kind in INTERVENTIONS.items()],
        "names": list(session.scenario.names),
        "played": [
            {"round": round_.number, "label": card.label} for round_ in session.rounds for card in round_.cards
        ] + [{"round": session.next_number, "label": card.label} for card in session.waiting_cards],
        "phase": session.phase,
        "more": session.phase != "debrief" and session.next_number <= session.begin.rounds,
    }  # fmt: skip


def _rounds(session: Session) -> dict[str, Any]:
    return {
        "rounds": [
            {
                "number": round_.number,
                "openness": round_.rows[-1]["openness"],
                "race_share": round_.rows[-1]["race_share"],
            }
            for round_ in session.played
        ],
        "branches": [[round_.number for round_ in branch] for branch in session.branches],
        "phase": session.phase,
    }
