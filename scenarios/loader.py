"""Scenarios from the library, from files and from data."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from scenarios.checking.consistency import faults_of_meaning
from scenarios.checking.faults import Fault, ScenarioError, nearest
from scenarios.checking.form import validated
from scenarios.reading.document import Document, Places
from scenarios.reading.safe_files import parse_toml, read_toml
from scenarios.reading.side_tables import read_files
from scenarios.scenario import Event, Organisation, Scenario, Sector, Settings, Tie
from scenarios.schema import GROUPS, ScenarioFile, ScheduleEntry, given
from sim.parameters import PARAMETERS

LIBRARY = Path(__file__).parent / "library"

Source = str | os.PathLike[str] | Mapping[str, Any]


@cache
def library() -> tuple[str, ...]:
    """The names of the scenarios that come with Silos."""
    return tuple(sorted(each.stem for each in LIBRARY.glob("*.toml")))


def load(source: Source) -> Scenario:
    """A scenario by its name in the library, from a file, or from nested tables.

    source   a name, the path of a TOML or GraphML file, or tables as in a file (dotted names may be used)
    returns  the scenario, validated

    Raises ScenarioError with every fault.
    """
    if isinstance(source, Mapping):
        return checked(Document(source, Places("scenario")))
    if isinstance(source, str) and source in library():
        return replace(checked(read_toml(LIBRARY / f"{source}.toml")), name=source)
    path = Path(source)
    if path.suffix.lower() == ".graphml":
        from scenarios.reading.imports import load_graphml

        return load_graphml(path)
    if isinstance(source, str) and path.suffix.lower() != ".toml" and not path.exists():
        near, known = nearest(source, library()), ", ".join(library())
        message = "no scenario of this name, and no file"
        raise ScenarioError([Fault(file=source, message=message, allowed=known, nearest=near)])
    return replace(checked(read_toml(path)), name=path.stem)


def loads(text: str, *, file: str = "scenario") -> Scenario:
    """A scenario from the text of a scenario file; ``file`` is what errors call it."""
    return checked(parse_toml(text, file))


def checked(document: Document, found: Iterable[Fault] = ()) -> Scenario:
    """The scenario of a document; raises ScenarioError with all its faults and those found before."""
    faults = [*found, *read_files(document)]
    model, more = validated(document, ScenarioFile)
    faults += [*more, *faults_of_meaning(document)]
    if model is None or faults:
        raise ScenarioError(faults)
    return _scenario(model)


def with_settings(scenario: Scenario, set: Mapping[str, Any]) -> Scenario:
    """A scenario with other values for everyone, by dotted name."""
    unknown = [_unknown_setting(name, value) for name, value in set.items() if name not in PARAMETERS]
    changed, faults = validated(
        Document({k: v for k, v in set.items() if k in PARAMETERS}, Places("set")), ScenarioFile
    )
    if changed is None or unknown:
        raise ScenarioError([*unknown, *faults])
    new = replace(scenario, settings=Settings({**scenario.settings, **dict(given(changed))}))
    if "structure.network" in set:
        new = replace(new, ties=())
    if faults := faults_of_meaning(Document(new.document(), Places("set"))):
        raise ScenarioError(faults)
    return new


def _unknown_setting(name: object, value: object) -> Fault:
    if name in GROUPS:
        return Fault(file="set", name=str(name), value=value, message="a group of parameters: name one, as group.name")
    near = nearest(name, PARAMETERS) or nearest(name, {each.partition(".")[2]: "" for each in PARAMETERS})
    full = next((each for each in PARAMETERS if near and each.endswith(f".{near}")), near)
    return Fault(file="set", name=str(name), value=value, message="no parameter of this name", nearest=full)


def _scenario(model: ScenarioFile) -> Scenario:
    return Scenario(
        title=model.title,
        question=model.question,
        description=model.description,
        sources=model.sources,
        assumed=model.assumed,
        months=model.months,
        settings=Settings(dict(given(model))),
        sectors=tuple(
            Sector(name=name, strategy=each.strategy, own=Settings(dict(given(each))), note=each.note)
            for name, each in model.sectors.items()
        ),
        organisations=tuple(
            Organisation(
                name=each.name,
                sector=each.sector,
                size=each.size,
                strategy=each.strategy,
                own=Settings(dict(given(each))),
                note=each.note,
                source=each.source,
            )
            for each in model.organisations
        ),
        ties=tuple(Tie(each.from_, each.to, each.weight) for each in model.ties),
        schedule=tuple(event(each) for each in model.schedule),
        workshop=model.workshop,
    )


def event(entry: ScheduleEntry) -> Event:
    """The event that an entry of a schedule describes."""
    return Event(
        month=entry.month,
        label=entry.label,
        settings=Settings(dict(given(entry))),
        until=entry.until,
        sector=entry.sector,
        organisation=entry.organisation,
    )
