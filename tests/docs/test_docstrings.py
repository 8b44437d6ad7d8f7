"""What docstrings show is what comes out."""

from __future__ import annotations

import doctest
import importlib

import pytest

from tests.conftest import ROOT

ROOMS = ("silos", "sim", "scenarios", "experiments", "results", "dashboards", "tools")
SHOWING = sorted(
    file.relative_to(ROOT).with_suffix("").as_posix().removesuffix("/__init__").replace("/", ".")
    for room in ROOMS
    for file in (ROOT / room).rglob("*.py")
    if ">>> " in file.read_text(encoding="utf-8")
)


@pytest.mark.parametrize("name", SHOWING)
def test_examples_in_docstrings_come_out_as_shown(name: str) -> None:
    found = doctest.testmod(importlib.import_module(name))
    assert found.attempted and not found.failed
