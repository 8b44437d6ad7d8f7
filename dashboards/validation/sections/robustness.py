"""V20: whether directions hold where the defaults do not."""

from __future__ import annotations

import pandas as pd

from dashboards.languages.number_format import percent, percent_within, signed
from dashboards.report.figure import Picture, Section, Table, drawn
from dashboards.validation import pictures
from dashboards.validation.verdicts import mark
from experiments.validation import Validation
from experiments.validation.robustness import FEWEST_CLEAR, MOST_AGAINST, SEEDS


def section(evidence: Validation) -> Section:
    """The shares of parameter sets in which each lever is clear, does nothing, goes against."""
    levers = evidence.levers
    sure = [row for row in levers if row.lever.required]
    most = max(sure, key=lambda row: row.against)
    words = [
        f"A direction that holds at one point of the parameter space may be an accident of that point. So "
        f"{levers[0].sets} parameter sets are drawn around the defaults (every parameter times exp U(−.5, .5), "
        "orientation "
        f"from −.1 to .3), and in each every lever is moved by one step under the same {SEEDS} seeds. *Clear* is a "
        "mean "
        "difference of openness in month 120 beyond two standard errors and beyond .01.",
        f"No lever of which a direction is claimed may go against it in more than {percent(MOST_AGAINST)} of sets, "
        "or be "
        f"clear in fewer than {percent(FEWEST_CLEAR)}. The worst is `{most.lever.parameter}`, against in "
        f"{percent_within(most.against, most.low, most.high)}. Turnover is reported, not required; bridging has no "
        "direction of its own.",
    ]
    return Section(
        "robustness", "Do directions hold where the defaults do not?", words, [_picture(evidence)], [_table(evidence)]
    )


def _picture(evidence: Validation) -> Picture:
    table = pd.DataFrame(
        {"what": row.lever.parameter, "as claimed": row.clear, "nothing clear": row.nothing, "against": row.against}
        for row in evidence.levers
    )
    svg = drawn(
        lambda axes: pictures.parts_of_one(axes, table, ("as claimed", "nothing clear", "against"), "share of sets"),
        "robust-levers",
        width=5.6,
        height=3.9,
        alt="Share of parameter sets in which each lever is clear as claimed, does nothing clear, and goes against",
    )
    caption = "For bridging, *as claimed* is more open and *against* is less."
    return Picture("robust-levers", "V20: each lever over parameter sets", caption, svg, table)


def _table(evidence: Validation) -> Table:
    rows = [
        {
            "": mark(row.holds if row.lever.required else None),
            "lever": f"`{row.lever.parameter}` {signed(row.lever.step)}",
            "openness should go": {1: "up", -1: "down", 0: "either way"}[row.lever.sign],
            "clear": percent(row.clear),
            "nothing": percent(row.nothing),
            "against": percent_within(row.against, row.low, row.high),
            "median effect": signed(row.median, 3),
        }
        for row in evidence.levers
    ]
    return Table("levers", "V20: shares of parameter sets", "", pd.DataFrame(rows), evidence.robustness)
