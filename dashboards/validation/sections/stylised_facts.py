"""Stylised facts of collaboration in health and care."""

from __future__ import annotations

import pandas as pd

from dashboards.report.figure import Section, Table
from dashboards.validation.sections.expected_signs import effects
from dashboards.validation.verdicts import verdict
from experiments.validation import NOT_REPRODUCED, OUT_OF_SCOPE, REPRODUCED, Validation
from experiments.validation.known_failures import KNOWN_FAILURES


def section(validation: Validation) -> Section:
    """Twenty facts, their verdicts, and what the failures teach."""
    counts = {
        kind: sum(fact.verdict == kind for fact in validation.facts)
        for kind in (REPRODUCED, NOT_REPRODUCED, OUT_OF_SCOPE)
    }
    words = [
        "Twenty statements about joint working in health and care, from public reports. For each that the model can "
        "speak to there is an experiment at the model's defaults; how its answer is read was written down before it "
        "was run. None of it was fitted, and none of it decides whether this report passes: it is what the model can "
        "and cannot do.",
        f"**{counts[REPRODUCED]} are reproduced, {counts[NOT_REPRODUCED]} are not, {counts[OUT_OF_SCOPE]} "
        "are out of scope.**",
    ]
    rows = [
        {
            "fact": f"**{fact.claim.name}** {fact.claim.says}",
            "verdict": verdict(fact.verdict),
            "why": _why(fact.claim.name, fact.claim.why, fact.verdict),
            "source": fact.claim.source,
        }
        for fact in validation.facts
    ]
    judged = [fact for fact in validation.facts if fact.effects]
    tables = [
        Table("facts-table", "Verdicts", "", pd.DataFrame(rows), pd.DataFrame(rows)),
        effects(judged, "facts-effects"),
    ]
    return Section("facts", "Does it do as health and care did?", words, tables=tables)


def _why(name: str, scope: str, kind: str) -> str:
    lesson = KNOWN_FAILURES.get(name, "") if kind == NOT_REPRODUCED else ""
    return ". ".join(part for part in (lesson, scope) if part)
