"""The record of a session: its events as lines, in the store and in the file that is handed out.

A line an event: a checksum, a blank, the entry as JSON.  A line that is damaged is an error that names it.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterable

from pydantic import ValidationError

from dashboards.workshop.play.events import ENTRY, Begin, Entry
from dashboards.workshop.play.rounds import Refused
from dashboards.workshop.play.session import Session
from scenarios.reading.safe_files import MOST_BYTES

RECORD = "session"
"""What the record is called in the archive that is handed out."""


class RecordError(ValueError):
    """The record cannot be read."""


def line(entry: Entry) -> str:
    """An entry as its line, without the end of it."""
    text = ENTRY.dump_json(entry)
    return f"{zlib.crc32(text):08x} {text.decode()}"


def written(entries: Iterable[Entry]) -> bytes:
    """The entries as a file."""
    return "".join(line(each) + "\n" for each in entries).encode()


def unpacked(content: bytes, place: str) -> bytes:
    """The record in an archive that was handed out; RecordError where there is none, or one that nobody could read."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open(RECORD) as stream:
            found = stream.read(MOST_BYTES + 1)
    except (OSError, EOFError, KeyError, ValueError, RuntimeError, zipfile.BadZipFile, zlib.error) as error:
        raise RecordError(f"{place}: not the file of a session, or a damaged one") from error
    if len(found) > MOST_BYTES:
        raise RecordError(f"{place}: the session in it is too large")
    return found


def read(lines: Iterable[str], place: str) -> list[Entry]:
    """The entries of these lines; RecordError with the place and the number of the first that cannot be read."""
    entries = []
    for number, each in enumerate(lines, 1):
        checksum, _, text = each.partition(" ")
        if checksum != f"{zlib.crc32(text.encode('utf-8', 'surrogateescape')):08x}":
            raise RecordError(f"{place}:{number}: damaged or cut off: the line is not as it was written")
        try:
            entries.append(ENTRY.validate_json(text))
        except ValidationError as error:
            raise RecordError(f"{place}:{number}: not an event of this version: {error.errors()[0]['msg']}") from error
    return entries


def replay(entries: Iterable[Entry], place: str = "session") -> Session:
    """The session that these events make, the first of which begins it; RecordError where one cannot follow."""
    found = iter(entries)
    first = next(found, None)
    if first is None or not isinstance(first.event, Begin):
        raise RecordError(f"{place}:1: a session starts with its beginning")
    try:
        session = Session(first.event)
    except Refused as refusal:
        raise RecordError(f"{place}:1: {refusal}") from refusal
    for number, entry in enumerate(found, 2):
        try:
            session.apply(entry.event, entry.at)
        except Refused as refusal:
            raise RecordError(f"{place}:{number}: this cannot have happened: {refusal}") from refusal
    return session
