"""The journal of a session: every event on the disk before it is acknowledged.

A line an event: a checksum, a blank, the entry as JSON.  Lines are only ever added.  A last line that was cut off by
a crash was never acknowledged: it is dropped.  Any other damage is an error that names the line.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from pydantic import ValidationError

from dashboards.workshop.events import ENTRY, Begin, Entry
from dashboards.workshop.rounds import Refused
from dashboards.workshop.session import Session


class JournalError(ValueError):
    """The journal cannot be read."""


def line(entry: Entry) -> bytes:
    """An entry as its line."""
    text = ENTRY.dump_json(entry)
    return b"%08x %s\n" % (zlib.crc32(text), text)


def parse(data: bytes, place: str = "journal") -> tuple[list[Entry], int]:
    """The entries, and how many bytes of the data are good."""
    entries: list[Entry] = []
    good = 0
    for number, each in enumerate(data.splitlines(keepends=True), 1):
        checksum, _, text = each.rstrip(b"\n").partition(b" ")
        whole = each.endswith(b"\n") and checksum == b"%08x" % zlib.crc32(text)
        if not whole:
            if good + len(each) == len(data):
                break
            raise JournalError(f"{place}:{number}: damaged, and not by a crash: it is not the last line")
        try:
            entries.append(ENTRY.validate_json(text))
        except ValidationError as error:
            raise JournalError(f"{place}:{number}: not an event of this version: {error.errors()[0]['msg']}") from error
        good += len(each)
    return entries, good


def replay(entries: Iterable[Entry]) -> Session:
    """The session that these events make, the first of which begins it."""
    found = iter(entries)
    first = next(found).event
    if not isinstance(first, Begin):
        raise Refused("a session starts with its beginning")
    session = Session(first)
    for entry in found:
        session.apply(entry.event, entry.at)
    return session


class Journal:
    """The journal of one session, open for more.  One process writes it: a lock keeps others out."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        new = not path.exists()
        self._file: BinaryIO = path.open("ab+")
        try:
            _lock(self._file, path)
            self._file.seek(0)
            self.entries, good = parse(self._file.read(), str(path))
            self._file.truncate(good)
        except JournalError:
            self._file.close()
            raise
        if new:
            _sync_folder(path.parent)

    def write(self, entries: Iterable[Entry]) -> None:
        """Add entries; they are on the disk when this returns."""
        self._file.write(b"".join(line(each) for each in entries))
        self._file.flush()
        os.fsync(self._file.fileno())

    def close(self) -> None:
        self._file.close()


def _lock(file: BinaryIO, path: Path) -> None:
    try:
        import fcntl
    except ImportError:  # Windows: an open port keeps a second server away
        return
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise JournalError(f"{path}: another server has this session open") from error


def _sync_folder(folder: Path) -> None:
    """The name of a new file is on the disk only when its folder is."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
