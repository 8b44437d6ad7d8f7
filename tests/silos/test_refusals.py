"""Bad input: one clear message that names place, value, range and nearest name; exit code 2; never a traceback."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.silos.conftest import Silos

SENTENCES = [
    ("run plian", ["plian", "no scenario of this name", "did you mean 'plain'?"]),
    ("run nowhere.toml", ["nowhere.toml"]),
    ("run plain --set game.shareing=0.5", ["game.shareing", "0.5", "did you mean 'game.sharing'?"]),
    ("run plain --set shareing=0.5", ["shareing", "no parameter of this name"]),
    ("run plain --set game.sharing=1.5", ["game.sharing", "1.5", "[0, 1]"]),
    ("run plain --set game.benefit=0", ["game.benefit", "0", "(0, inf)"]),
    ("run plain --set mindset.orientation=-2", ["mindset.orientation", "-2", "[-1, 1]"]),
    ("run plain --set game.sharing=nan", ["game.sharing", "nan", "[0, 1]"]),
    ("run plain --set game.stake=inf", ["game.stake", "inf"]),
    ("run plain --set game.sharing=much", ["game.sharing", "'much'", "must be a number"]),
    ("run plain --set game.sharing", ["--set", "'game.sharing'", "NAME=VALUE"]),
    ("run plain --set structure.network=rng", ["'rng'", "small-world", "did you mean 'ring'?"]),
    ("run plain --set structure.tiers=6", ["structure.tiers", "6", "[1, 5]"]),
    ("run plain --set dialogue.time_together=[0.1,0.2]", ["2 values for 3 tiers"]),
    ("run plain --months 0", ["months", "0", "[1, 120000]"]),
    ("run plain --months ten", ["--months", "integer"]),
    ("run plain --seeds 0", ["seeds", "0", "[1, 10000000]"]),
    ("run plain --seeds 10000000 --months 120000", ["seeds", "10000000", "than fit into memory", "[1, "]),
    ("run plain --seed -1", ["-1", "2**64"]),
    ("run plain --seed 18446744073709551616", ["18446744073709551616", "2**64"]),
    ("run plain --seed 1 --seeds 2", ["--seed or --seeds, not both"]),
    ("run plain --out a.cvs", ["a.cvs", ".parquet", "did you mean '.csv'?"]),
    ("run plain --out nowhere/a.csv", ["nowhere/a.csv", "no such folder"]),
    ("run plain --out folder.csv", ["folder.csv", "a folder"]),
    ("run plain --sed 1", ["--sed", "--seed"]),
    ("rnu plain", ["rnu", "Did you mean 'run'?"]),
    ("demo --out a.gif", ["a.gif", ".png"]),
    ("parameters gmae", ["gmae", "did you mean 'game'?"]),
    ("parameters game.shareing", ["game.shareing", "did you mean 'game.sharing'?"]),
    ("check folder.csv", ["folder.csv", "a folder"]),
    ("check rubbish.toml", ["rubbish.toml:1", "binary data"]),
]


@pytest.mark.parametrize(("words", "said"), SENTENCES, ids=[words for words, _ in SENTENCES])
def test_bad_input_is_told_in_words(silos: Silos, tmp_path: Path, words: str, said: list[str]) -> None:
    (tmp_path / "folder.csv").mkdir()
    (tmp_path / "rubbish.toml").write_bytes(bytes(range(256)))
    answer = silos(*words.split())
    assert answer.exit_code == 2
    assert answer.stdout == ""
    assert "Traceback" not in answer.stderr
    for each in said:
        assert each in answer.stderr


def test_every_fault_is_told_at_once(silos: Silos) -> None:
    answer = silos("run", "plain", "--set", "game.benfit=1", "--set", "trust.rate=2", "--set", "history.trust=x")
    assert answer.exit_code == 2
    assert len(answer.stderr.splitlines()) == 3


def test_a_file_is_refused_with_line_name_value_range_and_nearest_name(silos: Silos, tmp_path: Path) -> None:
    (tmp_path / "ours.toml").write_text(
        "[game]\nshareing = 0.5\n\n[[organisations]]\nname = 'A'\nstrategy = 'tit-for-tatt'\n\n"
        "[[organisations]]\nname = 'B'\nresources.scarcity = 1.5\n"
    )
    answer = silos("run", "ours.toml")
    assert answer.exit_code == 2
    assert answer.stderr.splitlines() == [
        "ours.toml:2: game.shareing = 0.5: unknown name; did you mean 'sharing'?",
        next(line for line in answer.stderr.splitlines() if "ours.toml:6" in line and "'tit-for-tat'" in line),
        next(line for line in answer.stderr.splitlines() if "ours.toml:10" in line and "[0, 1]" in line),
    ]


def test_a_file_that_cannot_be_written_is_refused_before_anything_is_played(
    silos: Silos, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(self: Path, *_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr("silos.simulate.simulate", lambda *_, **__: pytest.fail("played"))
    monkeypatch.setattr(Path, "open", locked)
    answer = silos("run", "plain", "--out", "a.csv")
    assert (answer.exit_code, answer.stderr) == (2, "--out: 'a.csv': cannot be written: Permission denied\n")


def test_trying_whether_a_file_can_be_written_leaves_nothing_behind(silos: Silos, tmp_path: Path) -> None:
    (tmp_path / "old.csv").write_text("kept")
    answer = silos("run", "plian", "--out", "new.csv", "--out", "old.csv")
    assert answer.exit_code == 2
    assert not (tmp_path / "new.csv").exists()
    assert (tmp_path / "old.csv").read_text() == "kept"


def test_more_than_fits_into_memory_is_told_in_words(silos: Silos, monkeypatch: pytest.MonkeyPatch) -> None:
    def too_much(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr("numpy.empty", too_much)
    answer = silos("run", "plain")
    assert answer.exit_code == 2
    assert "not enough memory" in answer.stderr


def test_an_error_of_the_program_keeps_its_traceback(silos: Silos, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("silos.simulate.simulate", broken)
    assert isinstance(silos("run", "plain").exception, ZeroDivisionError)


def test_the_program_itself_says_no_in_one_line(tmp_path: Path) -> None:
    answer = subprocess.run(
        [sys.executable, "-c", "from silos.cli import main; main()", "run", "plian"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert answer.returncode == 2
    assert answer.stdout == ""
    assert answer.stderr.startswith("plian: no scenario of this name")
    assert len(answer.stderr.splitlines()) == 1
