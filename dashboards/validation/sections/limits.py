"""Section on limits: what is not claimed, parameters without data, findings that depend on one assumption."""

from __future__ import annotations

import pandas as pd

from dashboards.languages.number_format import number
from dashboards.report.figure import Section, Table
from dashboards.report.wording import listed
from dashboards.validation.verdicts import mark
from experiments.validation import Validation
from experiments.validation.ablations import FINDINGS
from sim.parameters import PARAMETERS

WORDS = (
    "**Nothing here predicts a named place.** Scenarios take organisations and dates from public records; what "
    "people there thought of each other is assumed. Months, shares and amounts are the model's own; what carries "
    "over is a direction, as far as it holds when parameters do not. The page on limits (`docs/limits.md`) says at "
    "length what was left out.",
    "**The directions are no independent evidence.** Equations and defaults were chosen with most of them "
    "in mind. What is independent is the play of people in treatments that no fit had seen, and the facts "
    "that fail.",
    "**Sessions of students for an hour are not organisations for ten years.** That the rules of choice "
    "and trust predict such play says that their form is sound, not that their rates are.",
)


def section(validation: Validation) -> Section:
    """Limits in words, and each mechanism switched off."""
    assumed = [
        name for name, parameter in PARAMETERS.items() if parameter.source == "assumption" and not parameter.structural
    ]
    total = sum(not parameter.structural for parameter in PARAMETERS.values())
    fragile = _fragile(validation.mechanisms)
    words = [
        *WORDS,
        f"**{len(assumed)} of {total} parameters have no data behind their defaults**, only an assumption: "
        f"{listed([f'`{name}`' for name in assumed])}.",
        "**What depends on what.** Each mechanism was switched off by itself and the main findings were "
        f"asked again. {fragile}",
    ]
    return Section("limits", "What is not claimed", words, tables=[_table(validation.mechanisms)])


def _fragile(table: pd.DataFrame) -> str:
    fallen = table[~table["holds"] & (table["mechanism"] != "everything as it is")]
    findings = []
    for finding in FINDINGS:
        without = list(fallen[fallen["finding"] == finding]["mechanism"])
        findings.append(
            f"*{finding}* falls without {listed([f'**{mechanism}**' for mechanism in without])}"
            if without
            else f"*{finding}* falls without none of them"
        )
    return "; ".join(findings) + "."


def _table(table: pd.DataFrame) -> Table:
    rows: dict[str, dict[str, str]] = {}
    for _, row in table.iterrows():
        cell = f"{mark(row['holds'])} {number(row['value'])} [{number(row['low'])}, {number(row['high'])}]".replace(
            "-", "−"
        )
        rows.setdefault(row["mechanism"], {"switched off": row["mechanism"]})[row["finding"]] = cell
    shown = pd.DataFrame(list(rows.values()))
    shown.loc[0, "switched off"] = "nothing"
    caption = (
        "Differences of openness, which must lie above 0.1, and modularity, which must lie above 0.3, to count "
        "as there. ✗ says that the finding falls: it depends on that assumption."
    )
    return Table("switched-off", "Findings with one mechanism switched off", caption, shown, table)
