"""Deck of the debrief as pages show it: one step at a time, guesses before the truth."""

from __future__ import annotations

from typing import Any

from dashboards.languages import scenario_text
from dashboards.workshop.play.conduct import both_sides, conduct
from dashboards.workshop.play.counterfactuals import LeverAnswer
from dashboards.workshop.play.deck import OWN, Step, all_steps, deck_of
from dashboards.workshop.play.levers import LEVERS, useful
from dashboards.workshop.play.rounds import Round
from dashboards.workshop.play.session import Session
from dashboards.workshop.play.story import sharpest, story
from dashboards.workshop.views import debrief, observation
from dashboards.workshop.views.drawing import labels
from dashboards.workshop.views.shared import RoomView

MOST_ROWS = 16
"""Rows of a table on the big screen; more could not be read from the back."""


def current(session: Session) -> Step | None:
    """Return the step the debrief is at; None before it."""
    if session.phase != "debrief":
        return None
    return next((step for step in deck_of(session) if step.key == session.debrief.step), None)


def deck_key(room: RoomView) -> tuple[object, ...]:
    """Return a key that changes with whatever a step shows."""
    session, state = room.session, room.session.debrief
    answers = (len(state.tried), room.debrief and sorted(room.debrief.levers))
    said = (state.guesses, state.votes, {player: promise.text for player, promise in state.promises.items()})
    return (state.step, sorted(state.revealed), sorted(state.left_out), said, answers, session.phase == "debrief")


# ---------------------------------------------------------------- the facilitator


def for_facilitator(room: RoomView) -> dict[str, Any]:
    """Return the deck with the sentence to say, and which step comes next."""
    session = room.session
    steps, now = all_steps(session), current(session)
    keys = [step.key for step in deck_of(session)]
    at = keys.index(now.key) if now else -1
    coming = {step.key: str(step.title) for step in steps}
    asked = len(session.debrief.guesses.get(now.key, {})) if now else 0
    return {
        "begun": now is not None,
        "title": str(now.title) if now else "",
        "say": str(now.say) if now else "",
        "minutes": now.minutes if now else 0,
        "number": at + 1,
        "count": len(keys),
        "step": now.key if now else "",
        "hidden": bool(now and now.hides and now.key not in session.debrief.revealed),
        "asks": bool(now and now.asks),
        "guessed": asked,
        "people": len(session.players),
        "back": keys[at - 1] if at > 0 else "",
        "next": keys[at + 1] if now and at + 1 < len(keys) else "",
        "next_title": coming[keys[at + 1]] if now and at + 1 < len(keys) else "",
        "left": sum(step.minutes for step in steps if step.key in keys[max(0, at) :]),
        "steps": [
            {"key": step.key, "title": str(step.title), "minutes": step.minutes, "out": step.key not in keys}
            for step in steps
        ],
        "levers": _levers(room) if now and now.key == "levers" else [],
    }


# ---------------------------------------------------------------- the big screen


def for_screen(room: RoomView, names: bool) -> dict[str, Any]:
    """Return the step that the big screen shows."""
    session, step = room.session, current(room.session)
    if step is None:
        return {}
    about: dict[str, Any] = {
        "kind": step.key.partition("-")[0].partition(" ")[0],
        "title": str(step.title),
        "asks": str(step.asks) if step.asks else "",
        "hidden": step.hides and step.key not in session.debrief.revealed,
        "guesses": sorted(session.debrief.guesses.get(step.key, {}).values()),
        "people": len(session.players),
    }
    match about["kind"]:
        case "predictions":
            about |= _predictions(room, names)
        case "round":
            about |= _round(session, int(step.key.partition("-")[2]))
        case "words":
            about["matrix"] = matrix(session)
        case "trust":
            about["trust"] = _trust(room)
        case "beliefs":
            about["beliefs"] = beliefs(session)
        case "what":
            about |= _what_if(room, step)
        case "levers":
            about["levers"] = _levers(room)
            about["proposed"] = _proposed(room)
        case "monday":
            about["wall"] = _wall(session, names)
    return about


def _predictions(room: RoomView, names: bool) -> dict[str, Any]:
    results = observation.results(room.session)
    guesses = debrief.predictions(room.session, names)
    return {
        "predictions": guesses,
        "nearest": [guess["name"] for guess in guesses[:3] if guess["name"] and guess["off"] == guess["off"]],
        "outcome": {name: values[-1] for name, values in results.items()},
    }


def _round(session: Session, number: int) -> dict[str, Any]:
    """Return a round as a caption beside its film: the cards, the turn of events, one tie from both sides."""
    round_ = session.played[number - 1]
    before = session.played[number - 2].after if number > 1 else session.first
    tie = sharpest(before, round_.after, -1)
    opened = tie is None
    if tie is None:
        tie = sharpest(before, round_.after, +1)
    return {"story": story(session)[number - 1], "opened": opened, "tie": _both_sides(session, round_, tie)}


def _both_sides(session: Session, round_: Round, tie: int | None) -> dict[str, Any] | None:
    """Return what both ends of a tie did, and what each took the other's doing for."""
    if tie is None:
        return None
    dealings, *sides = both_sides(session, round_, tie)
    names = labels(session.scenario)
    ends = [
        {
            "name": names[side.organisation],
            "raced": side.raced,
            "seen": side.seen,
            "dealings": dealings,
        }
        for side in sides
    ]
    return {"dealings": dealings, "ends": ends}


def matrix(session: Session) -> dict[str, Any]:
    """Return said, done and seen of each seat that people played, round by round; who announced most comes first."""
    rounds = session.played
    seats = sorted({seat for round_ in rounds for seat in round_.taken | round_.choices.keys()})
    seats.sort(key=lambda seat: -sum(seat in round_.intentions for round_ in rounds))
    rows = [
        {
            "seat": _seat(session, seat),
            "cells": [
                {"said": cell.said, "did": cell.did, "seen": cell.looked, "broke": _broke(cell.said, cell.did)}
                for cell in (conduct(session, round_, seat) for round_ in rounds)
            ],
        }
        for seat in seats
    ]
    return {"rounds": [round_.number for round_ in rounds], "rows": rows[:MOST_ROWS], "more": len(rows[MOST_ROWS:])}


def _seat(session: Session, number: int) -> str:
    """Return the short name of a seat, for the big screen."""
    seat = session.seats[number]
    return labels(session.scenario)[seat.organisation] if seat.tier is None else seat.shown


def _broke(said: bool | None, did: float) -> bool:
    """Tell whether a seat did to most of its partners the other of what it had announced."""
    return said is not None and did == did and (did > 0.5) != said


def _trust(room: RoomView) -> list[dict[str, Any]]:
    """Return how far each seat believed to be trusted (guessed now, or said in a round), and how far it is."""
    if room.debrief is None:
        return []
    session, guesses = room.session, room.session.debrief.guesses.get("trust", {})
    rows = []
    for seat, answer in sorted(room.debrief.seats.items()):
        own = [guesses[player] for player in session.players_on(seat) if player in guesses]
        believed = sum(own) / len(own) if own else answer.believed
        rows.append({"seat": _seat(session, seat), "believed": believed, "trusted": answer.trusted})
    return rows[:MOST_ROWS]


def beliefs(session: Session) -> dict[str, Any]:
    """Return how far each kind believes that each other kind wins by its loss: now, and how that has changed."""
    network, sectors = session.first.system.network, session.first.system.sectors
    holder, about = network.sector[network.view_organisation], network.view_sector
    kinds = sorted({int(kind) for kind in network.sector})
    before, now = (state.zero_sum.mean(axis=0) for state in (session.first, session.now))

    def cell(own: int, other: int) -> dict[str, float]:
        views = (holder == own) & (about == other)
        if not views.any():
            return {"share": float("nan"), "change": float("nan")}
        share = float(now[views].mean())
        return {"share": share, "change": share - float(before[views].mean())}

    names = [scenario_text(str(sectors[kind])) for kind in kinds]
    rows = [
        {"kind": name, "cells": [cell(own, other) for other in kinds]} for own, name in zip(kinds, names, strict=True)
    ]
    return {"kinds": names, "rows": rows}


def _what_if(room: RoomView, step: Step) -> dict[str, Any]:
    """Return what happened beside what would have."""
    if room.debrief is None:
        return {"ready": False}
    course = next(course for course in room.debrief.others if f"what-if {course.key}" == step.key)
    actual, otherwise = room.debrief.actual.last("openness"), course.last("openness")
    return {"ready": True, "actual": actual, "otherwise": otherwise, "change": otherwise - actual}


def _levers(room: RoomView) -> list[dict[str, Any]]:
    """Return the changes a room can vote for, with the votes and, where the model was asked, its answer."""
    session = room.session
    votes = list(session.debrief.votes.values())
    answers = room.debrief.levers if room.debrief else {}
    return [
        {
            "key": key,
            "label": str(LEVERS[key].label),
            "from": _value(key, before),
            "to": _value(key, after),
            "votes": votes.count(key),
            "tried": key in session.debrief.tried,
            "answer": _answer(answers[key]) if key in answers else None,
        }
        for key, (before, after) in room.once("levers", lambda: useful(session.scenario)).items()
    ]


def _proposed(room: RoomView) -> list[dict[str, Any]]:
    """Return the courses with a parameter the facilitator set by hand."""
    if room.debrief is None:
        return []
    actual = room.debrief.actual.last("openness")
    courses = [course for course in room.debrief.others if not course.key]
    return [
        {"label": str(course.label), "openness": course.last("openness"), "change": course.last("openness") - actual}
        for course in courses
    ]


def _value(key: str, value: float) -> str:
    """Return a value of a lever in words."""
    lever = LEVERS[key]
    shown = lever.shown(value)
    return str(lever.unit) % {"value": _number(shown, lever.percent)}


def _number(value: float, percent: bool) -> str:
    return f"{value:.0f}%" if percent else f"{value:.1f}".removesuffix(".0")


def _answer(answer: LeverAnswer) -> dict[str, Any]:
    """Return the change in openness over the seeds: the middle one, and the range of all but the outermost."""
    changes = answer.changes
    cut = len(changes) // 10
    middle = (changes[(len(changes) - 1) // 2] + changes[len(changes) // 2]) / 2
    return {"middle": middle, "low": changes[cut], "high": changes[-1 - cut], "seeds": len(changes)}


def _wall(session: Session, names: bool) -> list[dict[str, str]]:
    return [
        {"text": promise.text, "partner": promise.partner, "name": session.players[player].name if names else ""}
        for player, promise in session.debrief.promises.items()
        if player in session.players
    ]


# ---------------------------------------------------------------- the phones


def for_player(room: RoomView, player: str) -> dict[str, Any]:
    """Return what a phone asks or says at the step the debrief is at."""
    session, step = room.session, current(room.session)
    if step is None:
        return {}
    state = session.debrief
    promise = state.promises.get(player)
    return {
        "key": step.key,
        "title": str(step.title),
        "asks": str(step.asks) if step.asks else "",
        "hidden": step.hides and step.key not in state.revealed,
        "guess": state.guesses.get(step.key, {}).get(player),
        "now": session.played[-1].rows[-1]["openness"] if step.key != "trust" else 0.5,
        "levers": _levers(room) if step.key == "levers" else [],
        "vote": state.votes.get(player, ""),
        "promise": {"text": promise.text, "partner": promise.partner, "keep": promise.keep} if promise else None,
        "own": state.own_open,
        "own_step": step.key == OWN,
    }
