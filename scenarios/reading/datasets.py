"""Readers of known data sets of real networks, as rows of a scenario."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from scenarios.errors import Fault, ScenarioError, nearest
from scenarios.reading.csv_tables import ORGANISATION, TIE, Table, headings

HIGHEST_FREQUENCY = 4
"""Steps of the scale of frequency: 1 (continuously) weighs 1, 4 (once a day or less) weighs 1/4."""

NODE = {key: ORGANISATION[key] for key in ("name",)} | {"sector": ("sector", "type", "sponsorship")}
EDGE = {key: TIE[key] for key in ("from", "to")}


@dataclass
class Rows:
    """Entries of a scenario, with the line that each comes from."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)

    def add(self, row: dict[str, Any], line: int) -> dict[str, Any]:
        self.rows.append(row)
        self.lines.append(line)
        return row


def network(nodes: Table, edges: Table, which: str | None = None) -> tuple[Rows, Rows]:
    """Return the organisations and ties of a network in two tables.

    nodes    org (or name), type or sponsorship or sector; network where there are several
    edges    source, target; network; relation, weight or frequency_1_is_highest

    An undirected tie is made of all records between two organisations, of either direction and any relation.
    Its weight is their number, or the sum of their weights, or the sum of (5 - frequency) / 4: both sides in
    contact continuously (1) weigh 2, one side once a day or less (4) weighs 1/4.
    """
    columns = _columns(nodes, NODE, ("name",)), _columns(edges, EDGE, ("from", "to"))
    _check_network(edges, which)
    organisations, ties = Rows(), Rows()
    for line, record in _of(nodes, which):
        row = {"name": record[columns[0]["name"]]}
        if sector := record.get(columns[0].get("sector", ""), ""):
            row["sector"] = sector
        organisations.add(row, line)
    merged: dict[tuple[str, ...], dict[str, Any]] = {}
    faults = []
    for line, record in _of(edges, which):
        ends = [record[columns[1][key]] for key in ("from", "to")]
        pair = tuple(sorted(ends))
        if pair not in merged:
            merged[pair] = ties.add({"from": ends[0], "to": ends[1], "weight": 0.0}, line)
        try:
            merged[pair]["weight"] += _strength(record)
        except ValueError:
            faults.append(
                Fault(file=edges.file, line=line, value=record, message="its weight or frequency is not a number")
            )
    if faults:
        raise ScenarioError(faults)
    return organisations, ties


def _columns(table: Table, known: dict[str, tuple[str, ...]], needed: tuple[str, ...]) -> dict[str, str]:
    """Return the column of each key; raises ScenarioError for one that is needed and missing."""
    columns = headings(table.file, table.columns, known, needed)
    missing = [fault for fault in columns.faults if fault.message == "no such column"]
    if missing:
        raise ScenarioError(missing)
    return {key: column for column, key in columns.keys.items()}


def _check_network(edges: Table, which: str | None) -> None:
    names = sorted({record["network"] for _, record in edges.records() if "network" in record})
    if len(names) > 1 and which is None:
        message = "contains several networks: name one"
    elif which is not None and which not in names:
        message = "no network of this name"
    else:
        return
    near = nearest(which, names)
    value: dict[str, Any] = {} if which is None else {"value": which}
    allowed = "one of " + ", ".join(names)
    raise ScenarioError(
        [Fault(file=edges.file, name="network", message=message, allowed=allowed, nearest=near, **value)]
    )


def _of(table: Table, which: str | None) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the records of one network; all where none is picked."""
    return ((line, record) for line, record in table.records() if which is None or record.get("network") == which)


def _strength(record: dict[str, str]) -> float:
    if frequency := record.get("frequency_1_is_highest"):
        return (HIGHEST_FREQUENCY + 1 - float(frequency)) / HIGHEST_FREQUENCY
    return float(record["weight"]) if record.get("weight") else 1.0


TRUST, BOARD, SHARE = "nhs_trust22_name", "icb22_name", "proportion_trust_came_from_icb"
BOARD_NAMES = (BOARD, "icb22_code", "icb22_code_h")


def patient_origin(table: Table, board: str | None = None) -> tuple[Rows, Rows]:
    """Return trusts and boards (ICBs); a tie weighs the share of the trust's patients that the board's area sends.

    ``board``, by name or code, keeps the trusts that serve it and all the boards that these serve.
    """
    _columns(table, {column: (column,) for column in (TRUST, BOARD, SHARE)}, (TRUST, BOARD, SHARE))
    records = list(table.records())
    if board is not None:
        serving = {record[TRUST] for _, record in records if board in (record.get(key) for key in BOARD_NAMES)}
        if not serving:
            near = nearest(board, {record[BOARD] for _, record in records})
            message = "no board of this name or code"
            raise ScenarioError([Fault(file=table.file, name="icb", value=board, message=message, nearest=near)])
        records = [(line, record) for line, record in records if record[TRUST] in serving]
    organisations, ties = Rows(), Rows()
    for column, sector in ((TRUST, "trust"), (BOARD, "icb")):
        for name, line in {record[column]: line for line, record in reversed(records)}.items():
            organisations.add({"name": name, "sector": sector}, line)
    for line, record in records:
        ties.add({"from": record[TRUST], "to": record[BOARD], "weight": _number(record[SHARE])}, line)
    return organisations, ties


def _number(text: str) -> float | str:
    """Return the number in a text; else the text, for the checks to refuse."""
    try:
        return float(text)
    except ValueError:
        return text
