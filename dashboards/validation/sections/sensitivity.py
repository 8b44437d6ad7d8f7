"""Section on sensitivity and tipping points of the default system."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from dashboards.languages.number_format import number, percent, within
from dashboards.report import pictures
from dashboards.report.figure import Picture, Section, Table, drawn
from dashboards.report.wording import listed, plainly
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


def section(validation: Validation) -> Section:
    """Sobol' indices (in a quick report Morris' effects), and tipping points."""
    known = validation.sensitivity
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
        _interactions(validation),
        f"Chance alone makes {listed(lucky)}.",
        _tips(validation),
    ]
    figures = [_tornado(validation, measure, dark, pale, label, names) for measure in MEASURES] + [_forest(validation)]
    return Section(
        "sensitivity",
        "What matters, and where does it tip?",
        [part for part in words if part],
        figures,
        [_table(validation)],
        says=_says(validation, dark, pale),
        rank=3,
    )


def _ranked(validation: Validation, measure: str, dark: str, pale: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    indices = validation.sensitivity.indices.query("measure == @measure")
    alone, total = (indices[indices["index"] == which].set_index("factor") for which in (dark, pale))
    by = total if pale == "ST" else alone
    order = by["value"].sort_values(ascending=False).index
    return alone.loc[order].reset_index(), total.loc[order].reset_index()


def _tornado(validation: Validation, measure: str, dark: str, pale: str, label: str, names: tuple[str, str]) -> Picture:
    alone, total = _ranked(validation, measure, dark, pale)
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


def _says(validation: Validation, dark: str, pale: str) -> str:
    """Return the parameters that matter for sure; a screening ranks nothing."""
    if validation.sensitivity.method != "Sobol":
        return ""
    _, total = _ranked(validation, "openness", dark, pale)
    sure = total[total["low"] > LITTLE]["factor"].head(4)
    if sure.empty:
        return ""
    return f"Of {len(total)} parameters varied at once, openness depends for sure on {_coded(sure)} (ten years)."


def _interactions(validation: Validation) -> str:
    """Say which parameters interact and which do not matter, from Sobol' indices of openness."""
    if validation.sensitivity.method != "Sobol":
        return ""
    alone, total = _ranked(validation, "openness", "S1", "ST")
    nothing = total[(total["value"] < LITTLE) & (total["low"] <= 0.005)]["factor"]
    by_itself = float(alone["value"].clip(lower=0).sum())
    together = total.set_index("factor")["value"] - alone.set_index("factor")["value"]
    words = (
        f"For openness, what parameters do alone adds up to {percent(min(1.0, by_itself))} of the variance; the rest "
        f"is made by parameters together, most of it with {_coded(together.nlargest(3).index)}."
    )
    if len(nothing):
        words += (
            f" {len(nothing)} of {len(total)} parameters make less than {percent(LITTLE)} even with all their "
            f"interactions: {_coded(sorted(nothing))}. Over ranges this wide they hardly matter beside the others; "
            "near the defaults some of them do, as the tipping points below show."
        )
    return words


def _coded(names: Iterable[str]) -> str:
    return listed([f"`{name}`" for name in names])


def _tips(validation: Validation) -> str:
    siloed = validation.tipping[validation.tipping["measure"] == SILOED].set_index("policy")
    base = [float(siloed[column]["as it is"]) for column in ("estimate", "low", "high")]
    known = siloed["estimate"].dropna().drop("as it is", errors="ignore")
    never = sorted(set(siloed.index) - set(known.index) - {"as it is"})
    words = f"**Half of the runs are no longer one system at a scarcity of {within(*base)}.**"
    if len(known):
        words += (
            f" Of what was tried, *{known.idxmax()}* moves that point up most (to {number(known.max())}) and "
            f"*{known.idxmin()}* down most (to {number(known.min())})."
        )
    return words + (
        f" With {listed([f'*{policy}*' for policy in never])} it does not tip within the scarcities studied."
        if never
        else ""
    )


def _forest(validation: Validation) -> Picture:
    siloed = (
        validation.tipping[validation.tipping["measure"] == SILOED].dropna(subset=["estimate"]).sort_values("estimate")
    )
    values = siloed.rename(columns={"estimate": "value"})
    values = values.assign(low=values["low"].clip(lower=0.0), high=values["high"].clip(upper=0.8))
    svg = drawn(
        lambda axes: pictures.forest(
            axes, list(values["policy"]), values, "scarcity at which half of the runs are no longer one system"
        ),
        "tipping-points",
        width=5.4,
        height=0.9 + 0.28 * len(values),
        alt="Tipping point of scarcity under each lever",
    )
    return Picture("tipping-points", "Where it tips, and what moves that point", "", svg, values)


def _table(validation: Validation) -> Table:
    wide: dict[str, dict[str, str]] = {}
    order = {name: place for place, name in enumerate(LEVERS)}
    for _, row in validation.tipping.sort_values(
        "policy", key=lambda column: column.map(order), kind="stable"
    ).iterrows():
        what = "half of the runs no longer one system at" if row["measure"] == SILOED else "openness one half at"
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
        validation.tipping,
    )
