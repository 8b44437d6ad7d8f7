"""Section on the design of the experiment."""

from __future__ import annotations

import pandas as pd

from dashboards.languages.number_format import whole
from dashboards.report.figure import Section, Table
from dashboards.report.study import Study
from dashboards.report.wording import count, level, listed, plainly
from experiments.analysis import STARTS
from experiments.spec.design import ADAPTIVE
from experiments.spec.factors import Factor
from experiments.spec.schema import DESIGNS
from scenarios.schema import ScheduleEntry, given
from sim.parameters import Parameters
from sim.version import MODEL_VERSION


def section(study: Study) -> Section:
    """Say what varies, what is compared, how many runs there are, and what is missing."""
    tables = [_factors(study)] if study.experiment.factors else []
    if study.policies:
        tables.append(_policies(study))
    return Section("design", "The design", [_sentence(study), *_missing(study)], tables=tables)


def _sentence(study: Study) -> str:
    file, runs = study.experiment.file, study.runs
    months = sorted(set(runs["months"]))
    scenarios = [
        f"`{name}` ({scenario.title})" if scenario.title else f"`{name}`"
        for name, scenario in study.experiment.scenarios.items()
    ]
    seeds = runs.groupby(["scenario", "policy", "point"])["seed"].nunique()
    alike = seeds.min() == seeds.max()
    seeds_each = count(int(seeds.min()), "seed") if alike else f"{whole(seeds.min())} to {whole(seeds.max())} seeds"
    which = "the same at all of them" if alike else "beginning with the same at all of them"
    what = f"Scenario {listed(scenarios)}, {count(int(months[-1]), 'month')}. "
    what += f"Design: {file.design}, {DESIGNS[file.design]}; {count(_points(study), 'point')}"
    if study.policies:
        what += f" under each of {count(len(study.policies), 'policy', 'policies')}"
    if file.search:
        what += f", each of them a world that {count(runs['policy'].nunique(), 'package')} of levers met"
    until = study.experiment.until
    rule = f" (until the interval of {plainly(until.measure)} is narrower than {level(until.width)})" if until else ""
    held = _settings(file)
    return (
        f"{what}. Each point is run with {seeds_each}{rule}, {which}, so all have the same"
        f" random numbers. {count(len(runs), 'run')} in all. Everything else is as the scenario has it"
        + (f", but for {listed(held)}." if held else ".")
    )


def _points(study: Study) -> int:
    """Return the points of the design: of an adaptive one those that were made, at most under one policy."""
    if study.design != ADAPTIVE:
        return study.points
    return int(study.runs.groupby(["scenario", "policy"])["point"].nunique().max())


def _missing(study: Study) -> list[str]:
    words = []
    if study.model_version != MODEL_VERSION:
        words.append(
            f"**Made with model version {study.model_version}:** this program has version {MODEL_VERSION}. Ends and"
            " measures are told in the words of the model that made them; its runs cannot be played again here, and are"
            " not to be compared with those of another version."
        )
    if study.changed:
        words.append("**Changed since:** the experiment's file has changed; this report is of the runs made before.")
    failed = sum(study.errors.values())
    waiting = study.planned - len(study.runs) - failed
    if waiting > 0:
        words.append(
            f"**Not finished:** {count(waiting, 'run')} of {whole(study.planned)} are still to be done;"
            " everything here is of those that are."
        )
    empty = study.runs[study.measures].isna().sum()
    if empty.any():
        where = [f"{plainly(str(name))} in {count(int(many), 'run')}" for name, many in empty[empty > 0].items()]
        words.append(
            f"**No value:** {listed(where)} of {len(study.runs):,}; every mean and difference is of the runs that have"
            " one, which may be unlike the others."
        )
    for error, times in study.errors.items():
        words.append(f"**Failed:** {count(times, 'run')}, left out: {error}")
    return words


def _factors(study: Study) -> Table:
    rows = []
    for factor in study.experiment.factors:
        about, tier = factor.parameter, factor.entry.tier
        where = "" if tier is None else f", at tier {tier}" + (" (senior)" if tier == 0 else "")
        when = " (read at the start alone)" if factor.entry.parameter in STARTS and "start" not in about.meaning else ""
        rows.append(
            {
                "factor": f"`{factor.name}`",
                "what it is": about.meaning + where + when,
                "unit": "" if about.unit == "1" else about.unit,
                "values": _values(study, factor),
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
        return ", ".join(level(value) for value in levels)
    low, high = factor.range if not factor.entry.levels else (min(levels), max(levels))
    span = f"{level(low)} to {level(high)}"
    return f"{span} in {len(levels)} levels" if levels else f"{span}, {factor.distribution}"


def _policies(study: Study) -> Table:
    rows = []
    for policy in study.experiment.file.policies:
        settings = [*_settings(policy), *(_dated(event) for event in policy.schedule)]
        if policy.replace_schedule:
            settings.insert(0, "without the scenario's dated changes")
        rows.append(
            {
                "policy": policy.name,
                "what it is": policy.description,
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
