"""Servers that end with their test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.workshop.running import Workshop

Start = Callable[..., Workshop]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts a workshop: ``start("plain", "--rounds", "3")``; whatever becomes of the test, no server is left."""
    running: list[Workshop] = []

    def starting(*arguments: str, store: str = "", kind: type[Workshop] = Workshop) -> Workshop:
        running.append(kind(tmp_path / f"kept{len(running)}", *arguments, store=store))
        return running[-1].start()

    yield starting
    for each in running:
        if each.process and each.process.poll() is None:
            each.kill()
