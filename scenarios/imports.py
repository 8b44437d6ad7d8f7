"""Import of the user's own system from CSV files, from GraphML and from the layouts of known data sets.

load_csv(organisations="who.csv", ties="ties.csv")     name, sector, size, ... and from, to, weight
load_graphml("system.graphml")                         nodes and edges
from_network_folder("net_emon_1981", network="Texas")  nodes.csv and edges.csv of a data set of networks
from_patient_origin("shares.csv", icb="QOP")           trusts and the boards that their patients come from
import_system(...)                                     whichever of these the files are
"""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from scenarios.errors import Fault
from scenarios.loader import checked
from scenarios.reading.csv_tables import TIE, Table, read_table
from scenarios.reading.datasets import network, patient_origin
from scenarios.reading.document import Document, Places
from scenarios.reading.safe_files import fault
from scenarios.reading.side_tables import graph_document, put_rows, put_table
from scenarios.scenario import Scenario

FilePath = str | os.PathLike[str]


def load_csv(*, organisations: FilePath | None = None, ties: FilePath | None = None, title: str = "") -> Scenario:
    """Load a system from a CSV file of organisations, one of ties, or both.

    Without ties everyone depends on everyone; without organisations they are the ends of the ties.
    """
    given = [Path(file) for file in (organisations, ties) if file is not None]
    if not given:
        raise ValueError("a system needs a file of organisations, of ties, or both")
    document = _document(given[0], title)
    faults: list[Fault] = []
    for key, path in (("organisations", organisations), ("ties", ties)):
        if path is not None:
            faults += put_table(document, key, read_table(Path(path)))
    if organisations is None:
        _put_ends(document)
    return _named(document, given[0], faults)


def _put_ends(document: Document) -> None:
    """Put the ends of the ties in place as organisations."""
    if "ties" in document.unread:
        document.unread.add("organisations")
        return
    file, lines = document.places.tables["ties"]
    first: dict[str, int] = {}
    for position, tie in document.rows("ties"):
        for key in ("from", "to"):
            if tie.get(key):
                first.setdefault(tie[key], lines[position])
    put_rows(document, "organisations", [{"name": name} for name in first], file, list(first.values()))


def load_graphml(path: FilePath, *, title: str = "") -> Scenario:
    """Load a system from a GraphML file.

    Node attributes: name or label (else the id), sector or type, size, strategy, any parameter (dotted).
    Edge attribute: weight.
    """
    return _named(graph_document(Path(path), title), Path(path), [])


def from_network_folder(path: FilePath, network: str | None = None, *, title: str = "") -> Scenario:
    """Load a system from a folder with ``nodes.csv`` and ``edges.csv``; ``network`` picks one of several."""
    folder = Path(path)
    return _network(read_table(folder / "nodes.csv"), read_table(folder / "edges.csv"), folder, network, title)


def _network(nodes: Table, edges: Table, path: Path, which: str | None, title: str) -> Scenario:
    organisations, ties = network(nodes, edges, which)
    document = _document(path, title or (f"{path.stem}: {which}" if which else ""))
    put_rows(document, "organisations", organisations.rows, nodes.file, organisations.lines)
    put_rows(document, "ties", ties.rows, edges.file, ties.lines)
    return _named(document, path, [])


def from_patient_origin(path: FilePath, icb: str | None = None, *, title: str = "") -> Scenario:
    """Load a system of trusts and the boards (ICBs) their patients come from, tied by the share of patients.

    ``icb`` (a code or name) keeps the trusts that serve this board, with all the boards that these serve.
    """
    table = read_table(Path(path))
    organisations, ties = patient_origin(table, icb)
    document = _document(Path(path), title or (f"Where patients come from: {icb}" if icb else ""))
    put_rows(document, "organisations", organisations.rows, table.file, organisations.lines)
    put_rows(document, "ties", ties.rows, table.file, ties.lines)
    return _named(document, Path(path), [])


def import_system(*paths: FilePath, network: str | None = None, icb: str | None = None) -> Scenario:
    """Load a system from a folder, a GraphML file, or one or two CSV files, whose columns tell the layout."""
    files = [Path(path) for path in paths]
    if len(files) == 1 and files[0].is_dir():
        return from_network_folder(files[0], network)
    if len(files) == 1 and files[0].suffix.lower() == ".graphml":
        return load_graphml(files[0])
    if not 1 <= len(files) <= 2:
        raise ValueError("a system comes from one or two files, or from a folder")
    tables = [read_table(file) for file in files]
    if len(tables) == 1 and "proportion_trust_came_from_icb" in tables[0].columns:
        return from_patient_origin(files[0], icb)
    ties = [table for table in tables if _lists_ties(table)]
    others = [table for table in tables if not _lists_ties(table)]
    if len(ties) > 1 or len(others) > 1:
        raise fault(files[-1], f"two files of {'ties' if ties else 'organisations'}: one of each is needed")
    if ties and others and {"relation", "network"} & set(ties[0].columns):
        return _network(others[0], ties[0], files[0].parent, network, "")
    return load_csv(organisations=others[0].file if others else None, ties=ties[0].file if ties else None)


def _lists_ties(table: Table) -> bool:
    columns = set(table.columns)
    return bool(columns & set(TIE["from"])) and bool(columns & set(TIE["to"]))


def _document(path: Path, title: str) -> Document:
    return Document({"title": title or path.stem}, Places(str(path)))


def _named(document: Document, path: Path, faults: list[Fault]) -> Scenario:
    return replace(checked(document, faults), name=path.stem)
