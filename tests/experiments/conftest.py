"""A store of each kind, with series beside it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.experiments.processes import end_all
from tests.results.conftest import address, server

__all__ = ["address", "server"]


@pytest.fixture(autouse=True)
def parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Series and networks go beside the test's own files, whichever the store."""
    monkeypatch.setenv("SILOS_PARTS", str(tmp_path / "parts"))
    return tmp_path / "parts"


@pytest.fixture(autouse=True)
def nothing_runs_on() -> Iterator[None]:
    """No command outlives its test."""
    yield
    end_all()
