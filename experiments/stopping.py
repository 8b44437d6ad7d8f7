"""A wish to stop: Ctrl-C or a signal to terminate, heard once politely and obeyed at once when repeated."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from types import FrameType, TracebackType
from typing import Any, Self

SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Asked:
    """True once somebody asked to stop, which ``heard`` is told of; a second time raises KeyboardInterrupt.

    Signals reach the main thread only: elsewhere nothing is listened for.
    """

    def __init__(self, heard: Callable[[], None]) -> None:
        self._asked, self._tell = False, heard
        self._before: dict[signal.Signals, Any] = {}

    def __bool__(self) -> bool:
        return self._asked

    def __enter__(self) -> Self:
        if threading.current_thread() is threading.main_thread():
            self._before = {each: signal.signal(each, self._heard) for each in SIGNALS}
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for each, before in self._before.items():
            signal.signal(each, before)

    def _heard(self, number: int, frame: FrameType | None) -> None:
        if self._asked:
            raise KeyboardInterrupt
        self._asked = True
        self._tell()
