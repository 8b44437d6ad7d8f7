"""Faults of ``[search]``: levers that cannot be set, objectives that mean nothing, too few runs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from experiments.checks.outcome_faults import outcome_names
from experiments.checks.overruling import AT_THE_START, LATER_TOO
from experiments.spec.experiment import expand_factors
from experiments.spec.schema import MOST_LISTED, OUTCOMES, ExperimentFile, FactorEntry
from experiments.spec.search_schema import (
    AIMS,
    COST,
    COSTS,
    OVER,
    ConstraintEntry,
    LeverEntry,
    ObjectiveEntry,
)
from scenarios.checking.form import allowed_range, allows
from scenarios.errors import MISSING, Fault, nearest
from scenarios.reading.document import Document
from scenarios.reading.toml_lines import Path
from sim.parameters import PARAMETERS, Parameter

Entry = TypeVar("Entry", bound=BaseModel)

WORLDS = ("grid", "latin-hypercube", "sobol", "points")
"""Designs whose points are worlds that count alike."""


def search_faults(document: Document) -> Iterator[Fault]:
    """Yield what is wrong of a search, as far as one can tell without its scenario."""
    search = document.at("search")
    if not isinstance(search, dict):
        return
    for key, message in (
        ("policies", "a search makes the policies itself: leave them out"),
        ("until", "a search makes as many runs of each package: give replicates"),
    ):
        if document.at(key) is not MISSING:
            yield document.fault((key,), message)
    kind = document.at("design")
    if kind is not MISSING and kind not in WORLDS and isinstance(kind, str):
        yield document.fault(("design",), "no design of worlds that count alike", allowed="one of " + ", ".join(WORLDS))
    for key in ("levers", "objectives"):
        if document.at("search", key) == []:
            yield document.fault(("search", key), "the list is empty")
    yield from _lever_faults(document)
    yield from _objective_faults(document)
    yield from _constraint_faults(document)


def _entries(document: Document, key: str, model: type[Entry]) -> Iterator[tuple[Path, Entry]]:
    """The tables of a list that are right in themselves, with their places."""
    listed = document.at("search", key)
    for position, row in enumerate(listed[:MOST_LISTED] if isinstance(listed, list) else []):
        try:
            yield ("search", key, position), model.model_validate(row)
        except ValidationError:
            continue


def _lever_faults(document: Document) -> Iterator[Fault]:
    factors = []
    for _, row in document.rows("factors"):
        try:
            factors.append(FactorEntry.model_validate(row))
        except ValidationError:
            continue
    varied = {factor.entry.parameter for factor in expand_factors(ExperimentFile(factors=tuple(factors[:MOST_LISTED])))}
    seen: dict[str, Path] = {}
    for path, entry in _entries(document, "levers", LeverEntry):
        where = (*path, "parameter")
        parameter = PARAMETERS.get(entry.parameter)
        if parameter is None:
            bare = {name.partition(".")[2]: name for name in PARAMETERS}
            near = nearest(entry.parameter, PARAMETERS) or bare.get(nearest(entry.parameter, bare), "")
            yield document.fault(where, "no parameter of this name", nearest=near)
            continue
        if entry.parameter in varied:
            message = "is a factor, which nobody can set: a lever is what people can"
            yield document.fault(where, message)
        if entry.parameter in seen:
            yield document.fault(where, f"is a lever already (#{int(seen[entry.parameter][2]) + 1})")
        seen.setdefault(entry.parameter, path)
        yield from _range_faults(document, path, entry, parameter)
        yield from _date_faults(document, path, entry)


def _range_faults(document: Document, path: Path, entry: LeverEntry, parameter: Parameter) -> Iterator[Fault]:
    if parameter.choices or parameter.structural:
        message = "has words for values" if parameter.choices else "is settled when a system is made"
        yield document.fault((*path, "parameter"), f"{message}: no lever can move it")
        return
    low, high = entry.range or parameter.usual
    where = (*path, "range")
    if low >= high:
        yield document.fault(where, "the first value must be below the second", value=[low, high])
    elif not allows(parameter, low) or not allows(parameter, high):
        yield document.fault(where, "out of range", value=[low, high], allowed=allowed_range(parameter))
    elif parameter.integer and not (float(low).is_integer() and float(high).is_integer()):
        yield document.fault(where, "must be two whole numbers", value=[low, high])
    if entry.free is not None and not allows(parameter, entry.free):
        yield document.fault((*path, "free"), "out of range", allowed=allowed_range(parameter))


def _date_faults(document: Document, path: Path, entry: LeverEntry) -> Iterator[Fault]:
    if entry.until is not None and entry.month is None:
        yield document.fault((*path, "until"), "needs month, from which it is set")
    elif entry.until is not None and entry.month is not None and entry.until <= entry.month:
        message = f"ends before it begins (month {entry.month})"
        yield document.fault((*path, "until"), message, allowed=f"above {entry.month}")
    if entry.month is not None and entry.parameter in AT_THE_START and entry.parameter not in LATER_TOO:
        message = f"{entry.parameter} is read at the start alone: no later date can change it"
        yield document.fault((*path, "month"), message)


def _known(document: Document) -> tuple[str, ...]:
    return (*COSTS, *OUTCOMES, *outcome_names(document))


def _measure_faults(document: Document, path: Path, name: str) -> Iterator[Fault]:
    known = _known(document)
    if name not in known:
        yield document.fault(
            (*path, "measure"), "unknown measure", allowed="one of " + ", ".join(known), nearest=nearest(name, known)
        )


def _objective_faults(document: Document) -> Iterator[Fault]:
    seen: dict[tuple[str, str], int] = {}
    for path, entry in _entries(document, "objectives", ObjectiveEntry):
        yield from _measure_faults(document, path, entry.measure)
        for key, names in (("over", OVER), ("aim", AIMS)):
            value = getattr(entry, key)
            if value is not None and value not in names:
                allowed, near = "one of " + ", ".join(names), nearest(value, names)
                yield document.fault((*path, key), "unknown", allowed=allowed, nearest=near)
        if entry.measure in COSTS:
            yield from _cost_faults(document, path, entry)
        elif entry.aim is None and entry.measure in _known(document) and not _direction(document, entry.measure):
            message = f"missing: whether more {entry.measure} is better is not known"
            yield document.fault((*path, "aim"), message, allowed="one of " + ", ".join(AIMS))
        position = int(path[2])
        if seen.setdefault((entry.measure, entry.over), position) != position:
            yield document.fault(
                (*path, "measure"), f"is an objective already (#{seen[entry.measure, entry.over] + 1})"
            )


def _cost_faults(document: Document, path: Path, entry: ObjectiveEntry) -> Iterator[Fault]:
    if entry.over != "mean":
        yield document.fault((*path, "over"), "has no effect: a package costs the same in every world")
    levers = [lever for _, lever in _entries(document, "levers", LeverEntry)]
    if levers and not any(getattr(lever, entry.measure) for lever in levers):
        what = "money" if entry.measure == COST else "time"
        yield document.fault((*path, "measure"), f"no lever costs any {what}: say {entry.measure} in [[search.levers]]")


def _direction(document: Document, measure: str) -> bool:
    """Tell whether it is known if more of a measure is better, or less."""
    from experiments.analysis.end_states import BETTER

    own: Mapping[str, Any] = {str(row.get("name")): row.get("better") for _, row in document.rows("outcomes")}
    return measure in BETTER or own.get(measure) is not None


def _constraint_faults(document: Document) -> Iterator[Fault]:
    for path, entry in _entries(document, "constraints", ConstraintEntry):
        yield from _measure_faults(document, path, entry.measure)
        low, high = entry.at_least, entry.at_most
        if low is None and high is None:
            yield document.fault(path, "needs a limit: at_least, at_most or both")
        elif low is not None and high is not None and low > high:
            yield document.fault((*path, "at_least"), f"above at_most ({high:g})")
        if entry.measure in COSTS and entry.share is not None:
            yield document.fault((*path, "share"), "has no effect: a package costs the same in every world")
