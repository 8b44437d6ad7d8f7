"""Keys and join codes.

A key is unguessable and its digest is all that is kept, so neither store nor export can open a seat or lead a session.
The join code is short, for the room to type: wrong ones are counted (serve/rate_limit.py).
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Without those that look alike."""
CODE_LENGTH = 6


def new_key() -> str:
    """Return an unguessable key."""
    return secrets.token_urlsafe(24)


def digest(key: str) -> str:
    """Return what is kept of a key."""
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()


def new_code() -> str:
    """Return a join code, one of a thousand million."""
    return "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))


def tidy_code(typed: str) -> str:
    """Return a code as it was meant: people add blanks, dashes and small letters."""
    return "".join(letter for letter in typed.upper() if letter in LETTERS)


@dataclass(frozen=True)
class Keys:
    """Keys of a session.  Each start of the server makes new ones; those of former starts still open it."""

    code: str
    facilitator: str
    screen: str
    known: Mapping[str, tuple[str, ...]]
    """By role: the digests of all its keys."""

    @classmethod
    def new(cls, kept: Mapping[str, Any] | None = None) -> Keys:
        """Make new keys, beside what was kept of the old ones."""
        kept = kept or {}
        keys = {role: new_key() for role in ("facilitator", "screen")}
        known = {role: (*kept.get(role, ()), digest(key)) for role, key in keys.items()}
        return cls(code=kept.get("code") or new_code(), known=known, **keys)

    def kept(self) -> dict[str, Any]:
        """Return what is kept of them: nobody can lead a session with it."""
        return {"code": self.code, **{role: list(digests) for role, digests in self.known.items()}}

    def open(self, role: str, key: str) -> bool:
        """Tell whether this key opens the role of facilitator or screen."""
        shown = digest(key)
        return any(hmac.compare_digest(shown, known) for known in self.known[role])
