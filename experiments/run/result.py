"""Result of a sweep: counts, and the way to its tables."""

from __future__ import annotations

import html
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import pandas as pd

from experiments.outcomes.expression import parse
from experiments.outcomes.table import expressions_of, outcome_values, runs_with_outcomes
from experiments.run.progress import Progress
from experiments.spec.experiment import Experiment
from results import Store, StoreError, open_store

Place = Store | str | os.PathLike[str]
"""An open store, or its address."""


@contextmanager
def open_place(place: Place) -> Iterator[Store]:
    """The store at a place; one that was opened here is closed again."""
    if isinstance(place, Store):
        yield place
    else:
        with open_store(place) as store:
            yield store


@dataclass(frozen=True, eq=False)
class SweepResult:
    """A stored experiment, as ``silos.sweep`` gives it: at its end, or where it was stopped.

    experiment  what was asked
    id          its name in the store
    store       where it is stored: an open store, or its address
    progress    counts: total, reused, computed, failed, done
    """

    experiment: Experiment
    id: str
    store: Place
    progress: Progress

    def __repr__(self) -> str:
        name, now = self.experiment.name, self.progress
        return f"<{name}: {now.done} of {now.total} runs, {now.computed} computed, {now.failed} failed>"

    def _repr_html_(self) -> str:
        """A notebook's view: the counts, and the mean of what answers the question under each condition."""
        counts = html.escape(repr(self)[1:-1])
        if not self.progress.done:
            return f"<p>{counts}</p>"
        measures, factors = list(self.experiment.measures), [factor.name for factor in self.experiment.factors]
        runs = self.runs(columns=list(dict.fromkeys(["scenario", "policy", "point", *factors, *measures])))
        by = [name for name in ("scenario", "policy", *factors) if runs[name].astype(str).nunique() > 1]
        means = (
            runs.groupby(by, sort=False, observed=True)[measures].mean() if by else runs[measures].mean().to_frame().T
        )
        return f"<p>{counts}</p>{means.round(3).to_html(max_rows=20)}"

    def runs(self, *, columns: Sequence[str] | None = None, failed: bool = False) -> pd.DataFrame:
        """Return the end of each run.

        columns  only these, which is faster; None means all
        failed   failed runs too, with empty measures
        returns  one row a run: a column a factor, policy, scenario, point (its position in the design), replicate,
                 seed, the measures at its end, ended (one system, silos, everyone alone, in between), dealings (race,
                 battle, both: what those do who deal with each other), model_version, and the outcomes that the
                 experiment defines

        Raises StoreError for trouble with the store, and for a column that is not there.
        """
        asked = None if columns is None else ["position" if name == "point" else name for name in columns]
        with open_place(self.store) as store:
            frame = runs_with_outcomes(store, self.id, expressions_of(self.experiment), columns=asked, failed=failed)
        return frame.drop(columns="point", errors="ignore").rename(columns={"position": "point"})

    def series(self, *, columns: Sequence[str] | None = None) -> pd.DataFrame:
        """Every month, where the experiment records series.

        columns  only these measures; None means all
        returns  one row a run and month: run, month, measures

        Raises StoreError for trouble with the store, for a column that is not there, and where no series is recorded.
        """
        if not self.experiment.series:
            raise _not_recorded("series")
        with open_place(self.store) as store:
            return store.series(self.id, columns=columns)

    def outcomes(self, expressions: Mapping[str, str]) -> pd.DataFrame:
        """Outcomes of one's own, worked out from the stored months: no run is made again.

        expressions  by name, such as {"years closed": "sum(openness < 0.25) / 12"}
        returns      one row a run: run, and a column an expression

        Raises ExpressionError (a ValueError) that says what is wrong of an expression, StoreError where no series is
        recorded.
        """
        parsed = {name: parse(text) for name, text in expressions.items()}
        if not self.experiment.series:
            raise _not_recorded("series")
        with open_place(self.store) as store:
            return outcome_values(store, self.id, parsed).reset_index()

    def networks(self) -> pd.DataFrame:
        """The relations at the end, where the experiment records networks.

        returns  one row a run and relation: run, source and target (positions of organisations), their names and
                 sectors, openness (of the source's door), trust, history, zero_sum (what the source believes of the
                 target's kind), pooled (whether the tie pools outcomes)

        Raises StoreError for trouble with the store, and where no networks are recorded.
        """
        if not self.experiment.networks:
            raise _not_recorded("networks")
        with open_place(self.store) as store:
            return store.networks(self.id)


def _not_recorded(kind: str) -> StoreError:
    return StoreError(f'the experiment records no {kind}: say record = ["{kind}"] in it, and sweep again')


class SweepStopped(KeyboardInterrupt):
    """Somebody asked to stop, and all that was computed is stored; a KeyboardInterrupt.

    result  the counts so far, and the tables
    """

    def __init__(self, result: SweepResult) -> None:
        super().__init__(result)
        self.result = result
