"""Three regimes and whether they last, a past that stays, and what dissolves silos that stand."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dashboards.languages.number_format import number, percent, percent_within, within
from dashboards.report import pictures as report_pictures
from dashboards.report.figure import Picture, Section, Table, drawn
from dashboards.validation.verdicts import verdict
from experiments.analysis.intervals import mean_interval
from experiments.validation import Validation
from experiments.validation.directions.regimes import POLICIES
from experiments.validation.hypotheses import JudgedClaim
from sim.measures.regimes import ONE_SYSTEM, REGIMES, SILOS


def section(evidence: Validation) -> Section:
    """V12 to V15 of the specification, with their pictures and tables."""
    by = {judged.claim.name: judged for judged in evidence.directions}
    policies = _policies(by["V15"])
    words = [
        "The plain system (twenty organisations in four equal sectors, all of which need each other) ends in one of "
        "three ways, by how scarce means are: *one system*, *silos* (groups behind walls, most often the sectors), or "
        "*everyone alone*. The question is whether such an end is a state or a moment of a slow climb. So it is read "
        "after 5, 10, 20 and 40 years.",
        _lasting(evidence.regimes),
        "**What dissolves silos that have stood for ten years.** Each policy starts in month 121 of the same runs, "
        "under "
        "the same random numbers, and is read ten years later.",
    ]
    figures = [_ends(evidence.regimes), _dissolving(by["V15"], policies), _loop(evidence, by["V12"])]
    says = (
        "**Silos that stand outlast money, more time alone, more time across, less blame and pooling that is chosen; "
        "time "
        "with enquiry and imposed pooling take them down** "
        f"(one system: {_one_system(policies, 'nothing is done')} where nothing is done, "
        f"{_one_system(policies, 'scarcity 0')} with scarcity gone, "
        f"{_one_system(policies, 'time .24, enquiry .3')} with time and enquiry, "
        f"{_one_system(policies, 'pooling imposed')} with pooling imposed)."
    )
    tables = [_horizons(evidence.regimes), _policy_table(policies)]
    return Section(
        "regimes", "Silos: do they come, do they stay, what takes them down?", words, figures, tables, says, 1
    )


def _one_system(policies: pd.DataFrame, arm: str) -> str:
    return percent(float(policies.set_index("policy")["one system"][arm]))


def _lasting(table: pd.DataFrame) -> str:
    known = table[table["measure"].isin(REGIMES)]
    sentences = []
    for scarcity, group in known.groupby("scarcity"):
        ends = []
        for years in (10, 40):
            cells = group[group["years"] == years].set_index("measure")["value"].astype(float).to_dict()
            most = max(cells, key=lambda name: cells[name])
            ends.append(f"*{most}* in {percent(cells[most])} of runs at year {years}")
        sentences.append(f"at scarcity {scarcity:g} {' and '.join(ends)}")
    return f"The most frequent end is {'; '.join(sentences)}. Single runs still move between them."


def _horizons(table: pd.DataFrame) -> Table:
    cells = {(row["scarcity"], row["years"], row["measure"]): row for row in table.to_dict("records")}
    rows = []
    for scarcity, years in dict.fromkeys((scarcity, years) for scarcity, years, _ in cells):
        values = {name: cells[scarcity, years, name] for name in ("openness", *REGIMES)}
        ends = {name: percent_within(*(values[name][key] for key in ("value", "low", "high"))) for name in REGIMES}
        mean = within(*(values["openness"][key] for key in ("value", "low", "high")))
        rows.append({"scarcity": f"{scarcity:g}", "after": f"{years} years", "openness": mean, **ends})
    caption = "Shares of runs by how they stand, with Jeffreys' interval, and mean openness."
    return Table("horizons", "V14: how runs stand after 5, 10, 20 and 40 years", caption, pd.DataFrame(rows), table)


def _ends(table: pd.DataFrame) -> Picture:
    known = table[table["measure"].isin(REGIMES)]
    data = pd.DataFrame(
        {
            "when": [f"scarcity {row.scarcity:g}, {row.years} years" for row in known.itertuples()],
            "end": pd.Categorical(known["measure"], categories=REGIMES),
            "share": known["value"].to_numpy(),
        }
    )
    svg = drawn(
        lambda axes: report_pictures.shares(axes, data, "when", ""),
        "regimes-by-horizon",
        width=5.4,
        height=4.2,
        alt="Shares of runs by how they stand, for three scarcities after 5, 10, 20 and 40 years",
    )
    return Picture("regimes-by-horizon", "V14: three regimes, at four horizons", "", svg, data)


def _policies(judged: JudgedClaim) -> pd.DataFrame:
    """Return one row a policy: openness across with its interval, shares of runs by how they end."""
    runs = judged.runs
    assert runs is not None
    rows = []
    for arm in POLICIES:
        across = runs.end(arm, "openness_across")
        low, high = (float(end[0]) for end in mean_interval(across[None, :]))
        ends = {name: float(runs.ended(arm, name).mean()) for name in REGIMES}
        rows.append({"policy": arm, "value": float(across.mean()), "low": low, "high": high, **ends})
    return pd.DataFrame(rows)


def _dissolving(judged: JudgedClaim, policies: pd.DataFrame) -> Picture:
    svg = drawn(
        lambda axes: report_pictures.forest(
            axes, list(policies["policy"]), policies, "openness across sectors, ten years later"
        ),
        "dissolving",
        width=5.6,
        height=3.6,
        alt="Openness across sectors ten years after each policy began",
    )
    caption = (
        f"{verdict(judged.verdict)}. Means of runs with their intervals; every policy has the same random numbers."
    )
    return Picture("dissolving", "V15: what dissolves silos that stand", caption, svg, policies)


def _policy_table(policies: pd.DataFrame) -> Table:
    rows = [
        {
            "from month 121": row["policy"],
            "openness across": within(row["value"], row["low"], row["high"]),
            **{name: percent(row[name]) for name in (ONE_SYSTEM, SILOS)},
            "alone or in between": percent(
                1.0 - row[ONE_SYSTEM] - row[SILOS] if row[ONE_SYSTEM] + row[SILOS] < 1 else 0.0
            ),
        }
        for row in policies.to_dict("records")
    ]
    return Table("policies", "V15: how runs end under each policy", "", pd.DataFrame(rows), policies)


def _loop(evidence: Validation, judged: JudgedClaim) -> Picture:
    svg = drawn(
        lambda axes: report_pictures.loop(
            axes,
            evidence.loop,
            "resources.scarcity, the last ten years",
            ("after plenty", "after want"),
            "openness",
            (0, 1),
        ),
        "loop",
        alt="Openness at each scarcity after five years of plenty and after five years of want: two branches",
    )
    widest = int(np.argmax(evidence.loop["gap"]))
    level, gap = (float(evidence.loop[column].iloc[widest]) for column in ("level", "gap"))
    caption = (
        f"{verdict(judged.verdict)}. The same scarcity, two states: widest apart at {level:g}, by {number(gap)}. Ten "
        "years "
        "after the change; V12 itself looks twenty years on."
    )
    return Picture("loop", "V12: the past stays (hysteresis)", caption, svg, evidence.loop)
