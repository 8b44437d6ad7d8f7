"""Sessions in the store: begin, resume, replay, list, delete."""

from __future__ import annotations

import os
import secrets
import time
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from dashboards.explore.interventions import INTERVENTIONS
from dashboards.workshop.errors import Refused
from dashboards.workshop.play.event_log import format_entry, log_in_archive, parse_lines, replay
from dashboards.workshop.play.events import Act, Begin, Card, Entry
from dashboards.workshop.play.rounds import card_event
from dashboards.workshop.play.session import Session
from dashboards.workshop.serve.keys import LETTERS, Keys
from dashboards.workshop.serve.room import Room
from dashboards.workshop.serve.session_store import StoredSession
from results import Sessions
from scenarios import Fault, Scenario, ScenarioError, loads
from scenarios.errors import nearest
from scenarios.reading.safe_files import read_bytes
from scenarios.schema import WorkshopEntry
from sim.compiled import MODEL_HASH
from sim.version import MODEL_VERSION

STORE = "workshops.db"
"""Apart from results: it holds names that people typed."""

Address = str | os.PathLike[str]


def begin(store: Address, scenario: Scenario, *, seed: int | None = None, **more: Any) -> str:
    """Begin a session; gives its name.  ``more`` are fields of the event Begin, in place of what the scenario says.

    Raises ScenarioError where its script has a card that there is not.
    """
    name = "".join(secrets.choice(LETTERS).lower() for _ in range(6))
    luck = secrets.randbelow(2**32) if seed is None else seed
    said = scenario.workshop or WorkshopEntry()
    prepared = {key: getattr(said, key) for key in ("rounds", "months", "seconds", "hours", "tiers")}
    fields = {"script": script_of(scenario, said), "sharing": "ask", **prepared, **more}
    event = Begin(
        session=name, scenario=scenario.dump(), seed=luck, model_version=MODEL_VERSION, model=MODEL_HASH, **fields
    )
    with Sessions(store) as kept:
        kept.begin(name, Keys.new().kept(), format_entry(Entry(at=time.time(), event=event)))
    return name


def script_of(scenario: Scenario, said: WorkshopEntry) -> tuple[Act, ...]:
    """Return the script as events; ScenarioError with every card that there is not."""
    faults = []
    for number, act in enumerate(said.script, 1):
        for card in act.cards:
            try:
                card_event(_card(card), scenario.names, 1)
            except Refused as refusal:
                place = f"cards of workshop.script #{number}"
                near = nearest(_card(card).card, INTERVENTIONS)
                faults.append(Fault(file=scenario.name, name=place, value=card, message=str(refusal), nearest=near))
    if faults:
        raise ScenarioError(faults)
    return tuple(Act(note=act.note, seconds=act.seconds, cards=tuple(map(_card, act.cards))) for act in said.script)


def _card(written: str) -> Card:
    kind, _, who = written.partition(":")
    return Card(card=kind.strip() or "?", who=who.strip())


def resume(store: Address, name: str) -> Room:
    """Return the room of a session as it was left, ready to go on."""
    return Room(StoredSession(store, name))


def codes(store: Address) -> dict[str, str]:
    """Return the sessions of a store by their join codes; the store is made where there is none."""
    with Sessions(store) as kept:
        return {str(kept.access(name).get("code", "")): name for name in kept.names()}


def names(store: Address) -> list[str]:
    """Return the names of the sessions of a store, the newest last; StoreError where it does not answer."""
    with Sessions(store, make=False) as kept:
        return kept.names()


def delete(store: Address, name: str) -> None:
    """Delete all data of a session."""
    with Sessions(store, make=False) as kept:
        kept.remove(name)


@dataclass(frozen=True)
class Summary:
    """A session in a list."""

    name: str
    title: str
    begun: datetime
    """By this machine's clock and zone."""
    people: int
    """How many joined."""
    rounds: int
    """How many were played, in all branches."""


def summaries(store: Address) -> list[Summary]:
    """Return the sessions of the store, the newest last."""
    with Sessions(store, make=False) as kept:
        return [_summary(name, parse_lines(kept.entries(name), name)) for name in kept.names()]


def _summary(name: str, happened: list[Entry]) -> Summary:
    begin = happened[0].event
    assert isinstance(begin, Begin)
    counts = Counter(entry.event.kind for entry in happened)
    begun = datetime.fromtimestamp(happened[0].at).astimezone()
    return Summary(name, loads(begin.scenario, file=name).title, begun, counts["join"], counts["close"])


def entries(store: Address, name: str) -> list[Entry]:
    """Return what happened so far in a session of the store."""
    with Sessions(store, make=False) as kept:
        return parse_lines(kept.entries(name), name)


def replayed(store: Address, name: str) -> Session:
    """Return a session of the store, played again."""
    return replay(entries(store, name), name)


def replayed_file(file: Path) -> Session:
    """Return the session of an exported file, played again."""
    return replay(file_entries(file), str(file))


def file_entries(file: Path) -> list[Entry]:
    """Return what happened in the session of an exported file: of the archive, or of the event log in it."""
    place, content = str(file), read_bytes(file)
    lines = (
        (log_in_archive(content, place) if content[:2] == b"PK" else content)
        .decode("utf-8", "surrogateescape")
        .split("\n")
    )
    return parse_lines(lines[:-1] if lines[-1] == "" else lines, place)
