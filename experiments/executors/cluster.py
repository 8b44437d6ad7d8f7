"""A Dask cluster: many machines make runs, this process hands out tasks and takes back arrays.

Workers hold no address of a store, and nothing of a run but its task: one that is lost loses what it was doing,
which is done again elsewhere.  Where the scheduler itself is lost, all that was underway is handed out anew as soon
as there is one at the address again.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from concurrent.futures import CancelledError
from datetime import UTC, datetime
from itertools import count
from typing import Any
from uuid import uuid4

from experiments.errors import ClusterError
from experiments.executors.local import AHEAD
from experiments.run.worker import Outcome, Task, empty_results, run_task
from results.database import Say, to_stderr
from sim.compiled import MODEL_HASH

ATTEMPTS = 5
"""How often a task that its workers do not survive is handed out before its runs count as failed."""

FIRST = 10.0
"""Seconds to wait for the scheduler to answer at all."""


class _Lost(Exception):
    """The scheduler went away."""


class DaskExecutor:
    """The cluster at an address, as ``tcp://host:8786``.

    patience  seconds to wait for a scheduler that went away, or for a first worker
    say       is told of waiting
    """

    def __init__(self, address: str, *, patience: float = 300.0, say: Say = to_stderr) -> None:
        self.address, self.patience, self._say = address, patience, say
        self._names = (f"silos-{uuid4().hex[:8]}-{number}" for number in count())
        self._client: Any = self._connected(FIRST)
        self._await_workers()

    @property
    def workers(self) -> int:
        """The threads of all workers there are now."""
        return max(1, sum(int(threads) for threads in self._client.nthreads().values()))

    def run(self, tasks: Iterable[Task]) -> Iterator[tuple[Task, Outcome]]:
        """Every task with its outcome, as they are done."""
        more = iter(tasks)
        hand: dict[str, tuple[Task, int]] = {}
        while True:
            try:
                yield from self._played(more, hand)
                return
            except (_Lost, CancelledError, OSError, TimeoutError):
                self._say(
                    f"lost the scheduler at {self.address}; waiting for it, then going on with the unfinished runs"
                )
                self.close()
                self._client = self._connected(self.patience)
                self._await_workers()

    def close(self) -> None:
        """Leave the cluster, which goes on."""
        try:
            self._client.close(timeout=2)
        except (CancelledError, OSError, TimeoutError):
            return

    def _played(self, more: Iterator[Task], hand: dict[str, tuple[Task, int]]) -> Iterator[tuple[Task, Outcome]]:
        """Outcomes as long as the scheduler is there; ``hand`` has what is underway, by its name."""
        from distributed import as_completed

        done = as_completed(loop=self._client.loop)
        for name in hand:
            done.add(self._submitted(name, hand[name][0]))
        self._fill(done, more, hand)
        for future in done:
            if future.status == "finished":
                outcome = _checked(future.result())
                yield hand.pop(future.key)[0], outcome
            elif future.status == "error":
                task, attempts = hand.pop(future.key)
                _raise_unless_killed(future.exception())
                if attempts < ATTEMPTS:
                    name = next(self._names)
                    hand[name] = task, attempts + 1
                    done.add(self._submitted(name, task))
                else:
                    yield task, _given_up(task, str(future.exception()))
            else:
                raise _Lost
            self._fill(done, more, hand)

    def _fill(self, done: Any, more: Iterator[Task], hand: dict[str, tuple[Task, int]]) -> None:
        """Hand out tasks as there is room."""
        if self._client.status != "running":
            raise _Lost
        most = AHEAD * self.workers
        while len(hand) < most and (task := next(more, None)) is not None:
            name = next(self._names)
            hand[name] = task, 1
            done.add(self._submitted(name, task))

    def _submitted(self, name: str, task: Task) -> Any:
        return self._client.submit(run_task, task, key=name, pure=False)

    def _connected(self, patience: float) -> Any:
        """A client of the scheduler, waited for."""
        from distributed import Client

        until = time.monotonic() + patience
        while True:
            try:
                return Client(self.address, timeout=5, set_as_default=False)
            except (OSError, TimeoutError) as error:
                if time.monotonic() > until:
                    raise ClusterError(
                        f"{self.address}: no Dask scheduler answers ({error}); finished runs are stored: "
                        "start a scheduler and give the same command again"
                    ) from None
                time.sleep(0.5)
            except ValueError as error:
                raise ClusterError(
                    f"{self.address}: not the address of a scheduler ({error}); allowed: tcp://HOST:PORT"
                ) from None

    def _await_workers(self) -> None:
        """Wait until there is a worker."""
        if not self._client.nthreads():
            self._say(f"waiting for the first worker of the scheduler at {self.address}")
            try:
                self._client.wait_for_workers(1, timeout=self.patience)
            except TimeoutError:
                raise ClusterError(f"{self.address}: no worker joined within {self.patience:g} s; start some") from None


def _checked(outcome: object) -> Outcome:
    """An outcome of the same code of the model; anything else must not get into the store."""
    if not isinstance(outcome, Outcome):
        raise _Lost
    if (theirs := outcome.origin.get("model")) != MODEL_HASH:
        raise ClusterError(
            f"a worker has another version of the model's code ({theirs}; this is {MODEL_HASH}): "
            "install the same version of Silos on all workers"
        )
    return outcome


def _raise_unless_killed(error: BaseException) -> None:
    """Raise what is wrong with the cluster, but for a worker that died with a task."""
    from distributed import KilledWorker

    if not isinstance(error, KilledWorker):
        raise ClusterError(
            f"a worker cannot make runs ({type(error).__name__}: {error}); "
            "is the same version of Silos installed on all workers?"
        ) from None


def _given_up(task: Task, why: str) -> Outcome:
    """The outcome of a task that no worker survives."""
    reason = f"its workers died {ATTEMPTS} times: {why}"
    return Outcome(*empty_results(task), dict.fromkeys(range(len(task)), reason), datetime.now(UTC), 0.0)
