"""Keys and codes: who may come in, and as whom.

A key is unguessable and its digest is all that is kept, so neither store nor export can open a seat or lead a session.
The join code is short, for the room to type: wrong ones are counted, and too many close the door for a while.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Without those that look alike."""
CODE_LENGTH = 6


def new_key() -> str:
    """An unguessable key."""
    return secrets.token_urlsafe(24)


def digest(key: str) -> str:
    """What is kept of a key."""
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()


def new_code() -> str:
    """A join code, of which there are a thousand million."""
    return "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))


def tidy_code(typed: str) -> str:
    """A code as it was meant: people add blanks, dashes and small letters."""
    return "".join(each for each in typed.upper() if each in LETTERS)


@dataclass(frozen=True)
class Keys:
    """What opens a session.  Each start of the server makes new keys; those of former starts open it still."""

    code: str
    facilitator: str
    screen: str
    known: Mapping[str, tuple[str, ...]]
    """By role: the digests of all its keys."""

    @classmethod
    def new(cls, kept: Mapping[str, Any] | None = None) -> Keys:
        """New keys, beside what was kept of the old ones."""
        kept = kept or {}
        keys = {role: new_key() for role in ("facilitator", "screen")}
        known = {role: (*kept.get(role, ()), digest(key)) for role, key in keys.items()}
        return cls(code=kept.get("code") or new_code(), known=known, **keys)

    def kept(self) -> dict[str, Any]:
        """What is kept of them: it opens nothing but the door that the code opens."""
        return {"code": self.code, **{role: list(digests) for role, digests in self.known.items()}}

    def open(self, role: str, key: str) -> bool:
        """Whether this key opens the role of facilitator or screen."""
        found = digest(key)
        return any(hmac.compare_digest(found, each) for each in self.known[role])


class Guard:
    """Counts wrong tries, by address and in all: at most ``each`` and ``everyone`` in ``seconds``."""

    def __init__(self, each: int = 10, everyone: int = 200, seconds: float = 60.0) -> None:
        self.each, self.everyone, self.seconds = each, everyone, seconds
        self._tries: deque[tuple[float, str]] = deque()

    def closed(self, address: str, now: float) -> bool:
        """Whether this address has to wait."""
        while self._tries and self._tries[0][0] <= now - self.seconds:
            self._tries.popleft()
        mine = sum(1 for _, whose in self._tries if whose == address)
        return mine >= self.each or len(self._tries) >= self.everyone

    def wrong(self, address: str, now: float) -> None:
        """A try that was wrong."""
        self._tries.append((now, address))


class Pace:
    """How much one connection may send: ``burst`` at once, then ``rate`` a second."""

    def __init__(self, rate: float = 10.0, burst: float = 40.0) -> None:
        self.rate, self.burst, self._left, self._at = rate, burst, burst, 0.0

    def allows(self, now: float) -> bool:
        """Whether one more message is welcome."""
        self._left = min(self.burst, self._left + self.rate * max(0.0, now - self._at))
        self._at = now
        if self._left < 1.0:
            return False
        self._left -= 1.0
        return True
