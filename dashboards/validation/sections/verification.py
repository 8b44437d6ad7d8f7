"""Verification: published numbers beside ours, and docking with the Axelrod library."""

from __future__ import annotations

import pandas as pd

from dashboards.report.figure import Picture, Section, Table, drawn
from dashboards.report.wording import count, level
from dashboards.validation import pictures
from dashboards.validation.verdicts import exact, mark
from experiments.validation import Validation
from experiments.validation.docking import Docking


def section(validation: Validation) -> Section:
    """Every number that correct code reproduces."""
    data = pd.DataFrame(
        {
            "group": result.group,
            "what": result.what,
            "published": float(result.published),
            "ours": float(result.ours),
            "tolerance": float(result.tolerance),
            "source": result.source,
            "holds": result.holds,
        }
        for result in validation.numbers
    )
    right = int(data["holds"].sum())
    words = [
        "A program can be wrong in ways that look like findings. These numbers were published by others, or follow "
        "from the equations by hand; any correct code gives them. They come from the compiled rules and, where it "
        "says long runs, from the engine that makes all other runs.",
        f"**{right} of {len(data)} are right.**",
    ]
    tables = [_table(data)]
    figures = [_errors(data)]
    if validation.docked:
        words.append(_docked(validation.docked))
        figures.append(_ranking(validation.docked))
    else:
        words.append(
            "Docking with the Axelrod library was left out: it is not installed here (`pip install "
            "'silos-abm[test]'` brings it)."
        )
    return Section("verification", "Is it the model it is said to be?", words, figures, tables)


def _docked(docked: Docking) -> str:
    same = sum(match.same for match in docked.matches)
    return (
        f"Docking with the Axelrod library (Knight et al. 2016): {same} of "
        f"{count(len(docked.matches), 'match', 'matches')}, every pair of the seven deterministic strategies, are the "
        "same turn by turn and score for score; the ranking of the round-robin tournament is "
        f"{'the same' if docked.holds else '**not** the same'}. {mark(docked.holds)}"
    )


def _table(data: pd.DataFrame) -> Table:
    shown = pd.DataFrame(
        {
            "": data["holds"].map(mark),
            "number": data["group"] + ": " + data["what"],
            "published": data["published"].map(exact),
            "ours": data["ours"].map(exact),
            "may differ by": data["tolerance"].map(lambda tolerance: "nothing" if tolerance == 0 else level(tolerance)),
            "source": data["source"],
        }
    )
    return Table(
        "numbers",
        "Published numbers beside ours",
        "Tolerances were set beforehand: rounding of the published number, or chance in a long run.",
        shown,
        data,
    )


def _errors(data: pd.DataFrame) -> Picture:
    off = (data["published"] - data["ours"]).abs()
    part = (off / data["tolerance"].where(data["tolerance"] > 0)).fillna(off.gt(0).map({True: 9.0, False: 0.0}))
    table = (
        data.assign(part=part)
        .groupby("group", sort=False)
        .agg(part=("part", "max"), holds=("holds", "all"))
        .reset_index()
    )
    table = table.rename(columns={"group": "what"})
    svg = drawn(
        lambda axes: pictures.errors(axes, table),
        "errors",
        width=5.6,
        height=0.8 + 0.3 * len(table),
        alt="Largest error of each group of numbers, as a part of what is allowed; all below one where all is right",
    )
    return Picture(
        "errors",
        "Largest error of each kind of number",
        "Green is right: within what is allowed. A bar beyond the line would be wrong.",
        svg,
        table.assign(holds=table["holds"].map(mark)),
    )


def _ranking(docked: Docking) -> Picture:
    theirs = dict(docked.their_ranking)
    table = pd.DataFrame({"what": name, "Silos": score, "Axelrod": theirs[name]} for name, score in docked.ranking)
    svg = drawn(
        lambda axes: pictures.bars(axes, table, ("Silos", "Axelrod"), "mean score a turn"),
        "ranking",
        width=5.0,
        height=3.4,
        alt="Mean score a turn of seven strategies, here and in the Axelrod library",
    )
    return Picture(
        "ranking",
        "The tournament, here and there",
        f"{mark(docked.holds)} Round robin of seven strategies, 100 turns a match.",
        svg,
        table,
    )
