"""This machine: threads over compiled kernels in one process, with no second process to lose."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait

from experiments.run.worker import Outcome, Task, run_task
from sim.cores import cores

AHEAD = 2
"""Tasks in hand for every one that is running, so that no core waits for the next."""


class LocalExecutor:
    """All cores of this machine, or as many as said."""

    def __init__(self, workers: int | None = None) -> None:
        self._workers = workers or cores()

    @property
    def workers(self) -> int:
        return self._workers

    def run(self, tasks: Iterable[Task]) -> Iterator[tuple[Task, Outcome]]:
        """Every task with its outcome, as they are done."""
        waiting: dict[Future[Outcome], Task] = {}
        more = iter(tasks)
        pool = ThreadPoolExecutor(self.workers, thread_name_prefix="silos")
        try:
            while True:
                while len(waiting) < AHEAD * self.workers and (task := next(more, None)) is not None:
                    waiting[pool.submit(run_task, task)] = task
                if not waiting:
                    return
                done, _ = wait(waiting, return_when=FIRST_COMPLETED)
                for future in done:
                    yield waiting.pop(future), future.result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)

    def close(self) -> None:
        """There is nothing to let go of."""
