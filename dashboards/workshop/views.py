"""What each kind of visitor sees, part by part.

A part has a key that changes when its content may have: a part whose key is known is neither made nor sent again.
The same data go into the pages and, as they are, to bots.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from dashboards.explore.address import written
from dashboards.explore.charts import rounded
from dashboards.explore.controls import controls
from dashboards.explore.events import KINDS
from dashboards.explore.setup import Setup
from dashboards.languages import _, later
from dashboards.workshop import drawing, looking_back, seen
from dashboards.workshop.room import Room
from dashboards.workshop.session import WORDS, Session
from scenarios import library, load


@dataclass(frozen=True)
class Part:
    """One part of a page."""

    name: str
    key: str
    data: Callable[[], dict[str, Any]]


def _part(name: str, data: Callable[[], dict[str, Any]], *key: object) -> Part:
    return Part(name, repr(key), data)


# ---------------------------------------------------------------- what is public


def clock(session: Session) -> dict[str, Any]:
    """Where the session is in its time; the same for everyone."""
    taken = session.taken()
    chosen = session.rounds[-1].choices.keys() & taken if session.open_round else frozenset[int]()
    last = session.begin.rounds
    number = session.rounds[-1].number if session.rounds else 0
    return {
        "title": session.scenario.title,
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


def news(session: Session) -> dict[str, Any]:
    """The cards of this round, and who said what in public."""
    now = session.rounds[-1] if session.rounds else None
    cards = [*(now.cards if now else []), *session.waiting_cards]
    said = {session.seats[seat].shown: race for seat, race in sorted((now.intentions if now else {}).items())}
    return {
        "round": now.number if now else 0,
        "open": session.open_round is not None,
        "note": now.note if now else "",
        "cards": [{"label": each.label, "meaning": str(KINDS[each.kind].meaning)} for each in cards],
        "events": _dated(session),
        "said": said,
        "races": sum(said.values()),
        "battles": len(said) - sum(said.values()),
    }


def _dated(session: Session) -> list[str]:
    """What the scenario itself has for the months of this round."""
    number = session.rounds[-1].number if session.rounds else 1
    first = (number - 1) * session.begin.months + 1
    return [each.label for each in session.scenario.schedule if first <= each.month < first + session.begin.months]


def results(session: Session) -> dict[str, Any]:
    """The system's results so far."""
    series = seen.results(session)
    months = session.begin.rounds * session.begin.months
    lines = {name: drawing.line(values, months=months) for name, values in series.items()}
    return {"series": series, "lines": lines, "now": {name: values[-1] for name, values in series.items()}}


def _history(session: Session) -> tuple[object, ...]:
    return (len(session.branches), len(session.played), session.phase == "debrief")


# ---------------------------------------------------------------- players


def for_player(room: Room, player: str) -> list[Part]:
    """What a player sees: the public, and what the own organisation would see."""
    session = room.session
    if player not in session.players:
        return [_part("top", lambda: {**clock(session), "gone": True}, "gone")]
    me = session.players[player]
    public, told = room.once("clock", lambda: clock(session)), room.once("news", lambda: news(session))
    top = {**public, "name": me.name, "seat": session.seats[me.seat].shown if me.seat is not None else None}
    found = [
        _part("top", lambda: top, top),
        _part("news", lambda: told, session.turn, session.phase, told),
        _part("act", lambda: _act(room, player), *_act_key(room, player)),
    ]
    seat = me.seat
    if seat is not None:
        chosen = _chosen(session, seat)
        found += [_part(name, lambda: chosen, session.phase, chosen) for name in ("chosen", "say")]
        found.append(_part("me", lambda: _me(room, seat), seat, *_history(session)))
    return found


def _act_key(room: Room, player: str) -> tuple[object, ...]:
    session = room.session
    me = session.players[player]
    phase = "open" if session.phase == "paused" else session.phase
    look = room.debrief and (id(room.debrief), me.seat in room.debrief.seats)
    return (
        phase,
        session.turn,
        me.seat,
        session.predictions.get(player),
        look,
        len(session.played),
        len(session.cards),
    )


def _act(room: Room, player: str) -> dict[str, Any]:
    """What there is to do now."""
    session = room.session
    me = session.players[player]
    about: dict[str, Any] = {
        "phase": "open" if session.phase == "paused" else session.phase,
        "turn": session.turn,
        "session": session.begin.session,
        "seated": me.seat is not None,
        "alone": session.begin.alone,
        "last": len(session.played) >= session.begin.rounds,
        "predicted": session.predictions.get(player),
        "now": room.once("results", lambda: results(session))["now"],
        "played": len(session.played),
        "cards": [{"card": key, "label": str(each.label)} for key, each in KINDS.items() if not each.of_one],
    }
    if me.seat is not None and session.open_round:
        seat = session.seats[me.seat]
        about |= {
            "hours": session.hours(me.seat),
            "has_doors": seat.has_doors,
            "partners": [vars(each) | {"treated": each.treated} for each in seen.partners_of(session, me.seat)],
            "draft": f"{session.begin.session}-{session.turn}-{me.seat}",
        }
    if session.phase == "debrief":
        about["debrief"] = looking_back.for_seat(room, player)
    return about


def _chosen(session: Session, seat: int) -> dict[str, Any]:
    """What the seat has decided in this round, for all who share it."""
    now = session.open_round
    choice = now.choices.get(seat) if now else None
    by = session.players.get(now.chosen_by.get(seat, "")) if now else None
    return {
        "open": now is not None,
        "turn": session.turn,
        "choice": choice.model_dump() if choice else None,
        "by": by.name if by and len(session.on(seat)) > 1 else "",
        "said": now.intentions.get(seat) if now else None,
        "team": [session.players[each].name for each in session.on(seat)],
    }


def _me(room: Room, seat: int) -> dict[str, Any]:
    session = room.session
    partners = seen.partners_of(session, seat)
    mine = seen.own(session, seat)
    series = mine["series"]
    assert isinstance(series, list)
    months = session.begin.rounds * session.begin.months
    counts = {kind: sum(each.treated == kind for each in partners) for kind in ("race", "mixed", "battle", "none")}
    return {
        "round": len(session.played),
        "own": mine,
        "line": drawing.line(series, months=months, top=1.25),
        "trust": sum(each.trust for each in partners) / max(1, len(partners)),
        "partners": [vars(each) | {"treated": each.treated} for each in partners],
        "counts": counts,
        "results": room.once("results", lambda: results(session)),
        "missed": bool(session.played) and seat in session.played[-1].missing,
    }


# ---------------------------------------------------------------- the big screen


def for_screen(room: Room) -> list[Part]:
    """What everyone in the room may see."""
    session, shown = room.session, room.session.shown
    top = {**clock(session), "shown": shown}
    revealed = session.phase == "debrief"
    told = {**news(session), "shown": shown}
    names = [each.name for each in session.players.values()] if shown["names"] and session.phase == "lobby" else []
    map_key = (*_history(session), shown["network"])
    side_key = (*_history(session), told)
    return [
        _part("screen-top", lambda: top, top),
        _part("screen-join", lambda: {"phase": session.phase, "names": names}, session.phase, names),
        _part("screen-map", lambda: drawing.film(session, revealed) if shown["network"] else {}, *map_key),
        _part("screen-side", lambda: {**told, **results(session), "phase": session.phase}, *side_key),
        _part(
            "screen-lines", lambda: _lines(session) if shown["results"] else {}, *_history(session), shown["results"]
        ),
        _part(
            "screen-debrief",
            lambda: looking_back.for_room(room, names=shown["names"]) if revealed and shown["debrief"] else {},
            revealed and shown["debrief"],
            shown["names"],
            id(room.debrief),
            len(room.debrief.seats) if room.debrief else 0,
        ),
    ]


LINES = {"openness": later("doors open"), "race_share": later("races"), "resources": later("resources")}


def _lines(session: Session) -> dict[str, Any]:
    """The system's results over the months, as the pages to explore draw them: in hundredths."""
    series, months = seen.results(session), session.begin.months
    return {
        "chart": {
            "title": _("Month by month"),
            "low": 0,
            "high": 100,
            "digits": 0,
            "lines": [
                {"name": str(name), "values": [rounded(100 * each) for each in series[measure]]}
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


# ---------------------------------------------------------------- the facilitator


def for_facilitator(room: Room) -> list[Part]:
    """Everything that is needed to lead: every seat's state, not the minds of the model."""
    session = room.session
    seats = _seats(room)
    people = {player: (each.name, each.seat) for player, each in session.players.items()}
    cards = [each.label for each in session.cards]
    rounds = [(each.number, round(each.rows[-1]["openness"], 3)) for each in session.played]
    next_act = session.act(session.next_number)
    return [
        _part("lead-top", lambda: {**clock(session), "act": next_act.model_dump()}, clock(session), next_act),
        _part("lead-seats", lambda: seats, seats),
        _part("lead-people", lambda: _people(session), people),
        _part("lead-cards", lambda: _cards(session), cards, session.phase, session.turn),
        _part("lead-screen", lambda: {"shown": session.shown}, sorted(session.shown.items())),
        _part("lead-rounds", lambda: _rounds(session), rounds, len(session.branches), session.phase),
        _part(
            "lead-debrief",
            lambda: looking_back.for_room(room, names=True) if session.phase == "debrief" else {},
            session.phase == "debrief",
            id(room.debrief),
            len(room.debrief.seats) if room.debrief else 0,
        ),
        _part("lead-propose", lambda: _proposable(session), session.phase == "debrief"),
        _part("lead-explore", lambda: {"query": explored(session)}, session.phase == "debrief", cards),
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


def explored(session: Session) -> str:
    """The same scenario, luck and cards for the page Live; nothing where the scenario is no longer in the library."""
    if session.phase != "debrief":
        return ""
    name = _in_library(session.begin.scenario)
    scenario = replace(session.scenario, name=name)
    setup = Setup(scenario=scenario, seed=session.begin.seed, dropped=tuple(session.cards))
    return written(setup, session.now.month) if name else ""


@lru_cache(maxsize=8)
def _in_library(scenario: str) -> str:
    return next((each for each in library() if load(each).dump() == scenario), "")


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
