"""Faults of meaning: parts of an experiment that do not fit together.

Each check reads those entries of the document that are right in themselves, so that it finds its faults
whatever else is wrong; the rest is told by ``scenarios.checking.form``.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from experiments.checks.adaptive_faults import adaptive_faults
from experiments.checks.factor_faults import factor_faults
from experiments.checks.outcome_faults import outcome_faults, outcome_names
from experiments.checks.search_faults import search_faults
from experiments.spec.design import ADAPTIVE, SAMPLERS, block_size
from experiments.spec.experiment import expand_factors
from experiments.spec.factors import STEPS
from experiments.spec.given_points import GIVEN
from experiments.spec.schema import (
    DESIGNS,
    MOST_LISTED,
    OUTCOMES,
    RECORDS,
    AdaptiveEntry,
    ExperimentFile,
    FactorEntry,
    PolicyEntry,
    UntilEntry,
)
from scenarios.errors import MISSING, MOST_FOUND, Fault, nearest, repeated
from scenarios.names import is_name
from scenarios.reading.document import Document
from scenarios.reading.toml_lines import Path
from scenarios.schema import given

Entry = TypeVar("Entry", bound=BaseModel)

SAMPLED = tuple(SAMPLERS)
POWERS = ("sobol", "sensitivity", "interactions")
"""Designs that are balanced only at a power of two."""

MOST_POINTS = 10_000_000
MOST_NUMBERS = 50_000_000
"""Values that all points of a sampled design may have together: they are worked out at once."""


def valid_entries(document: Document, key: str, model: type[Entry]) -> Iterator[tuple[int, Entry]]:
    """The tables of an array that are right in themselves, with their positions; of the first MOST_LISTED."""
    for position, row in islice(document.rows(key), MOST_LISTED):
        try:
            yield position, model.model_validate(row)
        except ValidationError:
            continue


def scenario_name_faults(document: Document) -> Iterator[Fault]:
    """One scenario or several, each once."""
    one, several = document.at("scenario"), document.at("scenarios")
    if one is MISSING and several is MISSING:
        yield document.fault(("scenario",), "missing: name the scenario, or several with scenarios")
    if one is not MISSING and several is not MISSING:
        yield document.fault(("scenarios",), "give scenario or scenarios, not both")
    if several == []:
        yield document.fault(("scenarios",), "the list is empty")
    if isinstance(several, list):
        yield from _once(document, ("scenarios",), several)


def factor_list_faults(document: Document) -> Iterator[Fault]:
    """Factors are parameters, within their ranges, each once."""
    seen: dict[str, list[tuple[int, FactorEntry]]] = {}
    for position, entry in valid_entries(document, "factors", FactorEntry):
        yield from factor_faults(document, ("factors", position), entry)
        before = seen.setdefault(entry.parameter, [])
        for earlier, other in before:
            if other.tier == entry.tier or None in (other.tier, entry.tier):
                yield document.fault(("factors", position, "parameter"), f"is a factor already (#{earlier + 1})")
                break
        before.append((position, entry))


def policy_faults(document: Document) -> Iterator[Fault]:
    """Policies have names of their own, and leave the factors alone."""
    factors = [entry for _, entry in valid_entries(document, "factors", FactorEntry)]
    varied = {factor.entry.parameter for factor in expand_factors(ExperimentFile(factors=tuple(factors)))}
    seen: dict[str, int] = {}
    for position, entry in valid_entries(document, "policies", PolicyEntry):
        if not is_name(entry.name):
            yield document.fault(
                ("policies", position, "name"), "not a possible name: it has characters that are not text"
            )
        if seen.setdefault(entry.name, position) != position:
            message = f"another policy has this name already (#{seen[entry.name] + 1})"
            yield document.fault(("policies", position, "name"), message)
        for name, _ in given(entry):
            if name in varied:
                path: Path = ("policies", position, *name.split("."))
                yield document.fault(path, "is a factor: a policy cannot set it as well")
    for name in varied:
        if document.at(*name.split(".")) is not MISSING:
            yield document.fault(tuple(name.split(".")), "is a factor: it cannot be set as well")


def design_faults(document: Document) -> Iterator[Fault]:
    """The design is known, has what it needs, and nothing that it does not read."""
    design, samples = document.at("design"), document.at("samples")
    kind = "grid" if design is MISSING else design
    if not isinstance(kind, str):
        return
    if kind not in DESIGNS:
        allowed = "one of " + ", ".join(DESIGNS)
        yield document.fault(("design",), "unknown design", allowed=allowed, nearest=nearest(kind, DESIGNS))
        return
    given = document.at(GIVEN) is not MISSING
    if (kind == GIVEN) != given:
        message = (
            "needs points: a CSV file, or [[points]]" if kind == GIVEN else "points are given: say design = 'points'"
        )
        yield document.fault(("design",), message)
        return
    if kind != "grid" and not list(document.rows("factors")):
        yield document.fault(("design",), "needs factors: [[factors]]")
    if kind not in SAMPLED:
        for key in ("samples", "design_seed"):
            if document.at(key) is not MISSING:
                yield document.fault((key,), f"has no effect in a design {kind!r}")
        yield from _spread_in_vain(document, kind)
    elif kind in POWERS and isinstance(samples, int) and samples > 0 and samples & (samples - 1):
        near = f"for example {2 ** (samples.bit_length() - 1)} or {2 ** samples.bit_length()}"
        yield document.fault(("samples",), "not a power of two", allowed=f"a power of two, {near}")
    if kind in SAMPLED:
        for position, row in document.rows("factors"):
            if "steps" in row:
                yield document.fault(("factors", position, "steps"), f"has no effect in a design {kind!r}")


def _spread_in_vain(document: Document, kind: str) -> Iterator[Fault]:
    for position, row in document.rows("factors"):
        if "distribution" in row:
            yield document.fault(("factors", position, "distribution"), f"has no effect in a design {kind!r}")


def size_faults(document: Document) -> Iterator[Fault]:
    """A design has at most MOST_POINTS points for each policy and scenario, sampled ones MOST_NUMBERS values."""
    most = MOST_POINTS
    factors = [entry for _, entry in valid_entries(document, "factors", FactorEntry)]
    design, samples = document.at("design"), document.at("samples")
    if design in SAMPLED:
        many = len(expand_factors(ExperimentFile(factors=tuple(factors))))
        points = block_size(str(design), many) * (samples if isinstance(samples, int) else 1)
        most = min(most, MOST_NUMBERS // max(many, 1))
        key = "samples"
    else:
        finer = _halvings(document)
        points = math.prod(((len(entry.levels or ()) or entry.steps or STEPS) - 1) * finer + 1 for entry in factors)
        key = "factors"
    if points > most and design in (MISSING, "grid", ADAPTIVE, *SAMPLED):
        asked = f"{points:,} points" if points < 10**18 else "more than 10**18 points"
        message, allowed = "too many points for a design", f"at most {most:,} points"
        yield document.fault((key,), message, value=asked, allowed=allowed)


def _halvings(document: Document) -> int:
    """Return how many fine cells lie along a coarse one: in an adaptive design as many as it may come to."""
    rounds = document.at("adaptive", "rounds")
    if document.at("design") != ADAPTIVE:
        return 1
    halved: int = min(rounds, 8) if isinstance(rounds, int) and rounds > 0 else AdaptiveEntry().rounds
    return 1 << halved


def replicate_faults(document: Document) -> Iterator[Fault]:
    """Yield faults of the number of replicates and of the stopping rule."""
    rule = document.at("until")
    if rule is MISSING:
        return
    if document.at("replicates") is not MISSING:
        yield document.fault(("replicates",), "give replicates or [until], not both")
    try:
        until = UntilEntry.model_validate(rule)
    except ValidationError:
        return
    known = (*OUTCOMES, *outcome_names(document))
    yield from _known(document, ("until", "measure"), until.measure, known, "measure")
    if until.at_least > until.at_most:
        message = f"above at_most ({until.at_most})"
        yield document.fault(("until", "at_least"), message, value=until.at_least)


def measure_name_faults(document: Document) -> Iterator[Fault]:
    """Yield the names of records and measures that are not known."""
    known: Mapping[str, tuple[Iterable[str], str]] = {
        "record": (RECORDS, "kind of record"),
        "measures": ((*OUTCOMES, *outcome_names(document)), "measure"),
    }
    for key, (names, what) in known.items():
        listed = document.at(key)
        for position, name in enumerate(listed if isinstance(listed, list) else []):
            if isinstance(name, str):
                yield from _known(document, (key, position), name, names, what)
        if isinstance(listed, list):
            yield from _once(document, (key,), listed)
    if document.at("measures") == []:
        yield document.fault(("measures",), "the list is empty")


def _known(document: Document, path: Path, name: str, names: Iterable[str], what: str) -> Iterator[Fault]:
    known = tuple(names)
    if name not in known:
        near, allowed = nearest(name, known), "one of " + ", ".join(known)
        yield document.fault(path, f"unknown {what}", value=name, allowed=allowed, nearest=near)


def _once(document: Document, path: Path, listed: Sequence[object]) -> Iterator[Fault]:
    for position in repeated(listed):
        yield document.fault((*path, position), "listed twice", value=listed[position])


CHECKS: tuple[Callable[[Document], Iterable[Fault]], ...] = (
    scenario_name_faults,
    factor_list_faults,
    policy_faults,
    design_faults,
    size_faults,
    replicate_faults,
    outcome_faults,
    search_faults,
    adaptive_faults,
    measure_name_faults,
)


def consistency_faults(document: Document) -> list[Fault]:
    """The faults that all checks find."""
    return [fault for check in CHECKS for fault in islice(check(document), MOST_FOUND)]
