"""Parts of the facilitator's page: every seat's state, not the minds of the model."""

from __future__ import annotations

from typing import Any

from dashboards.explore.controls import controls
from dashboards.explore.interventions import INTERVENTIONS, Intervention
from dashboards.explore.setup import Setup
from dashboards.languages import _, scenario_text
from dashboards.workshop.play.conduct import Conduct, conduct
from dashboards.workshop.play.session import Session
from dashboards.workshop.views import debrief, deck
from dashboards.workshop.views.explore_link import explored
from dashboards.workshop.views.shared import Part, RoomView, clock, part


def for_facilitator(room: RoomView) -> list[Part]:
    """Return the parts of the facilitator's page."""
    session = room.session
    seats = _seats(room)
    people = {player: (person.name, person.seat) for player, person in session.players.items()}
    cards = ([card.written for card in session.cards], len(session.coming_cards))
    room_rules = (session.roster.sharing, session.roster.locked)
    rounds = [(round_.number, round(round_.rows[-1]["openness"], 3)) for round_ in session.played]
    next_act = session.act(session.next_number)
    return [
        part("lead-top", lambda: {**clock(session), "act": next_act.model_dump()}, clock(session), next_act),
        part("lead-seats", lambda: seats, seats),
        part("lead-people", lambda: _people(session), people, *room_rules),
        part("lead-cards", lambda: _cards(session), cards, session.phase, session.turn, session.next_number),
        part("lead-screen", lambda: {"shown": session.shown}, sorted(session.shown.items())),
        part("lead-rounds", lambda: _rounds(session), rounds, len(session.branches), session.phase),
        part("lead-deck", lambda: deck.for_facilitator(room), len(people), *deck.deck_key(room)),
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
    last = session.played[-1] if session.played and now is None else None
    for number, seat in enumerate(session.seats):
        on = [
            {"name": session.players[player].name, "here": room.online.get(player, 0) > 0}
            for player in session.players_on(number)
        ]
        chosen = now is not None and number in now.choices
        said = now.intentions.get(number) if now else None
        did = _did(conduct(session, last, number)) if last and on else ""
        row = {
            "label": seat.shown,
            "sector": scenario_text(seat.sector),
            "people": on,
            "chosen": chosen,
            "said": said,
            "did": did,
        }
        rows.append(row)
    waiting_for = [row["label"] for row in rows if now is not None and row["people"] and not row["chosen"]]
    return {"seats": rows, "open": now is not None, "waiting_for": waiting_for}


def _did(last: Conduct) -> str:
    """Return what a seat did in the round that has just ended."""
    if not last.dealings:
        return _("no dealings")
    return _("raced in %(raced)s of %(dealings)s", raced=last.raced, dealings=last.dealings)


def _people(session: Session) -> dict[str, Any]:
    return {
        "people": [
            {"id": player, "name": person.name, "seat": person.seat} for player, person in session.players.items()
        ],
        "sharing": session.roster.sharing,
        "seats": [
            {"number": number, "label": seat.shown, "people": len(session.players_on(number))}
            for number, seat in enumerate(session.seats)
        ],
    }


def _cards(session: Session) -> dict[str, Any]:
    return {
        "cards": [
            {
                "card": key,
                "label": str(kind.label),
                "meaning": str(kind.meaning),
                "one": kind.of_one,
                "coming": any(card.kind == key for card in session.coming_cards),
            }
            for key, kind in INTERVENTIONS.items()
        ],
        "names": list(session.scenario.names),
        "played": [
            _played_card(session, round_.number, card) for round_ in session.rounds for card in round_.cards
        ] + [_played_card(session, session.next_number, card) for card in session.waiting_cards],
        "phase": session.phase,
        "more": session.phase != "debrief" and session.next_number <= session.begin.rounds,
    }  # fmt: skip


def _played_card(session: Session, number: int, card: Intervention) -> dict[str, Any]:
    coming = any(card is other for other in session.coming_cards)
    return {"round": number, "label": card.label, "card": card.kind, "who": card.who, "coming": coming}


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
