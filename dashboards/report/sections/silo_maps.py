"""Silo maps: the run that is most like the others of its end, for each end, played again from its record."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dashboards.figures import network_map, seen
from dashboards.figures.network_map import MOST_TIES
from dashboards.languages.number_format import number, percent
from dashboards.report import pictures
from dashboards.report.figure import Picture, Section, drawn
from dashboards.report.study import Study
from dashboards.report.wording import count
from experiments.analysis import histogram, typical_runs
from sim.state import State


def section(study: Study) -> Section | None:
    """A map of the medoid of each end, and how open its ties are."""
    if study.replay is None:
        return None
    drawn, ties = [], []
    for _, row in typical_runs(study.runs).iterrows():
        state = study.replay(row["run"])
        if state is not None:
            drawn.append(_map(study, row, state))
            ties.append(pd.DataFrame({"end": row["end"], "openness": seen(state).openness}))
    if not drawn:
        return None
    words = (
        "For each end, its medoid: the run with the least distance to all others that end so, in openness, race share,"
        " trust, fragmentation and modularity. Discs are organisations, ties are as dark as they are open, and an"
        " outline is as thick as an organisation's own doors are closed. The last picture shows all ties of these runs:"
        " where they are either open or closed, their mean hides it."
    )
    return Section("silo-maps", "Typical ends", [words], [*drawn, _ties(pd.concat(ties, ignore_index=True))])


def _map(study: Study, row: pd.Series, state: State) -> Picture:
    end = str(row["end"])
    drawing, name = seen(state), f"silos-{end}"
    where = study.where(row)
    caption = (
        f"{percent(row['share'])} of runs end so. Openness {number(row['openness'])}, race share"
        f" {number(row['race_share'])}, {_groups(row)}, modularity {number(row['modularity'])}. Run"
        f" `{row['run']}`, seed {row['seed']}" + (f": {where}" if where else "") + "."
    )
    svg = drawn(
        lambda axes: network_map(axes, drawing), name, width=4.6, height=4.2, alt=f"Map of a system that ended {end}"
    )
    names, network = np.array(state.system.names, dtype=object), state.system.network
    data = pd.DataFrame(
        {"first": names[network.first], "second": names[network.second], "openness": drawing.openness}
    ).nlargest(MOST_TIES, "openness", keep="first")
    return Picture(name, f"A typical {end} end", caption, svg, data)


def _groups(row: pd.Series) -> str:
    """Silos and organisations by themselves, in words."""
    silos = count(int(row["silos"]), "silo") if row["silos"] else "no silos"
    return f"{silos}, {int(row['alone'])} alone"


def _ties(ties: pd.DataFrame) -> Picture:
    table = histogram(ties, "openness", by=["end"], bins=25, span=(0.0, 1.0))
    svg = drawn(
        lambda axes: pictures.spread(axes, table, "openness of a tie", by="end"),
        "silos-ties",
        height=max(2.0, 0.9 + 0.5 * ties["end"].nunique()),
        alt="Histograms of the openness of ties in typical runs",
    )
    return Picture("silos-ties", "How open their ties are", "", svg, table)
