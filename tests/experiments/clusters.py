"""A real Dask cluster on this machine: a scheduler and workers, each a process that can be killed."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from dashboards.server import free_port
from tests.conftest import ROOT


class Cluster:
    """A scheduler at an address of its own and some workers of one thread each, with no nanny to start them again."""

    def __init__(self, folder: Path, workers: int = 2) -> None:
        self.folder = folder
        self.address = f"tcp://127.0.0.1:{free_port()}"
        self.scheduler: subprocess.Popen[bytes] | None = None
        self.workers: list[subprocess.Popen[bytes]] = []
        self.mend(workers)

    def mend(self, workers: int) -> None:
        """A scheduler and so many workers, started where there are none; returns at once."""
        if self.scheduler is None:
            port = self.address.rpartition(":")[2]
            self.scheduler = self._process("dask_scheduler", "--host", "127.0.0.1", "--port", port, "--no-dashboard")
        while len(self.workers) < workers:
            self.add_worker()

    def wait(self) -> None:
        """Until the scheduler answers and all workers are there."""
        from distributed import Client

        deadline = time.monotonic() + 120
        while True:
            try:
                with Client(self.address, timeout=5, set_as_default=False) as client:
                    client.wait_for_workers(len(self.workers), timeout=120)
                return
            except OSError:
                if time.monotonic() > deadline:
                    raise

    def add_worker(self) -> None:
        words = ["--nthreads", "1", "--no-nanny", "--no-dashboard", "--host", "127.0.0.1", "--memory-limit", "0"]
        self.workers.append(self._process("dask_worker", self.address, *words, "--local-directory", str(self.folder)))

    def _process(self, what: str, *words: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", f"distributed.cli.{what}", *words]
        with (self.folder / "log").open("ab") as log:
            return subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log)

    def kill(self) -> None:
        """kill -9 of the scheduler and the workers that hang on it."""
        for each in (self.scheduler, *self.workers):
            if each is not None:
                each.kill()
                each.wait()
        self.scheduler = None
        self.workers.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()
