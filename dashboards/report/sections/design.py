"""What was asked of the model."""

from __future__ import annotations

import pandas as pd

from dashboards.report.figure import Section, Table
from dashboards.report.study import Study
from dashboards.report.wording import count, level, listed, plainly
from experiments.analysis import STARTS
from experiments.spec.factors import Factor
from experiments.spec.schema import DESIGNS
from scenarios.schema import ScheduleEntry, given
from sim.parameters import Parameters


def section(study: Study) -> Section:
    """What varies, what is compared, how many runs there are, and what is missing."""
    tables = [_factors(study)] if study.experiment.factors else []
    if study.policies:
        tables.append(_policies(study))
    return Section("design", "The design", [_sentence(study), *_missing(study)], tables=tables)


def _sentence(study: Study) -> str:
    file, runs = study.experiment.file, study.runs
    months = sorted(set(runs["months"]))
    scenarios = [
        f"`{name}` ({each.title})" if each.title else f"`{name}`" for name, each in study.experiment.scenarios.items()
    ]
    seeds = runs.groupby(["scenario", "policy", "point"])["seed"].nunique()
    alike = seeds.min() == seeds.max()
    each = count(int(seeds.min()), "seed") if alike else f"{seeds.min():,} to {seeds.max():,} seeds"
    which = "the same at all of them" if alike else "beginning with the same at all of them"
    what = f"Scenario {listed(scenarios)}, {count(int(months[-1]), 'month')}. "
    what += f"Design: {file.design}, {DESIGNS[file.design]}; {count(study.points, 'point')}"
    if study.policies:
        what += f" under each of {count(len(study.policies), 'policy', 'policies')}"
    until = study.experiment.until
    rule = f" (until the interval of {plainly(until.measure)} is narrower than {until.width:g})" if until else ""
    held = _settings(file)
    return (
        f"{what}. Each point is run with {each}{rule}, {which}, so all meet the same"
        f" luck. {count(len(runs), 'run')} in all. Everything else is as the scenario has it"
        + (f", but for {listed(held)}." if held else ".")
    )


def _missing(study: Study) -> list[str]:
    told = []
    if study.changed:
        told.append(
            "**Changed since:** the experiment's file says something else now; this is of the runs made before."
        )
    failed = sum(study.errors.values())
    waiting = study.planned - len(study.runs) - failed
    if waiting > 0:
        told.append(
            f"**Not finished:** {count(waiting, 'run')} of {study.planned:,} are still to be done; everything here is"
            " of those that are."
        )
    empty = study.runs[study.measures].isna().sum()
    if empty.any():
        where = [f"{plainly(str(name))} in {count(int(many), 'run')}" for name, many in empty[empty > 0].items()]
        told.append(
            f"**No value:** {listed(where)} of {len(study.runs):,}; every mean and difference is of the runs that have"
            " one, which may be unlike the others."
        )
    for error, times in study.errors.items():
        told.append(f"**Failed:** {count(times, 'run')}, left out: {error}")
    return told


def _factors(study: Study) -> Table:
    rows = []
    for each in study.experiment.factors:
        about, tier = each.parameter, each.entry.tier
        where = "" if tier is None else f", at tier {tier}" + (" (senior)" if tier == 0 else "")
        when = " (read at the start alone)" if each.entry.parameter in STARTS and "start" not in about.meaning else ""
        rows.append(
            {
                "factor": f"`{each.name}`",
                "what it is": about.meaning + where + when,
                "unit": "" if about.unit == "1" else about.unit,
                "values": _values(study, each),
            }
        )
    shown = pd.DataFrame(rows)
    return Table(
        "factors",
        "Factors",
        "What varies; names are those of `silos parameters`.",
        shown,
        shown.replace("`", "", regex=True),
    )


def _values(study: Study, factor: Factor) -> str:
    levels = factor.levels if study.design in ("grid", "one-at-a-time") or factor.distribution == "choice" else ()
    if levels and len(levels) <= 6:
        return ", ".join(level(each) for each in levels)
    low, high = factor.range if not factor.entry.levels else (min(levels), max(levels))
    span = f"{level(low)} to {level(high)}"
    return f"{span} in {len(levels)} levels" if levels else f"{span}, {factor.distribution}"


def _policies(study: Study) -> Table:
    rows = []
    for each in study.experiment.file.policies:
        settings = [*_settings(each), *(_dated(event) for event in each.schedule)]
        if each.replace_schedule:
            settings.insert(0, "without the scenario's dated changes")
        rows.append(
            {
                "policy": each.name,
                "what it is": each.description,
                "settings": "; ".join(settings) or "nothing changed",
            }
        )
    shown = pd.DataFrame(rows)
    caption = f"The first, {study.baseline}, is what the others are compared with."
    return Table("policy-list", "Policies", caption, shown, shown.replace("`", "", regex=True))


def _settings(entry: Parameters) -> list[str]:
    return [f"`{name} = {level(value)}`" for name, value in given(entry)]


def _dated(event: ScheduleEntry) -> str:
    """A dated change in words."""
    whom = event.organisation or event.sector
    until = f" to {event.until - 1}" if event.until else ""
    changes = ", ".join(_settings(event)) or event.label
    return f"from month {event.month}{until}: {changes}" + (f" ({whom})" if whom else "")
