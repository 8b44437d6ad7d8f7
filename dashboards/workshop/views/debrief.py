"""Debrief as pages show it: predictions, the story, trust revealed, what would have happened."""

from __future__ import annotations

from typing import Any

from dashboards.languages import _, counted
from dashboards.languages.number_format import percent
from dashboards.workshop.play.counterfactuals import Counterfactuals, Course
from dashboards.workshop.play.events import Choice
from dashboards.workshop.play.nearest import WORDS, nearest
from dashboards.workshop.play.rounds import Round, relations_of
from dashboards.workshop.play.session import Session
from dashboards.workshop.play.story import story
from dashboards.workshop.views import drawing, observation
from dashboards.workshop.views.shared import RoomView

SHOWN = ("openness", "race_share", "trust", "silos", "value_lost")


def predictions(session: Session, names: bool) -> list[dict[str, Any]]:
    """Return what people thought would come, the nearest first."""
    row = session.played[-1].rows[-1] if session.played else None
    guesses = []
    for player, (openness, race_share) in session.predictions.items():
        if player in session.players:
            off = abs(openness - row["openness"]) + abs(race_share - row["race_share"]) if row else 0.0
            name = session.players[player].name if names else ""
            guesses.append({"name": name, "openness": openness, "race_share": race_share, "off": off})
    return sorted(guesses, key=lambda item: (item["off"] != item["off"], item["off"]))


def _course(course: Course, actual: Course | None = None) -> dict[str, Any]:
    months = max(1, len(course.rows) - 1)
    about: dict[str, Any] = {
        "label": str(course.label),
        "line": drawing.line([row["openness"] for row in course.rows], months=months),
        **{name: course.last(name) for name in SHOWN},
    }
    if actual is not None:
        about["change"] = course.last("openness") - actual.last("openness")
    return about


def debrief_key(room: RoomView) -> tuple[object, ...]:
    """Return a key that tells one state of the debrief from the next, while it is worked out and when names change."""
    names = [(player, person.name) for player, person in room.session.players.items()]
    return id(room.debrief), len(room.debrief.seats) if room.debrief else 0, names


def for_room(room: RoomView, names: bool) -> dict[str, Any]:
    """Return the debrief for everyone."""
    session, result = room.session, room.debrief
    about: dict[str, Any] = {
        "story": story(session),
        "predictions": predictions(session, names),
        "outcome": {name: values[-1] for name, values in observation.results(session).items()},
        "ready": result is not None,
        "proposals": session.proposals,
    }
    if result is not None:
        about["actual"] = _course(result.actual)
        about["others"] = [_course(course, result.actual) for course in result.others]
        about["trust"] = [
            {"seat": session.seats[seat].shown, "believed": seat_debrief.believed, "trusted": seat_debrief.trusted}
            | {"trusting": seat_debrief.trusting, "perceived": seat_debrief.perceived}
            for seat, seat_debrief in sorted(result.seats.items())
        ]
    return about


def tried(counterfactuals: Counterfactuals, name: str, value: float) -> dict[str, Any]:
    """Return what would have come of a parameter at another value from the start, beside what came."""
    return {
        "actual": _course(counterfactuals.actual),
        "others": [_course(counterfactuals.proposed(name, value), counterfactuals.actual)],
    }


def for_seat(room: RoomView, player: str) -> dict[str, Any]:
    """Return the debrief of one seat: only its own, and what is everyone's."""
    session, result = room.session, room.debrief
    me = session.players[player]
    about: dict[str, Any] = {
        "name": me.name,
        "predicted": session.predictions.get(player),
        "outcome": {name: values[-1] for name, values in observation.results(session).items()},
        "story": story(session),
        "seat": None,
        "coming": room.counterfactuals is None or me.seat in room.counterfactuals.played_seats,
    }
    if result is not None:
        about["actual"] = _course(result.actual)
        about["others"] = [_course(course, result.actual) for course in result.others]
    if me.seat is not None:
        about["seat"] = session.seats[me.seat].shown
        about["rounds"] = [_own_round(session, me.seat, round_) for round_ in session.played]
        about["organisation"] = session.seats[me.seat].organisation
        about["nearest"] = _nearest(session, me.seat)
        back = result.seats.get(me.seat) if result else None
        if result is not None and back is not None:
            own = session.seats[me.seat].organisation
            about["trust"] = {"believed": back.believed, "trusted": back.trusted, "trusting": back.trusting}
            about["resources"] = result.actual.resources(own)
            about["otherwise"] = [
                _course(course, result.actual) | {"resources": course.resources(own)} for course in back.otherwise
            ]
    return about


def _nearest(session: Session, seat: int) -> dict[str, Any] | None:
    """Return the classic strategy nearest to a seat's choices, in words."""
    found = nearest(session, seat)
    if found is None:
        return None
    name, meaning = WORDS[found.strategy]
    return {"name": str(name), "meaning": str(meaning), "share": found.share}


def _own_round(session: Session, seat: int, round_: Round) -> dict[str, Any]:
    """Return what a seat did in a round, and what was done to it."""
    own, network = session.seats[seat], session.first.system.network
    tiers = slice(None) if own.tier is None else slice(own.tier, own.tier + 1)
    relations = relations_of(network, own.organisation)
    acted, races = int(round_.tally.acted[tiers, relations].sum()), int(round_.tally.races[tiers, relations].sum())
    return {
        "round": round_.number,
        "did": in_words(round_.choices.get(seat), len(relations)),
        "said": round_.intentions.get(seat),
        "dealings": acted,
        "races": races,
        "cards": [card.label for card in round_.cards],
        "resources": float(round_.after.resources[own.organisation]),
    }


def in_words(choice: Choice | None, partners: int) -> str:
    """Return a choice as one would tell it."""
    if choice is None:
        return _("left it to the strategy")
    parts = [_toward(choice.race, partners - len(choice.unlike), len(choice.unlike))]
    if choice.door is not None:
        parts.append(_("doors %(share)s open", share=percent(choice.door)))
    if choice.meet:
        parts.append(counted("time for %(num)s", "time for %(num)s", len(choice.meet)))
    return ", ".join(parts)


def _toward(race: bool, most: int, few: int) -> str:
    if not most and few:
        race, few = not race, 0
    if not few:
        return _("raced with all") if race else _("battled with all")
    if race:
        return _("raced with %(most)s, battled with %(few)s", most=most, few=few)
    return _("battled with %(most)s, raced with %(few)s", most=most, few=few)
