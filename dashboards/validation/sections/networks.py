"""Real networks: measured silos beside the model's, both judged against random mixing."""

from __future__ import annotations

import pandas as pd

from dashboards.languages.number_format import number, within
from dashboards.report.figure import Picture, Section, Table, drawn
from dashboards.validation import pictures
from dashboards.validation.sections.laboratory import ABSENT
from dashboards.validation.verdicts import mark
from experiments.validation import Validation


def section(validation: Validation) -> Section:
    """The networks' measures, or that there are none."""
    title = "Does it wall off as real networks did?"
    if not validation.networks:
        return Section("networks", title, [ABSENT])
    agree = sum(network.agrees for network in validation.networks)
    inward = [network for network in validation.networks if network.side(network.measured["ei_index"]) == "more inward"]
    also = sum(network.agrees for network in inward)
    words = [
        "Thirty organisations in the German policy on toxic chemicals (1984), and seven search-and-rescue operations "
        "(1981). The model runs on their ties (who sat on a committee together; who named whom) and kinds "
        "(government, industry ...; city, county, state ...), at its defaults, for ten years. A measured door is "
        "open where both sides report the contact. The E-I index is −1 where all open doors lead within a kind and 1 "
        "where all lead across; *random mixing* shuffles the kinds over the organisations.",
        f"**The model lies on the measured side of chance in {agree} of {len(validation.networks)} networks.** Of the "
        f"measured doors, {len(inward)} networks are more inward than chance, and the model says so of {also} of"
        " these; "
        f"the others cannot be told from chance, nor can the model's in {agree - also} of "
        f"{len(validation.networks) - len(inward)}. Read it with care: rescue operations last days, not ten"
        " years, and who "
        "has ties with whom is given. Where the model walls off kinds that real organisations did not, its"
        " defaults make "
        "more of kinds (`history.in_group`, `mindset.us_and_them`) than they did.",
    ]
    return Section("networks", title, words, [_picture(validation)], [_table(validation)])


def _picture(validation: Validation) -> Picture:
    rows = [
        {
            "what": network.network.name,
            "measured": network.measured["ei_index"],
            "model": network.model["ei_index"][0],
            "low": network.random["ei_index"][1],
            "high": network.random["ei_index"][2],
        }
        for network in validation.networks
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


def _table(validation: Validation) -> Table:
    rows = [
        {
            "": mark(network.agrees),
            "network": network.network.name.replace(" ", "\u00a0"),
            "n": len(network.network.sectors),
            "ties": len(network.network.ties),
            "measured: E-I": number(network.measured["ei_index"]),
            "within": number(network.measured["openness_within"]),
            "across": number(network.measured["openness_across"]),
            "modularity": number(network.measured["modularity"]),
            "model: E-I": within(*network.model["ei_index"]),
            "within ": number(network.model["openness_within"][0]),
            "across ": number(network.model["openness_across"][0]),
            "modularity ": number(network.model["modularity"][0]),
        }
        for network in validation.networks
    ]
    caption = (
        "*Within* and *across*: share of open doors, in the model mean openness, within a kind and across kinds. *n* "
        "organisations. Brackets hold 95% of the model's runs. The mark tells whether both E-I indices lie on the "
        "same side of random mixing."
    )
    return Table("networks-table", "Measured and modelled", caption, pd.DataFrame(rows), pd.DataFrame(rows))
