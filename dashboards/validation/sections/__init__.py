"""The sections of the validation report, in order; each makes its own from the evidence, or none."""

from collections.abc import Callable, Sequence

from dashboards.report.figure import Section
from dashboards.validation.sections import (
    expected_signs,
    laboratory,
    limits,
    networks,
    reproducibility,
    sensitivity,
    stylised_facts,
    verification,
)
from experiments.validation import Validation

SECTIONS: Sequence[Callable[[Validation], Section | None]] = (
    verification.section,
    expected_signs.section,
    laboratory.section,
    stylised_facts.section,
    networks.section,
    sensitivity.section,
    limits.section,
    reproducibility.section,
)
