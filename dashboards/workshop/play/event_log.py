"""Event log of a session: its events as lines, in the store and in the exported file.

A line an event: a checksum, a space, the entry as JSON.  A damaged line is an error that names it.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterable

from pydantic import ValidationError

from dashboards.workshop.errors import EventLogError, Refused
from dashboards.workshop.play.events import ENTRY, Begin, Entry
from dashboards.workshop.play.session import Session
from scenarios.reading.safe_files import MOST_BYTES

MEMBER = "session"
"""Name of the event log in an exported archive."""


def format_entry(entry: Entry) -> str:
    """Return an entry as its line, without the line's end."""
    text = ENTRY.dump_json(entry)
    return f"{zlib.crc32(text):08x} {text.decode()}"


def to_bytes(entries: Iterable[Entry]) -> bytes:
    """Return the entries as a file."""
    return "".join(format_entry(entry) + "\n" for entry in entries).encode()


def log_in_archive(content: bytes, place: str) -> bytes:
    """Return the event log in an exported archive; EventLogError where there is none, or one too large to read."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open(MEMBER) as stream:
            log = stream.read(MOST_BYTES + 1)
    except (OSError, EOFError, KeyError, ValueError, RuntimeError, zipfile.BadZipFile, zlib.error) as error:
        raise EventLogError(f"{place}: not the file of a session, or a damaged one") from error
    if len(log) > MOST_BYTES:
        raise EventLogError(f"{place}: the session in it is too large")
    return log


def parse_lines(lines: Iterable[str], place: str) -> list[Entry]:
    """Return the entries of these lines; EventLogError with the place and number of the first that is damaged."""
    entries = []
    for number, line in enumerate(lines, 1):
        checksum, _, text = line.partition(" ")
        if checksum != f"{zlib.crc32(text.encode('utf-8', 'surrogateescape')):08x}":
            raise EventLogError(f"{place}:{number}: damaged or cut off: the line is not as it was written")
        try:
            entries.append(ENTRY.validate_json(text))
        except ValidationError as error:
            reason = error.errors()[0]["msg"]
            raise EventLogError(f"{place}:{number}: not an event of this version: {reason}") from error
    return entries


def replay(entries: Iterable[Entry], place: str = "session") -> Session:
    """Return the session these events make, the first of which begins it; EventLogError where one cannot follow."""
    rest = iter(entries)
    first = next(rest, None)
    if first is None or not isinstance(first.event, Begin):
        raise EventLogError(f"{place}:1: a session starts with its beginning")
    try:
        session = Session(first.event)
    except Refused as refusal:
        raise EventLogError(f"{place}:1: {refusal}") from refusal
    for number, entry in enumerate(rest, 2):
        try:
            session.apply(entry.event, entry.at)
        except Refused as refusal:
            raise EventLogError(f"{place}:{number}: this cannot have happened: {refusal}") from refusal
    return session
