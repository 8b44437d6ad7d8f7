"""Search: the packages that no other betters, what they share, and how they fare where things go worst."""

from __future__ import annotations

import re

import pandas as pd
from markupsafe import escape
from matplotlib.axes import Axes

from dashboards.report.figure import Card, Picture, Section, Table, drawn
from dashboards.report.front_picture import front
from dashboards.report.study import Study
from dashboards.report.wording import count, level, slug
from experiments.search.outcome import SearchOutcome, outcome_of
from experiments.search.packages import PackageSpace
from experiments.search.wording import finding, lonely_words, results_words, shared_words
from experiments.spec.search_schema import COSTS

ROWS = 15
"""Packages of the front that are shown in its table."""

NAME = "front"
"""The picture of the front, and where the links of its dots begin."""


def section(study: Study) -> Section | None:
    """The front, its packages, and the levers alone; None where nothing is searched for or no package is done."""
    if study.experiment.file.search is None:
        return None
    outcome = outcome_of(PackageSpace(study.experiment), study.runs)
    if not outcome.packages:
        return None
    front = outcome.front
    tables = [_front(outcome), _shared(outcome)] if len(front) else []
    tables += [_alone(outcome), _levers(outcome)]
    cards = [_card(outcome, row) for _, row in front.iterrows()]
    pictured = [_picture(outcome)] if len(outcome.space.search.objectives) > 1 else []
    return Section("search", "What the search found", _words(outcome), pictured, tables, _says(outcome), 0, cards)


def _words(outcome: SearchOutcome) -> list[str]:
    space = outcome.space
    tried = len(outcome.packages)
    first = (
        f"{count(tried, 'package')} of levers were tried, each in {count(space.worlds, 'world')} that nobody chooses,"
        f" with {count(space.experiment.replicates, 'seed')} in each. All packages met the same worlds and the same"
        " random numbers, so that a difference between two of them is theirs."
    )
    if tried < space.most:
        first += f" There were runs for {space.most:,}: it was stopped, or found no other package to try."
    second = (
        "The **front** has the packages that keep every constraint and that no other betters in all that is wanted."
        " The *worst tenth* is the mean over the worst tenth of the worlds; the *regret* the most that a package gives"
        " away, in any world, against the best one there. The best of many look a little better than they are, since"
        " chance helped to choose them: before much is done, try them with other seeds."
    )
    return [first, second]


def _says(outcome: SearchOutcome) -> str:
    parts = [finding(outcome), lonely_words(outcome), shared_words(outcome)]
    return " ".join(f"{part[:1].upper()}{_coded(part[1:])}." for part in parts if part)


def _coded(words: str) -> str:
    """Names of parameters as code."""
    return re.sub(r"\b([a-z_]+\.[a-z_]+)\b", r"`\1`", words)


def _columns(outcome: SearchOutcome) -> list[str]:
    levers = {lever.name for lever in outcome.space.levers}
    return [str(name) for name in outcome.table if name not in levers and name not in ("package", "keeps", "front")]


def _rows(outcome: SearchOutcome, packages: pd.DataFrame) -> pd.DataFrame:
    """Packages as they are read: the levers that each moves, and what comes of it."""
    shown = pd.DataFrame({"package": packages["package"].str.removeprefix("package ")})
    for lever in outcome.space.levers:
        moved = [level(value) if value != lever.free else "" for value in packages[lever.name]]
        shown[lever.name.partition(".")[2].replace("_", " ")] = moved
    for name in _columns(outcome):
        shown[name.replace("_", " ")] = [level(float(f"{value:.3g}")) for value in packages[name]]
    return shown


def _front(outcome: SearchOutcome) -> Table:
    front = outcome.front
    last = len(front) - 1
    few = front if last < ROWS else front.iloc[[round(at * last / (ROWS - 1)) for at in range(ROWS)]]
    caption = "A lever that is left alone is empty; a limit has the share of worlds, or the mean, that it has."
    if len(few) < len(front):
        caption += f" {len(few)} of {len(front)}, evenly along the front; the file has all."
    return Table("packages", "The front", caption, _rows(outcome, few), front)


def _alone(outcome: SearchOutcome) -> Table:
    shown = _rows(outcome, outcome.alone)
    shown["keeps every constraint"] = ["yes" if keeps else "no" for keeps in outcome.alone["keeps"]]
    return Table("alone", "Nothing, and each lever alone at its most", "Tried first.", shown, outcome.alone)


def _shared(outcome: SearchOutcome) -> Table:
    table = outcome.shared
    shown = pd.DataFrame(
        {
            "lever": [f"`{name}`" for name in table["lever"]],
            "used by": [f"{share:.0%}" for share in table["used"]],
            "values": [
                f"{level(low)} to {level(high)}" for low, high in zip(table["lowest"], table["highest"], strict=True)
            ],
            "in the middle": table["median"].map(level),
            "nothing done": table["nothing"].map(level),
        }
    )
    return Table("shared", "What the front shares", "How many of its packages use a lever, and how far.", shown, table)


def _levers(outcome: SearchOutcome) -> Table:
    rows = [
        {
            "lever": f"`{lever.name}`",
            "from": level(lever.levels[0]),
            "to": level(lever.levels[-1]),
            "when": lever.when or "throughout",
            "nothing done": level(lever.free),
            "cost of a unit": level(lever.entry.cost),
            "hours of a unit": level(lever.entry.hours),
        }
        for lever in outcome.space.levers
    ]
    shown = pd.DataFrame(rows)
    return Table("levers", "The levers", "What could be set, and what it costs: assumptions.", shown, shown)


def _card(outcome: SearchOutcome, row: pd.Series) -> Card:
    name = str(row["package"])
    values = [f"{column}: {row[column]:.3g}" for column in _columns(outcome)]
    return Card(f"{NAME}-{slug(name)}", name, [_coded(outcome.words(row)), "; ".join(values)])


def _picture(outcome: SearchOutcome) -> Picture:
    first, second = (_told(outcome, number) for number in (0, 1))
    table = outcome.table
    x, y = outcome.objectives[0][:, 0], outcome.objectives[0][:, 1]
    shown = pd.DataFrame(
        {"package": table["package"], first: x, second: y, "keeps": table["keeps"], "front": table["front"]}
    )

    def draw(axes: Axes) -> None:
        front(axes, shown, first, second)

    alt = f"The packages over {first} and {second}; those that no other betters stand out and lead to what they do"
    svg = (
        drawn(draw, NAME, width=6.2, height=4.0, alt=alt)
        .replace('role="img"', 'role="group"', 1)
        .replace(' target="_blank"', "")
    )
    for _, row in outcome.front.iterrows():
        where, words = f'href="#{NAME}-{slug(str(row["package"]))}"', f"{row['package']}: {results_words(outcome, row)}"
        svg = svg.replace(f"<a {where}", f'<a {where} aria-label="{escape(words)}"')
    caption = (
        "A dot is a package; those of the front stand out: click one to see what it does. Crosses are levers alone."
    )
    return Picture(NAME, f"{second.capitalize()} against {first}", caption, svg, shown)


def _told(outcome: SearchOutcome, number: int) -> str:
    entry = outcome.space.search.objectives[number]
    words = entry.measure.replace("_", " ")
    return words if entry.measure in COSTS or entry.over == "mean" else f"{words}, {entry.over}"
