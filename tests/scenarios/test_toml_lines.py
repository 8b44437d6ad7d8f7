"""Lines of keys, tables and elements of TOML in all its spellings."""

from __future__ import annotations

import tomllib

import pytest

from scenarios.reading.toml_lines import DEEPEST, locate

TEXT = '''\
# a comment with [brackets] and = signs
title = "one"  # another ]
"quoted key" = 1
'literal.key' = 2
a . b."c d" = 3
text = """
[not a table]
x = 1 \\""" still text
"""
raw = \'\'\'
[[nor this]]\'\'\'
list = [
    1, # first ]
    [2,
     3],
    "]", """
    ]""",
]
inline = { x = 1, y.z = [ { w = 2 },
  ] }
when = 1979-05-27 07:32:00
[table]
key = true
[ table . inner ]
key = false
[[rows]]
name = "first"
rows.x = 1
[[rows]]

name = "second"
[rows.sub]
deep = 1
[[rows.more]]
n = 1
[[rows.more]]
n = 2
'''


def test_every_spelling() -> None:
    assert tomllib.loads(TEXT)["rows"][1]["more"][1]["n"] == 2
    lines = locate(TEXT)
    expected = {
        ("title",): 2,
        ("quoted key",): 3,
        ("literal.key",): 4,
        ("a",): 5,
        ("a", "b", "c d"): 5,
        ("text",): 6,
        ("raw",): 10,
        ("list",): 12,
        ("list", 0): 13,
        ("list", 1): 14,
        ("list", 1, 1): 15,
        ("list", 2): 16,
        ("list", 3): 16,
        ("inline", "x"): 19,
        ("inline", "y", "z", 0, "w"): 19,
        ("when",): 21,
        ("table",): 22,
        ("table", "key"): 23,
        ("table", "inner"): 24,
        ("table", "inner", "key"): 25,
        ("rows",): 26,
        ("rows", 0): 26,
        ("rows", 0, "name"): 27,
        ("rows", 0, "rows", "x"): 28,
        ("rows", 1): 29,
        ("rows", 1, "name"): 31,
        ("rows", 1, "sub", "deep"): 33,
        ("rows", 1, "more", 0, "n"): 35,
        ("rows", 1, "more", 1): 36,
        ("rows", 1, "more", 1, "n"): 37,
    }
    assert {path: lines.get(path) for path in expected} == expected
    assert ("not a table",) not in lines and ("nor this",) not in lines


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_ends_of_lines(end: str) -> None:
    assert locate(f"a = 1{end}{end}[b]{end}c = 2{end}")[("b", "c")] == 4


def test_what_is_too_deep_is_left_out() -> None:
    deep = ".".join("a" * 20)
    assert max(len(path) for path in locate(f"{deep} = 1\n[b.{deep}]\nc = 1")) <= DEEPEST
