"""A scenario as it was written, before anything of it is believed, with the place of every part."""

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
"""No array of a scenario or an experiment has more but of tables."""


@dataclass(frozen=True)
class Places:
    """Where each part stands: ``lines`` in the file itself, ``tables`` for rows from another file."""

    file: str
    lines: Mapping[Path, int] = field(default_factory=dict)
    tables: Mapping[str, tuple[str, Sequence[int]]] = field(default_factory=dict)
    """For a top-level key: the file its rows come from, and the line of each."""

    def of(self, path: Path) -> tuple[str, int | None]:
        """File and line of a part, or of the nearest part around it."""
        if path and path[0] in self.tables:
            file, lines = self.tables[str(path[0])]
            row = path[1] if len(path) > 1 else None
            return file, lines[row] if isinstance(row, int) and row < len(lines) else None
        for end in range(len(path), 0, -1):
            if path[:end] in self.lines:
                return self.file, self.lines[path[:end]]
        return self.file, None


class Document:
    """What was written: nested tables, whatever they hold."""

    def __init__(self, data: Mapping[str, Any], places: Places, *, folder: FilePath | None = None) -> None:
        self.data = _expanded(data)
        self.places = places
        self.folder = folder
        self.unread: set[str] = set()
        """Lists that are in a file which could not be read: nothing is known of them."""

    def put(self, key: str, rows: list[dict[str, Any]]) -> None:
        """Put a list in place as if it had been written here."""
        self.data[key] = [_undotted(row) for row in rows]

    def at(self, *path: str | int) -> Any:
        """The value at a path; MISSING where there is none."""
        value: Any = self.data
        for key in path:
            if isinstance(key, int):
                value = value[key] if isinstance(value, list) and key < len(value) else MISSING
            else:
                value = value.get(key, MISSING) if isinstance(value, dict) else MISSING
        return value

    def rows(self, key: str) -> Iterator[tuple[int, dict[str, Any]]]:
        """The tables of an array of tables with their positions; anything else in it is passed over."""
        rows = self.data.get(key)
        for position, row in enumerate(rows if isinstance(rows, list) else []):
            if isinstance(row, dict):
                yield position, row

    def sectors(self) -> dict[str, Any]:
        """The declared sectors."""
        sectors = self.data.get("sectors")
        return sectors if isinstance(sectors, dict) else {}

    def entries(self) -> Iterator[tuple[Path, dict[str, Any]]]:
        """Every table in which parameters may be given, with its path."""
        yield (), self.data
        for name, each in self.sectors().items():
            if isinstance(each, dict):
                yield ("sectors", name), each
        for key in ("organisations", "schedule"):
            yield from (((key, position), row) for position, row in self.rows(key))

    def fault(self, path: Path, message: str, *, value: object = MISSING, **more: str) -> Fault:
        """A fault of the part at a path, with its place, name and value."""
        file, line = self.places.of(path)
        found = self.at(*path) if value is MISSING else value
        if isinstance(found, dict) or (path and isinstance(path[-1], int) and isinstance(found, list)):
            found = MISSING
        return Fault(file=file, line=line, name=self.name(path), value=found, message=message, **more)

    def name(self, path: Path) -> str:
        """A path in words: resources.scarcity of organisations "Bolton council"."""
        owner = next((end for end in (2,) if len(path) >= 2 and self._is_owner(path)), 0)
        rest = ".".join(str(each) if isinstance(each, str) else f"#{each + 1}" for each in path[owner:])
        if not owner:
            return rest.replace(".#", " #")
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
    """Plain dicts and lists, in which ``{"game.sharing": 0.5}`` has become ``{"game": {"sharing": 0.5}}``."""
    whole: dict[str, Any] = _undotted(_plain(data))
    sectors = whole.get("sectors")
    if isinstance(sectors, dict):
        whole["sectors"] = {name: _undotted(each) for name, each in sectors.items()}
    for key in ("organisations", "schedule"):
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
    """Tables, however many, and the first MOST_VALUES of whatever else is in an array: each would be a fault."""
    others = 0
    for each in values:
        others += not isinstance(each, Mapping)
        if isinstance(each, Mapping) or others <= MOST_VALUES:
            yield each


def _plain(value: Any, level: int = 0) -> Any:
    """Mappings as dicts, sequences as lists, numbers of numpy as Python's; only as deep as scenarios go."""
    if level > 6:
        return value
    if isinstance(value, Mapping):
        keys = ((key if isinstance(key, str) else shown(key), each) for key, each in value.items())
        return {key: _plain(each, level + 1) for key, each in keys}
    if isinstance(value, list | tuple):
        return [_plain(each, level + 1) for each in _few(value)]
    if hasattr(value, "dtype") and hasattr(value, "tolist"):
        return value.tolist()
    return value
