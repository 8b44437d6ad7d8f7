"""Stylised facts of collaboration in health and care."""

from __future__ import annotations

import pandas as pd

from dashboards.report.figure import Section, Table
from dashboards.validation.sections.expected_signs import effects
from dashboards.validation.verdicts import verdict
from experiments.validation import NOT_REPRODUCED, OUT_OF_SCOPE, REPRODUCED, Validation
from experiments.validation.known_failures import KNOWN_FAILURES


def section(found: Validation) -> Section:
    """Twenty facts, their verdicts, and what the failures teach."""
    counts = {
        kind: sum(each.verdict == kind for each in found.facts) for kind in (REPRODUCED, NOT_REPRODUCED, OUT_OF_SCOPE)
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
            "fact": f"**{each.claim.name}** {each.claim.says}",
            "verdict": verdict(each.verdict),
            "why": _why(each.claim.name, each.claim.why, each.verdict),
            "source": each.claim.source,
        }
        for each in found.facts
    ]
    judged = [each for each in found.facts if each.effects]
    tables = [
        Table("facts-table", "Verdicts", "", pd.DataFrame(rows), pd.DataFrame(rows)),
        effects(judged, "facts-effects"),
    ]
    return Section("facts", "Does it do as health and care did?", words, tables=tables)


def _why(name: str, scope: str, kind: str) -> str:
    lesson = KNOWN_FAILURES.get(name, "") if kind == NOT_REPRODUCED else ""
    return ". ".join(each for each in (lesson, scope) if each)
