"""Stylised facts of collaboration in health and care."""

from __future__ import annotations

import pandas as pd

from dashboards.report.figure import Section, Table
from dashboards.validation.sections.directions import effects
from dashboards.validation.verdicts import verdict
from experiments.validation import Validation
from experiments.validation.hypotheses import FULL, HALF, NOT_REPRODUCED, OUT, OUT_OF_SCOPE, REPRODUCED, JudgedClaim
from experiments.validation.known_failures import FIRST_MODEL, KNOWN_FAILURES

EXTENTS = {FULL: "in full", HALF: "in half", OUT: "–"}


def section(evidence: Validation) -> Section:
    """Twenty facts, their verdicts, and what the failures teach."""
    facts = sorted(evidence.facts, key=_order)
    full, half = (_counts(facts, extent) for extent in (FULL, HALF))
    outside = sum(judged.verdict == OUT_OF_SCOPE for judged in facts)
    words = [
        "Twenty statements about joint working in health and care, from public reports. For each that the model can "
        "speak "
        "to there is an experiment at the model's defaults; how its answer is read was written down before it was "
        "run, and "
        "so was whether it tests the whole statement or half of it. None of it was fitted, and none of it decides "
        "whether "
        "this report passes.",
        f"**Tested in full: {full[0]} of {sum(full)} hold, {full[1]} fail. Tested in half: {half[0]} of {sum(half)} "
        "hold. "
        f"Out of scope: {outside}.** Failures stand first.",
        _changes(facts),
    ]
    rows = [
        {
            "verdict": verdict(judged.verdict),
            "fact": f"**{judged.claim.name}** {judged.claim.says}",
            "tested": EXTENTS[judged.claim.extent],
            "first model": FIRST_MODEL[judged.claim.name],
            "why": _why(judged),
            "source": judged.claim.source,
        }
        for judged in facts
    ]
    table = pd.DataFrame(rows)
    judged_facts = [judged for judged in facts if judged.effects]
    tables = [Table("facts-table", "Verdicts", "", table, table), effects(judged_facts, "facts-effects")]
    return Section("facts", "Does it do as health and care did?", words, tables=tables)


def _order(judged: JudgedClaim) -> tuple[int, int, str]:
    verdicts = (NOT_REPRODUCED, REPRODUCED, OUT_OF_SCOPE)
    return verdicts.index(judged.verdict), (FULL, HALF, OUT).index(judged.claim.extent), judged.claim.name


def _counts(facts: list[JudgedClaim], extent: str) -> tuple[int, int]:
    """Return how many facts tested to this extent hold and fail."""
    verdicts = [judged.verdict for judged in facts if judged.claim.extent == extent]
    return verdicts.count(REPRODUCED), verdicts.count(NOT_REPRODUCED)


def _changes(facts: list[JudgedClaim]) -> str:
    better = [judged.claim.name for judged in facts if judged.verdict == REPRODUCED != FIRST_MODEL[judged.claim.name]]
    worse = [judged.claim.name for judged in facts if judged.verdict != REPRODUCED == FIRST_MODEL[judged.claim.name]]
    return (
        f"Against the first model, which had no beliefs about kinds of partners: {', '.join(better) or 'none'} hold "
        "now and "
        f"did not; {', '.join(worse) or 'none'} held and do not now."
    )


def _why(judged: JudgedClaim) -> str:
    lesson = KNOWN_FAILURES.get(judged.claim.name, "") if judged.verdict == NOT_REPRODUCED else ""
    return ". ".join(words for words in (lesson, judged.claim.why) if words)
