"""The fifteen directions: effects with intervals and verdicts; the loop and the two hills as pictures."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from dashboards.languages.number_format import number, plain
from dashboards.report import pictures
from dashboards.report.figure import Picture, Section, Table, drawn
from dashboards.validation.verdicts import mark, told, verdict
from experiments.analysis import histogram, means
from experiments.validation import REPRODUCED, JudgedClaim, Validation
from experiments.validation.expected_signs import effective_openness


def section(validation: Validation) -> Section:
    """V1 to V15 of the specification."""
    right = sum(judged.verdict == REPRODUCED for judged in validation.directions)
    by = {judged.claim.name: judged for judged in validation.directions}
    words = [
        f"What the whole must produce, each over {validation.budget.seeds} seeds with everything else at default "
        "(twenty organisations, ten years). Arms use the same seeds, so effects are differences seed by seed. A "
        "direction is right where the whole interval of every effect lies on the side that was claimed.",
        f"**{right} of {len(validation.directions)} are right.**",
    ]
    figures = [
        _levels(by["V1"], "resources.scarcity", "openness-by-scarcity", "V1: scarcity closes doors"),
        _levels(by["V3"], "history.trust", "openness-by-history", "V3: a poor past keeps them closed"),
        _loop(validation),
        _ties(by["V15"]),
        _runs(by["V15"]),
    ]
    return Section(
        "directions",
        "Does the whole move as its sources say?",
        words,
        figures,
        [effects(validation.directions, "directions-table"), _sizes(validation.directions)],
    )


def effects(judged: Sequence[JudgedClaim], name: str) -> Table:
    """One row an effect."""
    rows, data = [], []
    for direction in judged:
        for at, effect in enumerate(direction.effects):
            first = at == 0
            rows.append(
                {
                    "": mark(effect.holds),
                    "claim": f"**{direction.claim.name}** {direction.claim.says}" if first else "",
                    "effect": effect.what,
                    "found": told(effect),
                    "must be": effect.wanted,
                    "verdict": verdict(direction.verdict) if first else "",
                }
            )
            data.append({"claim": direction.claim.name, **vars(effect)})
    caption = "An arrow leads from one level to the next; the number is the change."
    return Table(name, "Effects", caption, pd.DataFrame(rows), pd.DataFrame(data))


def _sizes(judged: Sequence[JudgedClaim]) -> Table:
    """Return the rough sizes of a prototype of the specification, beside ours."""
    ours = {}
    by = {direction.claim.name: direction.runs for direction in judged if direction.claim.before and direction.runs}
    for name, arms in (
        ("V1", ("0", "0.2", "0.4", "0.6")),
        ("V3", ("0.2", "0.5", "0.7")),
        ("V12", ("from plenty", "from want")),
    ):
        ours[name] = "openness " + ", ".join(number(by[name].end(arm, "openness").mean()) for arm in arms)
    silo = by["V13"]
    means_of = {
        name: number(silo.end("poor across", name).mean())
        for name in ("openness_within", "openness_across", "modularity")
    }
    ours["V13"] = "within {openness_within}, across {openness_across}, modularity {modularity}".format(**means_of)
    ours["V14"] = "modularity " + " to ".join(
        number(by["V14"].end(f"hearsay {rate}", "modularity").mean()) for rate in ("0", "0.3")
    )
    rows = [
        {
            "claim": direction.claim.name,
            "a prototype, 12 seeds": direction.claim.before,
            "here": ours[direction.claim.name],
        }
        for direction in judged
        if direction.claim.before
    ]
    caption = (
        "The prototype's sizes are rough and not judged; where ours differ by more than .05 the specification "
        "should be brought up to date."
    )
    return Table("sizes", "Sizes beside a prototype's", caption, pd.DataFrame(rows), pd.DataFrame(rows))


def _levels(judged: JudgedClaim, parameter: str, name: str, title: str) -> Picture:
    assert judged.runs is not None
    runs = judged.runs.ends.assign(level=judged.runs.ends["policy"].astype(float))
    table = means(runs, ["level"], ["openness"])
    cloud = pd.DataFrame({"level": runs["level"], "y": runs["openness"]})
    svg = drawn(
        lambda axes: pictures.curves(
            axes,
            table.rename(columns={"level": parameter}),
            parameter,
            label="openness after ten years",
            limits=(0, 1),
            cloud=cloud.rename(columns={"level": parameter}),
        ),
        name,
        alt=f"Openness for each level of {parameter}",
    )
    return Picture(name, title, f"{verdict(judged.verdict)}. Dots are runs.", svg, table)


def _loop(validation: Validation) -> Picture:
    svg = drawn(
        lambda axes: pictures.loop(
            axes,
            validation.loop,
            "resources.scarcity, the last ten years",
            ("after plenty", "after want"),
            "openness",
            (0, 1),
        ),
        "loop",
        alt="Openness at each scarcity after five years of plenty and after five years of want: two branches",
    )
    widest = int(validation.loop["gap"].argmax())
    level, gap = (float(validation.loop[column].iloc[widest]) for column in ("level", "gap"))
    judged = next(direction for direction in validation.directions if direction.claim.name == "V12")
    caption = (
        f"{verdict(judged.verdict)}. The same scarcity, two states: widest apart at {plain(level)}, by {number(gap)}."
    )
    return Picture("loop", "V12: the way here matters (hysteresis)", caption, svg, validation.loop)


def _ties(judged: JudgedClaim) -> Picture:
    assert judged.runs is not None
    table = histogram(effective_openness(judged.runs), "W", bins=25, span=(0.0, 1.0))
    svg = drawn(
        lambda axes: pictures.spread(axes, table, "W of a tie after ten years at scarcity 0.4"),
        "two-hills",
        alt="Histogram of the effective openness of ties: many near nothing, some wide open, few between",
    )
    return Picture("two-hills", "V15: ties are walled or open, few between", f"{verdict(judged.verdict)}.", svg, table)


def _runs(judged: JudgedClaim) -> Picture:
    assert judged.runs is not None
    top = float(np.ceil(10 * judged.runs.ends["openness"].max()) / 10)
    table = histogram(judged.runs.ends, "openness", by=["policy"], bins=30, span=(0.0, top))
    table["policy"] = "scarcity " + table["policy"]
    svg = drawn(
        lambda axes: pictures.spread(axes, table, "openness of a run after ten years", by="policy"),
        "runs-differ",
        alt="Histograms of openness over runs at three scarcities: widest at 0.4",
    )
    return Picture(
        "runs-differ",
        "V15: near the tipping point runs differ most",
        "Each hill is all runs of one scarcity, which differ by their random numbers alone.",
        svg,
        table,
    )
