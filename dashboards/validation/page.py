"""From the evidence to one file of HTML that needs nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboards import report
from dashboards.languages.number_format import number, percent
from dashboards.report.figure import Section
from dashboards.report.page import templates
from dashboards.report.wording import count
from dashboards.validation.sections import SECTIONS
from experiments.validation import Part, Validation
from experiments.validation.hypotheses import HALF, REPRODUCED

FOLDED = 20
"""Rows beyond which a table is folded away."""

MOST_FAILURES = 12
"""Failures of a part that the verdict lists."""


@dataclass(frozen=True)
class PartOfVerdict:
    """One part of the verdict as the page shows it."""

    title: str
    right: int
    tests: int
    failures: Sequence[str]
    required: bool
    summary: str


def html(evidence: Validation) -> str:
    """Return the report."""
    sections = [section for write in SECTIONS if (section := write(evidence))]
    return (
        templates(str(__package__), report.__name__)
        .get_template("validation.html")
        .render(
            sections=sections,
            parts=verdict_parts(evidence),
            answer=answer(sections),
            quick=evidence.budget.quick,
            rows=FOLDED,
            most=MOST_FAILURES,
        )
    )


def verdict_parts(evidence: Validation) -> list[PartOfVerdict]:
    """Return the three parts of the verdict, each with a sentence of what was tested."""
    summaries = (_code(evidence), _patterns(evidence), _independent(evidence))
    return [_shown(part, words) for part, words in zip(evidence.parts, summaries, strict=True)]


def answer(sections: Sequence[Section]) -> list[str]:
    """Return what sections say to the question, the most telling first."""
    return [section.says for section in sorted(sections, key=lambda section: section.rank) if section.says]


def _shown(part: Part, summary: str) -> PartOfVerdict:
    return PartOfVerdict(part.title, part.right, part.tests, part.failures, part.required, summary)


def _code(evidence: Validation) -> str:
    docked = [figure for _, figure in evidence.figures if figure.docks]
    words = f"{count(len(evidence.numbers), 'number')} that a correct code reproduces"
    words += ", every match with the Axelrod library" if evidence.docked else ""
    return f"{words}, and {len(docked)} of {len(evidence.figures)} figures of the specification's page within chance."


def _patterns(evidence: Validation) -> str:
    required = [lever for lever in evidence.levers if lever.lever.required]
    most = max(lever.against for lever in required)
    least = min(lever.clear for lever in required)
    return (
        "What the equations were written to give, at the defaults (V1 to V19) and in "
        f"{count(required[0].sets, 'parameter set')} around them (V20): levers are clear in {percent(least)} of sets "
        "or "
        f"more, and against their direction in {percent(most)} at most."
    )


def _independent(evidence: Validation) -> str:
    half = [judged for judged in evidence.facts if judged.effects and judged.claim.extent == HALF]
    right = sum(judged.verdict == REPRODUCED for judged in half)
    words = "Nothing of it was fitted or designed for, and it decides no exit code. "
    if evidence.laboratory:
        errors = evidence.laboratory.errors_of_studies
        words += (
            f"People of whole studies left out: error {number(errors['first rounds'], 3)}, the line "
            f"{number(errors['first rounds, the line'], 3)}. "
        )
    return words + f"Not counted: {count(len(half), 'fact')} tested in half, of which {right} hold so far as they go."
