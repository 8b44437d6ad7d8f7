"""Outcome of a search: every package tried, which of them nothing betters, and what these have in common."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from experiments.search.judging import kept, objective_values, regret, sign_of, world_means, worst_tenth
from experiments.search.packages import NOTHING, Package, PackageSpace
from experiments.search.proposals import Judged, undominated
from experiments.spec.search_schema import COST, COSTS, HOURS, ConstraintEntry, ObjectiveEntry
from sim.arrays import Floats

Bools = NDArray[np.bool_]


def objective_name(entry: ObjectiveEntry) -> str:
    """Return the name of an objective in tables.

    >>> objective_name(ObjectiveEntry(measure="openness", over="worst tenth"))
    'openness, worst tenth'
    """
    return entry.measure if entry.over == "mean" else f"{entry.measure}, {entry.over}"


def constraint_name(entry: ConstraintEntry) -> str:
    """Return the name of a constraint in tables.

    >>> constraint_name(ConstraintEntry(measure="openness", at_least=0.5, share=0.8))
    'openness at least 0.5'
    """
    limits = (("at least", entry.at_least), ("at most", entry.at_most))
    return f"{entry.measure} " + " and ".join(f"{words} {limit:g}" for words, limit in limits if limit is not None)


@dataclass(frozen=True, eq=False)
class SearchOutcome:
    """The outcome of a search so far.

    space     the packages that there are
    packages  those that were tried, in the order of being tried
    means     (packages, worlds) of each measure, by its name
    """

    space: PackageSpace
    packages: Sequence[Package]
    means: dict[str, Floats]

    @cached_property
    def better(self) -> dict[str, int]:
        """The sign of each measure and outcome: 1 where more is better, -1 where worse."""
        from experiments.analysis.end_states import BETTER

        return BETTER | self.space.experiment.better

    @cached_property
    def costs(self) -> dict[str, Floats]:
        """(packages, 1) money and hours of each."""
        spent = np.array([self.space.spent(self.space.values(package)) for package in self.packages])
        return {COST: spent[:, :1], HOURS: spent[:, 1:]}

    def _values(self, measure: str) -> Floats:
        return self.costs[measure] if measure in COSTS else self.means[measure]

    @cached_property
    def constraints(self) -> tuple[Floats, Floats]:
        """(packages, constraints) how each stands, and by how much it is broken."""
        standings = [kept(entry, self._values(entry.measure)) for entry in self.space.search.constraints]
        if not standings:
            return np.zeros((len(self.packages), 0)), np.zeros((len(self.packages), 0))
        return np.column_stack([stands for stands, _ in standings]), np.column_stack(
            [broken for _, broken in standings]
        )

    @cached_property
    def keeping(self) -> Bools:
        """True of the packages that keep all constraints."""
        keeping: Bools = np.asarray((self.constraints[1] <= 0.0).all(axis=1), dtype=bool)
        return keeping

    @cached_property
    def objectives(self) -> tuple[Floats, Floats]:
        """(packages, objectives) each as it is told, and as it is minimised."""
        values = [
            objective_values(entry, self._values(entry.measure), self.better, self.keeping)
            for entry in self.space.search.objectives
        ]
        return np.column_stack([as_told for as_told, _ in values]), np.column_stack([small for _, small in values])

    @property
    def judged(self) -> list[Judged]:
        """The packages as proposals are made from them."""
        return [
            Judged(package, tuple(objectives), tuple(violations))
            for package, objectives, violations in zip(
                self.packages, self.objectives[1].tolist(), self.constraints[1].tolist(), strict=True
            )
        ]

    @cached_property
    def main(self) -> ObjectiveEntry | None:
        """The measure by which robustness is told: of the first objective that is no cost, else of a constraint."""
        named = [*self.space.search.objectives]
        named += [
            ObjectiveEntry(measure=entry.measure, aim="maximise" if entry.at_least is not None else "minimise")
            for entry in self.space.search.constraints
        ]
        return next((entry for entry in named if entry.measure not in COSTS), None)

    @cached_property
    def table(self) -> pd.DataFrame:
        """One row a package: its name, the levers, what it costs, objectives, how constraints stand, whether it keeps
        them, whether it is on the front (no package that keeps them betters it), and of the first measure that is
        wanted the mean, the worst tenth and the regret over the worlds."""
        space, search = self.space, self.space.search
        frame = pd.DataFrame({"package": [space.name(number) for number in range(len(self.packages))]})
        values = [space.values(package) for package in self.packages]
        for lever in space.levers:
            frame[lever.name] = [of_package[lever.name] for of_package in values]
        for name, spent in self.costs.items():
            if name == COST or spent.any():
                frame[name] = spent[:, 0]
        for number, objective in enumerate(search.objectives):
            if objective.measure not in COSTS:
                frame[objective_name(objective)] = self.objectives[0][:, number]
        for number, constraint in enumerate(search.constraints):
            frame[constraint_name(constraint)] = self.constraints[0][:, number]
        if self.main is not None:
            measure, sign = self.main.measure, sign_of(self.main, self.better) or 1
            worlds = self.means[measure]
            robust = {
                measure: np.array(
                    [row[~np.isnan(row)].mean() if not np.isnan(row).all() else np.nan for row in worlds]
                ),
                f"{measure}, worst tenth": worst_tenth(worlds, sign),
                f"{measure}, regret": regret(worlds, sign, self.keeping),
            }
            for name, column in robust.items():
                if name not in frame:
                    frame[name] = column
        frame["keeps"] = self.keeping
        frame["front"] = self.on_front
        return frame

    @cached_property
    def on_front(self) -> Bools:
        """True of the packages that keep all constraints and are bettered by no other that does."""
        front = np.zeros(len(self.packages), dtype=bool)
        those = np.flatnonzero(self.keeping)
        front[those[undominated(self.objectives[1][those])]] = True
        return front

    @property
    def front(self) -> pd.DataFrame:
        """The packages that no other betters, by the first objective, the best first."""
        order = np.argsort(self.objectives[1][:, 0], kind="stable")
        front: pd.DataFrame = self.table.iloc[order[self.on_front[order]]].reset_index(drop=True)
        return front

    @property
    def alone(self) -> pd.DataFrame:
        """Nothing, and each lever alone at its most: the packages that are tried first."""
        return self.table.head(len(self.space.first()))

    @property
    def shared(self) -> pd.DataFrame:
        """One row a lever: how many of the front use it (0 to 1), and from which value to which."""
        front = self.front
        rows = [
            {
                "lever": lever.name,
                "nothing": lever.free,
                "used": float((front[lever.name] != lever.free).mean()) if len(front) else np.nan,
                "lowest": front[lever.name].min() if len(front) else np.nan,
                "median": front[lever.name].median() if len(front) else np.nan,
                "highest": front[lever.name].max() if len(front) else np.nan,
            }
            for lever in self.space.levers
        ]
        return pd.DataFrame(rows)

    def words(self, row: pd.Series) -> str:
        """Say what a package does: what is set from one month on stands together."""
        done: dict[str, list[str]] = {}
        for lever in self.space.levers:
            if row[lever.name] != lever.free:
                done.setdefault(lever.when, []).append(f"{lever.name} {row[lever.name]:g}")
        return "; ".join(f"{', '.join(set_to)} {when}".strip() for when, set_to in done.items()) or NOTHING


def measures_of(space: PackageSpace) -> list[str]:
    """The measures, and own outcomes, that objectives and constraints name; costs are worked out."""
    named = [entry.measure for entry in space.search.objectives]
    named += [entry.measure for entry in space.search.constraints]
    return [name for name in dict.fromkeys(named) if name not in COSTS]


def outcome_of(space: PackageSpace, runs: pd.DataFrame) -> SearchOutcome:
    """The outcome of a search by its stored runs.

    runs  with columns position, those of the levers, and the measures that the search names

    A package of which runs are missing, as of the generation in which a search was stopped, is left out with all after.
    """
    number = runs["position"].to_numpy(dtype=np.int64) // space.worlds
    counts = np.bincount(number)
    whole = counts >= space.worlds * space.experiment.replicates
    complete = len(counts) if whole.all() else int(np.argmin(whole))
    first = np.full(len(counts), -1)
    first[number[::-1]] = np.arange(len(runs))[::-1]
    packages = []
    for at in first[:complete]:
        row = runs.iloc[int(at)]
        packages.append(tuple(_position(lever.levels, float(row[lever.name])) for lever in space.levers))
    means = world_means(runs, measures_of(space), packages=len(packages), worlds=space.worlds)
    return SearchOutcome(space, packages, means)


def _position(levels: Sequence[float], value: float) -> int:
    return int(np.argmin(np.abs(np.array(levels) - value)))
