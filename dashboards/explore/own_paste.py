"""A pasted list of organisations: names, one a line, or the cells of a spreadsheet with their kinds and sizes."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass

from dashboards.explore.own_answers import LONGEST_TEXT, MOST, MOST_KINDS, Answers, Member, tidied
from dashboards.languages import _
from scenarios.names import LONGEST, is_name, tidy

HEADINGS = {
    "name": ("name", "organisation", "organization", "org", "partner", "einrichtung", "träger"),
    "kind": ("kind", "sector", "type", "art", "sektor", "typ", "branche"),
    "size": ("size", "staff", "employees", "people", "größe", "groesse", "beschäftigte", "personen"),
}
"""Headings that a column is known by, whatever their capitals; a first line without one of a name is no heading."""
ORDER = ("name", "kind", "size")
"""The columns of a list without headings."""
BULLET = re.compile(r"^\s*(?:[-*•–·▪]|\d{1,3}[.)])\s+")
NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
GROUPED = re.compile(r"\d{1,3}(?:[.,'\u2019\u202f\u00a0 ]\d{3})+")
"""A number with its thousands apart, as a spreadsheet shows it."""


@dataclass(frozen=True)
class Left:
    """A line that was not taken, or a part of it, and why."""

    line: int
    text: str
    why: str


@dataclass(frozen=True)
class Pasted:
    """The organisations of a pasted text, and what was left out."""

    members: tuple[Member, ...]
    left: tuple[Left, ...]


def read(text: str) -> Pasted:
    """Return the organisations of a text, and each line or cell that could not be taken."""
    if len(text) > LONGEST_TEXT:
        return Pasted((), (Left(1, "", _("this is longer than a list of organisations can be")),))
    lines = [(number, line) for number, line in enumerate(text.lstrip("\ufeff").splitlines(), 1) if line.strip()]
    if lines and re.fullmatch(r"sep=[,;\t]", lines[0][1].strip("\r"), re.IGNORECASE):
        lines = lines[1:]
    mark = separator([line for _number, line in lines])
    rows = [(number, line, cells(line, mark)) for number, line in lines]
    if len(rows) > 1 and sum(map(bool, rows[0][2])) == 1 and headings(rows[1][2]):
        rows = rows[1:]  # a title stands above the headings
    columns = headings(rows[0][2]) if rows else ()
    return _taken(rows[1:] if columns else rows, columns or ORDER)


def separator(lines: Sequence[str]) -> str:
    """Return what stands between cells: tabs, else semicolons, else commas; nothing where lines are names alone."""
    for mark in "\t;,":
        if sum(mark in line for line in lines) * 2 >= len(lines) > 0:
            return mark
    return ""


def cells(line: str, mark: str) -> list[str]:
    """Return the cells of a line, without the mark of a list before it."""
    try:
        row = next(csv.reader([BULLET.sub("", line)], delimiter=mark)) if mark else [BULLET.sub("", line)]
    except csv.Error:
        row = line.split(mark)
    return [" ".join(tidy(cell).split()) for cell in row]


def headings(row: Sequence[str]) -> tuple[str, ...]:
    """Return what the columns are where the first line says it; empty where it is an organisation already."""
    known = {alias: key for key, aliases in HEADINGS.items() for alias in aliases}
    columns = tuple(known.get(cell.casefold().rstrip(":"), "") for cell in row)
    return columns if "name" in columns and (len(row) > 1 or row[0].casefold() in known) else ()


def _taken(rows: Sequence[tuple[int, str, list[str]]], columns: Sequence[str]) -> Pasted:
    members: dict[str, Member] = {}
    left: list[Left] = []
    for number, line, row in rows:
        cell = {key: value for key, value in zip(columns, row, strict=False) if key}
        name, kind = cell.get("name", ""), cell.get("kind", "")
        why = _refused(name, kind, members)
        if why:
            left.append(Left(number, line.strip()[:80], why))
            continue
        size, wrong = _size(cell.get("size", ""))
        if wrong:
            left.append(Left(number, cell["size"][:80], wrong))
        more = [value for value in row[len(columns) :] if value]
        if more:
            left.append(Left(number, ", ".join(more)[:80], _("only name, kind and size are read")))
        members[name] = Member(name=name, kind=kind, size=size)
    return Pasted(tuple(members.values()), tuple(left))


def _refused(name: str, kind: str, members: dict[str, Member]) -> str:
    """Return why a line is no organisation; empty where it is one."""
    if not name:
        return _("there is no name in it")
    if not is_name(name) or (kind and not is_name(kind)):
        return _("a name has 1 to %(longest)s printable characters", longest=LONGEST)
    if name in members:
        return _("it stands in the list already")
    if len(members) >= MOST:
        return _("this page takes at most %(most)s organisations; a scenario file takes more", most=MOST)
    kinds = {member.kind for member in members.values()} - {""}
    if kind and kind not in kinds and len(kinds) >= MOST_KINDS:
        return _("this page takes at most %(most)s kinds", most=MOST_KINDS)
    return ""


def _size(text: str) -> tuple[float, str]:
    """Return the size that a cell says, and what is wrong with it; 1 where it says none."""
    if not text:
        return 1.0, ""
    number = (
        re.sub(r"\D", "", text) if GROUPED.fullmatch(text) else text.replace(",", ".") if NUMBER.fullmatch(text) else ""
    )
    size = float(number) if number else 0.0
    return (
        (size, "") if 0.0 < size <= 1e12 else (1.0, _("this is no size, which is a number above 0; it was taken as 1"))
    )


def added(answers: Answers, pasted: Pasted) -> Answers:
    """Return answers with a pasted list: new organisations at the end, a kind or size said anew for those known."""
    listed = {member.name: member for member in answers.organisations}
    for member in pasted.members:
        known = listed.get(member.name)
        kind = member.kind or (known.kind if known else "")
        size = known.size if known and member.size == 1.0 else member.size
        listed[member.name] = Member(name=member.name, kind=kind, size=size)
    return tidied(answers.model_copy(update={"organisations": tuple(listed.values())[:MOST]}))
