"""Measures: from arrays to numbers, one row a month.  ``MEASURES`` is the registry: the columns of every table.

A measure's name, meaning and kernel stand in one file.  Race share alone misleads: a fully siloed system can show 95 %
race, because nobody deals with anyone behind a wall.  Always show openness beside it.
"""

from __future__ import annotations

from sim.compiled import rule
from sim.lanes import Floats, Lanes
from sim.measures.conduct import CONDUCT, MEETINGS, conduct, meetings
from sim.measures.measure import Measure, Scratch
from sim.measures.minds import MINDS, minds
from sim.measures.openness import OPENNESS, openness
from sim.measures.regimes import REGIMES
from sim.measures.silos import SILOS, silos
from sim.measures.trust import TRUST, trust
from sim.measures.welfare import WELFARE, welfare
from sim.state import Arrays
from sim.wiring import Wiring

__all__ = ["BY_NAME", "COLUMNS", "END_MEASURES", "MEASURES", "Measure", "measure"]

GROUPS: tuple[tuple[Measure, ...], ...] = (CONDUCT, TRUST, OPENNESS, SILOS, MINDS, WELFARE, MEETINGS)
"""The measures, those of one kernel together."""

MEASURES: tuple[Measure, ...] = tuple(measure for group in GROUPS for measure in group)

COLUMNS: tuple[str, ...] = tuple(measure.name for measure in MEASURES)

_TRUST, _OPENNESS, _SILOS, _MINDS, _WELFARE, _MEETINGS = (
    sum(len(group) for group in GROUPS[:place]) for place in range(1, len(GROUPS))
)

END_MEASURES: tuple[Measure, ...] = (
    Measure(
        "modularity", "modularity of W under the best partition found", "[-0.5, 1]", "Newman 2006; Blondel et al. 2008"
    ),
    Measure("months_to_tip", "first month from which race_share stays below one half; empty if never", "[1, months]"),
    Measure(
        "regime",
        "how it ended: " + ", ".join(f"{position} {name}" for position, name in enumerate(REGIMES)),
        f"0 to {len(REGIMES) - 1}",
    ),
)
"""Measures taken once, at the end of a run."""

BY_NAME: dict[str, Measure] = {measure.name: measure for measure in (*MEASURES, *END_MEASURES)}
"""Every measure, those of the end too."""


@rule
def measure(lanes: Lanes, wiring: Wiring, par: Floats, state: Arrays, scratch: Scratch, row: Floats) -> None:
    """Fill one row (a column a measure, a lane a run), in the order of MEASURES."""
    conduct(lanes, state, row, 0)
    trust(lanes, wiring, par, state, row, _TRUST)
    openness(lanes, wiring, state, row, _OPENNESS)
    silos(lanes, wiring, state, scratch, row, _SILOS)
    minds(lanes, wiring, state, row, _MINDS)
    welfare(lanes, wiring, par, state, scratch, row, _WELFARE)
    meetings(lanes, wiring, state, row, _MEETINGS)
