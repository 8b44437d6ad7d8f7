"""Tables of a survey: what is shown of its waves, one row a cell."""

from __future__ import annotations

from collections.abc import Sequence

from dashboards.csv_text import csv_text
from dashboards.survey.measure.release import Release

HEADER = ("wave", "item", "scope", "from", "tiers", "to", "people", "mean", "agreement")


def released_table(released: Sequence[Release]) -> str:
    """Return all cells of all waves as CSV; tiers count from 0, the senior one."""
    rows = []
    for release in released:
        names = release.survey.organisations
        for cell in release.cells:
            whose = "; ".join(names[place] for place in cell.organisations) or "everyone"
            whom = names[cell.subject] if isinstance(cell.subject, int) else cell.subject
            tiers = " ".join(map(str, cell.tiers))
            row = (release.wave, cell.item, cell.scope, whose, tiers, whom, cell.people, cell.mean, cell.agreement)
            rows.append(row)
    return csv_text(HEADER, rows)
