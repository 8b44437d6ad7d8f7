"""Section on reproducing the runs."""

from __future__ import annotations

from shlex import quote

import pandas as pd

from dashboards.report.figure import Section, Table
from dashboards.report.study import Study
from dashboards.report.wording import count
from experiments import library
from experiments.analysis.intervals import RESAMPLES


def section(study: Study) -> Section:
    """Commands, versions and seeds."""
    seeds = study.runs["seed"]
    words = [
        "Every run is a function of its scenario, its parameters and its seed; every interval comes from a fixed stream"
        " of its own. The commands below give the same numbers again, on any machine, with any number of workers."
    ]
    words.append(
        f"{_span(seeds)} (experiment seed {study.experiment.file.seed}, design seed"
        f" {study.experiment.file.design_seed}); intervals are 95%, from {RESAMPLES:,} resamples where they are"
        " bootstrapped."
    )
    rows = [{"what": name, "it was": value} for origin in study.origins for name, value in _told(origin)]
    table = pd.DataFrame(rows).drop_duplicates(ignore_index=True)
    tables = [Table("origins", "Made with", _mixed(study), table, table)] if len(table) else []
    return Section("remaking", "Make it again", words, tables=tables)


def _span(seeds: pd.Series) -> str:
    first, last = seeds.min(), seeds.max()
    return f"Seed {first}" if first == last else f"Seeds {first} to {last}"


def played_again(name: str) -> str:
    """Return what ``silos sweep`` needs to run an experiment again: its name in the library, else its file.

    >>> played_again("scarcity-by-trust-quick"), played_again("my own")
    ('scarcity-by-trust --quick', "'my own.toml'")
    """
    whole = name if name in library() else name.removesuffix("-quick")
    return quote(whole if whole in library() else f"{whole}.toml") + (" --quick" if whole != name else "")


def _told(origin: object) -> list[tuple[str, str]]:
    assert isinstance(origin, dict)
    return [
        (str(name), str(value)) for name, value in origin.items() if value is not None and name not in ("runs", "cpus")
    ]


def _mixed(study: Study) -> str:
    models = {origin.get("model") for origin in study.origins}
    return f"**Mind:** runs of {count(len(models), 'model version')} are mixed here." if len(models) > 1 else ""
