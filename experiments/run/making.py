"""Making of an experiment's runs: those that the store does not have yet, stored as they come.

A sweep makes all points at once; a search and an adaptive design ask for points, look at what came of them, and ask
for more.  Nothing is kept but what is underway: points, ids and runs are streamed.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, closing, contextmanager
from itertools import islice

from experiments.executors import Executor, executor_for
from experiments.run.batch_size import BatchSizer, Run, pack_tasks
from experiments.run.buffered_writer import BufferedWriter
from experiments.run.interrupt import Interrupt
from experiments.run.progress import Progress, Watcher
from experiments.run.result import Place, open_place
from experiments.spec.experiment import Experiment
from experiments.spec.identity import experiment_id, replicate_seed
from experiments.spec.points import DesignPoint
from results import Link, Point, Store, StoredExperiment, StoreError

LOOK_UP = 5_000
"""Runs that are looked up in the store at once."""

Wanted = tuple[DesignPoint, int, str]
"""A run that is asked for: its point, its replicate, its id."""


class RunMaker:
    """Makes the runs of points, as many as are missing."""

    def __init__(
        self, experiment: Experiment, store: Store, executor: Executor, watcher: Watcher, stop: Interrupt
    ) -> None:
        self.experiment, self.store, self.executor, self.watcher = experiment, store, executor, watcher
        self.stop = stop
        self.id = experiment_id(experiment)
        self.pace = BatchSizer(series=experiment.series)
        self.progress = Progress(total=0)

    def name(self) -> None:
        """Tell the store of the experiment."""
        with self.stop.whole():
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

    def make(self, points: Iterable[DesignPoint], replicates: range) -> None:
        """Make these replicates of points; what is wanted of each run is as the experiment says."""
        storing = BufferedWriter(self.store.writer(), self.progress)
        recorded = {"series": self.experiment.series, "networks": self.experiment.networks}
        tasks = pack_tasks(self._missing(self._wanted(points, replicates)), self.pace.size, **recorded)
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

    def _wanted(self, points: Iterable[DesignPoint], replicates: range) -> Iterator[Wanted]:
        """Every run, the replicates of a point together."""
        seeds = [(replicate, replicate_seed(self.experiment.file.seed, replicate)) for replicate in replicates]
        for point in points:
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


@contextmanager
def run_maker(
    experiment: Experiment,
    place: Place,
    executor: Executor | None,
    watcher: Watcher | None,
    workers: int | None,
    dask: str | None,
) -> Iterator[RunMaker]:
    """The maker of runs into a store; it listens for Ctrl-C until all is put away."""
    with ExitStack() as stack:
        stop = stack.enter_context(Interrupt())
        where = executor or stack.enter_context(closing(executor_for(workers, dask)))
        there = stack.enter_context(open_place(place))
        maker = RunMaker(experiment, there, where, watcher or (lambda _: None), stop)
        stop.listen(maker.stopping)
        try:
            yield maker
        except StoreError as error:
            raise type(error)(f"{error}; what is stored is safe, and the same command goes on from there") from error
        finally:
            maker.progress.ended = time.monotonic()
            stop.ending()
