"""Section on sensitivity: the factors that matter, by whatever the design allows."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from dashboards.languages.number_format import change, percent, percent_within, within
from dashboards.report import pictures
from dashboards.report.figure import Picture, Section, Table, drawn
from dashboards.report.study import Study
from dashboards.report.wording import count, level, listed, plainly, slug
from experiments.analysis import (
    given_data_indices,
    morris_effects,
    rank_correlations,
    samples_needed,
    sobol_indices,
    stochastic_share,
    swings,
    variance_shares,
)

PICTURES = 8

ENOUGH = 0.5
"""Share of the samples that must be whole for anything to be told of them."""

SHOWN = 15
"""Factors in a picture; the numbers hold all."""


SALTELLI = ("sensitivity", "interactions")

PAIRS = 8
"""Pairs of factors in a table; the numbers hold all."""


class How(NamedTuple):
    """A design's way of measuring sensitivity."""

    words: str
    label: str
    """Of the axis."""
    dark: str
    """The index that is drawn dark."""
    pale: str = ""
    """The index that is drawn pale behind it."""


PARTS = (
    "The share of the differences (variance) between conditions that a factor makes alone (dark), and with everything"
    " it does together with others (pale). Pale bars may add up to more than all: what two do together counts for both."
)

RANKS = How(
    "Spearman's rank correlation of each factor with the measure, over conditions: 1 where more of the factor always"
    " goes with more of the measure, -1 where with less, 0 where neither.",
    "rank correlation",
    "rho",
)

HOW = {
    "sensitivity": How(f"{PARTS} These are Sobol' indices.", "share of the variance", "S1", "ST"),
    "interactions": How(
        f"{PARTS} These are Sobol' indices; the table has what two factors make together beyond what each makes alone.",
        "share of the variance",
        "S1",
        "ST",
    ),
    "grid": How(
        f"{PARTS} Exact for this grid, so it depends on the ranges chosen.", "share of the variance", "S1", "ST"
    ),
    "morris": How(
        "Morris' screening: the mean size of the change as one factor alone goes over its range (dark); the pale bar is"
        " the spread of those changes: the longer, the more it depends on the other factors.",
        "mean effect over the range",
        "mu_star",
        "sigma",
    ),
    "one-at-a-time": How(
        "The change as one factor goes from its lowest to its highest value, the scenario's own among them, and the"
        " others stay as the scenario has them, paired by seed. What factors do together is not seen.",
        "change from lowest to highest",
        "swing",
    ),
    "latin-hypercube": RANKS,
    "points": RANKS,
    "sobol": RANKS,
}
"""For each design."""


def section(study: Study) -> Section | None:
    """A tornado, where at least two factors vary."""
    if len(told_of(study)) < 2 or (study.plan.block > 1 and not _all_there(study)):
        return None
    drawn, tables, says, lacking = [], [], "", set()
    for case, runs in study.cases():
        for measure in list(dict.fromkeys((study.main, "openness", "race_share")))[: 3 if study.single else 1]:
            table = indices(study, runs, measure)
            if table["value"].isna().all() or _samples(study, table) < ENOUGH * study.experiment.file.samples:
                lacking.add(plainly(measure))
                continue
            drawn.append(_picture(study, case, measure, table))
            tables += _pairs(case, measure, table)
            tables += _given(study, case, runs, measure)
            says = says or _says(study, case, measure, table)
    if not drawn:
        return None
    words = [HOW[study.design].words + " Lines are 95% intervals."]
    if study.plan.block > 1:
        words.append("An arrow tells which way the measure goes as the factor rises, where that is beyond doubt.")
    if lacking:
        words.append(
            f"Of {listed(sorted(lacking))} nothing can be said: it is empty in too many runs, where nobody acts."
        )
    chance = stochastic_share(study.runs, study.main) if study.single else float("nan")
    if chance == chance:
        words.append(
            f"Chance alone, the spread of runs under the same conditions, makes {percent(chance)} of the variance of"
            f" {plainly(study.main)} over all runs."
            + (" What averaging over seeds leaves of it is in the pale bars." if HOW[study.design].pale == "ST" else "")
        )
    rank = 1 if study.single and len(told_of(study)) > 2 else 3
    return Section("sensitivity", "What matters most", words, drawn[:PICTURES], tables[:PICTURES], says, rank)


def told_of(study: Study) -> list[str]:
    """The factors that the design tells of: those with words too where no order of their levels is asked for."""
    unordered = study.grid or study.design in SALTELLI
    return [factor.name for factor in (study.factors if unordered else study.numeric)]


def _all_there(study: Study) -> bool:
    """Tell whether the factors are those of the design, all of them, in its order."""
    return told_of(study) == [factor.name for factor in study.experiment.factors]


def indices(study: Study, runs: pd.DataFrame, measure: str) -> pd.DataFrame:
    """The indices that the design allows."""
    names = study.names
    if study.design in SALTELLI:
        pairs = study.design == "interactions"
        return sobol_indices(runs, told_of(study), measure, pairs=pairs, points=study.points)
    if study.design == "morris":
        return morris_effects(runs, names, measure, points=study.points)
    worded = {factor.name: runs[factor.name].map(level) for factor in study.factors if factor not in study.numeric}
    if study.design == "one-at-a-time":
        return swings(runs.assign(**worded), names, measure, held=list(worded))
    if study.grid:
        return variance_shares(runs.assign(**worded), told_of(study), measure)
    return rank_correlations(runs, names, measure)


def ranked(study: Study, table: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame | None]:
    """The dark index and the pale one, factors in order of what matters most."""
    how = HOW[study.design]
    by = {str(index): rows.set_index("factor") for index, rows in table.groupby("index")}
    size = by["ST" if how.pale == "ST" else how.dark]["value"].abs()
    order = list(size.sort_values(ascending=False, kind="stable").index)
    dark = by[how.dark].loc[order].reset_index()
    return dark, by[how.pale].loc[order].reset_index() if how.pale else None


def directions(study: Study, runs: pd.DataFrame, measure: str, table: pd.DataFrame) -> dict[str, str]:
    """An arrow for each factor of a design whose indices have no sign; none where it is not beyond doubt."""
    if study.design == "morris":
        signed = table[table["index"] == "mu"]
    elif study.design in SALTELLI:
        # The first and last point of a sample alone are drawn afresh: the others have all values but one from them.
        place = runs["point"] % study.plan.block
        signed = rank_correlations(runs[place.isin((0, place.max()))], study.names, measure)
    else:
        return {}
    up, down = signed["low"] > 0, signed["high"] < 0
    return dict.fromkeys(signed["factor"][up], " ↑") | dict.fromkeys(signed["factor"][down], " ↓")


def _pairs(case: str, measure: str, table: pd.DataFrame) -> list[Table]:
    """Return the interactions of pairs of factors, where the design tells; the largest first."""
    pairs = table[table["index"] == "S2"].sort_values("value", ascending=False, kind="stable")
    if pairs.empty:
        return []
    beyond = int((pairs["low"] > 0).sum())
    caption = f"Share of the variance; in {count(beyond, 'pair')} of {len(pairs)} the interval lies above zero."
    shown = pd.DataFrame({
        "pair": [" with ".join(f"`{name}`" for name in pair.split(" x ")) for pair in pairs["factor"]],
        "together": [change(*row) for row in pairs[["value", "low", "high"]].to_numpy()],
    })  # fmt: skip
    title = f"What two factors make together in {plainly(measure)}" + (f": {case}" if case else "")
    return [Table(slug("pairs", measure, case), title, caption, shown.head(PAIRS), pairs)]


def _given(study: Study, case: str, runs: pd.DataFrame, measure: str) -> list[Table]:
    """Return S1 of each factor of a design that fills the space: what a rank correlation cannot see."""
    if HOW[study.design] is not RANKS:
        return []
    table = given_data_indices(runs, study.names, measure)
    if table["value"].isna().all():
        return []
    ordered = table.sort_values("value", ascending=False, kind="stable")
    shares = [percent_within(*row) for row in ordered[["value", "low", "high"]].to_numpy(dtype=float)]
    shown = pd.DataFrame({"factor": [f"`{name}`" for name in ordered["factor"]], "share of the variance": shares})
    needed = samples_needed(table)
    caption = "What a factor makes alone, whatever the shape of its effect (RBD-FAST)." + (
        f" Too few samples to tell: there should be about {needed:,}." if needed else ""
    )
    title = f"What {plainly(measure)} depends on, whatever the shape" + (f": {case}" if case else "")
    return [Table(slug("shares", measure, case), title, caption, shown.head(SHOWN), table)]


def _says(study: Study, case: str, measure: str, table: pd.DataFrame) -> str:
    dark, pale = ranked(study, table)
    parts = pale is not None and HOW[study.design].pale == "ST"
    shown = (pale if parts and pale is not None else dark).head(3)
    tell = percent_within if parts else change if dark["value"].lt(0).any() else within
    sure = shown[(shown["low"] > 0) | (shown["high"] < 0)]
    needed = samples_needed(shown) if parts and "samples" in shown else 0
    if needed:
        return _too_few(study, case, measure, shown.iloc[0], needed)
    rows = shown.head(1) if sure.empty else sure
    effects = [f"`{row['factor']}` ({tell(row['value'], row['low'], row['high'])})" for _, row in rows.iterrows()]
    what = {"mu_star": "mean effect over its range", "rho": "rank correlation", "S1": "share of the differences"}
    how = what.get(HOW[study.design].dark, "change from lowest to highest")
    among = f"Of {count(len(dark), 'factor')}, " if len(dark) > 3 else ""
    where = f" under **{case}**" if case else ""
    together = ", with interactions" if parts else ""
    depends, doubt = ("seems to depend", ", but of no factor is that beyond doubt") if sure.empty else ("depends", "")
    words = f"{among}{plainly(measure)} {depends} most on {listed(effects)}{where} ({how}{together}){doubt}."
    return words[:1].upper() + words[1:]


def _too_few(study: Study, case: str, measure: str, first: pd.Series, needed: int) -> str:
    """Say that an interval is too wide for a share to be told, rather than a share."""
    where = f" under **{case}**" if case else ""
    samples = count(int(first["samples"]), "sample")
    interval = percent_within(first["value"], first["low"], first["high"])
    return (
        f"Too few samples to tell what {plainly(measure)} depends on most{where}: of `{first['factor']}`, whose share"
        f" seems largest, {samples} say no more than {interval}. There should be at least {needed:,}."
    )


def _picture(study: Study, case: str, measure: str, table: pd.DataFrame) -> Picture:
    dark, pale = ranked(study, table)
    how = HOW[study.design]
    names = ("alone", "with interactions") if how.pale == "ST" else ("mean size", "spread")
    name = slug("tornado", measure, case)
    runs = dict(study.cases())[case]
    arrows = directions(study, runs, measure, table)
    shown = dark.head(SHOWN).assign(factor=lambda rows: [name + arrows.get(name, "") for name in rows["factor"]])
    svg = drawn(
        lambda axes: pictures.tornado(axes, shown, None if pale is None else pale.head(SHOWN), how.label, names),
        name,
        width=5.2,
        height=0.9 + 0.27 * len(shown),
        alt=f"Bars: {how.label} of each factor for {measure} {case}".strip(),
    )
    title = f"What {plainly(measure)} depends on" + (f": {case}" if case else "")
    return Picture(name, title, _caption(study, measure, dark), svg, table)


def _caption(study: Study, measure: str, dark: pd.DataFrame) -> str:
    note = [f"The first {SHOWN} of {len(dark)}; the numbers hold all."] if len(dark) > SHOWN else []
    samples, asked = _samples(study, dark), study.experiment.file.samples
    if samples < asked:
        note.append(f"From {samples:,} of {asked:,} samples: in the others some condition has no {plainly(measure)}.")
    return " ".join(note)


def _samples(study: Study, table: pd.DataFrame) -> int:
    """Return the number of samples behind a table of indices."""
    return int(table["samples"].iloc[0]) if "samples" in table else study.experiment.file.samples
