"""Tables and graphs of other libraries, handed in as data: frames of pandas, graphs of networkx and igraph.

None of these libraries is imported: what has their shape is read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from scenarios.reading.csv_tables import ORGANISATION, START, TIE
from scenarios.schema import OWN

TABLES: Mapping[str, Mapping[str, tuple[str, ...]]] = {"organisations": ORGANISATION, "ties": TIE, "start": START}


def with_plain_tables(source: Mapping[str, Any]) -> dict[str, Any]:
    """Return tables in which frames have become lists of rows, and an empty cell is a value not given."""
    whole = dict(source)
    for key, known in TABLES.items():
        table = whole.get(key)
        if is_frame(table):
            whole[key] = _rows(table, known)
        elif isinstance(table, list | tuple):
            whole[key] = [_without_gaps(row) if isinstance(row, Mapping) else row for row in table]
    return whole


def is_frame(table: object) -> bool:
    """Tell whether this is a data frame."""
    return hasattr(table, "columns") and callable(getattr(table, "to_dict", None))


def is_graph(source: object) -> bool:
    """Tell whether this is a graph in the manner of networkx or igraph."""
    return _of_igraph(source) or all(hasattr(source, name) for name in ("nodes", "edges", "is_directed", "adj"))


def _of_igraph(source: object) -> bool:
    return all(hasattr(source, name) for name in ("vs", "es", "to_networkx"))


def tables_of_graph(graph: Any) -> dict[str, Any]:
    """Return a graph as tables: nodes are organisations by their name, or as the node is called; edges are ties.

    Attributes that are known (name, sector, size, strategy, weight, parameters by dotted name) are read, no others.
    Two directed edges that are each other's reverse are one tie, with the sum of their weights.
    """
    if _of_igraph(graph):
        graph = graph.to_networkx()
    names = {node: str(data.get("name", node)) for node, data in graph.nodes(data=True)}
    organisations = [{**_known(data, ORGANISATION), "name": names[node]} for node, data in graph.nodes(data=True)]
    ties: dict[frozenset[Any], dict[str, Any]] = {}
    for one, other, data in graph.edges(data=True):
        weight = data.get("weight", 1.0)
        tie = ties.setdefault(frozenset((one, other)), {"from": names[one], "to": names[other], "weight": 0.0})
        tie["weight"] += weight
    return {"title": str(graph.name or ""), "organisations": organisations, "ties": list(ties.values())}


def _rows(frame: Any, known: Mapping[str, tuple[str, ...]]) -> list[dict[str, Any]]:
    """Return the rows of a frame by the keys that its columns stand for; other columns stay, to be told of."""
    keys = {alias: key for key, aliases in known.items() for alias in aliases}
    columns = {column: keys.get(str(column).casefold(), str(column)) for column in frame.columns}
    return [
        _without_gaps({columns[column]: value for column, value in row.items()}) for row in frame.to_dict("records")
    ]


def _known(data: Mapping[Any, Any], known: Mapping[str, tuple[str, ...]]) -> dict[str, Any]:
    return _without_gaps(
        {key: data[name] for key, names in known.items() for name in names if name in data}
        | {name: data[name] for name in OWN if name in data}
    )


def _without_gaps(row: Mapping[Any, Any]) -> dict[Any, Any]:
    return {key: value for key, value in row.items() if not _is_gap(value)}


def _is_gap(value: object) -> bool:
    """Tell whether a cell is empty: None, or a number that is not one, which is what pandas puts there."""
    return value is None or (not isinstance(value, str | Mapping | Iterable) and bool(value != value) is True)
