"""Outcomes of stored runs: worked out from their series, a part of the store at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from experiments.outcomes.expression import Expression, parse
from experiments.spec.experiment import Experiment
from results import Store, StoreError
from sim.measures import COLUMNS


def runs_with_outcomes(
    store: Store,
    id: str,
    expressions: Mapping[str, Expression],
    *,
    columns: Sequence[str] | None = None,
    failed: bool = False,
) -> pd.DataFrame:
    """Return runs as ``Store.runs`` does, with a column an outcome.

    id           of the experiment
    expressions  by the names of the outcomes
    columns      only these, outcomes among them; None means all
    """
    wanted = [name for name in expressions if columns is None or name in columns]
    stored = None if columns is None else [name for name in columns if name not in wanted]
    extra = [] if stored is None or "run" in stored or not wanted else ["run"]
    runs = store.runs(id, columns=stored if stored is None else [*stored, *extra], failed=failed)
    if not wanted:
        return runs
    values = outcome_values(store, id, {name: expressions[name] for name in wanted})
    if values.empty and len(runs):
        raise StoreError(
            f'{wanted[0]!r} is worked out from months that are not stored: say record = ["series"], and sweep again'
        )
    joined = runs.join(values, on="run")
    return joined if columns is None else joined[list(columns)]


def outcome_values(store: Store, id: str, expressions: Mapping[str, Expression]) -> pd.DataFrame:
    """Return a row a run that has a series, by its id; a column an outcome."""
    used = {name for expression in expressions.values() for name in expression.measures} or {COLUMNS[0]}
    names = [name for name in COLUMNS if name in used]
    parts = [_of_part(part, expressions, names) for part in store.series_by_part(id, columns=["run", "month", *names])]
    return pd.concat(parts) if parts else pd.DataFrame(columns=list(expressions))


def _of_part(part: pd.DataFrame, expressions: Mapping[str, Expression], names: Sequence[str]) -> pd.DataFrame:
    runs, codes = np.unique(part["run"].astype(str).to_numpy(dtype=object), return_inverse=True)
    order = np.lexsort((part["month"].to_numpy(), codes))
    months = np.bincount(codes, minlength=len(runs))
    starts = np.concatenate([[0], np.cumsum(months)[:-1]])
    columns = {name: part[name].to_numpy(dtype=float)[order] for name in names}
    values = {name: np.full(len(runs), np.nan) for name in expressions}
    for length in np.unique(months):
        those = np.flatnonzero(months == length)
        places = starts[those][:, None] + np.arange(length)
        series = {name: column[places] for name, column in columns.items()}
        for name, expression in expressions.items():
            values[name][those] = expression(series)
    return pd.DataFrame(values, index=pd.Index(runs, name="run", dtype=object))


def expressions_of(experiment: Experiment) -> dict[str, Expression]:
    """Return an experiment's own outcomes, by their names."""
    return {entry.name: parse(entry.expression) for entry in experiment.file.outcomes}
