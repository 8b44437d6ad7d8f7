"""Safe reading of files: size, kind and encoding are checked before the content."""

from __future__ import annotations

import codecs
import os
import re
import stat
import tomllib
from pathlib import Path
from typing import Any

from scenarios.errors import Fault, ScenarioError
from scenarios.reading.document import Document, Places
from scenarios.reading.toml_lines import locate

MOST_BYTES = 20_000_000
"""Larger files are refused unread."""
MOST_TOML = 2_000_000
"""TOML is slow to read and takes much memory; a larger system keeps its tables in files beside it."""

WORKBOOK = b"PK\x03\x04"
"""How an .xlsx file begins: it is an archive."""

_PART = r"""(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+"""
_LONG_KEY = re.compile(rf"(?<![\w-])(?:{_PART}\.[ \t]*+){{32}}")
"""Dozens of names joined by dots: no scenario has such keys, and ``tomllib`` takes long over them."""

_WHERE = re.compile(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)$")


def fault(file: str | Path, message: str, line: int | None = None, **more: Any) -> ScenarioError:
    """Return the error of a single fault."""
    return ScenarioError([Fault(file=str(file), message=message, line=line, **more)])


def read_text(path: Path) -> str:
    """Return the text of a regular file of at most MOST_BYTES; raises ScenarioError for anything else.

    It is UTF-8, or UTF-16 with a mark at its beginning, which Excel calls Unicode text.
    """
    data = read_bytes(path)
    if data.startswith(WORKBOOK):
        raise fault(path, "an Excel workbook, not a text file: save the sheet as 'CSV UTF-8'")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return data.decode("utf-16").replace("\r\n", "\n")
        except UnicodeDecodeError:
            raise fault(path, "not UTF-16 text, though it begins as such; save the file as UTF-8", 1) from None
    if b"\0" in data:
        raise fault(path, "binary data, not a text file", data[: data.index(b"\0")].count(b"\n") + 1)
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line, byte = data[: error.start].count(b"\n") + 1, data[error.start]
        raise fault(path, f"not UTF-8 text: byte 0x{byte:02x}; save the file as UTF-8", line) from None


def read_bytes(path: Path) -> bytes:
    """Return the bytes of a regular file of at most MOST_BYTES; raises ScenarioError for anything else.

    Never waits: a pipe is refused, not read.
    """
    try:
        with open(path, "rb", opener=_without_waiting) as stream:
            _check_kind(path, os.fstat(stream.fileno()))
            data = stream.read(MOST_BYTES + 1)
    except IsADirectoryError:
        raise fault(path, "a folder, not a file") from None
    except FileNotFoundError:
        raise fault(path, "no such file") from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else error
        raise fault(path, f"cannot be read: {reason}") from None
    if len(data) > MOST_BYTES:
        raise fault(path, _too_large(len(data)))
    return data


def _without_waiting(path: str, flags: int) -> int:
    """Open a file without waiting for a writer, so that a pipe can be refused."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _check_kind(path: Path, status: os.stat_result) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise fault(path, "a folder, not a file")
    if not stat.S_ISREG(status.st_mode):
        raise fault(path, "a device or pipe, not a file")
    if status.st_size > MOST_BYTES:
        raise fault(path, _too_large(status.st_size))


def _too_large(size: int) -> str:
    return f"too large: at least {size / 1e6:.1f} MB, at most {MOST_BYTES / 1e6:g} MB are read"


def parse_toml(text: str, file: str, *, folder: Path | None = None) -> Document:
    """Parse TOML text into a document, with the places of its keys; raises ScenarioError with line and column."""
    if len(text) > MOST_TOML:
        allowed = f"at most {MOST_TOML / 1e6:g} MB of TOML; more organisations and ties in tables beside it: [files]"
        raise fault(file, f"too large: {len(text) / 1e6:.1f} MB", allowed=allowed)
    if long := _LONG_KEY.search(text):
        raise fault(file, "names nested too deeply", text.count("\n", 0, long.start()) + 1)
    try:
        data = tomllib.loads(text)
        lines = locate(text)
    except tomllib.TOMLDecodeError as error:
        raise _syntax(str(error), text, file) from None
    except RecursionError:
        raise fault(file, "tables or arrays nested too deeply") from None
    except ValueError as error:  # an integer of thousands of digits, a date that does not exist
        raise fault(file, f"not valid TOML: {error}") from None
    return Document(data, Places(file, lines), folder=folder)


def _syntax(message: str, text: str, file: str) -> ScenarioError:
    where = _WHERE.search(message)
    what = _WHERE.sub("", message)
    if where is None or where[1] is None:
        return fault(file, f"not valid TOML: {what} (at its end)", text.count("\n") + 1)
    return fault(file, f"not valid TOML: {what} (column {where[2]})", int(where[1]))


def read_toml(path: Path) -> Document:
    """Read a document from a TOML file."""
    return parse_toml(read_text(path), str(path), folder=path.parent)
