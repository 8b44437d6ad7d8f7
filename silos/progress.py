"""What someone waiting sees: that the model is being compiled, and how far the runs are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock, Timer
from typing import Any

from numba.core import event
from numba.core.caching import NullCache
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

COMPILING = "Compiling the model for this machine: once, about half a minute."
FURTHER = "Compiling a further part of it: once as well."
ANNOUNCED: list[str] = []
"""What was said since the program began."""
PATIENCE = 1.0
"""Seconds before a bar appears."""


@contextmanager
def watched(what: str, console: Console) -> Iterator[Callable[[int, int], None]]:
    """A function to tell how many are done, of how many; after a second of waiting, a bar shows it."""
    bar = Progress(
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
