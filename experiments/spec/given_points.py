"""Points that are given, in a table beside the experiment or in it: factors that vary together (``[[points]]``)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from scenarios.errors import MISSING, Fault, ScenarioError, nearest
from scenarios.reading.csv_tables import read_table
from scenarios.reading.document import Document
from sim.parameters import PARAMETERS

GIVEN = "points"
"""The design, and the key of the points."""


def put_given_points(document: Document) -> list[Fault]:
    """Put ``points``, a CSV file or tables, in place as rows of values, with the factors that they vary."""
    points = document.at(GIVEN)
    if points is MISSING:
        return []
    try:
        rows = list(_rows(document, points))
    except ScenarioError as error:
        document.data.pop(GIVEN)
        return [*error.faults]
    names = list(rows[0]) if rows else []
    faults = [*_name_faults(document, names)]
    for position, row in enumerate(rows):
        if list(row) != names and set(row) != set(names):
            missing = sorted(set(names) ^ set(row))
            faults.append(document.fault((GIVEN, position), f"every point names the same parameters: {missing[0]}"))
    if not rows:
        faults.append(document.fault((GIVEN,), "there is no point"))
    if document.at("factors") is not MISSING:
        faults.append(document.fault(("factors",), "the points name what varies: give [[factors]] or points, not both"))
    if faults:
        document.data.pop(GIVEN)
        return faults
    document.data[GIVEN] = [[row[name] for name in names] for row in rows]
    document.data["factors"] = [
        {"parameter": name, "levels": list(dict.fromkeys(_hashable(row[name]) for row in rows))} for name in names
    ]
    document.data.setdefault("design", GIVEN)
    return []


def _rows(document: Document, points: object) -> Iterator[dict[str, Any]]:
    if isinstance(points, str):
        if document.folder is None:
            raise ScenarioError([document.fault((GIVEN,), "only an experiment file can have a file beside it")])
        folder = document.folder.resolve()
        if not (folder / points).resolve().is_relative_to(folder):
            raise ScenarioError([document.fault((GIVEN,), "leads out of the folder of the experiment")])
        table = read_table(document.folder / points)
        for _, record in table.records():
            yield {name: _number(text, table.decimal_comma) for name, text in record.items()}
    else:
        for position, row in enumerate(points if isinstance(points, list) else [points]):
            if not isinstance(row, Mapping):
                raise ScenarioError([document.fault((GIVEN, position), "must be a table")])
            yield dict(_flat(row))


def _flat(row: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield the values of a table by dotted name, however they are nested."""
    for name, value in row.items():
        if isinstance(value, Mapping):
            yield from ((f"{name}.{key}", nested) for key, nested in value.items())
        else:
            yield name, value


def _name_faults(document: Document, names: list[str]) -> Iterator[Fault]:
    for name in names:
        if name not in PARAMETERS:
            near = nearest(name, PARAMETERS)
            yield document.fault((GIVEN,), "no parameter of this name", value=name, nearest=near)


def _number(text: str, decimal_comma: bool) -> Any:
    try:
        number = float(text.replace(",", ".") if decimal_comma else text)
    except ValueError:
        return text
    return int(number) if number.is_integer() and "." not in text and "," not in text else number


def _hashable(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
