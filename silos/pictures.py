"""Pictures of the command line: figures put together for the runs of a scenario and for the demonstration."""

from __future__ import annotations

import math
import textwrap
from typing import TYPE_CHECKING

import numpy as np

from dashboards.figures import (
    COLOURS,
    INK,
    MEASURE_COLOURS,
    QUIET,
    Band,
    Event,
    fan,
    figure,
    network_map,
    seen,
)
from dashboards.figures.style import FAINT, apart, plain
from silos.demonstration import HEADLINE, NOTHING, SPARED
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

ACROSS = (
    "Openness: how likely it is that the doors of both partners are open, so that they deal with each other; across "
    "sectors it is what silos lack. One system: three organisations of four can still reach each other."
)
"""How to read the picture of the demonstration."""

POLICIES = {
    SPARED: INK,
    "time and enquiry": COLOURS["green"],
    "pooling by order": COLOURS["blue"],
    "more time": COLOURS["orange"],
    "money": COLOURS["vermillion"],
    "pooling by choice": COLOURS["sky"],
    NOTHING: QUIET,
}
"""Policies of the demonstration that are drawn, from the most open to the most closed, with their colours."""

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
    """Draw how a system becomes silos, how they outlast their cause, and what takes them down."""
    drawn = figure(15, 9.8)
    top, bottom = drawn.subfigures(2, 1, squeeze=False, height_ratios=(1.25, 1), hspace=0.05)[:, 0]
    _draw_policies(top.subplots(), demo)
    years = [month // 12 for month in demo.moments]
    titles = (
        "1   At the start",
        f"2   Year {years[1]}: the lean years end",
        f"3   Year {years[2]}: the money is back",
        f"4   Year {years[3]}, after more money",
        f"5   Year {years[3]}, after enquiry",
    )
    for axes, title, state in zip(bottom.subplots(1, len(titles)), titles, demo.states, strict=True):
        draw_network(axes, state, title, short=True)
    scenario = demo.experiment.cases[0].scenario
    system = (
        f"{len(scenario.names)} organisations in {len(scenario.sector_names)} sectors that need each other;"
        f" {demo.runs} runs of each policy with the same random numbers; the maps show one run."
    )
    _headline(drawn, HEADLINE, f"{demo.finding}. {system}", f"{ACROSS} {WALLS}", 205)
    return drawn


def _draw_policies(axes: Axes, demo: Demonstration) -> None:
    """Draw mean openness across sectors over time, a line a policy, labelled where it ends."""
    _, lean, waited, months = demo.moments
    axes.axvspan(0, lean, color=FAINT, linewidth=0, alpha=0.6)
    axes.axvline(waited, color=QUIET, linewidth=1, linestyle=":")
    spans = {"lean years": (0, lean), "the money is back": (lean, waited), "one thing is changed": (waited, months)}
    for words, span in spans.items():
        middle = (sum(span) / 2, 1.0)
        axes.annotate(words, middle, xycoords=("data", "axes fraction"), ha="center", va="bottom", color=QUIET)
    means = {policy: demo.across[policy].mean(axis=0) for policy in POLICIES}
    for policy, colour in POLICIES.items():
        since = 0 if policy in (SPARED, NOTHING) else waited - 1
        axes.plot(np.arange(since + 1, months + 1), means[policy][since:], color=colour, linewidth=2.2)
    heights = apart([float(mean[-1]) for mean in means.values()], 0.042, 0.0, 1.0)
    for policy, height in zip(means, heights, strict=True):
        words = f"{policy}: one system in {demo.together[policy]:.0%} of runs"
        place = (months + 2, height)
        axes.annotate(words, place, annotation_clip=False, va="center", color=POLICIES[policy], fontsize=10)
    axes.set_xlim(0, months)
    axes.set_ylim(0, None)
    axes.set_xticks(range(0, months + 1, 24), [f"year {month // 12}" for month in range(0, months + 1, 24)])
    plain(axes, "Openness across sectors", "mean of the runs\n")


def draw_over_time(axes: Axes, result: ScenarioRuns, *, title: str = "", note: str = "", width: int = 60) -> None:
    """Draw the main measures over time, with the dated changes."""
    bands = [
        Band(label, result.of(name), MEASURE_COLOURS[name], dashed=name == "scarcity_felt")
        for name, label in SHOWN.items()
    ]
    events = [Event(event.month, event.label) for event in result.scenario.schedule]
    fan(axes, bands, events=events, title=title, note=note, width=width)


def draw_network(axes: Axes, state: State, title: str, *, short: bool = False) -> None:
    """Draw a state as a map, with its openness and its silos in a few words; fewer where ``short``."""
    values = measures(state)
    wired, silos = seen(state), int(values["silos"])
    half = float((wired.openness >= OPEN).mean()) if len(wired.openness) else 0.0
    words = f"openness {values['openness']:.2f}" + ("" if short else f", {half:.0%} of ties half open")
    network_map(axes, wired, title=title, note=words + (f", {silos} silos" if silos > 1 else ""))


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
