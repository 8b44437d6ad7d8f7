"""From arrays to numbers: one row a month.  ``MEASURES`` is the registry: the columns of every table, in order.

Race share alone misleads: a fully siloed system can show 95 % race, because nobody deals with anyone behind a
wall.  Always show openness beside it.
"""

from __future__ import annotations

from dataclasses import dataclass

from sim.compiled import rule
from sim.lanes import Floats, Lanes
from sim.measures.cooperation import cooperation
from sim.measures.silos import openness, silos
from sim.measures.trust import trust
from sim.measures.welfare import means, orientation
from sim.state import Arrays, Wiring


@dataclass(frozen=True)
class Measure:
    """One column.

    name     of the column
    meaning  what it is, with its formula
    range    as text, such as "[0, 1]"
    source   where it comes from, by author and year; empty where it is ours
    """

    name: str
    meaning: str
    range: str
    source: str = ""


MEASURES: tuple[Measure, ...] = (
    Measure("race_share", "share of stances acted out that are races; empty where nobody acts", "[0, 1]"),
    Measure("mutual_race", "share of acted encounters in which both race", "[0, 1]"),
    Measure("mutual_battle", "share of acted encounters in which both battle", "[0, 1]"),
    Measure("trust", "mean trust over relations and tiers", "[0, 1]"),
    Measure("trust_senior", "mean trust at the senior tier", "[0, 1]"),
    Measure("trust_front_line", "mean trust at the front line", "[0, 1]"),
    Measure("trust_gap", "trust_senior - trust_front_line", "[-1, 1]"),
    Measure("perception_gap", "mean of perceived trust (phase 6) - mean trust", "[-1, 1]"),
    Measure("history", "mean institutional history", "[0, 1]"),
    Measure("openness", "mean effective openness W = w_ij w_ji over ties", "[0, 1]"),
    Measure("openness_within", "mean W over ties within one sector", "[0, 1]"),
    Measure("openness_across", "mean W over ties across sectors", "[0, 1]"),
    Measure(
        "ei_index", "(external - internal) / (external + internal) of summed W", "[-1, 1]", "Krackhardt & Stern 1988"
    ),
    Measure("silos", "connected components of the ties with W >= 0.25 (both doors half open)", "[1, n]"),
    Measure("fragmentation", "1 - sum s (s - 1) / (n (n - 1)) over silos of size s", "[0, 1]", "Borgatti 2006"),
    Measure("orientation", "mean orientation over units", "[-1, 1]"),
    Measure("orientation_sd", "standard deviation of orientation over units", "[0, 1]"),
    Measure("resources", "mean resources, relative to need", "[0, inf)"),
    Measure("resources_gini", "Gini coefficient of resources", "[0, 1]"),
    Measure("scarcity_felt", "mean of clip(1 - R, 0, 1)", "[0, 1]"),
    Measure("income", "mean income of the month, net of the cost of meetings", "real"),
    Measure("value_lost", "mean of benefit * intensity - income", "real"),
    Measure("meetings", "share of ties x tiers that met", "[0, 1]"),
)

COLUMNS: tuple[str, ...] = tuple(each.name for each in MEASURES)

END_MEASURES: tuple[Measure, ...] = (
    Measure(
        "modularity", "modularity of W under the best partition found", "[-0.5, 1]", "Newman 2006; Blondel et al. 2008"
    ),
    Measure("months_to_tip", "first month from which race_share stays below one half; empty if never", "[1, months]"),
)
"""What is measured once, at the end of a run."""

BY_NAME: dict[str, Measure] = {each.name: each for each in (*MEASURES, *END_MEASURES)}
"""Every measure, those of the end too."""


@rule
def measure(
    lanes: Lanes, wiring: Wiring, par: Floats, visibility: int, benefit: int, intensity: int, state: Arrays, row: Floats
) -> None:
    """Fill one row (a column a measure, a lane a run), in the order of MEASURES.  The three integers are rows
    of ``par``."""
    cooperation(lanes, state, row, 0, 22)
    trust(lanes, wiring, state, par, visibility, row, 3)
    openness(lanes, wiring, state, row, 9)
    silos(lanes, wiring, state, row, 13)
    orientation(lanes, state, row, 15)
    means(lanes, state, par, benefit, intensity, row, 17)
