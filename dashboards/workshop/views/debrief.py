"""The debrief as pages show it: predictions, the story, trust revealed, what would have happened."""

from __future__ import annotations

from typing import Any

from dashboards.languages import _, counted
from dashboards.languages.number_format import percent
from dashboards.workshop.play.debrief import Course, Past, story
from dashboards.workshop.play.events import Choice
from dashboards.workshop.play.rounds import Round, relations_of
from dashboards.workshop.play.session import Session
from dashboards.workshop.serve.room import Room
from dashboards.workshop.views import drawing, observation

SHOWN = ("openness", "race_share", "trust", "silos", "value_lost")


def predictions(session: Session, names: bool) -> list[dict[str, Any]]:
    """What people thought would come, the nearest first."""
    row = session.played[-1].rows[-1] if session.played else None
    found = []
    for player, (openness, race_share) in session.predictions.items():
        if player in session.players:
            off = abs(openness - row["openness"]) + abs(race_share - row["race_share"]) if row else 0.0
            name = session.players[player].name if names else ""
            found.append({"name": name, "openness": openness, "race_share": race_share, "off": off})
    return sorted(found, key=lambda each: (each["off"] != each["off"], each["off"]))


def _course(course: Course, actual: Course | None = None) -> dict[str, Any]:
    months = max(1, len(course.rows) - 1)
    found: dict[str, Any] = {
        "label": str(course.label),
        "line": drawing.line([row["openness"] for row in course.rows], months=months),
        **{name: course.last(name) for name in SHOWN},
    }
    if actual is not None:
        found["change"] = course.last("openness") - actual.last("openness")
    return found


def known(room: Room) -> tuple[object, ...]:
    """Tells one state of the debrief from the next: while it is worked out seat by seat, and when names change."""
    names = [(player, each.name) for player, each in room.session.players.items()]
    return id(room.debrief), len(room.debrief.seats) if room.debrief else 0, names


def for_room(room: Room, names: bool) -> dict[str, Any]:
    """The debrief for everyone."""
    session, found = room.session, room.debrief
    about: dict[str, Any] = {
        "story": story(session),
        "predictions": predictions(session, names),
        "outcome": {name: values[-1] for name, values in observation.results(session).items()},
        "ready": found is not None,
        "proposals": session.proposals,
    }
    if found is not None:
        about["actual"] = _course(found.actual)
        about["others"] = [_course(each, found.actual) for each in found.others]
        about["trust"] = [
            {"seat": session.seats[seat].shown, "believed": each.believed, "trusted": each.trusted}
            | {"trusting": each.trusting, "perceived": each.perceived}
            for seat, each in sorted(found.seats.items())
        ]
    return about


def tried(past: Past, name: str, value: float) -> dict[str, Any]:
    """What would have come of a parameter at another value from the start, beside what came."""
    return {"actual": _course(past.actual), "others": [_course(past.proposed(name, value), past.actual)]}


def for_seat(room: Room, player: str) -> dict[str, Any]:
    """The debrief of one seat: only its own, and what is everyone's."""
    session, found = room.session, room.debrief
    me = session.players[player]
    about: dict[str, Any] = {
        "name": me.name,
        "predicted": session.predictions.get(player),
        "outcome": {name: values[-1] for name, values in observation.results(session).items()},
        "story": story(session),
        "seat": None,
        "coming": room.past is None or me.seat in room.past.played_seats,
    }
    if found is not None:
        about["actual"] = _course(found.actual)
        about["others"] = [_course(each, found.actual) for each in found.others]
    if me.seat is not None:
        about["seat"] = session.seats[me.seat].shown
        about["rounds"] = [_own_round(session, me.seat, each) for each in session.played]
        about["organisation"] = session.seats[me.seat].organisation
        back = found.seats.get(me.seat) if found else None
        if found is not None and back is not None:
            own = session.seats[me.seat].organisation
            about["trust"] = {"believed": back.believed, "trusted": back.trusted, "trusting": back.trusting}
            about["resources"] = found.actual.resources(own)
            about["otherwise"] = [
                _course(each, found.actual) | {"resources": each.resources(own)} for each in back.otherwise
            ]
    return about


def _own_round(session: Session, seat: int, each: Round) -> dict[str, Any]:
    """What a seat did in a round, and what was done to it."""
    own, network = session.seats[seat], session.first.system.network
    tiers = slice(None) if own.tier is None else slice(own.tier, own.tier + 1)
    mine = relations_of(network, own.organisation)
    acted, races = int(each.tally.acted[tiers, mine].sum()), int(each.tally.races[tiers, mine].sum())
    return {
        "round": each.number,
        "did": in_words(each.choices.get(seat), len(mine)),
        "said": each.intentions.get(seat),
        "dealings": acted,
        "races": races,
        "cards": [card.label for card in each.cards],
        "resources": float(each.after.resources[own.organisation]),
    }


def in_words(choice: Choice | None, partners: int) -> str:
    """A choice as one would tell it."""
    if choice is None:
        return _("left it to the strategy")
    told = [_toward(choice.race, partners - len(choice.unlike), len(choice.unlike))]
    if choice.door is not None:
        told.append(_("doors %(share)s open", share=percent(choice.door)))
    if choice.meet:
        told.append(counted("time for %(num)s", "time for %(num)s", len(choice.meet)))
    return ", ".join(told)


def _toward(race: bool, most: int, few: int) -> str:
    if not most and few:
        race, few = not race, 0
    if not few:
        return _("raced with all") if race else _("battled with all")
    if race:
        return _("raced with %(most)s, battled with %(few)s", most=most, few=few)
    return _("battled with %(most)s, raced with %(few)s", most=most, few=few)
