"""What is kept for whoever asks for it next: many small systems, or few large ones."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import Any, ParamSpec, TypeVar

from cachetools import LRUCache, cached

Given = ParamSpec("Given")
Made = TypeVar("Made")

MOST = 64
"""Systems kept at the most."""

ROOM = 10_000_000
"""Organisations and ties of all of them at the most; each takes some 50 bytes, with what is worked out of it."""


def keeping(size: Callable[[Any], int]) -> Callable[[Callable[Given, Made]], Callable[Given, Made]]:
    """A function that remembers what it gave last, as far as there is room; ``size`` in organisations and ties."""
    room: LRUCache[Any, Any] = LRUCache(ROOM, getsizeof=lambda made: min(max(size(made), ROOM // MOST), ROOM))
    return cached(room, lock=Lock())
