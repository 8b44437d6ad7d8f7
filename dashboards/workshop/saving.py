"""Where sessions lie: a folder each, with the journal and the keys."""

from __future__ import annotations

import secrets
import shutil
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from dashboards.workshop.events import Act, Begin, Entry
from dashboards.workshop.journal import Journal, JournalError, parse
from dashboards.workshop.keys import LETTERS, Keys
from dashboards.workshop.room import Room
from dashboards.workshop.session import Session, replay
from scenarios import Scenario

FOLDER = Path("workshops")
JOURNAL, KEYS = "journal", "keys.json"


class NoSession(ValueError):
    """There is no such session."""


def begin(folder: Path, scenario: Scenario, *, seed: int | None = None, script: Sequence[Act] = (), **more: Any) -> str:
    """Begin a session; gives its name.  ``more`` are fields of the event Begin."""
    name = "".join(secrets.choice(LETTERS).lower() for _ in range(6))
    luck = secrets.randbelow(2**32) if seed is None else seed
    event = Begin(session=name, scenario=scenario.dump(), seed=luck, script=tuple(script), **more)
    Session(event)
    journal = Journal(folder / name / JOURNAL)
    journal.write([Entry(at=time.time(), event=event)])
    journal.close()
    return name


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
    entries, _ = parse(file.read_bytes(), str(file))
    if not entries:
        raise JournalError(f"{file}: no session in it")
    return replay(entries)


def _place(folder: Path, name: str) -> Path:
    known = sessions(folder)
    if name not in known:
        there = f"there are {', '.join(known)}" if known else "there is none"
        raise NoSession(f"no session {name!r} in {folder}; {there}")
    return folder / name
