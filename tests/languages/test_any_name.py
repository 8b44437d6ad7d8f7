"""Any name in any script, in every language: it is shown as it is, and nothing of it becomes part of a page.

Everyday: a few names.  SILOS_NAMES says how many for every language and phase.
"""

from __future__ import annotations

import os
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboards.languages import speaking
from dashboards.workshop.play.seats import proper_name
from tests.languages.rooms import PHASES, room_in, shown

names = st.text(min_size=1, max_size=40).filter(proper_name)


class Reading(HTMLParser):
    """The tags of a page, with the names of their attributes, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[object] = []
        self.text = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self.tags.append((tag, [name for name, _ in attrs]))
        self.text += "".join(f" {value} " for name, value in attrs if name == "value")

    def handle_endtag(self, tag: str) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize("phase", PHASES)
@pytest.mark.parametrize("language", ["en", "de"])
@settings(max_examples=int(os.environ.get("SILOS_NAMES", "6")), deadline=None)
@given(name=names)
def test_any_name_in_any_script(language: str, phase: str, name: str) -> None:
    room = room_in(phase)
    with speaking(language):
        plain = [Reading(page) for page in shown(room, "Ann")]
        read = [Reading(page) for page in shown(room, name)]
    assert [each.tags for each in read] == [each.tags for each in plain]
    assert proper_name(name) in read[0].text
    assert proper_name(name) in read[-1].text
