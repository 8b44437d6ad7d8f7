"""The public names as a reference: signatures from the code, the rest from the docstrings.

A docstring of the house has paragraphs, and where something is handed in or out a list of aligned lines, each a name,
two blanks or more, and what it is; lines that begin with blanks go on.  Such a list becomes a table.
"""

from __future__ import annotations

import importlib
import inspect
import re
import textwrap
from collections.abc import Iterator, Mapping
from types import FunctionType
from typing import Any

from tools.markdown import table

OURS = ("silos", "scenarios", "experiments", "results", "sim")
ROW = re.compile(r"(\w+(?:, \w+)*) {2,}(\S.*)")
WIDTH = 80


def reference(*names: str) -> str:
    """An entry for each name, such as ``silos.run``; with its properties and methods where it is a class."""
    return "\n\n".join(part for name in names for part in _entry(name))


def _entry(name: str) -> Iterator[str]:
    thing = named(name)
    yield f"### {name}"
    if callable_by_users(thing):
        yield _called(name, thing)
    yield from _prose(thing)
    if inspect.isclass(thing):
        yield from _members(thing)


def _members(owner: type) -> Iterator[str]:
    there = members(owner)
    properties = {name: member for name, member in there.items() if isinstance(member, property)}
    if properties:
        rows = [(f"`{name}`", _result(member.fget), _line(member)) for name, member in properties.items()]
        yield table(("property", "gives", ""), rows)
    for name, member in there.items():
        if name not in properties:
            yield f"#### {owner.__name__}.{name}"
            yield _called(f".{name}", member)
            yield from _prose(member)


def named(name: str) -> Any:
    """Return what a dotted name stands for: something of a module, or of a class of one."""
    owner, _, last = name.rpartition(".")
    return getattr(named(owner) if owner.rpartition(".")[2][:1].isupper() else importlib.import_module(owner), last)


def callable_by_users(thing: Any) -> bool:
    """Tell whether it is for users to call: a function, or a class that says how and is no exception."""
    if inspect.isclass(thing):
        return "__init__" in vars(thing) and not issubclass(thing, BaseException)
    return inspect.isfunction(thing)


def members(owner: type) -> Mapping[str, Any]:
    """Public properties and methods that are ours, inherited ones too; but for a property that is nothing."""
    listed = {
        name: member
        for base in reversed(owner.__mro__)
        if base.__module__.partition(".")[0] in OURS
        for name, member in vars(base).items()
        if not name.startswith("_") and isinstance(member, FunctionType | property)
    }
    return {
        name: member
        for name, member in listed.items()
        if not (isinstance(member, property) and _result(member.fget) == "None")
    }


def rows_of(thing: Any) -> dict[str, str]:
    """Return what a docstring says of each thing handed in or out."""
    lists = [rows(paragraph) for paragraph in _paragraphs(thing)]
    return {name: said for listed in lists for names, said in listed.items() for name in names.split(", ")}


def rows(paragraph: str) -> dict[str, str]:
    """The aligned list that a paragraph is, else nothing."""
    listed: dict[str, str] = {}
    name = ""
    for line in paragraph.splitlines():
        if match := ROW.fullmatch(line):
            name = match[1]
            listed[name] = match[2]
        elif name and line.startswith("  "):
            listed[name] += f" {line.strip()}"
        else:
            return {}
    return listed


def _called(name: str, function: Any) -> str:
    """Return the call, without the types: the table says what is meant."""
    signature = inspect.signature(function)
    given = [_bare(parameter) for parameter in signature.parameters.values() if parameter.name != "self"]
    called = str(inspect.Signature(given))
    result = "" if inspect.isclass(function) or _result(function) == "None" else f" -> {_result(function)}"
    indent = " " * (len(name) + 1)
    return f"```text\n{textwrap.fill(f'{name}{called}{result}', WIDTH, subsequent_indent=indent)}\n```"


def _bare(parameter: inspect.Parameter) -> inspect.Parameter:
    """A parameter without its type; a default that only the code can name is three dots."""
    default = parameter.default
    plain = default is inspect.Parameter.empty or not repr(default).startswith("<")
    return parameter.replace(annotation=inspect.Parameter.empty, default=default if plain else _Dots())


class _Dots:
    def __repr__(self) -> str:
        return "..."


def _result(function: Any) -> str:
    return str(inspect.signature(function).return_annotation).replace("pd.", "pandas.")


def _paragraphs(thing: Any) -> list[str]:
    return (inspect.getdoc(thing) or "").replace("``", "`").split("\n\n")


def _line(thing: Any) -> str:
    return " ".join(" ".join(_paragraphs(thing)).split())


def _prose(thing: Any) -> Iterator[str]:
    """A docstring as Markdown."""
    for paragraph in _paragraphs(thing):
        listed = rows(paragraph)
        yield (
            table(("name", "what it is"), [(f"`{name}`", said) for name, said in listed.items()])
            if listed
            else paragraph
        )
