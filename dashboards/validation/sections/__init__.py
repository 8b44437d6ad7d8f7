"""The sections of the validation report, in order; each makes its own from the evidence, or none."""

from collections.abc import Callable, Sequence

from dashboards.report.figure import Section
from dashboards.validation.sections import (
    directions,
    facts,
    laboratory,
    limits,
    networks,
    remaking,
    sensitivity,
    verification,
)
from experiments.validation import Validation

SECTIONS: Sequence[Callable[[Validation], Section | None]] = (
    verification.section,
    directions.section,
    laboratory.section,
    facts.section,
    networks.section,
    sensitivity.section,
    limits.section,
    remaking.section,
)
