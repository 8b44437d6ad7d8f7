"""Settings of the pages, for tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboards.settings import Settings, _Process


def with_settings(monkeypatch: pytest.MonkeyPatch, *, store: str | None = None, lesson: Path | None = None) -> None:
    """Give the pages a store or a lesson until the test is over."""
    monkeypatch.setattr(_Process, "settings", Settings(store=store, lesson=lesson))
