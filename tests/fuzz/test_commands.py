"""Every option of every command: done, or one clear message on stderr and an exit code that says so."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from silos.cli import app
from sim.parameters import PARAMETERS
from tests.fuzz.harness import WATCH, Door, assert_readable, cases
from tests.fuzz.making import NAMES, NUMBERS
from tests.fuzz.test_session_files import played, signed
from tests.results.making import filled

COMMAND = typer.main.get_command(app)
TINY = """
scenario = "two-neighbours"
months = 2
replicates = 2
[[factors]]
parameter = "game.sharing"
levels = [0.1, 0.2]
"""
FILES = (
    *("tiny.toml", "system.toml", "text.txt", "folder", "folder.csv", "pipe", "pipe.toml", "pipe.csv", "loop.toml"),
    *("binary.toml", "it.db", "broken.db", "session", "session.zip", "/dev/zero", "/proc/version", "nowhere/x.csv"),
    *("out.csv", "out.png", "out.svg", "out.html", "out.parquet", "OUT.CSV", "locked.csv", "out.csv/", "sqlite://"),
    *("postgresql://u:secret@127.0.0.1:1/x", "postgresql://u:secret@[", "mysql://u:secret@h/x", "tcp://127.0.0.1:1"),
)
WORDS = (
    "plain",
    "two-neighbours",
    "first",
    "first:pooled",
    "id-of",
    "trust",
    "game.sharing",
    "csv",
    "sqlite",
    "openness",
)
SAID = (*NUMBERS, *NAMES, "[1,2,3]", '"x"', "1979-05-27", "0.5")
SETS = st.builds(
    "{}{}{}".format, st.sampled_from([*PARAMETERS, *NAMES]), st.sampled_from(["=", "", " = "]), st.sampled_from(SAID)
)
WHOLE = ("-1", "0", "1", "2", "3", "10000000", "10000001", "1000000000000", str(2**64), "9" * 50, "1.5", "nan", "", "x")
COUNTS = (*("months", "seed", "seeds", "port", "rounds", "seconds", "supergames", "people", "sessions", "workers"),)
PAYOFFS = ("reward", "temptation", "sucker", "punishment", "continuation")
ANY = st.sampled_from([*FILES, *WORDS, *(each for each in NAMES if "\0" not in each)])


def leaves(command: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every command with the words that call it."""
    if hasattr(command, "commands"):
        for name, each in command.commands.items():
            yield from leaves(each, (*path, name))
    if path:
        yield path, command


COMMANDS = dict(leaves(COMMAND))


def value(parameter: Any) -> st.SearchStrategy[str]:
    if parameter.name == "sets":
        return SETS | ANY
    if parameter.name in COUNTS:
        return st.sampled_from(WHOLE)
    if parameter.name in PAYOFFS:
        return st.sampled_from([*NUMBERS, "0.1", "1", "2", "3", "5"])
    return ANY | st.text(st.characters(exclude_characters="\0"), max_size=8)


@st.composite
def command_lines(draw: st.DrawFn) -> list[str]:
    """A command with some of its options, right and wrong."""
    path = draw(st.sampled_from(sorted(COMMANDS)))
    command, words = COMMANDS[path], list(path)
    options = [each for each in command.params if each.param_type_name == "option" and each.name != "help"]
    for each in draw(st.lists(st.sampled_from(options), max_size=4)) if options else ():
        words.append(draw(st.sampled_from([*each.opts, *each.secondary_opts])))
        if not each.is_flag:
            words.append(draw(value(each)))
    for each in command.params:
        if each.param_type_name == "argument":
            few = st.integers(0, 3) if each.nargs == -1 else st.sampled_from([1, 1, 1, 1, 0, 2])
            words += [draw(value(each)) for _ in range(draw(few))]
    if draw(st.integers(0, 15)) == 0:
        words.insert(
            draw(st.integers(0, len(words))), draw(ANY | st.sampled_from(["--", "-h", "--version", "-", "--x"]))
        )
    return words


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with files of every kind; what takes long or serves for ever ends at once."""

    def done(*_: object, **__: object) -> None:
        raise typer.Exit

    for each in (
        *("dashboards.server.serve", "dashboards.server.open_when_ready", "dashboards.workshop.serve.process.serve"),
        *("silos.demonstration.demonstrate", "experiments.validation.validate", "silos.progress.sweep_watcher"),
    ):
        monkeypatch.setattr(each, done)
    place = tmp_path / "a" / "b" / "c"
    (place / "folder").mkdir(parents=True)
    (place / "folder.csv").mkdir()
    monkeypatch.chdir(place)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("COLUMNS", "80")
    (place / "tiny.toml").write_text(TINY)
    (place / "system.toml").write_text("months = 3\n[[organisations]]\nname = 'A'\n")
    (place / "text.txt").write_text("hello")
    (place / "binary.toml").write_bytes(bytes(range(256)))
    (place / "broken.db").write_bytes(b"SQLite format 3\0" + bytes(200))
    (place / "session").write_bytes(signed(played()))
    (place / "session.zip").write_bytes(b"PK\3\4")
    (place / "loop.toml").symlink_to(place / "loop.toml")
    for name in ("pipe", "pipe.toml", "pipe.csv"):
        os.mkfifo(place / name)
    filled(place / "it.db")
    for words in (["check", "tiny.toml"], ["run", "two-neighbours", "--seeds", "2", "--months", "2"]):
        assert CliRunner().invoke(COMMAND, words).exit_code == 0  # and all that it needs is compiled
    return place


def called(door: Door, words: list[str]) -> None:
    answer = door.tried(lambda: CliRunner().invoke(COMMAND, words))
    assert answer is not None
    if answer.exception is not None and not isinstance(answer.exception, SystemExit):
        raise answer.exception
    assert answer.exit_code in (0, 1, 2), (words, answer.output)
    assert "secret" not in answer.output or "Usage:" in answer.stderr, words
    if answer.exit_code:
        door.tally.refused += 1
        assert_readable(answer.stderr or answer.stdout)
        assert "not enough memory" not in answer.stderr, words
    elif answer.stderr:
        assert_readable(answer.stderr)
    if answer.stdout.strip():
        assert_readable(answer.stdout[:50_000])


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # rooms that are not served stay open
@cases()
@given(words=command_lines())
def test_command_lines(door: Door, place: Path, tmp_path: Path, words: list[str]) -> None:
    with WATCH.only_within(tmp_path):
        called(door, words)


@pytest.mark.slow
@pytest.mark.parametrize(
    "words",
    [
        "check pipe.toml",
        "workshop --replay pipe",
        "results --store /dev/zero",
        "run loop.toml",
        "report x --store pipe",
    ],
)
def test_a_sample_as_real_processes(place: Path, words: str) -> None:
    answer = subprocess.run(
        [sys.executable, "-c", "from silos.cli import main; main()", *words.split()],
        cwd=place,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert (answer.returncode, answer.stdout) == (2, "")
    assert len(answer.stderr.splitlines()) == 1
    assert_readable(answer.stderr)
