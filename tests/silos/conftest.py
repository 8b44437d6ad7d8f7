"""The program as a user has it: words in, text and an exit code out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from silos.cli import app

Silos = Callable[..., Result]


@pytest.fixture
def silos(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Silos:
    """Call ``silos WORD...`` in a folder of its own, with a terminal as wide as a page."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")

    def call(*words: object) -> Result:
        return CliRunner().invoke(app, [str(word) for word in words])

    return call
