"""Real networks: measured silos beside the model's, both judged against random mixing."""

from __future__ import annotations

import pandas as pd

from dashboards.report.figure import Picture, Section, Table, drawn
from dashboards.report.wording import number, within
from dashboards.validation import pictures
from dashboards.validation.sections.laboratory import ABSENT
from dashboards.validation.verdicts import mark
from experiments.validation import Validation


def section(found: Validation) -> Section:
    """The networks' measures, or that there are none."""
    title = "Does it wall off as real networks did?"
    if not found.networks:
        return Section("networks", title, [ABSENT])
    agree = sum(each.agrees for each in found.networks)
    inward = [each for each in found.networks if each.side(each.measured["ei_index"]) == "more inward"]
    also = sum(each.agrees for each in inward)
    words = [
        "Thirty organisations in the German policy on toxic chemicals (1984), and seven search-and-rescue operations "
        "(1981). The model runs on their ties (who sat on a committee together; who named whom) and kinds "
        "(government, industry ...; city, county, state ...), at its defaults, for ten years. A measured door is "
        "open where both sides report the contact. The E-I index is −1 where all open doors lead within a kind and 1 "
        "where all lead across; *random mixing* shuffles the kinds over the organisations.",
        f"Of the measured doors, {len(inward)} of {len(found.networks)} networks are more inward than chance; **the "
        f"model says so of {also} of these {len(inward)}**. The others cannot be told from chance, nor can the "
        f"model's in {agree - also} of {len(found.networks) - len(inward)}. Read it with care: an E-I index rests "
        "mostly on who has ties with whom, which the model is given; rescue operations last days, not ten years; and "
        "the model's preference for its own kind is one default (`history.in_group`), the same for all.",
    ]
    return Section("networks", title, words, [_picture(found)], [_table(found)])


def _picture(found: Validation) -> Picture:
    rows = [
        {
            "what": each.network.name,
            "measured": each.measured["ei_index"],
            "model": each.model["ei_index"][0],
            "low": each.random["ei_index"][1],
            "high": each.random["ei_index"][2],
        }
        for each in found.networks
    ]
    table = pd.DataFrame(rows)
    svg = drawn(
        lambda axes: pictures.sides(axes, table, "E-I index of open doors"),
        "real-networks",
        width=5.6,
        height=0.9 + 0.34 * len(table),
        alt="E-I index of eight networks, as measured, in the model, and under random mixing",
    )
    return Picture(
        "real-networks",
        "Inward or outward, beside chance",
        "Left of the grey bar is more inward than chance.",
        svg,
        table,
    )


def _table(found: Validation) -> Table:
    rows = [
        {
            "": mark(each.agrees),
            "network": each.network.name.replace(" ", "\u00a0"),
            "n": len(each.network.sectors),
            "ties": len(each.network.ties),
            "measured: E-I": number(each.measured["ei_index"]).replace("-", "−"),
            "within": number(each.measured["openness_within"]),
            "across": number(each.measured["openness_across"]),
            "modularity": number(each.measured["modularity"]),
            "model: E-I": within(*each.model["ei_index"]).replace("-", "−"),
            "within ": number(each.model["openness_within"][0]),
            "across ": number(each.model["openness_across"][0]),
            "modularity ": number(each.model["modularity"][0]),
        }
        for each in found.networks
    ]
    caption = (
        "*Within* and *across*: share of open doors, in the model mean openness, within a kind and across kinds. *n* "
        "organisations. Brackets hold 95 % of the model's runs. The mark tells whether both E-I indices lie on the "
        "same side of random mixing."
    )
    return Table("networks-table", "Measured and modelled", caption, pd.DataFrame(rows), pd.DataFrame(rows))
