"""Executors: places where runs are computed, this machine or a Dask cluster.

An executor takes tasks as it has room for them and gives each back with its outcome, in any order.  It knows no
store: what comes back is written by the one process that asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from experiments.errors import DaskMissing
from experiments.run.worker import Outcome, Task


class Executor(Protocol):
    """Something that runs tasks."""

    @property
    def workers(self) -> int:
        """Number of tasks that it runs at once."""

    def run(self, tasks: Iterable[Task]) -> Iterator[tuple[Task, Outcome]]:
        """Every task with its outcome, as they are done.

        Tasks are taken from the iterable as there is room: that many are underway and no more, whatever their
        number.  What is underway when the iterable ends early is still given back.
        """

    def close(self) -> None:
        """Let go of whatever it holds."""


def executor_for(workers: int | None = None, dask: str | None = None) -> Executor:
    """The cluster at an address, else this machine with so many threads (one a core)."""
    if dask is None:
        from experiments.executors.local import LocalExecutor

        return LocalExecutor(workers)
    try:
        from experiments.executors.cluster import DaskExecutor

        return DaskExecutor(dask)
    except ModuleNotFoundError as error:
        if error.name not in ("dask", "distributed"):
            raise
        raise DaskMissing("Dask is not installed here: pip install 'silos-abm[dask]'") from None


__all__ = ["Executor", "executor_for"]
