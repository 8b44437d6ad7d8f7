"""Files of sessions, as ``silos workshop --replay`` reads them: a session, or one sentence."""

from __future__ import annotations

import json
import zlib
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from dashboards.workshop.record import RecordError, line
from dashboards.workshop.saving import replayed_file
from scenarios import ScenarioError
from tests.fuzz.harness import WATCH, Door, cases
from tests.fuzz.making import damaged
from tests.fuzz.test_messages import ANY
from tests.workshop.making import Table


@cache
def played() -> list[dict[str, Any]]:
    """The entries of a session that was played to its end."""
    table = Table(months=1, rounds=2)
    table.join("p0", 0)
    table.lead("open")
    table.choose("p0", race=False)
    table.lead("card", card="budgets-cut")
    table.lead("close")
    table.lead("back", round=0)
    table.lead("open")
    table.lead("close")
    table.lead("finish")
    table.lead("propose", name="game.sharing", value=0.5)
    return [json.loads(line(each).partition(" ")[2]) for each in table.entries]


def signed(entries: list[Any]) -> bytes:
    """Entries as a file whose checksums are right."""
    texts = [json.dumps(each).encode() for each in entries]
    return b"".join(b"%08x %s\n" % (zlib.crc32(text), text) for text in texts)


@st.composite
def session_files(draw: st.DrawFn) -> bytes:
    entries: list[Any] = json.loads(json.dumps(played()))
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(entries) - 1))
        match draw(st.integers(0, 5)):
            case 0:
                entries.insert(at, entries[draw(st.integers(0, len(entries) - 1))])
            case 1 if len(entries) > 1:
                del entries[at]
            case 2 if isinstance(entries[at], dict) and isinstance(entries[at].get("event"), dict):
                event = dict(entries[at]["event"])
                event[draw(st.sampled_from([*event, "player", "seat", "seed", "scenario"]))] = draw(ANY)
                entries[at] = {**entries[at], "event": event}
            case 3:
                entries[at] = draw(ANY)
            case 4 if isinstance(entries[at], dict):
                entries[at] = {**entries[at], draw(st.sampled_from(["at", "event", "more"])): draw(ANY)}
    content = signed(entries)
    return draw(damaged(content)) if draw(st.integers(0, 3)) == 0 else content


@cases()
@given(content=session_files() | st.binary(max_size=200))
def test_session_files(door: Door, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "session"
    path.write_bytes(content)
    with WATCH.only_within():
        session = door.tried(lambda: replayed_file(path), RecordError, ScenarioError)
        if session is not None:
            again = replayed_file(path)
            assert again.digest() == session.digest()
