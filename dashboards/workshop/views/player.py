"""Parts of a player's page: the public, and what the own organisation would see."""

from __future__ import annotations

from typing import Any

from dashboards.explore.interventions import INTERVENTIONS
from dashboards.workshop.play.session import Session
from dashboards.workshop.views import debrief, deck, drawing, observation, role_card
from dashboards.workshop.views.shared import Part, RoomView, announcements, clock, history, part, results


def for_player(room: RoomView, player: str) -> list[Part]:
    """Return the parts of a player's page."""
    session = room.session
    if player not in session.players:
        return [part("top", lambda: {**clock(session), "gone": True}, "gone")]
    me = session.players[player]
    public = room.once("clock", lambda: clock(session))
    news = room.once("news", lambda: announcements(session))
    top = {**public, "name": me.name, "seat": session.seats[me.seat].shown if me.seat is not None else None}
    parts = [
        part("top", lambda: top, top),
        part("news", lambda: news, session.turn, session.phase, news),
        part("act", lambda: _act(room, player), *_act_key(room, player)),
    ]
    seat = me.seat
    if seat is not None:
        chosen = _chosen(session, seat)
        parts += [part(name, lambda: chosen, session.phase, chosen) for name in ("chosen", "say")]
        parts.append(part("me", lambda: _me(room, seat), seat, *history(session)))
    return parts


def _act_key(room: RoomView, player: str) -> tuple[object, ...]:
    session = room.session
    me = session.players[player]
    phase = "open" if session.phase == "paused" else session.phase
    look = room.debrief and (id(room.debrief), me.seat in room.debrief.seats)
    return (
        phase,
        session.turn,
        me.seat,
        me.wants,
        session.predictions.get(player),
        look,
        *(deck.deck_key(room) if phase == "debrief" else ()),
        len(session.played),
        len(session.cards),
    )


def _act(room: RoomView, player: str) -> dict[str, Any]:
    """Return what there is to do now."""
    session = room.session
    me = session.players[player]
    about: dict[str, Any] = {
        "phase": "open" if session.phase == "paused" else session.phase,
        "turn": session.turn,
        "session": session.begin.session,
        "seated": me.seat is not None,
        "waits": session.seats[me.wants].shown if me.wants is not None else "",
        "alone": session.begin.alone,
        "last": len(session.played) >= session.begin.rounds,
        "predicted": session.predictions.get(player),
        "now": room.once("results", lambda: results(session))["now"],
        "played": len(session.played),
        "cards": [{"card": key, "label": str(kind.label)} for key, kind in INTERVENTIONS.items() if not kind.of_one],
    }
    if me.seat is not None and session.open_round:
        seat = session.seats[me.seat]
        about |= {
            "on": me.seat,
            "hours": session.hours(me.seat),
            "has_doors": seat.has_doors,
            "payoffs": role_card.payoffs(session, seat),
            "partners": [
                vars(partner) | {"treated": partner.treated} for partner in observation.partners_of(session, me.seat)
            ],
            "draft": f"{session.begin.session}-{session.turn}-{me.seat}",
        }
    if session.phase == "debrief":
        about["step"] = deck.for_player(room, player)
        if session.own_open:
            about["debrief"] = debrief.for_seat(room, player)
    return about


def _chosen(session: Session, seat: int) -> dict[str, Any]:
    """Return what the seat has decided in this round, for all who share it."""
    now = session.open_round
    choice = now.choices.get(seat) if now else None
    by = session.players.get(now.chosen_by.get(seat, "")) if now else None
    replaced = now.overwritten.get(seat) if now else None
    asking = [{"id": who, "name": person.name} for who, person in session.players.items() if person.wants == seat]
    return {
        "open": now is not None,
        "turn": session.turn,
        "on": seat,
        "choice": choice.model_dump() if choice else None,
        "by": by.name if by and len(session.players_on(seat)) > 1 else "",
        "by_name": by.name if by else "",
        "replaced": replaced[-1][1].model_dump() if replaced else None,
        "asking": asking,
        "said": now.intentions.get(seat) if now else None,
        "team": [session.players[player].name for player in session.players_on(seat)],
    }


def _me(room: RoomView, seat: int) -> dict[str, Any]:
    session = room.session
    partners = observation.partners_of(session, seat)
    own = observation.own(session, seat)
    series = own["series"]
    assert isinstance(series, list)
    months = session.begin.rounds * session.begin.months
    counts = {
        kind: sum(partner.treated == kind for partner in partners) for kind in ("race", "mixed", "battle", "none")
    }
    return {
        "round": len(session.played),
        "role": role_card.role(session, session.seats[seat]),
        "own": own,
        "line": drawing.line(series, months=months, top=1.25),
        "trust": sum(partner.trust for partner in partners) / max(1, len(partners)),
        "partners": [vars(partner) | {"treated": partner.treated} for partner in partners],
        "counts": counts,
        "results": room.once("results", lambda: results(session)),
        "missed": bool(session.played) and seat in session.played[-1].missing,
    }
