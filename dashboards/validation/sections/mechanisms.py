"""Patterns that rest on a mechanism: each variant of the model with one switched off, held against all patterns."""

from __future__ import annotations

import pandas as pd

from dashboards.languages.number_format import number
from dashboards.report.figure import Section, Table
from dashboards.report.wording import listed
from dashboards.validation.verdicts import mark
from experiments.validation import Validation
from experiments.validation.ablations import FINDINGS, NOTHING_OFF


def section(evidence: Validation) -> Section:
    """Variants by patterns, those that fail named."""
    table = evidence.mechanisms
    rejected = sorted(set(table[table["lost"]]["mechanism"]) - {NOTHING_OFF})
    doubtful = set(table[~table["holds"]]["mechanism"])
    spare = sorted(set(table["mechanism"]) - doubtful - {NOTHING_OFF})
    words = [
        "Each mechanism was switched off by itself, all else at default, and the main patterns were asked again after "
        "twenty years. A variant that loses a pattern is rejected by it; one that keeps all shows that the mechanism "
        "is "
        "not needed for these (it may be for others).",
        _falls(table),
        f"{len(rejected)} variants are rejected by a pattern or more: those without {_listed(rejected)}. "
        f"{len(spare)} keep all patterns: those without {_listed(spare)}.",
    ]
    return Section("mechanisms", "Which patterns rest on which mechanism?", words, tables=[_table(table)])


def _listed(names: list[str]) -> str:
    return listed([f"*{name}*" for name in names]) if names else "none"


def _falls(table: pd.DataFrame) -> str:
    lost = table[table["lost"] & (table["mechanism"] != NOTHING_OFF)]
    sentences = []
    for finding in FINDINGS:
        without = list(lost[lost["finding"] == finding]["mechanism"])
        sentences.append(
            f"*{finding}* falls without {listed([f'**{name}**' for name in without])}"
            if without
            else f"*{finding}* falls without none of them"
        )
    return "; ".join(sentences) + "."


def _table(table: pd.DataFrame) -> Table:
    rows: dict[str, dict[str, str]] = {}
    for _, row in table.iterrows():
        interval = f"{number(row['value'])} [{number(row['low'])}, {number(row['high'])}]"
        cells = rows.setdefault(row["mechanism"], {"switched off": row["mechanism"]})
        known = True if row["holds"] else False if row["lost"] else None
        cells[row["finding"]] = f"{mark(known)} {interval}"
    shown = pd.DataFrame(list(rows.values()))
    shown.loc[0, "switched off"] = "nothing"
    caption = (
        "Differences of openness (V15: of openness across sectors), which must lie above 0.1, and the share of runs "
        "that "
        "end in silos (V13), which must lie above 0.5. ✗: the variant loses the pattern; –: it cannot be told"
        " from so few runs."
    )
    return Table("switched-off", "Variants by patterns", caption, shown, table)
