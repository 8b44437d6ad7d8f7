"""The sections of the validation report, in the order of interest to a reader; each writes its own from the
evidence."""

from collections.abc import Callable, Sequence

from dashboards.report.figure import Section
from dashboards.validation.sections import (
    directions,
    laboratory,
    limits,
    mechanisms,
    networks,
    regimes,
    reproducibility,
    robustness,
    sensitivity,
    stylised_facts,
    verification,
)
from experiments.validation import Validation

SECTIONS: Sequence[Callable[[Validation], Section | None]] = (
    regimes.section,
    laboratory.section,
    stylised_facts.section,
    networks.section,
    robustness.section,
    mechanisms.section,
    sensitivity.section,
    directions.section,
    verification.section,
    limits.section,
    reproducibility.section,
)
