"""Writing of a scenario as nested tables of plain values, and as the text of a file."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from scenarios.entities import Alliance, Merger, Organisation, ScheduledChange, Sector, Start, Tie

if TYPE_CHECKING:
    from scenarios.scenario import Scenario

_ARRAYS_OF_TABLES = ("organisations", "ties", "start", "schedule", "alliances", "posterior")
_OF_WORKSHOP = ("script", "roles")
_KEYS = {"first": "from", "second": "to", "gone": "from", "start": "from", "holder": "from", "partner": "to"}
"""Keys of a file for fields of an entity that are called otherwise."""


def document(scenario: Scenario) -> dict[str, Any]:
    """Return the nested tables of a scenario's file, with only what differs from the defaults."""
    whole: dict[str, Any] = {
        key: list(value) if isinstance(value, tuple) else value
        for key in ("title", "question", "description", "sources", "assumed", "months", "seed")
        if (value := getattr(scenario, key)) != getattr(type(scenario), key)
    }
    whole |= scenario.settings.nested()
    parts = {
        "sectors": {sector.name: _table(sector, without="name") for sector in scenario.sectors},
        "organisations": [_table(organisation) for organisation in scenario.organisations],
        "ties": [_row(tie) for tie in scenario.ties],
        "start": [_row(start) for start in scenario.start],
        "schedule": [_table(change) for change in scenario.schedule],
        "alliances": [_table(alliance) for alliance in scenario.alliances],
        "posterior": [draw.nested() for draw in scenario.posterior],
        "workshop": scenario.workshop.model_dump(mode="json", exclude_defaults=True) if scenario.workshop else {},
    }
    prepared = {"workshop"} if scenario.workshop else set()
    return whole | {key: part for key, part in parts.items() if part or key in prepared}


def _row(entry: Tie | Start | Merger) -> dict[str, Any]:
    """Return the table of a tie, a start or a merger: what differs from the defaults of its class."""
    defaults = entry._field_defaults
    pairs = entry._asdict().items()
    return {
        _KEYS.get(field, field): list(value) if isinstance(value, tuple) else value
        for field, value in pairs
        if field not in defaults or value != defaults[field]
    }


def _table(entry: Sector | Organisation | ScheduledChange | Alliance, without: str = "") -> dict[str, Any]:
    """Return the table of an entry: what differs from the defaults of its class, and its parameters by group."""
    table: dict[str, Any] = {}
    for field in fields(entry):
        value = getattr(entry, field.name)
        if field.name in ("own", "settings"):
            table |= value.nested()
        elif field.name in ("merges", "ties"):
            table |= {field.name: [_row(row) for row in value]} if value else {}
        elif field.name != without and value != field.default:
            table[_KEYS.get(field.name, field.name)] = list(value) if isinstance(value, tuple) else value
    return table


def toml(data: Mapping[str, Any]) -> str:
    """Return the text of a scenario file from its nested tables; parameters of an entry as dotted keys."""
    parts = ["\n".join(_pairs({key: value for key, value in data.items() if not _is_table(key, value)}))]
    for key, value in data.items():
        if key == "sectors":
            parts += (_block(f"[sectors.{_key(name)}]", table) for name, table in value.items())
        elif key in _ARRAYS_OF_TABLES:
            parts += (_block(f"[[{key}]]", table) for table in value)
        elif key == "workshop":
            parts.append(_block("[workshop]", {name: item for name, item in value.items() if name not in _OF_WORKSHOP}))
            parts += (_block(f"[[workshop.{name}]]", row) for name in _OF_WORKSHOP for row in value.get(name, ()))
        elif isinstance(value, Mapping):
            parts.append(_block(f"[{_key(key)}]", value))
    return "\n\n".join(part for part in parts if part) + "\n"


def _is_table(key: str, value: object) -> bool:
    return isinstance(value, Mapping) or key in _ARRAYS_OF_TABLES


def _block(header: str, table: Mapping[str, Any]) -> str:
    return "\n".join([header, *_pairs(table)])


def _pairs(table: Mapping[str, Any], before: str = "") -> Iterator[str]:
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from _pairs(value, f"{before}{_key(key)}.")
        else:
            yield f"{before}{_key(key)} = {_value(value)}"


def _key(key: str) -> str:
    bare = key.isascii() and key.replace("_", "").replace("-", "").isalnum()
    return key if bare else _value(key)


def _value(value: object) -> str:
    """Return a value in TOML; JSON's strings are TOML's, but for the delete character."""
    if isinstance(value, Mapping):
        return f"{{ {', '.join(_pairs(value))} }}"
    if isinstance(value, list | tuple):
        inner = [_value(item) for item in value]
        long = sum(len(item) for item in inner) > 80
        return "[\n" + "".join(f"    {item},\n" for item in inner) + "]" if long else f"[{', '.join(inner)}]"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")
    return json.dumps(value)
