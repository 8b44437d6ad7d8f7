"""Limits on wrong codes and on messages, by an injected clock.

Written here because the ready-made limiters keep a clock and a thread of their own.
"""

from __future__ import annotations

from collections import deque


class AttemptLimit:
    """Wrong tries counted by address and in all: at most ``by_address`` and ``in_all`` within ``seconds``."""

    def __init__(self, by_address: int = 10, in_all: int = 200, seconds: float = 60.0) -> None:
        self.by_address, self.in_all, self.seconds = by_address, in_all, seconds
        self._tries: deque[tuple[float, str]] = deque()

    def reached(self, address: str, now: float) -> bool:
        """Tell whether this address has to wait."""
        while self._tries and self._tries[0][0] <= now - self.seconds:
            self._tries.popleft()
        tries = sum(1 for _, tried_from in self._tries if tried_from == address)
        return tries >= self.by_address or len(self._tries) >= self.in_all

    def count(self, address: str, now: float) -> None:
        """Count one try."""
        self._tries.append((now, address))


class TokenBucket:
    """Messages of one connection: ``burst`` at once, then ``rate`` a second."""

    def __init__(self, rate: float = 10.0, burst: float = 40.0) -> None:
        self.rate, self.burst, self._left, self._at = rate, burst, burst, 0.0

    def take(self, now: float) -> bool:
        """Take one message's worth; False where none is left."""
        self._left = min(self.burst, self._left + self.rate * max(0.0, now - self._at))
        self._at = now
        if self._left < 1.0:
            return False
        self._left -= 1.0
        return True
