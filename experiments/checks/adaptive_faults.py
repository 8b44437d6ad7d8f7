"""Faults of an adaptive design: factors that cannot be halved, a line that means nothing."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import ValidationError

from experiments.checks.outcome_faults import outcome_names
from experiments.spec.design import ADAPTIVE
from experiments.spec.schema import MOST_LISTED, OUTCOMES, AdaptiveEntry
from scenarios.errors import MISSING, Fault, nearest
from scenarios.reading.document import Document
from sim.parameters import PARAMETERS

MOST_FACTORS = 3


def adaptive_faults(document: Document) -> Iterator[Fault]:
    """Yield what is wrong of an adaptive design."""
    rule = document.at("adaptive")
    if document.at("design") != ADAPTIVE:
        if rule is not MISSING:
            yield document.fault(("adaptive",), "has no effect: say design = 'adaptive'")
        return
    yield from _factor_faults(document)
    if document.at("until") is not MISSING:
        yield document.fault(("until",), "an adaptive design makes as many runs of each point: give replicates")
    if rule is MISSING:
        return
    try:
        entry = AdaptiveEntry.model_validate(rule)
    except ValidationError:
        return
    known = (*OUTCOMES, *outcome_names(document))
    if entry.measure is not None and entry.measure not in known:
        near = nearest(entry.measure, known)
        allowed = "one of " + ", ".join(known)
        yield document.fault(("adaptive", "measure"), "unknown measure", allowed=allowed, nearest=near)
    if (entry.measure is None) != (entry.at is None):
        key = "at" if entry.at is None else "measure"
        yield document.fault(("adaptive", key), "missing: measure and at are given together")


def _factor_faults(document: Document) -> Iterator[Fault]:
    rows = list(document.rows("factors"))
    if len(rows) > MOST_FACTORS:
        message = "too many factors for an adaptive design"
        yield document.fault(("factors",), message, value=len(rows), allowed=f"1 to {MOST_FACTORS}")
    for position, row in rows[:MOST_LISTED]:
        parameter = PARAMETERS.get(str(row.get("parameter")))
        if "levels" in row:
            yield document.fault(("factors", position, "levels"), "cannot be halved: give a range, and steps")
        elif parameter is None or parameter.integer or parameter.choices:
            message = "cannot be halved: an adaptive design needs one parameter that is any number"
            yield document.fault(("factors", position, "parameter"), message)
