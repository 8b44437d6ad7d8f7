"""Progress of a sweep: runs done, their rate, the time left."""

from __future__ import annotations

import time
from collections import Counter, deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

MEMORY = 30.0
"""Seconds over which the rate is taken."""


@dataclass
class Progress:
    """The counts of a sweep, kept while it goes."""

    total: int
    """Runs asked for; with a stopping rule, those that are known to be needed so far."""
    reused: int = 0
    """Runs that the store had already."""
    computed: int = 0
    """Runs made now, failed ones among them."""
    errors: Counter[str] = field(default_factory=Counter)
    """Why runs failed, and how many."""
    written: int = 0
    """Runs that are safe in the store now."""
    stopping: bool = False
    """Whether somebody asked to stop: what is underway is finished and stored, and nothing else begun."""
    started: float = field(default_factory=time.monotonic)
    ended: float | None = None
    """When the sweep ended; None while it goes on."""
    _marks: deque[tuple[float, int]] = field(default_factory=deque, repr=False)

    def count(self, runs: int, errors: Iterable[str]) -> None:
        """Count runs that were made, and the errors of those that failed."""
        self.computed += runs
        self.errors.update(errors)
        now = time.monotonic()
        self._marks.append((now, self.computed))
        while now - self._marks[0][0] > MEMORY and len(self._marks) > 2:
            self._marks.popleft()

    @property
    def done(self) -> int:
        return self.reused + self.computed

    @property
    def failed(self) -> int:
        """Runs that failed now."""
        return self.errors.total()

    @property
    def seconds(self) -> float:
        """From the beginning of the sweep to now, or to its end."""
        return (time.monotonic() if self.ended is None else self.ended) - self.started

    @property
    def rate(self) -> float:
        """Runs a second, lately; 0 where nothing is known, as of the first ones: they may have compiled."""
        if len(self._marks) < 2:
            return 0.0
        (before, fewer), (now, more) = self._marks[0], self._marks[-1]
        return (more - fewer) / max(now - before, 1e-9)

    @property
    def left(self) -> float | None:
        """Seconds until the end at this rate; None where nothing is known."""
        return max(self.total - self.done, 0) / self.rate if self.rate else None


Watcher = Callable[[Progress], None]
"""Is shown the progress whenever it changes; it must not change it."""
