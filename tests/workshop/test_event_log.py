"""The record of a session reads as it was written, and tells any damage with its place."""

from __future__ import annotations

import pytest

from dashboards.workshop.play.event_log import EventLogError, format_entry, parse_lines, replay, to_bytes
from dashboards.workshop.play.events import Entry, Finish
from tests.workshop.making import Table


@pytest.fixture(scope="module")
def entries() -> list[Entry]:
    table = Table()
    table.join("ann", 0, name="Zoë <b>نور</b>")
    table.lead("open")
    table.choose("ann", False, door=0.1 + 0.2, meet=[1])
    table.lead("close")
    return table.entries


def test_what_was_written_is_read(entries: list[Entry]) -> None:
    assert parse_lines(to_bytes(entries).decode().splitlines(), "session") == entries


def test_cut_at_any_byte_the_line_is_told(entries: list[Entry]) -> None:
    whole = to_bytes(entries)
    ends = [len(to_bytes(entries[:count])) for count in range(len(entries) + 1)]
    for cut in [*range(1, ends[1], 97), *range(ends[1], len(whole))]:
        text = whole[:cut].decode("utf-8", "surrogateescape").splitlines()
        if cut in ends or cut + 1 in ends:  # without the end of its line an entry is whole
            assert parse_lines(text, "session") == entries[: len(text)]
            continue
        with pytest.raises(EventLogError, match=rf"^session:{len(text)}: damaged or cut off"):
            parse_lines(text, "session")


def test_damage_in_the_middle_names_its_line(entries: list[Entry]) -> None:
    lines = [format_entry(each) for each in entries]
    lines[1] = lines[1].replace("ann", "bob")
    with pytest.raises(EventLogError, match=r"^session:2: damaged"):
        parse_lines(lines, "session")


def test_what_cannot_have_happened_is_no_session(entries: list[Entry]) -> None:
    with pytest.raises(EventLogError, match=r"^session:1: a session starts with its beginning"):
        replay(entries[1:])
    with pytest.raises(EventLogError, match=r"^session:1: a session starts"):
        replay([])
    with pytest.raises(EventLogError, match=r"^session:3: this cannot have happened: play a round first"):
        replay([*entries[:2], Entry(at=0.0, event=Finish())])
