"""Progress shown to someone who waits: compilation of the model, runs of a scenario, a sweep."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock, Timer
from typing import TYPE_CHECKING, Any

from numba.core import event
from numba.core.caching import NullCache
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

from silos import printing

if TYPE_CHECKING:
    from experiments.run.progress import Progress, Watcher

COMPILING = "Compiling the model for this machine, which takes about half a minute, once."
FURTHER = "Compiling another part of it, once as well."
ANNOUNCED: list[str] = []
"""What was said since the program began."""
PATIENCE = 1.0
"""Seconds before a bar appears."""


@contextmanager
def progress_bar(what: str, console: Console) -> Iterator[Callable[[int, int], None]]:
    """A function to tell how many are done, of how many; after a second of waiting, a bar shows it."""
    bar = Bar(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )
    task = bar.add_task(what, total=None)
    timer = Timer(PATIENCE, bar.start)
    timer.daemon = True
    timer.start()
    try:
        with compilation_announced(console):
            yield lambda done, total: bar.update(task, completed=done, total=total)
    finally:
        timer.cancel()
        timer.join()
        bar.stop()


@contextmanager
def compilation_announced(console: Console) -> Iterator[None]:
    """Say so, once, if the model has to be compiled: code found in the cache is not.

    Rules that Python calls alone, as stories of a tie do, are in no cache and take a moment at every start.
    """
    with event.install_listener("numba:compile", _Announcement(console)):
        yield


class _Announcement(event.Listener):
    def __init__(self, console: Console) -> None:
        self._console: Console | None = console
        self._lock = Lock()

    def on_start(self, event: Any) -> None:
        if isinstance(event.data["dispatcher"]._cache, NullCache):
            return
        with self._lock:
            console, self._console = self._console, None
        if console:
            ANNOUNCED.append(FURTHER if ANNOUNCED else COMPILING)
            console.print(ANNOUNCED[-1])

    def on_end(self, event: Any) -> None:
        pass


BETWEEN = 30.0
"""Seconds between two lines of a log."""


@contextmanager
def sweep_watcher(title: str) -> Iterator[Watcher]:
    """A watcher that shows a sweep's progress for as long as it goes on."""
    with compilation_announced(printing.ERR):
        if not printing.ERR.is_terminal:
            yield _Log(title)
            return
        columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[told]}"))
        with Bar(*columns, console=printing.ERR, transient=True) as bar:
            yield _Drawn(bar, bar.add_task(title, total=None, told=""))


class _Drawn:
    """A bar."""

    def __init__(self, bar: Bar, task: TaskID) -> None:
        self._bar, self._task = bar, task

    def __call__(self, progress: Progress) -> None:
        self._bar.update(self._task, completed=progress.done, total=progress.total, told=progress_text(progress))


class _Log:
    """Lines on a stream that is no terminal."""

    def __init__(self, title: str) -> None:
        self._title, self._last, self._stopping = title, time.monotonic(), False

    def __call__(self, progress: Progress) -> None:
        stopping, self._stopping = progress.stopping and not self._stopping, progress.stopping
        if stopping or time.monotonic() - self._last > BETWEEN:
            self._last = time.monotonic()
            line = f"{self._title}: {progress_text(progress)}"
            printing.ERR.print(line, markup=False, highlight=False, soft_wrap=True)


def progress_text(progress: Progress) -> str:
    """The progress in words: runs done, rate, time left, failures; or that it is stopping."""
    if progress.stopping:
        return f"{progress.done:,} runs; stopping once the runs in progress are stored (Ctrl-C again stops at once)"
    parts = [f"{progress.done:,} of {progress.total:,} runs"]
    if progress.rate:
        parts.append(f"{progress.rate:,.0f} a second" if progress.rate >= 2 else f"{progress.rate:.2g} a second")
    if progress.left is not None:
        parts.append(f"{duration(progress.left)} left")
    if progress.failed:
        parts.append(f"{progress.failed:,} failed")
    return ", ".join(parts)


def duration(seconds: float) -> str:
    """A time in its two largest units.

    >>> duration(0.3), duration(59.7), duration(3700)
    ('0.3 s', '1 min 0 s', '1 h 1 min')
    """
    if seconds < 10:
        return f"{seconds:.1f} s"
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    if whole < 48 * 3600:
        return f"{whole // 3600} h {whole % 3600 // 60} min"
    return f"{whole // 86400} d {whole % 86400 // 3600} h"
