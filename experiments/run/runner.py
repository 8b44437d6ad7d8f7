"""The runner: an experiment's runs, made where they are not yet stored, and stored as they come.

One process, the one that calls ``sweep``, talks to the store.  Whatever stops a sweep, the same call again goes on
with what is missing.
"""

from __future__ import annotations

from collections.abc import Iterator

from experiments.executors import Executor
from experiments.outcomes.table import expressions_of, runs_with_outcomes
from experiments.run.adaptive import make_adaptively
from experiments.run.making import RunMaker, run_maker
from experiments.run.progress import Watcher
from experiments.run.result import Place, SweepResult, SweepStopped
from experiments.run.stopping_rule import replicate_rounds, undecided
from experiments.spec.design import ADAPTIVE
from experiments.spec.experiment import Experiment
from experiments.spec.loader import Source, load
from experiments.spec.points import DesignPoint, number_of_points, points
from results import Store, open_store
from results.urls import DEFAULT, in_memory, url_of


def sweep(
    experiment: Source | Experiment,
    store: Place = DEFAULT,
    executor: Executor | None = None,
    progress: Watcher | None = None,
    *,
    workers: int | None = None,
    dask: str | None = None,
) -> SweepResult:
    """Make all runs of an experiment that the store does not have yet.

    experiment  a name of the library, a file, nested tables, or an experiment
    store       an open store or its address; "sqlite://" is one in memory, which lives as long as the result
    executor    where runs are made; None means where the two below say
    progress    is shown how far it is, whenever that changes
    workers     how many threads of this machine (one a core)
    dask        the address of a Dask scheduler, to use its cluster: "tcp://host:8786"
    returns     the counts, and the way to the tables: ``runs()``, ``series()``, ``networks()``

    Ctrl-C (or a signal to terminate) lets what is underway finish, stores it and raises SweepStopped, a
    KeyboardInterrupt with the result so far.  A run that fails is stored with its error, and tried again by the next
    call.  Raises ExperimentError for an experiment that is not right, StoreError for trouble with the store.
    """
    asked = load(experiment)
    place = store if isinstance(store, Store) or not in_memory(url_of(store)) else open_store(store)
    if asked.file.search is not None:
        from experiments.search.searching import search_into

        return search_into(asked, place, executor, progress, workers, dask)
    with run_maker(asked, place, executor, progress, workers, dask) as maker:
        make = make_adaptively if asked.file.design == ADAPTIVE else _make_all
        make(maker)
    result = SweepResult(asked, maker.id, place, maker.progress)
    if maker.stop:
        raise SweepStopped(result)
    return result


def _make_all(maker: RunMaker) -> None:
    """Round after round, until no point needs more."""
    maker.name()
    if _all_there(maker):
        return
    needy: set[int] | None = None
    for replicates in replicate_rounds(maker.experiment):
        many = number_of_points(maker.experiment) if needy is None else len(needy)
        maker.progress.total += many * len(replicates)
        maker.make(_needing(maker.experiment, needy), replicates)
        needy = _undecided(maker, replicates.stop)
        if maker.stop or not needy:
            break


def _all_there(maker: RunMaker) -> bool:
    """Tell whether every run of an experiment without a stopping rule is stored: then no point is worked out."""
    experiment = maker.experiment
    if experiment.until is not None:
        return False
    total = number_of_points(experiment) * experiment.replicates
    recorded = {"series": experiment.series, "networks": experiment.networks}
    if maker.store.number_finished(maker.id, **recorded) != total:
        return False
    maker.progress.total = maker.progress.reused = total
    maker.watcher(maker.progress)
    return True


def _needing(experiment: Experiment, needy: set[int] | None) -> Iterator[DesignPoint]:
    """Yield the points that need more runs; None means all."""
    for point in points(experiment):
        if needy is None or point.position in needy:
            yield point


def _undecided(maker: RunMaker, replicates: int) -> set[int]:
    """The points that need more than so many replicates."""
    rule = maker.experiment.until
    if rule is None or maker.stop:
        return set()
    columns = ["position", "replicate", rule.measure]
    runs = runs_with_outcomes(maker.store, maker.id, expressions_of(maker.experiment), columns=columns)
    return undecided(rule, runs, replicates)
