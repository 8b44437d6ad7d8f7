"""Faults of one factor: its parameter, its range, its levels, its distribution."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from experiments.spec.experiment import matching_parameters
from experiments.spec.own_networks import NETWORK, OWN_NETWORKS
from experiments.spec.schema import DISTRIBUTIONS, FactorEntry
from scenarios.checking.form import allowed_range, allows, validated
from scenarios.errors import Fault, nearest, repeated
from scenarios.reading.document import Document, Places
from scenarios.reading.toml_lines import Path
from scenarios.schema import ScenarioFile
from sim.parameters import PARAMETERS, Parameter


def factor_faults(document: Document, path: Path, entry: FactorEntry) -> Iterator[Fault]:
    """The faults of one factor."""
    parameter = PARAMETERS.get(entry.parameter)
    if parameter is None:
        yield from _of_many(document, path, entry)
        return
    if entry.tier is not None and not parameter.per_tier:
        message = f"{parameter.name} has one value for all tiers"
        yield document.fault((*path, "tier"), message)
    yield from _levels(document, path, entry, parameter)
    yield from _range(document, path, entry, parameter)
    yield from _spread(document, path, entry)


def _of_many(document: Document, path: Path, entry: FactorEntry) -> Iterator[Fault]:
    """``*`` and ``game.*`` stand for parameters over their usual ranges; anything else is misspelt."""
    if not matching_parameters(entry.parameter):
        bare = {name.partition(".")[2]: name for name in PARAMETERS}
        last = entry.parameter.rpartition(".")[2]
        near = nearest(entry.parameter, PARAMETERS) or bare.get(nearest(last, bare), "")
        yield document.fault((*path, "parameter"), "no parameter of this name", nearest=near)
        return
    for key in ("tier", "range", "levels", "distribution", "mean", "sd", "mode"):
        if getattr(entry, key) not in (None, "uniform"):
            message = "stands for many parameters, which vary over their usual ranges"
            yield document.fault((*path, key), message, value=entry.parameter)


def _levels(document: Document, path: Path, entry: FactorEntry, parameter: Parameter) -> Iterator[Fault]:
    if entry.levels is None:
        return
    for key in ("range", "steps"):
        if getattr(entry, key) is not None:
            yield document.fault((*path, key), "has no effect: the levels are listed")
    if not entry.levels:
        yield document.fault((*path, "levels"), "lists no level")
    again = set(repeated(entry.levels))
    for position, level in enumerate(entry.levels):
        if position in again:
            yield document.fault((*path, "levels", position), "listed twice", value=level)
        elif entry.tier is not None and isinstance(level, list):
            yield document.fault((*path, "levels", position), "one number, for one tier", value=level)
        elif wrong := _wrong(parameter, level):
            where = (*path, "levels", position)
            yield document.fault(where, wrong.message, value=level, allowed=wrong.allowed, nearest=wrong.nearest)


def _wrong(parameter: Parameter, value: Any) -> Fault | None:
    """Return the fault that a scenario would find in this value."""
    if parameter.name == NETWORK and value in OWN_NETWORKS:
        return None
    faults = validated(Document({parameter.name: value}, Places("")), ScenarioFile)[1]
    return faults[0] if faults else None


def _range(document: Document, path: Path, entry: FactorEntry, parameter: Parameter) -> Iterator[Fault]:
    if entry.levels is not None:
        return
    if parameter.choices:
        allowed = "levels = [...] of " + ", ".join(parameter.choices)
        yield document.fault((*path, "parameter"), "has no range", allowed=allowed)
    elif entry.range is None:
        if parameter.structural and parameter.high > 1.0:
            yield document.fault((*path, "parameter"), "has no usual range: give a range, or levels")
    else:
        low, high = entry.range
        where = (*path, "range")
        if low >= high:
            yield document.fault(where, "the first value must be below the second", value=[low, high])
        elif not allows(parameter, low) or not allows(parameter, high):
            yield document.fault(where, "out of range", value=[low, high], allowed=allowed_range(parameter))
        elif parameter.integer and not (low.is_integer() and high.is_integer()):
            yield document.fault(where, "must be two whole numbers", value=[low, high])


def _spread(document: Document, path: Path, entry: FactorEntry) -> Iterator[Fault]:
    kind = entry.distribution or ("uniform" if entry.levels is None else "choice")
    if kind not in DISTRIBUTIONS:
        allowed, near = "one of " + ", ".join(DISTRIBUTIONS), nearest(kind, DISTRIBUTIONS)
        yield document.fault((*path, "distribution"), "unknown distribution", allowed=allowed, nearest=near)
        return
    if (kind == "choice") != (entry.levels is not None):
        message = "chooses among levels: list them" if kind == "choice" else "has a range, not levels"
        yield document.fault((*path, "distribution"), message)
    needs = {"normal": ("mean", "sd"), "triangular": ("mode",)}.get(kind, ())
    for key in ("mean", "sd", "mode"):
        there = getattr(entry, key) is not None
        if there != (key in needs):
            message = f"has no effect on a distribution {kind!r}" if there else f"missing: {kind!r} needs it"
            yield document.fault((*path, key), message)
    if kind == "log-uniform" and (entry.range or PARAMETERS[entry.parameter].usual)[0] <= 0.0:
        yield document.fault((*path, "distribution"), "needs a range above 0: give one, as range = [0.01, 1.0]")
    yield from _peak(document, path, entry)


def _peak(document: Document, path: Path, entry: FactorEntry) -> Iterator[Fault]:
    low, high = entry.range or PARAMETERS[entry.parameter].usual
    if entry.mode is not None and not low <= entry.mode <= high:
        yield document.fault((*path, "mode"), "outside the range", allowed=f"{low:g} to {high:g}")
    if entry.mean is not None and entry.sd is not None and not low - 5 * entry.sd <= entry.mean <= high + 5 * entry.sd:
        # Where next to nothing of it is left, all samples would fall on one end of the range.
        yield document.fault((*path, "mean"), "more than five sd outside the range", allowed=f"{low:g} to {high:g}")
