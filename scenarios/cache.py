"""Cache of recent results by their size: many small systems, or a few large ones."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import Any, ParamSpec, TypeVar

from cachetools import LRUCache, cached

Given = ParamSpec("Given")
Result = TypeVar("Result")

MOST = 64
"""How many systems are kept at most."""

ROOM = 10_000_000
"""How many organisations and ties are kept at most; each takes about 50 bytes, with what is derived from it."""


def keeping(size: Callable[[Any], int]) -> Callable[[Callable[Given, Result]], Callable[Given, Result]]:
    """Return a decorator that caches a function by the ``size`` of its results, in organisations and ties."""
    room: LRUCache[Any, Any] = LRUCache(ROOM, getsizeof=lambda result: min(max(size(result), ROOM // MOST), ROOM))
    return cached(room, lock=Lock())
