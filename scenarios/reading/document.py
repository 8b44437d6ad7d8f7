"""A scenario file as it was written, before any check, with the place of every part."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import Any

from scenarios.errors import MISSING, Fault, shown
from scenarios.names import is_name
from scenarios.reading.toml_lines import Path
from scenarios.schema import GROUPS

MOST_VALUES = 20_000
"""No array of a scenario or an experiment has more values, other than arrays of tables."""


@dataclass(frozen=True)
class Places:
    """The place of each part: ``lines`` in the file itself, ``tables`` for rows from another file."""

    file: str
    lines: Mapping[Path, int] = field(default_factory=dict)
    tables: Mapping[str, tuple[str, Sequence[int]]] = field(default_factory=dict)
    """For a top-level key: the file its rows come from, and the line of each."""

    def of(self, path: Path) -> tuple[str, int | None]:
        """Return the file and line of a part, or of the nearest part around it."""
        if path and path[0] in self.tables:
            file, lines = self.tables[str(path[0])]
            row = path[1] if len(path) > 1 else None
            return file, lines[row] if isinstance(row, int) and row < len(lines) else None
        for end in range(len(path), 0, -1):
            if path[:end] in self.lines:
                return self.file, self.lines[path[:end]]
        return self.file, None


class Document:
    """The content as it was written: nested tables, whatever they hold."""

    def __init__(self, data: Mapping[str, Any], places: Places, *, folder: FilePath | None = None) -> None:
        self.data = _expanded(data)
        self.places = places
        self.folder = folder
        self.unread: set[str] = set()
        """Lists that are in a file which could not be read: nothing is known of them."""
        self.taken: list[str] = []
        """Sentences about tables beside the file: which columns were taken, and which were not."""

    def put(self, key: str, rows: list[dict[str, Any]]) -> None:
        """Put a list in place as if it had been written here."""
        self.data[key] = [_undotted(row) for row in rows]

    def at(self, *path: str | int) -> Any:
        """Return the value at a path; MISSING where there is none."""
        value: Any = self.data
        for key in path:
            if isinstance(key, int):
                value = value[key] if isinstance(value, list) and key < len(value) else MISSING
            else:
                value = value.get(key, MISSING) if isinstance(value, dict) else MISSING
        return value

    def rows(self, key: str) -> Iterator[tuple[int, dict[str, Any]]]:
        """Yield the tables of an array of tables with their positions; anything else in it is skipped."""
        rows = self.data.get(key)
        for position, row in enumerate(rows if isinstance(rows, list) else []):
            if isinstance(row, dict):
                yield position, row

    def sectors(self) -> dict[str, Any]:
        """Return the declared sectors."""
        sectors = self.data.get("sectors")
        return sectors if isinstance(sectors, dict) else {}

    def entries(self) -> Iterator[tuple[Path, dict[str, Any]]]:
        """Yield every table in which parameters may be given, with its path."""
        yield (), self.data
        for name, sector in self.sectors().items():
            if isinstance(sector, dict):
                yield ("sectors", name), sector
        for key in ("organisations", "schedule"):
            yield from (((key, position), row) for position, row in self.rows(key))

    def fault(self, path: Path, message: str, *, value: object = MISSING, **more: str) -> Fault:
        """Return a fault of the part at a path, with its place, name and value."""
        file, line = self.places.of(path)
        given = self.at(*path) if value is MISSING else value
        if isinstance(given, dict) or (path and isinstance(path[-1], int) and isinstance(given, list)):
            given = MISSING
        return Fault(file=file, line=line, name=self.name(path), value=given, message=message, **more)

    def name(self, path: Path) -> str:
        """Return a path in words: resources.scarcity of organisations "Bolton council"."""
        owner = next((end for end in (2,) if len(path) >= 2 and self._is_owner(path)), 0)
        rest = ".".join(str(key) if isinstance(key, str) else f"#{key + 1}" for key in path[owner:])
        rest = rest.replace(".#", " #")
        if not owner:
            return rest
        return f"{rest} of {self._owner(path)}" if rest else self._owner(path)

    @staticmethod
    def _is_owner(path: Path) -> bool:
        return isinstance(path[1], int) or path[0] == "sectors"

    def _owner(self, path: Path) -> str:
        kind, which = path[:2]
        if isinstance(which, str):
            return f'{kind} "{which}"' if is_name(which) else f"{kind} {shown(which)}"
        name = self.at(kind, which, "name")
        return f'{kind} "{name}"' if is_name(name) else f"{kind} #{which + 1}"


def _expanded(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return plain dicts and lists, in which ``{"game.sharing": 0.5}`` has become ``{"game": {"sharing": 0.5}}``."""
    whole: dict[str, Any] = _undotted(_plain(data))
    sectors = whole.get("sectors")
    if isinstance(sectors, dict):
        whole["sectors"] = {name: _undotted(sector) for name, sector in sectors.items()}
    for key in ("organisations", "schedule", "posterior"):
        rows = whole.get(key)
        if isinstance(rows, list):
            whole[key] = [_undotted(row) for row in rows]
    return whole


def _undotted(table: Any) -> Any:
    if not isinstance(table, dict) or not any("." in key for key in table if isinstance(key, str)):
        return table
    result: dict[str, Any] = {}
    for key, value in table.items():
        group, dot, name = key.partition(".") if isinstance(key, str) else ("", "", "")
        there = table.get(group, {})
        if dot and group in GROUPS and isinstance(there, dict) and name not in there:
            result.setdefault(group, dict(there))[name] = value
        else:
            result.setdefault(key, value)
    return result


def _few(values: Iterable[Any]) -> Iterator[Any]:
    """Yield all tables, and the first MOST_VALUES of anything else in an array: each of those would be a fault."""
    others = 0
    for value in values:
        others += not isinstance(value, Mapping)
        if isinstance(value, Mapping) or others <= MOST_VALUES:
            yield value


def _plain(value: Any, level: int = 0) -> Any:
    """Return mappings as dicts, sequences as lists and numpy's numbers as Python's, as deep as scenarios go."""
    if level > 6:
        return value
    if isinstance(value, Mapping):
        keys = ((key if isinstance(key, str) else shown(key), item) for key, item in value.items())
        return {key: _plain(item, level + 1) for key, item in keys}
    if isinstance(value, list | tuple):
        return [_plain(item, level + 1) for item in _few(value)]
    if hasattr(value, "dtype") and hasattr(value, "tolist"):
        return value.tolist()
    return value
