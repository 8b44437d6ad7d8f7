"""The code blocks of a document, and what a reader would do with each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BLOCK = re.compile(r'^```(\w+)(?: title="([^"]+)")?\n(.*?)^```$', re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, the file it stands for, its text."""

    language: str
    title: str
    text: str


def blocks(document: str) -> list[Block]:
    """The blocks of a document, in order."""
    return _blocks((ROOT / document).read_text(encoding="utf-8"))


def sections(document: str) -> dict[str, list[Block]]:
    """The blocks of a document by the heading (``##``) that they stand under."""
    parts = re.split(r"^## (.*)\n", (ROOT / document).read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {head: _blocks(text) for head, text in zip(parts[1::2], parts[2::2], strict=True)}


def _blocks(text: str) -> list[Block]:
    return [Block(*match.groups(default="")) for match in BLOCK.finditer(text)]


def commands(block: Block) -> list[tuple[str, str]]:
    """Of a console block: each command with what is printed after it."""
    found = re.split(r"^\$ (.*)\n", block.text, flags=re.MULTILINE)[1:]
    return list(zip(found[::2], found[1::2], strict=True))
