"""Take-away: one page a person, and the whole session as files for research."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from dashboards.csv_text import csv_text
from dashboards.languages import scenario_text
from dashboards.workshop.play.deck_events import Promise
from dashboards.workshop.play.event_log import MEMBER, to_bytes
from dashboards.workshop.play.events import Admit, Entry, Join, Rename
from dashboards.workshop.play.rounds import Round, partners
from dashboards.workshop.play.session import Session
from dashboards.workshop.views import debrief, drawing
from dashboards.workshop.views.explore_link import explored
from dashboards.workshop.views.html_parts import FOLDER, TEMPLATES
from dashboards.workshop.views.shared import RoomView
from sim.measures import COLUMNS

README = """A workshop session of Silos, without names.

session        everything that happened, in order: play it again with  silos workshop --replay session
scenario.toml  the situation, for version {version} of the model; the seed of its luck is {seed}:
               silos run scenario.toml --seed {seed}
choices.csv    one row a branch, round, seat with people on it, and partner; made_by is person or strategy,
               and what the strategy chose is left to the model
measures.csv   one row a branch and month

Many sessions together, with a codebook:  silos.sessions(["a.zip", "b.zip"])  in Python.

Where the room went back, what it left is a branch of its own, "left 1" and so on; "last" is what it ended with.
The column after says in which branch the round before lies: of round 1, in none.
"""

COLUMNS_OF_CHOICES = (
    *("branch", "round", "after", "seat", "organisation", "tier", "partner", "made_by"),
    *("race", "door", "meet", "believed", "said_race"),
)


def page(room: RoomView, player: str, place: str, explore: str) -> str:
    """Return a person's page: one file that needs nothing else, to keep or to print.

    place    the address of the workshop's server, for as long as it answers
    explore  the address at which ``silos explore`` will be, on a computer with Silos
    """
    session, seat = room.session, room.session.players[player].seat
    me = session.seats[seat].organisation if seat is not None else None
    return TEMPLATES.get_template("take-away.html").render(
        style=(FOLDER / "static" / "workshop.css").read_text(encoding="utf-8"),
        title=scenario_text(session.scenario.title),
        seed=session.begin.seed,
        again=f"{place}/again",
        explore=f"{explore}/?{query}" if (query := explored(session)) else "",
        scenario=session.scenario.dump(),
        over=session.phase == "debrief",
        network=drawing.network(session, dealings=session.phase == "debrief", me=me),
        b=debrief.for_seat(room, player),
        promises=[promise for who, promise in session.debrief.promises.items() if who == player or promise.keep],
    )


def archive(session: Session, entries: Iterable[Entry]) -> bytes:
    """Return the session as a zip of tables, the scenario, and a record that plays again."""
    branches = [*branches_of(session)]
    files = {
        "README.txt": README.format(seed=session.begin.seed, version=session.begin.model_version or "unknown").encode(),
        MEMBER: to_bytes(anonymous(entries)),
        "scenario.toml": session.begin.scenario.encode(),
        "choices.csv": csv_text(COLUMNS_OF_CHOICES, choices(session, branches)).encode(),
        "measures.csv": csv_text(("branch", "round", "after", "month", *COLUMNS), month_rows(branches)).encode(),
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()


def anonymous(entries: Iterable[Entry]) -> list[Entry]:
    """Return the events without names and keys; they play to the same states."""
    known: dict[str, str] = {}
    nameless = []
    for entry in entries:
        event: Any = entry.event
        if (player := getattr(event, "player", None)) is not None:
            nobody = known.setdefault(player, f"p{len(known) + 1}")
            change: dict[str, Any] = {"player": nobody}
            if isinstance(event, Join | Rename):
                change["name"] = nobody
            if isinstance(event, Join):
                change["key"] = ""
            if isinstance(event, Admit):
                change["who"] = known.setdefault(event.who, f"p{len(known) + 1}")
            if isinstance(event, Promise) and not event.keep:
                change |= {"text": "", "partner": ""}
            event = event.model_copy(update=change)
        nameless.append(Entry(at=entry.at, event=event))
    return nameless


class Branch(NamedTuple):
    """Rounds that were played one after the other."""

    name: str
    rounds: list[Round]
    grown_from: str
    """The branch in which the round before its first lies; empty where there is none before."""

    def after(self, played: Round) -> str:
        """Return the branch in which the round before one of its rounds lies."""
        return self.grown_from if played is self.rounds[0] else self.name


def branches_of(session: Session) -> list[Branch]:
    """Return all that was played: what was left by going back, and what it ended with."""
    played = [*session.branches, session.played]
    names = [*(f"left {number}" for number in range(1, len(played))), "last"]
    grown: list[Branch] = []
    for at, rounds in reversed(list(enumerate(played))):
        # Going back leaves the rounds before where they are, until these are left in their turn: the next branch.
        before = rounds[0].number - 1 if rounds else 0
        held = (branch.name for branch in grown if any(other.number == before for other in branch.rounds))
        grown.insert(0, Branch(names[at], rounds, next(held, "")))
    return grown


def choices(session: Session, branches: Sequence[Branch]) -> Iterable[tuple[Any, ...]]:
    """Yield the rows of the table of choices."""
    names, network = session.scenario.names, session.first.system.network
    for branch in branches:
        for round_ in branch.rounds:
            for number in sorted(round_.taken | round_.choices.keys()):
                seat, choice = session.seats[number], round_.choices.get(number)
                about = (
                    branch.name,
                    round_.number,
                    branch.after(round_),
                    seat.label,
                    names[seat.organisation],
                    seat.tier,
                )
                said = round_.intentions.get(number)
                for partner in partners(network, seat.organisation):
                    if choice is None:
                        yield *about, names[partner], "strategy", None, None, None, None, said
                        continue
                    race = choice.race != (partner in choice.unlike)
                    door = dict(choice.doors).get(partner, choice.door)
                    meet = None if choice.meet is None else partner in choice.meet
                    yield *about, names[partner], "person", race, door, meet, choice.believed, said


def month_rows(branches: Sequence[Branch]) -> Iterable[tuple[Any, ...]]:
    """Yield the rows of the table of measures."""
    for branch in branches:
        for round_ in branch.rounds:
            for state, row in zip(round_.states, round_.rows, strict=True):
                yield branch.name, round_.number, branch.after(round_), state.month, *(row[name] for name in COLUMNS)
