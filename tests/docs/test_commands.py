"""Every command that a document names can be typed: it exists, with these options, and so does what it asks for."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer.main

import experiments
import scenarios
from silos.cli import app
from tests.docs.blocks import BLOCK, ROOT, blocks

OTHERS = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md", "benchmarks/README.md")]
PAGES = [*OTHERS, *sorted((ROOT / "docs").glob("*.md"))]
SPAN = re.compile(r"`((?:[^`\n]|\n(?!\n))+)`")
LINE = re.compile(r"^(?:    (?=silos )|\$ (?=silos )|(?=silos ))(silos .+)$", re.MULTILINE)
PLACEHOLDER = re.compile(r"[A-Z.…]+|.*\.(?:toml|graphml|db)|two-boroughs|validation-v1")
"""What stands for a name, a file of one's own, what a recipe adds, what `silos validate` stores."""
OF_SCENARIOS, OF_EXPERIMENTS = ("run", "workshop"), ("sweep", "report", "export", "discover", "search")

MAIN = typer.main.get_command(app)


def written(text: str) -> Iterator[str]:
    """The commands of a document: in lines of their own, before what is said of them, and within sentences."""
    for line in LINE.findall(text):
        if not re.match(r"silos +\d", line):  # a row of a printed table
            yield re.split(r" {2,}| #| > ", line)[0].strip()
    prose = re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)
    for span in SPAN.findall(prose):
        if re.match(r"silos\s[a-z-]", span):
            yield " ".join(span.split()).partition(" > ")[0]


def wrong(command: str) -> str:
    """What is wrong with a command; empty where it can be typed."""
    _, name, *words = shlex.split(command)
    if name.startswith("--"):
        return "" if name in ("--help", "--version") else f"no option {name}"
    if name not in MAIN.commands:  # type: ignore[attr-defined]
        return f"no command {name}"
    command_of = MAIN.commands[name]  # type: ignore[attr-defined]
    if words and words[0] in getattr(command_of, "commands", {}):
        command_of, name, words = command_of.commands[words[0]], f"{name} {words[0]}", words[1:]
    options = {option: each for each in command_of.params for option in (*each.opts, *each.secondary_opts)}
    names = []
    left = iter(words)
    for word in left:
        option, equals, _ = word.partition("=")
        if not word.startswith("--"):
            names.append(word)
        elif option not in options:
            return f"no option {option}"
        elif not equals and not options[option].is_flag:
            next(left, "")
    known = {**dict.fromkeys(OF_SCENARIOS, scenarios.library()), **dict.fromkeys(OF_EXPERIMENTS, experiments.library())}
    return ", ".join(each for each in names if not PLACEHOLDER.fullmatch(each) and each not in known.get(name, names))


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_every_command_of_a_document_can_be_typed(page: Path) -> None:
    faults = {command: wrong(command) for command in written(page.read_text(encoding="utf-8"))}
    assert {command: fault for command, fault in faults.items() if fault} == {}


def test_commands_are_found_wherever_they_stand_and_wrong_ones_are_found_out() -> None:
    text = "    silos explore     a page\n\nSay `silos\nrun plain`.\n\n```console\n$ silos run plain --seeds 2\n```\n"
    assert list(written(text)) == ["silos explore", "silos run plain --seeds 2", "silos run plain"]
    assert [wrong(each) for each in written(text)] == ["", "", ""]
    for command in ("silos explode", "silos run --seedz 2 plain", "silos run plainer", "silos sweep plain"):
        assert wrong(command)


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_no_block_escapes_the_tests_by_its_form(page: Path) -> None:
    """Every fence is that of a block that these tests see, with a language."""
    text = page.read_text(encoding="utf-8")
    assert len(re.findall(r"^ *```", text, re.MULTILINE)) == 2 * len(BLOCK.findall(text))


def test_what_is_to_be_run_is_run() -> None:
    """Documents with Python in them are those that are followed, here or beside what they speak of."""
    followed = {"README.md", "docs/modeller.md", "docs/scenarios.md", "docs/sweeps.md", "docs/coming-from.md"}
    names = [str(page.relative_to(ROOT)) for page in PAGES]
    assert {name for name in names if {b.language for b in blocks(name)} & {"python", "pycon", "console"}} == followed
