"""Reader of GraphML files by expat, with the line of each fault: nodes are organisations, edges are ties.

A document type or an entity is refused before it can take effect; so is what GraphML can say beyond nodes, edges
and their attributes (ports, hyperedges).  networkx reads GraphML too, but gives no lines and resolves entities.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any
from xml.parsers import expat

from scenarios.errors import Fault, ScenarioError
from scenarios.reading.csv_tables import MOST_COLUMNS, MOST_ROWS, ORGANISATION, TIE, entry, headings, too_many
from scenarios.reading.safe_files import read_text

_REFUSED = ("hyperedge", "port", "endpoint")


@dataclass
class _Part:
    """A node or an edge: its XML attributes, and its data by the id of their key."""

    line: int
    attributes: Mapping[str, str]
    data: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Graph:
    """The content of a GraphML file, as rows of a scenario with their lines."""

    file: str
    organisations: list[dict[str, Any]]
    organisation_lines: list[int]
    ties: list[dict[str, Any]]
    tie_lines: list[int]


def read_graphml(path: Path) -> Graph:
    """Read the organisations and ties of a GraphML file; raises ScenarioError with every fault."""
    reader = _Reader(str(path))
    reader.read(read_text(path))
    return _graph(reader)


class _Reader:
    """Collector of nodes, edges and keys from expat's events."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.keys: dict[str, str] = {}
        self.seen: set[str] = set()
        self.defaults: dict[str, str] = {}
        self.nodes: list[_Part] = []
        self.edges: list[_Part] = []
        self.directed = False
        self.faults: list[Fault] = []
        self.open: list[_Part] = []
        self.key = ""
        self.text: list[str] = []
        self.depth = 0

    def read(self, text: str) -> None:
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.parser.EntityDeclHandler = self._refuse
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self.text.append
        try:
            self.parser.Parse(text.encode(), True)
        except expat.ExpatError as error:
            what = f"not valid XML: {expat.ErrorString(error.code)} (column {error.offset + 1})"
            raise ScenarioError([Fault(file=self.file, line=error.lineno, message=what)]) from None

    def _fault(self, message: str, **more: str) -> Fault:
        return Fault(file=self.file, line=self.parser.CurrentLineNumber, message=message, **more)

    def _refuse(self, *_: object) -> None:
        raise ScenarioError([self._fault("declares a document type or an entity, which is refused")])

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(" ")[2]
        if self.depth == 0 and tag != "graphml":
            raise ScenarioError([self._fault("not GraphML: the outermost element must be graphml", value=tag)])
        self.depth += 1
        self.text.clear()
        if tag in ("node", "edge"):
            self.open.append(_Part(self.parser.CurrentLineNumber, attributes))
            parts = self.nodes if tag == "node" else self.edges
            parts.append(self.open[-1])
            if len(parts) > MOST_ROWS:
                raise too_many(f"{tag}s", MOST_ROWS, self.file, self.parser.CurrentLineNumber)
        elif tag in ("key", "data"):
            self.key = attributes.get("id" if tag == "key" else "key", "")
            self.seen.add(self.key)
            if len(self.seen) > MOST_COLUMNS:
                raise too_many("attributes", MOST_COLUMNS, self.file, self.parser.CurrentLineNumber)
            if tag == "key":
                self.keys[self.key] = attributes.get("attr.name", self.key)
        elif tag == "graph":
            self.directed = self.directed or attributes.get("edgedefault") == "directed"
        elif tag in _REFUSED:
            self.faults.append(self._fault("not supported", value=tag))

    def _end(self, name: str) -> None:
        tag = name.rpartition(" ")[2]
        self.depth -= 1
        text = "".join(self.text).strip()
        self.text.clear()
        if tag in ("node", "edge"):
            self.open.pop()
        elif tag == "default":
            self.defaults[self.key] = text
        elif tag == "data" and self.open and text:
            self.open[-1].data[self.key] = text
        elif tag == "NodeLabel" and self.open and text:
            self.open[-1].data.setdefault("label", text)

    def named(self, data: Mapping[str, str]) -> dict[str, str]:
        """Return data by the names of their keys."""
        return {self.keys.get(key, key): text for key, text in data.items()}

    @cached_property
    def defaults_named(self) -> dict[str, str]:
        return self.named(self.defaults)

    def record(self, part: _Part) -> Mapping[str, str]:
        """Return the attributes of a node or edge by name, defaults included."""
        return ChainMap(self.named(part.data), self.defaults_named)

    def columns(self, parts: Iterable[_Part]) -> dict[str, None]:
        """Return the names of all attributes of some nodes or edges, in order."""
        return dict.fromkeys([*self.defaults_named, *(name for part in parts for name in self.named(part.data))])


def _graph(reader: _Reader) -> Graph:
    names, organisations = _organisations(reader)
    ties, lines = _ties(reader, names)
    if not reader.nodes:
        reader.faults.append(Fault(file=reader.file, message="no nodes: a system needs at least one organisation"))
    if reader.faults:
        raise ScenarioError(reader.faults)
    return Graph(reader.file, organisations, [node.line for node in reader.nodes], ties, lines)


def _organisations(reader: _Reader) -> tuple[dict[str, str], list[dict[str, Any]]]:
    """Return the names of the nodes by id, and their entries: named by an attribute, else by the id."""
    columns = headings(reader.file, reader.columns(reader.nodes), ORGANISATION, ())
    reader.faults += columns.faults
    names: dict[str, str] = {}
    organisations = []
    for part in reader.nodes:
        node = part.attributes.get("id", "")
        if not node or node in names:
            message = "another node has this id" if node else "a node without an id"
            reader.faults.append(Fault(file=reader.file, line=part.line, name=node, message=message))
        organisations.append({"name": node, **entry(reader.record(part), columns.keys)})
        names[node] = str(organisations[-1]["name"])
    return names, organisations


def _ties(reader: _Reader, names: Mapping[str, str]) -> tuple[list[dict[str, Any]], list[int]]:
    """Return the entries of the edges; two directed edges that are each other's reverse make one tie."""
    columns = headings(reader.file, reader.columns(reader.edges), TIE, ())
    reader.faults += columns.faults
    ties: list[dict[str, Any]] = []
    lines: list[int] = []
    one_way: dict[tuple[str, str], dict[str, Any]] = {}
    for part in reader.edges:
        ends = (part.attributes.get("source", ""), part.attributes.get("target", ""))
        for name in ends:
            if name not in names:
                reader.faults.append(Fault(file=reader.file, line=part.line, name=name, message="no node of this id"))
        tie = {"from": names.get(ends[0], ""), "to": names.get(ends[1], "")}
        tie |= {key: value for key, value in entry(reader.record(part), columns.keys).items() if key == "weight"}
        back = one_way.pop((ends[1], ends[0]), None) if reader.directed and ends[0] != ends[1] else None
        if (
            back is not None
            and isinstance(tie.get("weight", 1.0), float)
            and isinstance(back.get("weight", 1.0), float)
        ):
            back["weight"] = back.get("weight", 1.0) + tie.get("weight", 1.0)
            continue
        one_way[ends] = tie
        ties.append(tie)
        lines.append(part.line)
    return ties, lines
