"""Loading of scenarios from the library, from files and from data."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from scenarios.checking.consistency import faults_of_meaning
from scenarios.checking.form import validated
from scenarios.entities import Alliance, Organisation, ScheduledChange, Sector, Settings, Start, Tie
from scenarios.errors import Fault, ScenarioError, nearest
from scenarios.reading.document import Document, Places
from scenarios.reading.safe_files import parse_toml, read_toml
from scenarios.reading.side_tables import graph_document, read_files
from scenarios.reading.tables_in_memory import is_graph, tables_of_graph, with_plain_tables
from scenarios.reading.workbook import workbook_document
from scenarios.scenario import Scenario
from scenarios.schema import ScenarioFile, given

LIBRARY = Path(__file__).parent / "library"

READERS: Mapping[str, Callable[[Path], Document]] = {
    ".toml": read_toml,
    ".graphml": graph_document,
    ".xlsx": workbook_document,
}
"""The reader of each kind of file, by the ending of its name; a file of any other ending is read as TOML."""

Source = str | os.PathLike[str] | Mapping[str, Any]


@cache
def library() -> tuple[str, ...]:
    """Return the names of the scenarios that come with Silos."""
    return tuple(sorted(path.stem for path in LIBRARY.glob("*.toml")))


def load(source: Source) -> Scenario:
    """Load a scenario by its name in the library, from a file, or from nested tables.

    source   a name, the path of a TOML or GraphML file or of an Excel workbook, tables as in a file (dotted names may
             be used; organisations, ties and start may be data frames), or a graph of networkx or igraph
    returns  the scenario, validated

    Raises ScenarioError with every fault.
    """
    document = read(source)
    if isinstance(source, Mapping) or is_graph(source):
        return checked(document)
    return replace(checked(document), name=source if source in library() else Path(source).stem)


def read(source: Source) -> Document:
    """Read what ``load`` loads, unchecked; raises ScenarioError where nothing can be read."""
    if isinstance(source, Mapping):
        return Document(with_plain_tables(source), Places("scenario"))
    if is_graph(source):
        return Document(tables_of_graph(source), Places("graph"))
    if isinstance(source, str) and source in library():
        return read_toml(LIBRARY / f"{source}.toml")
    path = Path(source)
    ending = path.suffix.lower()
    if isinstance(source, str) and ending not in READERS and not path.exists():
        near, known = nearest(source, library()), ", ".join(library())
        message = "no scenario of this name, and no file"
        raise ScenarioError([Fault(file=source, message=message, allowed=known, nearest=near)])
    return READERS.get(ending, read_toml)(path)


def loads(text: str, *, file: str = "scenario") -> Scenario:
    """Load a scenario from the text of a scenario file; ``file`` names it in errors."""
    return checked(parse_toml(text, file))


def checked(document: Document, before: Iterable[Fault] = ()) -> Scenario:
    """Return the scenario of a document; raises ScenarioError with all its faults and those of ``before``."""
    faults = [*before, *read_files(document)]
    model, more = validated(document, ScenarioFile)
    faults += [*more, *faults_of_meaning(document)]
    if model is None or faults:
        raise ScenarioError(faults)
    return _scenario(model)


def _scenario(model: ScenarioFile) -> Scenario:
    return Scenario(
        title=model.title,
        question=model.question,
        description=model.description,
        sources=model.sources,
        assumed=model.assumed,
        months=model.months,
        seed=model.seed,
        settings=Settings(dict(given(model))),
        sectors=tuple(Sector.of(name, entry) for name, entry in model.sectors.items()),
        organisations=tuple(Organisation.of(entry) for entry in model.organisations),
        ties=tuple(Tie.of(entry) for entry in model.ties),
        start=tuple(Start.of(entry) for entry in model.start),
        schedule=tuple(ScheduledChange.of(entry) for entry in model.schedule),
        alliances=tuple(Alliance.of(entry) for entry in model.alliances),
        posterior=tuple(Settings(dict(given(entry))) for entry in model.posterior),
        workshop=model.workshop,
    )
