"""Silo maps: the run that is most like the others of its end, for each end, played again from its record."""

from __future__ import annotations

import pandas as pd

from dashboards.figures import network_map, seen
from dashboards.report.figure import Picture, Section, drawn
from dashboards.report.study import Study
from dashboards.report.words import count, number, percent
from experiments.analysis import typical_runs
from sim.state import State


def section(study: Study) -> Section | None:
    """A map of the medoid of each end."""
    if study.replay is None:
        return None
    made = []
    for _, row in typical_runs(study.runs).iterrows():
        state = study.replay(row["run"])
        if state is not None:
            made.append(_picture(study, row, state))
    words = (
        "For each end, its medoid: the run with the least distance to all others that end so, in openness, race share,"
        " trust, fragmentation and modularity. Discs are organisations, ties are as dark as they are open, and an"
        " outline is as thick as an organisation's own doors are closed."
    )
    return Section("silo-maps", "Typical ends", [words], made) if made else None


def _picture(study: Study, row: pd.Series, state: State) -> Picture:
    end = str(row["end"])
    name = f"silos-{end}"
    where = [f"{each.name} = {row[each.name]:.3g}" for each in study.numeric[:4]]
    where += [row[key] for key, many in (("policy", study.policies), ("scenario", study.scenarios)) if len(many) > 1]
    caption = (
        f"{percent(row['share'])} of runs end so. Openness {number(row['openness'])}, race share"
        f" {number(row['race_share'])}, {count(int(row['silos']), 'silo')}, modularity {number(row['modularity'])}. Run"
        f" `{row['run']}`, seed {row['seed']}" + (": " + ", ".join(where) if where else "") + "."
    )
    drawing = seen(state)
    svg = drawn(
        lambda axes: network_map(axes, drawing), name, width=4.6, height=4.2, alt=f"Map of a system that ended {end}"
    )
    network = state.system.network
    names = list(state.system.names)
    data = pd.DataFrame(
        {
            "first": [names[each] for each in network.first],
            "second": [names[each] for each in network.second],
            "openness": drawing.openness,
        }
    )
    return Picture(name, f"A typical {end} end" if end != "siloed" else "A typical siloed end", caption, svg, data)
