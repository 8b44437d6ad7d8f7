"""Pictures of the command line: figures put together for the runs of a scenario and for the demonstration."""

from __future__ import annotations

import math
import textwrap
from typing import TYPE_CHECKING

from dashboards.figures import (
    INK,
    MEASURE_COLOURS,
    QUIET,
    Band,
    Event,
    Mark,
    fan,
    figure,
    network_map,
    phase_map,
    seen,
)
from silos.simulate import ScenarioRuns, last_state, typical_seed
from sim.engine import measures, start
from sim.measures.silos import OPEN

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from silos.demonstration import Demonstration
    from sim.state import State

SHOWN = {"race_share": "race share", "openness": "openness", "trust": "trust", "scarcity_felt": "scarcity"}
"""What is drawn over time; race share alone misleads, openness stands beside it."""

TERMS = (
    "Race: both get better by trying harder. Battle: if you lose, I win. Openness: how likely it is that the doors of "
    "both partners are open, so that they deal with each other. Race share counts only those who do. Scarcity: share "
    "of need that means do not cover."
)
LINES = "Lines over time are medians; 5 in 10 runs lie in the darker band, 8 in 10 in the lighter one."
WALLS = (
    "Ties are as dark as they are open, coloured within a sector, grey across; an organisation's wall is as thick as "
    "its doors are shut."
)
"""How to read a picture; printed at its foot."""

MOST_DRAWN = 400
"""Organisations up to which a picture of a run shows the network."""


def picture_of_run(result: ScenarioRuns) -> Figure:
    """Draw the runs of a scenario: over time, and the system before and after."""
    months, whole = result.months, len(result.scenario.names) <= MOST_DRAWN
    if not whole:
        drawn = figure(13, 6)
        draw_over_time(drawn.subplots(), result, title="Over time", note=_runs(result), width=75)
    else:
        drawn = figure(13, 7.6)
        grid = drawn.add_gridspec(2, 2, width_ratios=(1.5, 1))
        draw_over_time(drawn.add_subplot(grid[:, 0]), result, title="Over time", note=_runs(result), width=75)
        seed = typical_seed(result)
        draw_network(drawn.add_subplot(grid[0, 1]), start(result.scenario.system(), seed), "At the start")
        draw_network(drawn.add_subplot(grid[1, 1]), last_state(result, seed), f"After {months} months")
    reading = " ".join([TERMS, *([LINES] if len(result.seeds) > 1 else []), *([WALLS] if whole else [])])
    _headline(drawn, result.scenario.title or result.scenario.name, result.scenario.question, reading, 185)
    return drawn


def picture_of_demonstration(demo: Demonstration) -> Figure:
    """Two ways that one system can go, before and after, and the map of all that were tried."""
    drawn = figure(15, 9.8)
    top, bottom = drawn.subfigures(2, 1, squeeze=False, height_ratios=(1, 1.06), hspace=0.06)[:, 0]
    over, maps = top.subplots(1, 3, width_ratios=(1, 1, 1.05)), bottom.subplots(1, 3)
    ways = (("A   As the scenario has it", demo.plenty), ("B   Twice the scarcity", demo.want))
    draw_network(maps[0], start(demo.plenty.scenario.system(), typical_seed(demo.plenty)), "At the start")
    for place, (title, way) in enumerate(ways):
        note = f"{demo.scarcity_of(way):.0%} of need uncovered; {_runs(way)}"
        draw_over_time(over[place], way, title=title, note=note, width=54)
        state = last_state(way, typical_seed(way))
        draw_network(maps[place + 1], state, f"{title[0]}   After {state.month // 12} years")
    _map(over[2], demo)
    scenario = demo.plenty.scenario
    system = f"{scenario.title}, {len(scenario.names)} organisations in {len(scenario.sector_names)} sectors"
    _headline(drawn, demo.finding, system, f"{TERMS} {LINES} {WALLS}", 205)
    return drawn


def draw_over_time(axes: Axes, result: ScenarioRuns, *, title: str = "", note: str = "", width: int = 60) -> None:
    """Draw the main measures over time, with the dated changes."""
    bands = [
        Band(label, result.of(name), MEASURE_COLOURS[name], dashed=name == "scarcity_felt")
        for name, label in SHOWN.items()
    ]
    events = [Event(event.month, event.label) for event in result.scenario.schedule]
    fan(axes, bands, events=events, title=title, note=note, width=width)


def draw_network(axes: Axes, state: State, title: str) -> None:
    """A state as a map, with what it comes to in a few words."""
    values = measures(state)
    wired, silos = seen(state), int(values["silos"])
    half = float((wired.openness >= OPEN).mean()) if len(wired.openness) else 0.0
    words = f"openness {values['openness']:.2f}, {half:.0%} of ties half open" + (
        f", {silos} silos" if silos > 1 else ""
    )
    network_map(axes, wired, title=title, note=words)


def _map(axes: Axes, demo: Demonstration) -> None:
    marks = [Mark(demo.scarcity_of(way), demo.history, label) for way, label in ((demo.plenty, "A"), (demo.want, "B"))]
    phase_map(
        axes,
        demo.scarcities,
        demo.histories,
        demo.cells("openness"),
        demo.ends,
        x_label="scarcity: share of need that stays uncovered",
        y_label="history: trust at the start",
        marks=marks,
        title="Where such a system ends",
        note=f"{len(demo.swept):,} runs: mean of {demo.seeds} a cell",
    )


def _runs(result: ScenarioRuns) -> str:
    runs, months = len(result.seeds), result.months
    return f"{runs} runs of {months} months" if runs > 1 else f"one run of {months} months, seed {result.seeds[0]}"


def _headline(drawn: Figure, title: str, subtitle: str, words: str, width: int) -> None:
    """A title with a quieter line beneath it, and words to read the picture by at the foot."""
    size, small, edge = 16, 11, 0.042
    lines = textwrap.wrap(subtitle, int(width * 0.8))
    room = math.ceil(len(lines) * small / size)
    drawn.suptitle(title + room * "\n", x=0.01, ha="left", fontsize=size, fontweight="bold", color=INK)
    beneath = 1 - (edge + 1.3 * size / 72) / drawn.get_figheight()
    drawn.text(0.01, beneath, "\n".join(lines), ha="left", va="top", fontsize=small, color=QUIET)
    drawn.supxlabel(textwrap.fill(words, width), x=0.01, ha="left", fontsize=9.5, color=QUIET)
