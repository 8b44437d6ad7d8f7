"""Sessions as tidy tables for research: several together, without names, with a codebook."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import Any

import pandas as pd

from dashboards.workshop.play.conduct import conduct
from dashboards.workshop.play.event_log import replay
from dashboards.workshop.play.events import Entry
from dashboards.workshop.play.session import Session
from dashboards.workshop.views.take_away import anonymous, branches_of, choices, month_rows
from sim.measures import BY_NAME, COLUMNS

SHARE = "[0, 1]"
PLACE = (("branch", "where the room went back, what it left: left 1, left 2 …; last: what it ended with", "name"),)
CODEBOOK: Mapping[str, tuple[tuple[str, str, str], ...]] = {
    "sessions": (
        ("session", "name of the session", "name"),
        ("title", "title of its scenario", "text"),
        ("begun", "day on which it began, in UTC", "date"),
        ("seed", "seed of the random numbers", "whole number"),
        ("model_version", "version of the model; 0 where the session is older than this column", "whole number"),
        ("model", "fingerprint of the model's code; empty where the session is older", "name"),
        ("months", "months of the model in a round", "months"),
        ("rounds_planned", "rounds planned", "count"),
        ("rounds_played", "rounds played in the branch it ended with", "count"),
        ("seats", "seats there are", "count"),
        ("people", "people who joined", "count"),
    ),
    "choices": (
        *PLACE,
        ("round", "number of the round", "from 1"),
        ("after", "branch in which the round before lies; empty in round 1", "name"),
        ("seat", "seat that chose", "name"),
        ("organisation", "organisation of the seat", "name"),
        ("tier", "tier of the seat; empty where a seat is a whole organisation", "0 senior, 1 front line"),
        ("partner", "organisation toward which it chose", "name"),
        ("made_by", "who chose", "person, strategy"),
        ("race", "whether it raced; empty where the strategy chose", "True, False"),
        ("door", "how open it set its door; empty where the door followed trust", SHARE),
        ("meet", "whether it spent time with the partner; empty where that was left to habit", "True, False"),
        ("believed", "how far it thought that the others trusted it; empty where it did not say", SHARE),
        ("said_race", "whether it had announced to race; empty where it announced nothing", "True, False"),
    ),
    "conduct": (
        *PLACE,
        ("round", "number of the round", "from 1"),
        ("seat", "seat that people sat on, or that chose", "name"),
        ("said_race", "whether it had announced to race; empty where it announced nothing", "True, False"),
        ("dealings", "dealings it had", "count"),
        ("raced", "dealings in which it raced", "count"),
        ("seemed_race", "dealings in which it seemed to race to the partner", "count"),
    ),
    "measures": (
        *PLACE,
        ("round", "number of the round", "from 1"),
        ("after", "branch in which the round before lies; empty in round 1", "name"),
        ("month", "month of the model", "from 1"),
        *((name, BY_NAME[name].meaning, BY_NAME[name].range) for name in COLUMNS),
    ),
    "predictions": (
        ("player", "who predicted, in the order of joining", "p1, p2 …"),
        ("openness", "share of doors expected to be open at the end", SHARE),
        ("race_share", "share of dealings expected to be races at the end", SHARE),
    ),
    "guesses": (
        ("step", "step of the debrief that asked", "name"),
        ("player", "who guessed", "p1, p2 …"),
        ("guess", "share that was guessed, before the answer was shown", SHARE),
    ),
    "votes": (
        ("player", "who voted", "p1, p2 …"),
        ("lever", "change that was voted for", "name"),
    ),
    "promises": (
        ("text", "sentence for Monday, of those who agreed that it is kept", "text"),
        ("partner", "with whom, in their words", "text"),
    ),
}
"""Columns of each table: name, meaning, values.  Every table but the first begins with the session."""
SESSION = CODEBOOK["sessions"][0]


@dataclass(frozen=True, eq=False)
class SessionTables:
    """Sessions as tables, a row a thing that happened; ``codebook`` says what each column means.

    sessions      one row a session: scenario, seed, version of the model, how many people and rounds
    choices       one row a session, branch, round, seat and partner
    conduct       one row a session, branch, round and seat: announced, did, looked like
    measures      one row a session, branch and month
    predictions   what people expected before round 1
    guesses       what they guessed in the debrief before the answers
    votes         which change they would make
    promises      sentences for Monday, of those who agreed
    codebook      one row a table and column: table, column, meaning, values
    """

    sessions: pd.DataFrame
    choices: pd.DataFrame
    conduct: pd.DataFrame
    measures: pd.DataFrame
    predictions: pd.DataFrame
    guesses: pd.DataFrame
    votes: pd.DataFrame
    promises: pd.DataFrame
    codebook: pd.DataFrame

    def __iter__(self) -> Iterator[tuple[str, pd.DataFrame]]:
        """Yield each table with its name, the codebook last."""
        return ((field.name, getattr(self, field.name)) for field in fields(self))


def tables_of(happened: Iterable[Sequence[Entry]]) -> SessionTables:
    """Return what happened in some sessions as tables, without names.

    happened  the events of each session, from its beginning
    """
    rows: dict[str, list[tuple[Any, ...]]] = {table: [] for table in CODEBOOK}
    for entries in happened:
        nameless = anonymous(entries)
        session = replay(nameless)
        begun = datetime.fromtimestamp(nameless[0].at, UTC).date()
        people = sum(entry.event.kind == "join" for entry in nameless)
        rows["sessions"].append(_about(session, str(begun), people))
        for table, values in _rows(session).items():
            rows[table] += [(session.begin.session, *row) for row in values]
    frames = {table: pd.DataFrame(rows[table], columns=columns_of(table)) for table in CODEBOOK}
    return SessionTables(**frames, codebook=codebook())


def columns_of(table: str) -> list[str]:
    """Return the names of a table's columns."""
    return [name for name, _, _ in _described(table)]


def codebook(*tables: str) -> pd.DataFrame:
    """Return the codebook of some tables, or of all: table, column, meaning, values."""
    rows = [(table, *column) for table in tables or CODEBOOK for column in _described(table)]
    return pd.DataFrame(rows, columns=["table", "column", "meaning", "values"])


def _described(table: str) -> list[tuple[str, str, str]]:
    return [*([SESSION] if table != "sessions" else []), *CODEBOOK[table]]


def _about(session: Session, begun: str, people: int) -> tuple[Any, ...]:
    begin = session.begin
    about = (begin.session, session.scenario.title, begun, begin.seed, begin.model_version, begin.model)
    return (*about, begin.months, begin.rounds, len(session.played), len(session.seats), people)


def _rows(session: Session) -> dict[str, Iterable[tuple[Any, ...]]]:
    """Return the rows of each table but the first, without the session's name."""
    branches, debrief = branches_of(session), session.debrief
    return {
        "choices": choices(session, branches),
        "conduct": _conduct(session),
        "measures": month_rows(branches),
        "predictions": [(player, *expected) for player, expected in session.predictions.items()],
        "guesses": [
            (step, player, value) for step, guesses in debrief.guesses.items() for player, value in guesses.items()
        ],
        "votes": list(debrief.votes.items()),
        "promises": [(promise.text, promise.partner) for promise in debrief.promises.values() if promise.keep],
    }


def _conduct(session: Session) -> Iterator[tuple[Any, ...]]:
    for branch in branches_of(session):
        for round_ in branch.rounds:
            for seat in sorted(round_.taken | round_.choices.keys()):
                seen = conduct(session, round_, seat)
                about = (branch.name, round_.number, session.seats[seat].label)
                yield *about, seen.said, seen.dealings, seen.raced, seen.seen
