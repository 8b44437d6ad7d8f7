"""What someone waiting sees."""

import asyncio
import io
from pathlib import Path
from time import sleep

import numba
import pytest
from rich.console import Console

from silos import progress
from silos.progress import COMPILING, FURTHER, compilation_announced, progress_bar
from tests.silos.conftest import Silos


@pytest.fixture(autouse=True)
def _empty_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(numba.config, "CACHE_DIR", str(tmp_path))
    monkeypatch.setattr(progress, "ANNOUNCED", [])


def test_compiling_is_announced_once() -> None:
    console = Console(file=io.StringIO(), width=120)
    with compilation_announced(console):
        numba.njit(cache=True)(lambda x: x + 1)(1)
        numba.njit(cache=True)(lambda x: x + 2)(1)
    assert console.file.getvalue() == f"{COMPILING}\n"  # type: ignore[attr-defined]


def test_what_is_compiled_later_is_said_to_be_another_part() -> None:
    console = Console(file=io.StringIO(), width=120)
    with compilation_announced(console):
        numba.njit(cache=True)(lambda x: x + 1)(1)
    with compilation_announced(console):
        numba.njit(cache=True)(lambda x: x + 2)(1)
    assert console.file.getvalue() == f"{COMPILING}\n{FURTHER}\n"  # type: ignore[attr-defined]


def test_what_no_cache_keeps_is_not_announced_as_done_once() -> None:
    console = Console(file=io.StringIO(), width=120)
    with compilation_announced(console):
        numba.njit(lambda x: x + 1)(1)
    assert console.file.getvalue() == ""  # type: ignore[attr-defined]


def test_nothing_is_said_where_nothing_is_compiled_or_takes_long() -> None:
    console = Console(file=io.StringIO(), width=120, force_terminal=True)
    with progress_bar("runs", console) as progress:
        progress(1, 1)
    assert console.file.getvalue().strip("\x1b[?2hl5") == ""  # type: ignore[attr-defined]


def test_a_bar_shows_how_many_runs_are_done(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("silos.progress.PATIENCE", 0.0)
    console = Console(file=io.StringIO(), width=120, force_terminal=True)
    with progress_bar("runs", console) as progress:
        progress(3, 8)
        sleep(0.3)
    assert "3/8" in console.file.getvalue()  # type: ignore[attr-defined]


@pytest.mark.parametrize("command", ["explore", "workshop"])
def test_who_waits_for_a_page_is_told_that_the_model_is_compiled(
    command: str, silos: Silos, monkeypatch: pytest.MonkeyPatch
) -> None:
    def serve(*served: object, **_: object) -> None:
        numba.njit(cache=True)(lambda x: x + 1)(1)
        for room in served[:1]:
            asyncio.run(room.stop())  # type: ignore[attr-defined]

    monkeypatch.setattr("dashboards.server.serve", serve)
    monkeypatch.setattr("dashboards.workshop.serve.process.serve", serve)
    answer = silos(command, "two-neighbours", "--no-open")
    assert answer.exit_code == 0, answer.output
    assert answer.stderr == f"{COMPILING}\n"
