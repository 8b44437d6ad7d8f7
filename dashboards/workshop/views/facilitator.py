"""What the facilitator sees, part by part: every seat's state, not the minds of the model."""

from __future__ import annotations

from typing import Any

from dashboards.explore.controls import controls
from dashboards.explore.interventions import KINDS
from dashboards.explore.setup import Setup
from dashboards.workshop.play.session import Session
from dashboards.workshop.serve.explore_link import explored
from dashboards.workshop.serve.room import Room
from dashboards.workshop.views import debrief
from dashboards.workshop.views.shared import Part, clock, part


def for_facilitator(room: Room) -> list[Part]:
    """Everything that is needed to lead: every seat's state, not the minds of the model."""
    session = room.session
    seats = _seats(room)
    people = {player: (each.name, each.seat) for player, each in session.players.items()}
    cards = [each.label for each in session.cards]
    rounds = [(each.number, round(each.rows[-1]["openness"], 3)) for each in session.played]
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
            *debrief.known(room),
        ),
        part("lead-propose", lambda: _proposable(session), session.phase == "debrief"),
        part("lead-explore", lambda: {"query": explored(session)}, session.phase == "debrief", cards),
    ]


def _proposable(session: Session) -> dict[str, Any]:
    """What a room may change from the start: the parameters that have a slider, the few that matter first."""
    if session.phase != "debrief":
        return {}
    groups = controls(Setup(scenario=session.scenario))
    mine = [{**group, "controls": [each for each in group["controls"] if _slides(each)]} for group in groups]
    return {"groups": [group for group in mine if group["controls"]]}


def _slides(control: dict[str, Any]) -> bool:
    return control["dated"] and not control["choices"]


def _seats(room: Room) -> dict[str, Any]:
    session, now = room.session, room.session.open_round
    rows = []
    for number, seat in enumerate(session.seats):
        on = [{"name": session.players[each].name, "here": room.online.get(each, 0) > 0} for each in session.on(number)]
        chosen = now is not None and number in now.choices
        said = now.intentions.get(number) if now else None
        rows.append({"label": seat.shown, "sector": seat.sector, "people": on, "chosen": chosen, "said": said})
    return {"seats": rows, "open": now is not None}


def _people(session: Session) -> dict[str, Any]:
    return {
        "people": [{"id": player, "name": each.name, "seat": each.seat} for player, each in session.players.items()],
        "seats": [
            {"number": number, "label": seat.shown, "people": len(session.on(number))}
            for number, seat in enumerate(session.seats)
        ],
    }


def _cards(session: Session) -> dict[str, Any]:
    return {
        "cards": [{"card": key, "label": str(each.label), "one": each.of_one} for key, each in KINDS.items()],
        "names": list(session.scenario.names),
        "played": [
            {"round": each.number, "label": card.label} for each in session.rounds for card in each.cards
        ] + [{"round": session.next_number, "label": card.label} for card in session.waiting_cards],
        "phase": session.phase,
        "more": session.phase != "debrief" and session.next_number <= session.begin.rounds,
    }  # fmt: skip


def _rounds(session: Session) -> dict[str, Any]:
    return {
        "rounds": [
            {"number": each.number, "openness": each.rows[-1]["openness"], "race_share": each.rows[-1]["race_share"]}
            for each in session.played
        ],
        "branches": [[each.number for each in branch] for branch in session.branches],
        "phase": session.phase,
    }
