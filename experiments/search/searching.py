"""Search: generation after generation of packages, each tried in every world with the same random numbers."""

from __future__ import annotations

from functools import cached_property

import pandas as pd

from experiments.errors import ExperimentError
from experiments.executors import Executor
from experiments.outcomes.table import expressions_of, runs_with_outcomes
from experiments.run.making import RunMaker, run_maker
from experiments.run.progress import Watcher
from experiments.run.result import Place, SweepResult, SweepStopped, open_place
from experiments.search.judging import world_means
from experiments.search.outcome import SearchOutcome, measures_of, outcome_of
from experiments.search.packages import Package, PackageSpace
from experiments.search.proposals import next_packages
from experiments.spec.experiment import Experiment
from experiments.spec.loader import Source, load
from results import Store, open_store
from results.urls import DEFAULT, in_memory, url_of
from scenarios.errors import Fault


class SearchResult(SweepResult):
    """A stored search, as ``silos.search`` gives it: at its end, or where it was stopped.

    Printed, it says what was found; the tables of a sweep (``runs()``, ``series()``) are there too, with a column a
    lever and ``policy`` for the name of the package.
    """

    @cached_property
    def outcome(self) -> SearchOutcome:
        """The outcome, worked out once from the store."""
        space = PackageSpace(self.experiment)
        levers = [lever.name for lever in space.levers]
        columns = list(dict.fromkeys(["position", *levers, *measures_of(space)]))
        with open_place(self.store) as store:
            expressions = expressions_of(self.experiment)
            runs = runs_with_outcomes(store, self.id, expressions, columns=columns, failed=True)
        return outcome_of(space, runs)

    def packages(self) -> pd.DataFrame:
        """Return one row a package that was tried: what it does, what it costs, what comes of it.

        returns  package, a column a lever, cost (and hours), the objectives, how each constraint stands (the share of
                 worlds in which it is kept, or the mean), mean, worst tenth and regret of what is wanted, keeps
                 (whether all constraints are kept) and front (whether no package that keeps them betters it)
        """
        return self.outcome.table.copy()

    def front(self) -> pd.DataFrame:
        """Return the packages that no other betters.

        returns  one row a package, as ``packages()`` has them, the best in the first objective first
        """
        return self.outcome.front

    def shared(self) -> pd.DataFrame:
        """Return what the packages of the front have in common.

        returns  one row a lever: nothing (its value where nothing is done), used (share of the front that moves it),
                 lowest, median and highest value
        """
        return self.outcome.shared

    def __str__(self) -> str:
        from experiments.search.wording import finding

        return finding(self.outcome)


def search(
    experiment: Source | Experiment,
    store: Place = DEFAULT,
    executor: Executor | None = None,
    progress: Watcher | None = None,
    *,
    workers: int | None = None,
    dask: str | None = None,
) -> SearchResult:
    """Search for the best package of levers over uncertain worlds, as an experiment's ``[search]`` says.

    experiment  a name of the library, a file, nested tables, or an experiment; it has a table ``search``
    store       an open store or its address; "sqlite://" is one in memory, which lives as long as the result
    executor    where runs are made; None means where the two below say
    progress    is shown how far it is, whenever that changes
    workers     how many threads of this machine (one a core)
    dask        the address of a Dask scheduler, to use its cluster: "tcp://host:8786"
    returns     ``packages()``, ``front()``, ``shared()``; printed, what was found

    Every package meets the same worlds with the same seeds.  A search that was stopped goes on where it was, and
    makes no run twice.  Ctrl-C raises SweepStopped with the result so far.  Raises ExperimentError for an experiment
    that is not right or does not search, StoreError for trouble with the store.
    """
    asked = load(experiment)
    if asked.file.search is None:
        message = "does not search: it has no [search] with levers and objectives"
        raise ExperimentError([Fault(file=asked.name, message=message)])
    place = store if isinstance(store, Store) or not in_memory(url_of(store)) else open_store(store)
    return search_into(asked, place, executor, progress, workers, dask)


def search_into(
    asked: Experiment,
    place: Place,
    executor: Executor | None,
    progress: Watcher | None,
    workers: int | None,
    dask: str | None,
) -> SearchResult:
    """Search, into a store that is open or has an address."""
    with run_maker(asked, place, executor, progress, workers, dask) as maker:
        _Search(maker).run()
    result = SearchResult(asked, maker.id, place, maker.progress)
    if maker.stop:
        raise SweepStopped(result)
    return result


class _Search:
    """One call of ``search``."""

    def __init__(self, maker: RunMaker) -> None:
        self.maker, self.experiment = maker, maker.experiment
        self.space = PackageSpace(maker.experiment)
        self.tried: list[Package] = []

    def run(self) -> None:
        """Generation after generation, until the runs are used up or no other package is found."""
        self.maker.name()
        per_package = self.space.worlds * self.experiment.replicates
        self.maker.progress.total = self.space.most * per_package
        generation = 0
        while not self.maker.stop and len(self.tried) < self.space.most:
            packages = self._proposed(generation)[: self.space.most - len(self.tried)]
            if not packages:
                break
            first = len(self.tried)
            points = (
                point for number, package in enumerate(packages, first) for point in self.space.points(number, package)
            )
            self.maker.make(points, range(self.experiment.replicates))
            self.tried += packages
            generation += 1
        if not self.maker.stop:
            self.maker.progress.total = self.maker.progress.done
            self.maker.watcher(self.maker.progress)

    def _proposed(self, generation: int) -> list[Package]:
        """The packages of a generation; of the first, those that every search begins with stand before."""
        search = self.space.search
        sizes = [len(lever.levels) for lever in self.space.levers]
        judged = self._outcome().judged if self.tried else []
        proposed = next_packages(
            sizes,
            judged,
            objectives=len(search.objectives),
            population=search.population,
            seed=search.seed,
            generation=generation,
            nothing=tuple(lever.nothing for lever in self.space.levers),
        )
        return proposed if self.tried else list(dict.fromkeys([*self.space.first(), *proposed]))

    def _outcome(self) -> SearchOutcome:
        measures = measures_of(self.space)
        runs = runs_with_outcomes(
            self.maker.store, self.maker.id, expressions_of(self.experiment), columns=["position", *measures]
        )
        means = world_means(runs, measures, packages=len(self.tried), worlds=self.space.worlds)
        return SearchOutcome(self.space, self.tried, means)
