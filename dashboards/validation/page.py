"""From the evidence to one file of HTML that needs nothing else."""

from __future__ import annotations

from collections.abc import Sequence

from dashboards.report.figure import Section
from dashboards.report.page import templates
from dashboards.report.wording import count, listed
from dashboards.validation.sections import SECTIONS
from experiments.validation import NOT_REPRODUCED, REPRODUCED, Validation


def html(validation: Validation) -> str:
    """The report."""
    parts = [section for make in SECTIONS if (section := make(validation))]
    return (
        templates("dashboards.validation", "dashboards.report")
        .get_template("validation.html")
        .render(
            sections=parts,
            failures=validation.failures,
            answer=answer(validation, parts),
            quick=validation.budget.quick,
        )
    )


def answer(validation: Validation, parts: Sequence[Section]) -> list[str]:
    """The verdict in a few sentences, failures first."""
    failures = validation.failures
    counts = [count(len(validation.numbers), "published number"), count(len(validation.directions), "direction")]
    if validation.docked:
        counts.append("every match with the Axelrod library")
    if validation.laboratory:
        counts.append("the predictions of human play")
    first = (
        f"**{count(len(failures), 'thing')} that must hold {'does' if len(failures) == 1 else 'do'} not**: "
        f"{'; '.join(failures)}."
        if failures
        else f"**All that must hold holds**: {listed(counts)}."
    )
    verdicts = [fact.verdict for fact in validation.facts]
    summary = (
        f"Of {len(verdicts)} facts about joint working in health and care the model reproduces "
        f"**{verdicts.count(REPRODUCED)}** and fails on **{verdicts.count(NOT_REPRODUCED)}**; to "
        f"{len(verdicts) - verdicts.count(REPRODUCED) - verdicts.count(NOT_REPRODUCED)} it has nothing to say."
    )
    return [first, *(part.says for part in sorted(parts, key=lambda part: part.rank) if part.says), summary]
