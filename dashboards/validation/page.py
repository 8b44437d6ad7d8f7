"""From the evidence to one file of HTML that needs nothing else."""

from __future__ import annotations

from collections.abc import Sequence

from dashboards.report.figure import Section
from dashboards.report.page import templates
from dashboards.report.wording import count, listed
from dashboards.validation.sections import SECTIONS
from experiments.validation import NOT_REPRODUCED, REPRODUCED, Validation


def html(found: Validation) -> str:
    """The report."""
    made = [section for make in SECTIONS if (section := make(found))]
    return (
        templates("dashboards.validation", "dashboards.report")
        .get_template("validation.html")
        .render(sections=made, failures=found.failures, answer=answer(found, made), quick=found.budget.quick)
    )


def answer(found: Validation, made: Sequence[Section]) -> list[str]:
    """The verdict in a few sentences, failures first."""
    failures = found.failures
    counts = [count(len(found.numbers), "published number"), count(len(found.directions), "direction")]
    if found.docked:
        counts.append("every match with the Axelrod library")
    if found.laboratory:
        counts.append("the predictions of human play")
    first = (
        f"**{count(len(failures), 'thing')} that must hold {'does' if len(failures) == 1 else 'do'} not**: "
        f"{'; '.join(failures)}."
        if failures
        else f"**All that must hold holds**: {listed(counts)}."
    )
    verdicts = [each.verdict for each in found.facts]
    told = (
        f"Of {len(verdicts)} facts about joint working in health and care the model reproduces "
        f"**{verdicts.count(REPRODUCED)}** and fails on **{verdicts.count(NOT_REPRODUCED)}**; to "
        f"{len(verdicts) - verdicts.count(REPRODUCED) - verdicts.count(NOT_REPRODUCED)} it has nothing to say."
    )
    return [first, *(each.says for each in sorted(made, key=lambda each: each.rank) if each.says), told]
