"""The command in a process of its own, which can be stopped, killed and watched from outside."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.conftest import ROOT

TELLING = """
from experiments.run import batch_size, buffered_writer, making

batch_size.MOST_RUNS, buffered_writer.RUNS = 32, {runs}

class Telling(buffered_writer.BufferedWriter):
    def write(self):
        super().write()
        print(self._progress.written, flush=True)

making.BufferedWriter = Telling
"""
"""Small batches, and a line on stdout for each that is stored, so that a kill finds the command in the middle."""

COMMAND = "from silos.cli import main\nmain()"

RUNNING: list[subprocess.Popen[str]] = []
"""Those of the test underway: whatever becomes of it, ``end_all`` ends them."""


def started(*words: str | Path, runs: int = 64) -> subprocess.Popen[str]:
    """``silos WORDS``, storing every so many runs."""
    code = TELLING.format(runs=runs) + COMMAND
    process = subprocess.Popen(
        [sys.executable, "-c", code, *map(str, words)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, "SILOS_STORE": ""},
    )
    RUNNING.append(process)
    return process


def end_all() -> None:
    """End every command that is still there."""
    while RUNNING:
        process = RUNNING.pop()
        if process.poll() is None:
            process.kill()
            process.communicate()


def first_write(process: subprocess.Popen[str]) -> str:
    """Wait until some runs are stored; empty where the command ended before."""
    assert process.stdout is not None
    return process.stdout.readline()


def ended(process: subprocess.Popen[str], within: float = 300.0) -> Any:
    """(exit code, standard error) at its end."""
    _, told = process.communicate(timeout=within)
    return process.returncode, told


def done(*words: str | Path) -> str:
    """The command, done well; what it said."""
    code, told = ended(started(*words, runs=2_000))
    assert code == 0, told
    return str(told)
