"""Every block of README, of the modeller's guide and of the page on scenarios does what it says, as printed."""

from __future__ import annotations

import doctest
import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from silos.cli import app
from tests.docs.blocks import ROOT, Block, blocks, commands

DOCUMENTS = ("README.md", "docs/modeller.md", "docs/scenarios.md", "docs/coming-from.md")
LANGUAGES = {"console", "pycon", "python", "csv", "toml", "sh", "sql"}

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("document", DOCUMENTS)
def test_a_reader_who_follows_the_document_gets_what_it_prints(
    document: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    found = blocks(document)
    assert {block.language for block in found} <= LANGUAGES
    names: dict[str, object] = {}
    for block in found:
        follow(block, document, names)


def follow(block: Block, document: str, names: dict[str, object]) -> None:
    """Do what a reader does with a block."""
    if block.title:
        Path(block.title).write_text(block.text, encoding="utf-8")
    elif block.language == "console":
        for command, printed in commands(block):
            assert typed(command) == tidy(printed), command
    elif block.language == "pycon":
        test = doctest.DocTestParser().get_doctest(block.text, names, document, None, None)
        names.update(test.globs)
        runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE)
        assert runner.run(test, clear_globs=False).failed == 0
        names.update(test.globs)
    elif block.language == "python":
        exec(compile(block.text, document, "exec"), names)


def typed(command: str) -> str:
    """What a command prints, errors too."""
    program, *words = shlex.split(command)
    assert program == "silos"
    answer = CliRunner().invoke(app, words)
    assert answer.exit_code in (0, 2), answer.output
    return tidy(answer.output)


def tidy(text: str) -> str:
    """Text without blanks at the ends of lines, or empty lines at its end."""
    return "\n".join(line.rstrip() for line in text.splitlines()).rstrip()


@pytest.mark.parametrize("document", DOCUMENTS)
def test_what_is_shown_but_not_run_is_there(document: str) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    lines = [line for block in blocks(document) if block.language == "sh" for line in block.text.splitlines()]
    for line in lines:
        program, *words = shlex.split(line, comments=True) or [""]
        if program == "make":
            assert all(re.search(rf"^{word}:", makefile, re.MULTILINE) for word in words if "=" not in word), line
        elif program == "silos":
            answer = CliRunner().invoke(app, [words[0], "--help"])
            assert answer.exit_code == 0, line
            for option in (word for word in words if word.startswith("--")):
                assert option.partition("=")[0] in answer.output, line
