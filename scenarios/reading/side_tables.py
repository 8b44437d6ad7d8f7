"""Tables beside a scenario file, read and put in place as if they had been written in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from scenarios.errors import Fault, ScenarioError
from scenarios.reading.csv_tables import ORGANISATION, START, TIE, Table, entries, entry, headings, read_table
from scenarios.reading.document import Document, Places
from scenarios.reading.graphml import Graph, read_graphml

LISTS = {"organisations": (ORGANISATION, ("name",)), "ties": (TIE, ("from", "to")), "start": (START, ("from", "to"))}


def read_files(document: Document) -> list[Fault]:
    """Put the tables that ``[files]`` names into a document; return the faults of doing so."""
    files = document.data.get("files")
    faults: list[Fault] = []
    for key, name in files.items() if isinstance(files, Mapping) else ():
        lists = ("organisations", "ties") if key == "graphml" else (key,)
        if key not in (*LISTS, "posterior", "graphml") or not isinstance(name, str):
            continue
        try:
            _refuse_twice(document, key, lists)
            path = _beside(document, key, name)
            if key == "posterior":
                put_posterior(document, read_table(path))
            elif key == "graphml":
                put_graph(document, read_graphml(path))
            else:
                faults += put_table(document, key, read_table(path))
        except ScenarioError as error:
            faults += error.faults
            document.unread.update(lists)
    return faults


def _refuse_twice(document: Document, key: str, lists: tuple[str, ...]) -> None:
    for key_of_list in lists:
        if key_of_list in document.data:
            message = f"the scenario has {key_of_list} from elsewhere already"
            raise ScenarioError([document.fault(("files", key), message)])


def _beside(document: Document, key: str, name: str) -> Path:
    """Return the file of a relative name, which must not lead out of the scenario's folder, links followed."""
    problem = ""
    if document.folder is None:
        problem = "only a scenario file can have files beside it"
    else:
        folder = document.folder.resolve()
        try:
            path = (folder / name).resolve()
        except (OSError, ValueError, RuntimeError) as error:  # a null character, a circle of links
            problem = f"cannot be a file: {error}"
        else:
            if path.is_relative_to(folder):
                return document.folder / name
            problem = "leads out of the folder of the scenario"
    raise ScenarioError([document.fault(("files", key), problem, allowed="a file in the folder of the scenario")])


def put_table(document: Document, key: str, table: Table) -> list[Fault]:
    """Put the rows of a table in place of a scenario's organisations, ties or start."""
    rows, faults = entries(table, *LISTS[key])
    document.taken.append(_taken(key, table, len(rows)))
    if any(fault.line == 1 for fault in faults):
        document.unread.add(key)
    else:
        put_rows(document, key, rows, table.file, table.lines)
    return faults


def put_posterior(document: Document, table: Table) -> None:
    """Put the rows of a table in place of a scenario's posterior: a column a parameter."""
    keys = {name: name for name in table.columns if name}
    rows = [entry(record, keys, decimal_comma=table.decimal_comma) for _, record in table.records()]
    put_rows(document, "posterior", rows, table.file, table.lines)
    document.taken.append(f"{len(rows):,} draws of {', '.join(keys)} from {Path(table.file).name}")


def _taken(key: str, table: Table, count: int) -> str:
    """Say how many rows were taken from a table, and which of its columns."""
    keys = headings(table.file, table.columns, *LISTS[key]).keys
    used = ", ".join(name for name in table.columns if name in keys)
    left = ", ".join(name for name in table.columns if name and name not in keys)
    unused = f"; not used: {left}" if left else ""
    return f"{count:,} rows of {key} from {Path(table.file).name}: {used or 'no column'}{unused}"


def graph_document(path: Path, title: str = "") -> Document:
    """Return the document of a GraphML file; its title is the file's name where none is given."""
    document = Document({"title": title or path.stem}, Places(str(path)))
    put_graph(document, read_graphml(path))
    return document


def put_graph(document: Document, graph: Graph) -> None:
    """Put the nodes and edges of a graph in place of a scenario's organisations and ties."""
    put_rows(document, "organisations", graph.organisations, graph.file, graph.organisation_lines)
    put_rows(document, "ties", graph.ties, graph.file, graph.tie_lines)


def put_rows(document: Document, key: str, rows: list[dict[str, Any]], file: str, lines: Any) -> None:
    """Put rows in place, with the file and lines they come from."""
    document.put(key, rows)
    document.places = replace(document.places, tables={**document.places.tables, key: (file, lines)})
