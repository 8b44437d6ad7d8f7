"""What matters, what does not, what interacts; where the tipping point is and how it moves."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from dashboards.report import pictures
from dashboards.report.figure import Picture, Section, Table, drawn
from dashboards.report.wording import listed, number, percent, plainly, within
from experiments.analysis import SILOED
from experiments.validation import Validation
from experiments.validation.sensitivity import LEVERS, MEASURES

SHOWN = 15
LITTLE = 0.02
"""Total index below which, with the lower end of its interval at nothing, a parameter is said not to matter."""

INDICES = {
    "Sobol": ("S1", "ST", "share of the variance", ("alone", "with others")),
    "Morris": ("mu_star", "sigma", "mean size of the effect", ("mean effect", "its spread")),
}


def section(found: Validation) -> Section:
    """Sobol' indices (in a quick report Morris' effects), and tipping points."""
    known = found.sensitivity
    dark, pale, label, names = INDICES[known.method]
    lucky = [
        f"{percent(share)} of the variance of {plainly(measure)}" for measure, share in known.stochastic_shares.items()
    ]
    words = [
        "All parameters of the model vary at once, each over its plausible range (the library's experiment "
        f"`what-matters-most`; {known.runs:,} runs of twelve organisations). "
        + (
            "Sobol' indices: the dark bar is the share of the variance that a parameter makes alone, the "
            "pale one with all its interactions."
            if known.method == "Sobol"
            else "A screening after Morris: the dark bar is the mean size of a parameter's effect, the pale one "
            "how much that depends on the others. The whole report has Sobol' indices."
        ),
        _interactions(found),
        "Where nobody acts any more there is no share of races; such a run counts as none.",
        f"Luck alone makes {listed(lucky)}.",
        _tips(found),
    ]
    made = [_tornado(found, measure, dark, pale, label, names) for measure in MEASURES] + [_forest(found)]
    return Section(
        "sensitivity",
        "What matters, and where does it tip?",
        [each for each in words if each],
        made,
        [_table(found)],
        says=_says(found, dark, pale),
        rank=3,
    )


def _ranked(found: Validation, measure: str, dark: str, pale: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    mine = found.sensitivity.indices.query("measure == @measure")
    alone, total = (mine[mine["index"] == which].set_index("factor") for which in (dark, pale))
    by = total if pale == "ST" else alone
    order = by["value"].sort_values(ascending=False).index
    return alone.loc[order].reset_index(), total.loc[order].reset_index()


def _tornado(found: Validation, measure: str, dark: str, pale: str, label: str, names: tuple[str, str]) -> Picture:
    alone, total = _ranked(found, measure, dark, pale)
    name = f"tornado-{measure.replace('_', '-')}"
    svg = drawn(
        lambda axes: pictures.tornado(axes, alone.head(SHOWN), total.head(SHOWN), label, names),
        name,
        width=5.4,
        height=0.9 + 0.27 * SHOWN,
        alt=f"Bars: how much each parameter matters for {plainly(measure)}",
    )
    return Picture(
        name,
        f"What {plainly(measure)} depends on",
        f"The first {SHOWN} of {len(alone)}.",
        svg,
        pd.concat([alone, total]),
    )


def _says(found: Validation, dark: str, pale: str) -> str:
    alone, total = _ranked(found, "openness", dark, pale)
    first = (total if pale == "ST" else alone)["factor"].head(3)
    return f"Of {len(alone)} parameters, openness depends most on {_coded(first)}."


def _interactions(found: Validation) -> str:
    """What interacts and what does not matter, from Sobol' indices of openness."""
    if found.sensitivity.method != "Sobol":
        return ""
    alone, total = _ranked(found, "openness", "S1", "ST")
    nothing = total[(total["value"] < LITTLE) & (total["low"] <= 0.005)]["factor"]
    by_itself = float(alone["value"].clip(lower=0).sum())
    together = total.set_index("factor")["value"] - alone.set_index("factor")["value"]
    told = (
        f"For openness, what parameters do alone adds up to {percent(min(1.0, by_itself))} of the variance; the rest "
        f"is made by parameters together, most of it with {_coded(together.nlargest(3).index)}."
    )
    if len(nothing):
        told += (
            f" {len(nothing)} of {len(total)} parameters make less than {percent(LITTLE)} even with all their "
            f"interactions: {_coded(sorted(nothing))}. Over ranges this wide they hardly matter beside the others; "
            "near the defaults some of them do, as the tipping points below show."
        )
    return told


def _coded(names: Iterable[str]) -> str:
    return listed([f"`{each}`" for each in names])


def _tips(found: Validation) -> str:
    siloed = found.tipping[found.tipping["measure"] == SILOED].set_index("policy")
    base = [float(siloed[column]["as it is"]) for column in ("estimate", "low", "high")]
    known = siloed["estimate"].dropna().drop("as it is", errors="ignore")
    never = sorted(set(siloed.index) - set(known.index) - {"as it is"})
    told = f"**Half of the runs end siloed at a scarcity of {within(*base)}.**"
    if len(known):
        told += (
            f" Of what was tried, *{known.idxmax()}* moves that point up most (to {number(known.max())}) and "
            f"*{known.idxmin()}* down most (to {number(known.min())})."
        )
    return told + (
        f" With {listed([f'*{each}*' for each in never])} it does not tip within the scarcities studied."
        if never
        else ""
    )


def _forest(found: Validation) -> Picture:
    siloed = found.tipping[found.tipping["measure"] == SILOED].dropna(subset=["estimate"]).sort_values("estimate")
    values = siloed.rename(columns={"estimate": "value"})
    values = values.assign(low=values["low"].clip(lower=0.0), high=values["high"].clip(upper=0.8))
    svg = drawn(
        lambda axes: pictures.forest(
            axes, list(values["policy"]), values, "scarcity at which half of the runs end siloed"
        ),
        "tipping-points",
        width=5.4,
        height=0.9 + 0.28 * len(values),
        alt="Tipping point of scarcity under each lever",
    )
    return Picture("tipping-points", "Where it tips, and what moves that point", "", svg, values)


def _table(found: Validation) -> Table:
    wide: dict[str, dict[str, str]] = {}
    order = {name: place for place, name in enumerate(LEVERS)}
    for _, row in found.tipping.sort_values("policy", key=lambda each: each.map(order), kind="stable").iterrows():
        what = "half of the runs siloed at" if row["measure"] == SILOED else "openness one half at"
        none = row["estimate"] != row["estimate"]
        wide.setdefault(row["policy"], {"lever": row["policy"]})[what] = (
            "not within 0 to 0.8" if none else within(row["estimate"], row["low"], row["high"])
        )
    shown = pd.DataFrame(list(wide.values()))
    return Table(
        "tipping-table",
        "Tipping points of `resources.scarcity`",
        "Everything else at default, twenty organisations, ten years.",
        shown,
        found.tipping,
    )
