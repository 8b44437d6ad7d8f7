"""Language of the code: first words of docstrings, names of loop variables and of results."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

ROOMS = (
    "experiments",
    "results",
    "silos",
    "tools",
    "benchmarks",
    "tests/reference",
    "scenarios",
    "dashboards/explore",
    "dashboards/figures",
    "dashboards/languages",
    "dashboards/report",
    "dashboards/survey",
    "dashboards/validation",
)
"""Rooms that have been gone through; every room belongs here in the end."""

QUESTIONS = {"what", "who", "whom", "whose", "how", "where", "whether", "which", "when", "why"}
"""Words that ask.  A docstring opens with what a thing is, or with the verb of what it does."""

VAGUE = {"each", "found", "told", "made", "mine"}
"""Names that say nothing of the thing they hold."""

Documented = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


def sources(room: str) -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted((ROOT / room).rglob("*.py")):
        yield path.relative_to(ROOT), ast.parse(path.read_text(encoding="utf-8"))


def first_word(node: Documented) -> str:
    return re.split(r"\W", ast.get_docstring(node) or "", maxsplit=1)[0].lower()


def vague(node: ast.AST) -> str:
    """The vague name that a node binds; empty where it binds none."""
    name = node.id if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) else ""
    name = node.arg if isinstance(node, ast.arg) else name
    return name if name in VAGUE else ""


@pytest.mark.parametrize("room", ROOMS)
def test_docstrings_say_what_a_thing_is_or_does(room: str) -> None:
    asking = [
        f"{path}: {getattr(node, 'name', 'module')}"
        for path, tree in sources(room)
        for node in ast.walk(tree)
        if isinstance(node, Documented) and first_word(node) in QUESTIONS
    ]
    assert asking == []


@pytest.mark.parametrize("room", ROOMS)
def test_variables_are_named_for_their_thing(room: str) -> None:
    named = [
        f"{path}:{node.lineno}: {vague(node)}"  # type: ignore[attr-defined]
        for path, tree in sources(room)
        for node in ast.walk(tree)
        if vague(node)
    ]
    assert named == []


def test_a_question_and_a_vague_name_are_noticed() -> None:
    assert first_word(ast.parse('"""What it does."""')) in QUESTIONS
    assert first_word(ast.parse('"""Return it."""')) not in QUESTIONS
    tree = ast.parse("[each for each in x]\nfound = 1\ndef f(told): ...\nrow = 2")
    assert {vague(node) for node in ast.walk(tree)} == {"each", "found", "told", ""}
