"""Experiments from the library, from files and from data."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path as FilePath
from typing import Any

from experiments.checks.compatibility import compatibility_faults
from experiments.checks.consistency import consistency_faults
from experiments.errors import ExperimentError
from experiments.spec.experiment import Experiment
from experiments.spec.first_model import as_read_today
from experiments.spec.given_points import put_given_points
from experiments.spec.schema import MOST_LISTED, ExperimentFile
from results import first_model
from scenarios import Scenario, ScenarioError
from scenarios import library as scenario_library
from scenarios import load as load_scenario
from scenarios.checking.form import validated
from scenarios.errors import Fault, nearest
from scenarios.reading.document import Document, Places
from scenarios.reading.safe_files import parse_toml, read_toml
from scenarios.reading.toml_lines import Path
from sim.version import MODEL_VERSION

LIBRARY = FilePath(__file__).parent.parent / "library"

Source = str | os.PathLike[str] | Mapping[str, Any]


@cache
def library() -> tuple[str, ...]:
    """The names of the experiments that come with Silos."""
    return tuple(sorted(file.stem for file in LIBRARY.glob("*.toml")))


def load(source: Source | Experiment) -> Experiment:
    """An experiment by its name in the library, from a file, or from nested tables (dotted names too).

    Raises ExperimentError with every fault.
    """
    if isinstance(source, Experiment):
        return source
    if isinstance(source, Mapping):
        return _checked(Document(nest_policies(source), Places("experiment")), "experiment")
    if isinstance(source, str) and source in library():
        return _read(LIBRARY / f"{source}.toml")
    path = FilePath(source)
    if isinstance(source, str) and path.suffix.lower() != ".toml" and not path.exists():
        near, known = nearest(source, library()), ", ".join(library())
        message = "no experiment of this name, and no file"
        raise ExperimentError([Fault(file=source, message=message, allowed=known, nearest=near)])
    return _read(path)


def loads(text: str, *, file: str = "experiment") -> Experiment:
    """An experiment from the text of an experiment file; ``file`` is what errors call it."""
    try:
        return _checked(parse_toml(text, file), file)
    except ScenarioError as error:
        raise ExperimentError(error.faults) from None


def load_stored(spec: str, name: str = "experiment", model_version: int = MODEL_VERSION) -> Experiment:
    """The experiment that a store has kept (``StoredExperiment.spec``), whatever became of its file.

    model_version  that it was asked of: what the first model called otherwise has the names of today, but for factors
    """
    try:
        data = json.loads(spec)
        if model_version == first_model.VERSION:
            data = as_read_today(data)
        scenarios = {title: load_scenario(document) for title, document in data["scenarios"].items()}
        file = ExperimentFile.model_validate(data["experiment"])
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:
        message = f"its stored description makes no sense ({type(error).__name__})"
        raise ExperimentError([Fault(file=name, message=message)]) from error
    return Experiment(file, scenarios, name)


def nest_policies(data: Mapping[str, Any]) -> dict[str, Any]:
    """Tables in which the policies' ``{"game.sharing": 0.5}`` has become ``{"game": {"sharing": 0.5}}``."""
    whole = dict(data)
    policies = whole.get("policies")
    if isinstance(policies, list | tuple):
        whole["policies"] = [
            Document(policy, Places("")).data if isinstance(policy, Mapping) else policy for policy in policies
        ]
    return whole


def _read(path: FilePath) -> Experiment:
    try:
        return _checked(read_toml(path), path.stem)
    except ScenarioError as error:
        raise ExperimentError(error.faults) from None


def _checked(document: Document, name: str) -> Experiment:
    """The experiment that a document describes; raises ExperimentError with all its faults."""
    given = put_given_points(document)
    file, faults = validated(document, ExperimentFile)
    faults = [*given, *faults, *consistency_faults(document)]
    scenarios, more = _scenarios(document)
    faults += more
    if file is not None and not faults:
        faults += compatibility_faults(document, file, scenarios)
    if file is None or faults:
        raise ExperimentError(faults)
    return Experiment(file, scenarios, name)


def _scenarios(document: Document) -> tuple[dict[str, Scenario], list[Fault]]:
    """The scenarios that a document names, and the faults of those that cannot be had."""
    one, several = document.at("scenario"), document.at("scenarios")
    paths: dict[Path, object] = {("scenario",): one}
    listed = several[:MOST_LISTED] if isinstance(several, list) else []
    paths |= {("scenarios", position): listed_name for position, listed_name in enumerate(listed)}
    scenarios: dict[str, Scenario] = {}
    faults: list[Fault] = []
    for path, name in paths.items():
        if isinstance(name, str) and name not in scenarios:
            try:
                scenarios[name] = load_scenario(_place(document, name))
            except ScenarioError as error:
                faults += _told(document, path, name, error)
    return scenarios, faults


def _place(document: Document, name: str) -> str | FilePath:
    """A scenario of the library, or a file beside the experiment."""
    if name in scenario_library() or document.folder is None:
        return name
    path = document.folder / name
    return path if path.suffix or path.exists() else name


def _told(document: Document, path: Path, name: str, error: ScenarioError) -> Iterator[Fault]:
    """Yield a scenario's faults: at the place that names it if there is no such scenario, else where they are."""
    for fault in error.faults:
        if fault.file == name:
            yield document.fault(path, fault.message, allowed=fault.allowed, nearest=fault.nearest)
        else:
            yield fault
