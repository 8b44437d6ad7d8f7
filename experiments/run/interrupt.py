"""A wish to stop: Ctrl-C or a signal to terminate, heard once politely and obeyed at once when repeated."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType, TracebackType
from typing import Any, Self

SIGNALS = (signal.SIGINT, signal.SIGTERM)
TWICE = 2


class Interrupt:
    """True once somebody asked to stop; a second time raises KeyboardInterrupt.

    It listens from ``listen`` on until it is left; what is opened between the two is closed undisturbed.
    What must not be cut in two is done ``with asked.whole():``, where the second time is heard at its end.  A third
    time is obeyed anywhere.  Signals reach the main thread only: elsewhere nothing is listened for.
    """

    def __init__(self) -> None:
        self._tell: Callable[[], None] = lambda: None
        self._times, self._held = 0, 0
        self._before: dict[signal.Signals, Any] = {}

    def __bool__(self) -> bool:
        return self._times > 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for number, before in self._before.items():
            signal.signal(number, signal.SIG_DFL if before is None else before)

    def listen(self, tell: Callable[[], None]) -> None:
        """Listen, and tell of the first time."""
        self._tell = tell
        if threading.current_thread() is threading.main_thread():
            self._before = {number: signal.signal(number, self._heard) for number in SIGNALS}

    @contextmanager
    def whole(self) -> Iterator[None]:
        """Around what must not be cut in two: an exception raised inside a transaction would leave it open."""
        self._held += 1
        try:
            yield
        finally:
            self._held -= 1
        if self._times == TWICE and not self._held:
            raise KeyboardInterrupt

    def ending(self) -> None:
        """From now on only things are put away: there is nothing left to be stopped."""
        self._held += 1

    def _heard(self, number: int, frame: FrameType | None) -> None:
        self._times += 1
        if self._times == 1:
            self._tell()
        elif self._times > TWICE or not self._held:
            raise KeyboardInterrupt
