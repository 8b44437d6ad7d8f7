"""Line numbers of the keys and array elements of a TOML file.

``tomllib`` gives the values without their places; this pass gives the places without the values.  It reads
valid TOML only, after ``tomllib`` has.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections.abc import Mapping

Path = tuple[str | int, ...]
"""Keys and positions in arrays that lead to a value: ("organisations", 3, "resources", "scarcity")."""

DEEPEST = 8
"""Parts of a path, more than scenarios have; what lies deeper has the line of what is around it."""

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_KEY = re.compile(r"""[ \t]*(?:([A-Za-z0-9_-]+)|("(?:\\.|[^"\\])*"|'[^']*'))[ \t]*(\.?)""")
_STRING = re.compile(
    r'"""(?:[^\\]|\\.)*?"""(?:"{0,2})' r"|'''.*?'''(?:'{0,2})" r'|"(?:\\.|[^"\\])*"' r"|'[^']*'", re.DOTALL
)
_OTHER = re.compile(r"[^,\]}#\r\n]+")


def locate(text: str) -> Mapping[Path, int]:
    """Return the line (from 1) of each key, table and element of valid TOML, by its path.

    >>> locate('title = "x"\\n[[ties]]\\nfrom = "a"\\n')[("ties", 0, "from")]
    3
    """
    return _Scanner(text).lines


class _Scanner:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.starts = [0, *(newline.end() for newline in re.finditer("\n", text))]
        self.lines: dict[Path, int] = {}
        self.counts: dict[Path, int] = {}
        table: Path = ()
        self._skip(_BLANK)
        while self.at < len(text):
            if text.startswith("[", self.at):
                table = self._header()
            else:
                self._pair(table)
            self._skip(_BLANK)

    def _skip(self, pattern: re.Pattern[str]) -> None:
        if match := pattern.match(self.text, self.at):
            self.at = match.end()

    def _mark(self, path: Path) -> None:
        if len(path) <= DEEPEST:
            self.lines.setdefault(path, bisect_right(self.starts, self.at))

    def _header(self) -> Path:
        """Read ``[a.b]`` or ``[[a.b]]`` and return the path of the table that begins here."""
        brackets = 2 if self.text.startswith("[[", self.at) else 1
        self.at += brackets
        line_of = self.at
        *outer, last = self._key()
        path: Path = ()
        for part in outer[:DEEPEST]:
            path = self._inside((*path, part))
        path = (*path, last)
        if brackets == 2:
            self.lines.setdefault(path, bisect_right(self.starts, line_of))
            self.counts[path] = self.counts.get(path, 0) + 1
        path = self._inside(path)
        self._mark(path)
        self.at += brackets
        return path

    def _inside(self, path: Path) -> Path:
        """Return the path of the latest table, where a path leads to an array of tables."""
        return (*path, self.counts[path] - 1) if path in self.counts else path

    def _key(self) -> list[str]:
        parts = []
        while True:
            match = _KEY.match(self.text, self.at)
            if match is None:
                raise ValueError("not valid TOML")
            self.at = match.end()
            bare, quoted, dot = match.groups()
            parts.append(bare or next(iter(tomllib.loads(f"{quoted}=0"))))
            if not dot:
                return parts

    def _pair(self, table: Path) -> None:
        begins = self.at
        path = table
        line = bisect_right(self.starts, begins)
        for part in self._key():
            path = (*path, part)[: DEEPEST + 1]
            if len(path) <= DEEPEST:
                self.lines.setdefault(path, line)
        self.at += 1  # the sign of equality
        self._skip(_BLANK)
        self._value(path)

    def _value(self, path: Path) -> None:
        sign = self.text[self.at : self.at + 1]
        if sign == "[":
            self._items(path)
        elif sign == "{":
            self._inline(path)
        else:
            self._skip(_STRING if sign in ("'", '"') else _OTHER)

    def _items(self, path: Path) -> None:
        self.at += 1
        position = 0
        while not self._closed("]"):
            self._mark((*path, position))
            self._value((*path, position))
            position += 1

    def _inline(self, path: Path) -> None:
        self.at += 1
        while not self._closed("}"):
            self._pair(path)

    def _closed(self, bracket: str) -> bool:
        """Tell whether the array or inline table ends here; skip blanks, commas and its bracket."""
        self._skip(_BLANK)
        if self.text.startswith(",", self.at):
            self.at += 1
            self._skip(_BLANK)
        if not self.text.startswith(bracket, self.at):
            return False
        self.at += 1
        return True
