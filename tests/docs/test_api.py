"""The reference: every public name has an entry, and says what goes in, what comes out and what may go wrong."""

from __future__ import annotations

import inspect
from typing import Any

import pytest

import scenarios
import silos
from sim.mesa_model import Organisation
from tests.docs.blocks import ROOT
from tools.reference import members, named, rows, rows_of

PAGE = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
NAMES = {
    **{f"silos.{name}": thing for name in silos.__all__ if not inspect.ismodule(thing := getattr(silos, name))},
    "sim.mesa_model.Organisation": Organisation,
}
NEVER_WRONG = {"tier", "run", "months"}
"""What is given to functions that ask for nothing that a caller could get wrong."""

CALLED = {
    **{name: each for name, each in NAMES.items() if inspect.isfunction(each)},
    **{
        f"{owner}.{name}": each
        for owner, found in NAMES.items()
        if inspect.isclass(found)
        for name, each in members(found).items()
        if inspect.isfunction(each)
    },
}


@pytest.mark.parametrize("name", NAMES)
def test_every_public_name_has_an_entry_with_all_its_members(name: str) -> None:
    assert PAGE.count(f"\n### {name}\n") == 1
    assert named(name) is NAMES[name]
    section = PAGE.partition(f"\n### {name}\n")[2].partition("\n### ")[0]
    for member, each in members(NAMES[name]).items() if inspect.isclass(NAMES[name]) else ():
        assert f"`{member}`" in section or f".{member}\n" in section
        assert inspect.getdoc(each), member


@pytest.mark.parametrize("name", CALLED)
def test_what_can_be_called_says_what_goes_in_what_comes_out_and_what_may_go_wrong(name: str) -> None:
    function = CALLED[name]
    signature = inspect.signature(function)
    given = [each for each in signature.parameters if each != "self"]
    said = rows_of(function)
    assert set(said) == {*given, *([] if signature.return_annotation == "None" else ["returns"])}
    assert "Raises" in (function.__doc__ or "") or set(given) <= NEVER_WRONG


@pytest.mark.parametrize(
    "made", [silos.Scenario, silos.SystemModel, scenarios.Fault], ids=lambda each: str(each.__name__)
)
def test_what_is_made_says_of_what(made: Any) -> None:
    assert set(rows_of(made)) == set(inspect.signature(made).parameters)


def test_public_modules_are_named() -> None:
    modules = [name for name in silos.__all__ if inspect.ismodule(getattr(silos, name))]
    assert modules
    assert not [name for name in modules if f"`silos.{name}`" not in PAGE]


def test_a_list_of_a_docstring_is_told_from_its_prose() -> None:
    assert rows("a     one\nb, c  two\n      and three") == {"a": "one", "b, c": "two and three"}
    assert rows("a     one\nand prose") == rows("Prose.  And more.") == {}
