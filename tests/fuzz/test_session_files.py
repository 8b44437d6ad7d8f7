"""Files of sessions, as ``silos workshop --replay`` reads them: a session, or one sentence."""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from dashboards.workshop.play.event_log import MEMBER, EventLogError, format_entry
from dashboards.workshop.serve.sessions import replayed_file
from scenarios import ScenarioError
from tests.fuzz.harness import WATCH, Door, cases, in_memory
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
    return [json.loads(format_entry(each).partition(" ")[2]) for each in table.entries]


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


def packed(content: bytes, name: str = MEMBER, how: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An archive as the page of a workshop hands it out."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", how) as archive:
        archive.writestr(name, content)
    return whole.getvalue()


@st.composite
def archives(draw: st.DrawFn) -> bytes:
    """Archives of sessions, some of them damaged, with other names, or packed otherwise."""
    name = draw(st.sampled_from([MEMBER, MEMBER, MEMBER, "../session", "/session", "x"]))
    content = packed(draw(session_files()), name, draw(st.sampled_from([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])))
    return draw(damaged(content)) if draw(st.booleans()) else content


@cases()
@given(content=session_files() | archives() | st.binary(max_size=200))
def test_session_files(door: Door, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "session"
    path.write_bytes(content)
    with WATCH.only_within():
        session = door.tried(lambda: replayed_file(path), EventLogError, ScenarioError)
        if session is not None:
            again = replayed_file(path)
            assert again.digest() == session.digest()


def test_an_archive_that_swells(door: Door, tmp_path: Path) -> None:
    """A megabyte that unpacks to a gigabyte, and one within another."""
    for content in (packed(bytes(1 << 30)), packed(packed(bytes(1 << 26)))):
        path = tmp_path / "session.zip"
        path.write_bytes(content)
        with in_memory() as peak:
            assert door.tried(lambda: replayed_file(path), EventLogError) is None  # noqa: B023
        assert peak() < 1 << 28
    assert door.tally.refused == 2
