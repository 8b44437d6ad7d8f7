"""Where sessions lie: a folder each, with the journal and the keys."""

from __future__ import annotations

import secrets
import shutil
import time
from pathlib import Path
from typing import Any

from dashboards.explore.events import KINDS
from dashboards.workshop.events import Act, Begin, Card, Entry
from dashboards.workshop.journal import Journal, JournalError, parse, replay
from dashboards.workshop.keys import LETTERS, Keys
from dashboards.workshop.room import Room
from dashboards.workshop.rounds import Refused, dropped
from dashboards.workshop.session import Session
from scenarios import Fault, Scenario, ScenarioError
from scenarios.faults import nearest
from scenarios.reading import read_bytes
from scenarios.schema import WorkshopEntry

FOLDER = Path("workshops")
JOURNAL, KEYS = "journal", "keys.json"


class NoSession(ValueError):
    """There is no such session."""


def begin(folder: Path, scenario: Scenario, *, seed: int | None = None, **more: Any) -> str:
    """Begin a session; gives its name.  ``more`` are fields of the event Begin, in place of what the scenario says.

    Raises ScenarioError where its script has a card that there is not.
    """
    name = "".join(secrets.choice(LETTERS).lower() for _ in range(6))
    luck = secrets.randbelow(2**32) if seed is None else seed
    said = scenario.workshop or WorkshopEntry()
    prepared = {key: getattr(said, key) for key in ("rounds", "months", "seconds", "hours", "tiers")}
    event = Begin(
        session=name, scenario=scenario.dump(), seed=luck, script=script_of(scenario, said), **{**prepared, **more}
    )
    journal = Journal(folder / name / JOURNAL)
    journal.write([Entry(at=time.time(), event=event)])
    journal.close()
    return name


def script_of(scenario: Scenario, said: WorkshopEntry) -> tuple[Act, ...]:
    """The script as events; ScenarioError with every card that there is not."""
    faults = []
    for number, act in enumerate(said.script, 1):
        for each in act.cards:
            try:
                dropped(_card(each), scenario.names, 1)
            except Refused as refusal:
                place = f"cards of workshop.script #{number}"
                near = nearest(_card(each).card, KINDS)
                faults.append(Fault(file=scenario.name, name=place, value=each, message=str(refusal), nearest=near))
    if faults:
        raise ScenarioError(faults)
    return tuple(Act(note=act.note, seconds=act.seconds, cards=tuple(map(_card, act.cards))) for act in said.script)


def _card(written: str) -> Card:
    kind, _, who = written.partition(":")
    return Card(card=kind.strip() or "?", who=who.strip())


def resume(folder: Path, name: str) -> Room:
    """A session as it was left, ready to go on."""
    place = _place(folder, name)
    return Room(Journal(place / JOURNAL), Keys.at(place / KEYS))


def delete(folder: Path, name: str) -> None:
    """Delete all data of a session."""
    shutil.rmtree(_place(folder, name))


def sessions(folder: Path) -> list[str]:
    """The sessions of a folder, the newest last."""
    found = [each for each in folder.glob(f"*/{JOURNAL}") if each.is_file()]
    return [each.parent.name for each in sorted(found, key=lambda each: each.stat().st_mtime)]


def replayed(file: Path) -> Session:
    """The session of a journal, or of the file of an export, played again."""
    entries, _ = parse(read_bytes(file), str(file))
    if not entries:
        raise JournalError(f"{file}: no session in it")
    return replay(entries)


def _place(folder: Path, name: str) -> Path:
    known = sessions(folder)
    if name not in known:
        there = f"there are {', '.join(known)}" if known else "there is none"
        raise NoSession(f"no session {name!r} in {folder}; {there}")
    return folder / name
