"""A password in the address of a store is shown nowhere."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.silos.conftest import Silos

ADDRESS = "postgresql://kim:very%20secret@127.0.0.1:1/results?password=very%20secret"
COMMANDS = (
    "results",
    "results verify",
    "results compare a b",
    "sweep tiny.toml",
    "report a",
    "export a",
    "results delete a --yes",
)
TINY = 'scenario = "two-neighbours"\nmonths = 2\n[[factors]]\nparameter = "game.sharing"\nlevels = [0.1, 0.2]\n'


def leaks(text: str) -> bool:
    return "secret" in text or "very" in text


@pytest.mark.parametrize("words", COMMANDS)
def test_where_no_server_answers(silos: Silos, tmp_path: Path, words: str) -> None:
    (tmp_path / "tiny.toml").write_text(TINY)
    answer = silos(*words.split(), "--store", ADDRESS)
    assert answer.exit_code == 2
    assert "postgresql://kim:***@127.0.0.1:1/results" in answer.stderr
    assert not leaks(answer.output)


def test_an_address_where_it_does_not_belong(silos: Silos) -> None:
    for words in ("check", "run", "sweep"):
        answer = silos(words, ADDRESS.partition("?")[0])
        assert answer.exit_code == 2
        assert "postgresql://kim:***@127.0.0.1:1/results" in answer.stderr
        assert not leaks(answer.output)


def test_what_a_sweep_says_to_do_next(silos: Silos, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "tiny.toml").write_text(TINY)
    progress = SimpleNamespace(done=2, total=2, computed=2, reused=0, seconds=1.0, failed=0, errors=SimpleNamespace())
    progress.errors.most_common = lambda _: []

    def played(asked: Any, *_: object, **__: object) -> Any:
        return SimpleNamespace(progress=progress, experiment=asked)

    monkeypatch.setattr("experiments.sweep", played)
    answer = silos("sweep", "tiny.toml", "--store", ADDRESS)
    assert answer.exit_code == 0
    assert "silos report tiny.toml --store 'postgresql://kim:***@127.0.0.1:1/results'" in answer.stderr
    assert not leaks(answer.output)
