"""Work in the background that a page looks in on: it fills, it can be stopped, it never holds the page up."""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence

from sim.cores import cores
from sim.engine import Results, batches
from sim.system import RunSpec

THREADS = max(1, cores() - 1)
"""One core is left to the pages."""


class Job(ABC):
    """Runs in a thread of its own."""

    def __init__(self) -> None:
        self.done = False
        self.error = ""
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> None:
        """Begin; a second call does nothing."""
        if self._thread.ident is None:
            self._thread.start()

    def stop(self) -> None:
        """Give up after the runs that are being played."""
        self._stop.set()

    def wait(self, seconds: float | None = None) -> None:
        """Until it is done."""
        self._thread.join(seconds)

    @property
    @abstractmethod
    def progress(self) -> float:
        """The share that is done."""

    @abstractmethod
    def work(self) -> None:
        """Do the work; called in a thread of its own."""

    def played(self, specs: Iterator[RunSpec], series: bool) -> Iterator[tuple[Sequence[int], Results]]:
        """The runs' results as they come, until the job is stopped."""
        for positions, results in batches(specs, series=series, threads=THREADS):
            if self._stop.is_set():
                return
            yield positions, results

    def _run(self) -> None:
        try:
            self.work()
        except Exception as error:  # told on the page, which goes on
            self.error = f"{type(error).__name__}: {error}"
        self.done = True
