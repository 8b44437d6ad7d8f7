"""Runs as tables: the Python door."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from scenarios import Scenario
from scenarios.loader import Source
from silos.endings import dealt, ended
from silos.simulate import Progress, ScenarioRuns, simulate
from sim.measures import COLUMNS

if TYPE_CHECKING:
    import pandas as pd


def run(
    scenario: Source | Scenario,
    set: Mapping[str, Any] | None = None,
    months: int | None = None,
    seeds: int | Sequence[int] = 1,
    threads: int | None = None,
    progress: Progress | None = None,
) -> pd.DataFrame:
    """Run a scenario: a table with one row a seed and month, a column a measure (``silos.measures()``).

    scenario   its name, a file, nested tables, or what ``silos.load`` gave
    set        parameters by dotted name, for instance ``{"game.sharing": 0.5}``
    months     how many (as the scenario says)
    seeds      how many (0, 1, ...), or a list of them; the same seed gives the same random numbers
    threads    how many (one a core); no number changes because of it
    progress   called with how many runs are done, and of how many
    returns    a table: seed, month (1 first), and the measures of every month

    Raises ScenarioError with every fault of the scenario, of ``set``, ``months`` and ``seeds``.
    """
    return series_table(simulate(scenario, set=set, months=months, seeds=seeds, threads=threads, progress=progress))


def ends(
    scenario: Source | Scenario,
    set: Mapping[str, Any] | None = None,
    months: int | None = None,
    seeds: int | Sequence[int] = 1,
    threads: int | None = None,
    progress: Progress | None = None,
) -> pd.DataFrame:
    """Run as ``run`` does, and keep the end: a table with one row a seed.

    scenario   its name, a file, nested tables, or what ``silos.load`` gave
    set        parameters by dotted name, for instance ``{"game.sharing": 0.5}``
    months     how many (as the scenario says)
    seeds      how many (0, 1, ...), or a list of them; the same seed gives the same random numbers
    threads    how many (one a core); no number changes because of it
    progress   called with how many runs are done, and of how many
    returns    a table: seed, month, the measures of the last month, modularity, months_to_tip (empty where race share
               did not stay below one half), regime, ended (one system, silos, everyone alone or in between; regime is
               its number), and dealings (race, battle or both: what those do who deal with each other)

    Raises ScenarioError with every fault of the scenario, of ``set``, ``months`` and ``seeds``.
    """
    return ends_table(simulate(scenario, set=set, months=months, seeds=seeds, threads=threads, progress=progress))


def series_table(result: ScenarioRuns) -> pd.DataFrame:
    """One row a seed and month."""
    runs, months, _ = result.series.shape
    head = {
        "seed": np.repeat(np.array(result.seeds, dtype=np.uint64), months),
        "month": np.tile(np.arange(1, months + 1), runs),
    }
    return _table(head, result.series.reshape(runs * months, -1), result)


def ends_table(result: ScenarioRuns) -> pd.DataFrame:
    """One row a seed."""
    runs, months, _ = result.series.shape
    head = {"seed": np.array(result.seeds, dtype=np.uint64), "month": np.full(runs, months)}
    table = _table(head, result.series[:, -1], result)
    table["modularity"], table["months_to_tip"] = result.modularity, result.months_to_tip
    table["regime"], table["ended"], table["dealings"] = result.regime, ended(result), dealt(result)
    return table


def _table(head: dict[str, Any], values: Any, result: ScenarioRuns) -> pd.DataFrame:
    import pandas as pd  # half of what a short run takes, and a run that is only printed needs none

    table = pd.DataFrame({**head, **dict(zip(COLUMNS, values.T, strict=True))})
    table.attrs["scenario"] = result.scenario.name or result.scenario.title
    return table
