"""The journal survives a crash at any byte, and tells any other damage."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboards.workshop.events import Entry
from dashboards.workshop.journal import Journal, JournalError, line, parse
from tests.workshop.making import Table


@pytest.fixture(scope="module")
def entries() -> list[Entry]:
    table = Table()
    table.join("ann", 0, name="Zoë <b>نور</b>")
    table.lead("open")
    table.choose("ann", False, door=0.1 + 0.2, meet=[1])
    table.lead("close")
    return table.entries


def test_what_was_written_is_read(entries: list[Entry], tmp_path: Path) -> None:
    journal = Journal(tmp_path / "deep" / "journal")
    journal.write(entries[:2])
    journal.write(entries[2:])
    journal.close()
    again = Journal(tmp_path / "deep" / "journal")
    assert again.entries == entries
    again.close()


def test_cut_at_any_byte_only_the_last_line_is_lost_and_one_can_go_on(entries: list[Entry], tmp_path: Path) -> None:
    whole = b"".join(line(each) for each in entries)
    ends = [len(b"".join(line(each) for each in entries[:count])) for count in range(len(entries) + 1)]
    for cut in [*range(0, ends[1], 97), *range(ends[1], len(whole) + 1)]:
        kept = sum(end <= cut for end in ends) - 1
        found, good = parse(whole[:cut])
        assert found == entries[:kept]
        assert good == ends[kept]
    path = tmp_path / "journal"
    path.write_bytes(whole[: ends[2] + 20])
    journal = Journal(path)
    journal.write(entries[2:])
    journal.close()
    assert path.read_bytes() == whole


def test_damage_in_the_middle_names_its_line(entries: list[Entry]) -> None:
    lines = [line(each) for each in entries]
    lines[1] = lines[1].replace(b"ann", b"bob")
    with pytest.raises(JournalError, match=r"^journal:2: damaged"):
        parse(b"".join(lines))


def test_two_servers_do_not_write_one_journal(tmp_path: Path) -> None:
    first = Journal(tmp_path / "journal")
    with pytest.raises(JournalError, match="another server"):
        Journal(tmp_path / "journal")
    first.close()
    Journal(tmp_path / "journal").close()
