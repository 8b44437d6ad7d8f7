"""The runner: an experiment's runs, made where they are not yet stored, and stored as they come.

One process, the one that calls ``sweep``, talks to the store.  Nothing is kept but what is underway: points, ids
and runs are streamed.  Whatever stops a sweep, the same call again goes on with what is missing.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, closing
from itertools import islice

from experiments.executors import Executor, executor_for
from experiments.outcomes.table import expressions_of, runs_with_outcomes
from experiments.run.batch_size import BatchSizer, Run, pack_tasks
from experiments.run.buffered_writer import BufferedWriter
from experiments.run.interrupt import Interrupt
from experiments.run.progress import Progress, Watcher
from experiments.run.result import Place, SweepResult, SweepStopped, open_place
from experiments.run.stopping_rule import replicate_rounds, undecided
from experiments.spec.experiment import Experiment
from experiments.spec.identity import experiment_id, replicate_seed
from experiments.spec.loader import Source, load
from experiments.spec.points import DesignPoint, number_of_points, points
from results import Link, Point, Store, StoredExperiment, StoreError, open_store
from results.urls import DEFAULT, in_memory, url_of

LOOK_UP = 5_000
"""Runs that are looked up in the store at once."""

Wanted = tuple[DesignPoint, int, str]
"""A run that is asked for: its point, its replicate, its id."""


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
    with ExitStack() as stack:
        stop = stack.enter_context(Interrupt())
        where = executor or stack.enter_context(closing(executor_for(workers, dask)))
        there = stack.enter_context(open_place(place))
        sweeping = _Sweep(asked, there, where, progress or (lambda _: None), stop)
        stop.listen(sweeping.stopping)
        try:
            sweeping.run()
        except StoreError as error:
            raise type(error)(f"{error}; what is stored is safe, and the same command goes on from there") from error
        finally:
            stop.ending()
    result = SweepResult(asked, sweeping.id, place, sweeping.progress)
    if stop:
        raise SweepStopped(result)
    return result


class _Sweep:
    """One call of ``sweep``."""

    def __init__(
        self, experiment: Experiment, store: Store, executor: Executor, watcher: Watcher, stop: Interrupt
    ) -> None:
        self.experiment, self.store, self.executor, self.watcher = experiment, store, executor, watcher
        self.stop = stop
        self.id = experiment_id(experiment)
        self.pace = BatchSizer(series=experiment.series)
        self.progress = Progress(total=0)

    def run(self) -> None:
        """Round after round, until no point needs more."""
        with self.stop.whole():
            self._name()
        if self._all_there():
            return
        needy: set[int] | None = None
        for replicates in replicate_rounds(self.experiment):
            many = number_of_points(self.experiment) if needy is None else len(needy)
            self.progress.total += many * len(replicates)
            self._round(replicates, needy)
            needy = self._undecided(replicates.stop)
            if self.stop or not needy:
                break

    def _all_there(self) -> bool:
        """Tell whether every run of an experiment without a stopping rule is stored: then no point is worked out."""
        if self.experiment.until is not None:
            return False
        total = number_of_points(self.experiment) * self.experiment.replicates
        recorded = {"series": self.experiment.series, "networks": self.experiment.networks}
        if self.store.number_finished(self.id, **recorded) != total:
            return False
        self.progress.total = self.progress.reused = total
        self.watcher(self.progress)
        return True

    def _name(self) -> None:
        """Tell the store of the experiment."""
        self.store.put_experiment(
            StoredExperiment(
                id=self.id,
                name=self.experiment.name,
                spec=self.experiment.spec,
                scenarios=tuple(self.experiment.scenarios),
            )
        )

    def stopping(self) -> None:
        """Show that somebody asked to stop."""
        self.progress.stopping = True
        self.watcher(self.progress)

    def _round(self, replicates: range, needy: set[int] | None) -> None:
        """Make these replicates of the points that need them; None means all."""
        storing = BufferedWriter(self.store.writer(), self.progress)
        wanted = self._wanted(replicates, needy)
        recorded = {"series": self.experiment.series, "networks": self.experiment.networks}
        tasks = pack_tasks(self._missing(wanted), self.pace.size, **recorded)
        try:
            for task, outcome in self.executor.run(tasks):
                self.pace.learn(task, outcome)
                self.progress.count(len(task), outcome.errors.values())
                with self.stop.whole():
                    storing.add(task, outcome)
                self.watcher(self.progress)
        finally:
            with self.stop.whole():
                storing.write()
            self.watcher(self.progress)

    def _undecided(self, replicates: int) -> set[int]:
        """The points that need more than so many replicates."""
        rule = self.experiment.until
        if rule is None or self.stop:
            return set()
        columns = ["position", "replicate", rule.measure]
        runs = runs_with_outcomes(self.store, self.id, expressions_of(self.experiment), columns=columns)
        return undecided(rule, runs, replicates)

    def _wanted(self, replicates: range, needy: set[int] | None) -> Iterator[Wanted]:
        """Every run of a round, the replicates of a point together."""
        seeds = [(replicate, replicate_seed(self.experiment.file.seed, replicate)) for replicate in replicates]
        for point in points(self.experiment):
            if needy is None or point.position in needy:
                yield from ((point, replicate, point.subject.run_id(seed)) for replicate, seed in seeds)

    def _missing(self, wanted: Iterator[Wanted]) -> Iterator[Run]:
        """Those runs that the store does not have yet; it learns of all of them, and of their points."""
        while not self.stop and (chunk := list(islice(wanted, LOOK_UP))):
            with self.stop.whole():
                self._announce(chunk)
                there = self._finished(chunk)
            self.progress.reused += len(there)
            self.watcher(self.progress)
            for point, replicate, run in chunk:
                if self.stop:
                    return
                if run not in there:
                    yield point.subject, replicate_seed(self.experiment.file.seed, replicate)

    def _finished(self, chunk: list[Wanted]) -> set[str]:
        """Return those of these runs that the store has, with all that the experiment asks of them."""
        return self.store.finished(
            (run for _, _, run in chunk), series=self.experiment.series, networks=self.experiment.networks
        )

    def _announce(self, chunk: list[Wanted]) -> None:
        """Tell the store which points and runs belong to the experiment."""
        new = {point.position: point for point, _, _ in chunk}
        self.store.put_points(
            self.id,
            (
                Point(id=str(at), position=at, policy=point.policy, scenario=point.scenario, factors=point.factors)
                for at, point in new.items()
            ),
        )
        self.store.link_runs(self.id, (Link(run, str(point.position), replicate) for point, replicate, run in chunk))
