"""In a language that marks every text, all that a workshop's pages say is marked: nothing is written past it."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from babel.support import NullTranslations

from dashboards import languages
from tests.languages.rooms import PHASES, plain, room_in, shown

SAID = ("aria-label", "title", "alt", "placeholder", "data-confirm")
"""Attributes that people read or hear."""
ALONE = ("meta", "link", "input", "br", "hr", "img")


class Marked(NullTranslations):
    """Every text between brackets of its own."""

    def gettext(self, text: str) -> str:
        return f"⟦{text}⟧"

    def ngettext(self, one: str, many: str, count: int) -> str:
        return self.gettext(one if count == 1 else many)


class Unmarked(HTMLParser):
    """Collects what is said outside brackets, and is neither a name nor written by the scenario's author."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.quiet: list[bool] = []
        self.depth = 0
        self.found: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list) -> None:
        given = dict(attrs)
        outer = bool(self.quiet and self.quiet[-1])
        quiet = outer or given.get("translate") == "no" or tag in ("script", "style")
        if not quiet:
            self.found += [given[name] for name in SAID if _says(given.get(name) or "") and "⟦" not in given[name]]
        if tag not in ALONE:
            self.quiet.append(quiet)

    def handle_endtag(self, tag: str) -> None:
        if tag not in ALONE:
            self.quiet.pop()

    def handle_data(self, data: str) -> None:
        if self.quiet and self.quiet[-1]:
            return
        for piece in data.replace("⟦", "\0⟦\0").replace("⟧", "\0⟧\0").split("\0"):
            self.depth += (piece == "⟦") - (piece == "⟧")
            if not self.depth and _says(piece):
                self.found.append(piece)


def _says(text: str) -> bool:
    return any(each.isalpha() for each in text)


@pytest.mark.parametrize("phase", PHASES)
def test_every_text_comes_from_the_catalogue(phase: str, monkeypatch: pytest.MonkeyPatch) -> None:
    room = room_in(phase)
    monkeypatch.setattr(languages, "catalogue", lambda _: Marked())
    pages = [*shown(room, "Ann"), *plain()]
    assert [Unmarked(page).found for page in pages] == [[] for _ in pages]
    assert all(Unmarked(page).depth == 0 and "⟦" in page for page in pages)


def test_what_is_written_past_the_catalogue_is_found() -> None:
    page = "<p title='A'>⟦one <b>%</b> two⟧ three <i translate='no'>Ann <u>x</u></i> 4 <input value='x'></p>"
    assert Unmarked(page).found == ["A", " three "]
