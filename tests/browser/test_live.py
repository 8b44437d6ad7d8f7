"""The page Live in a real browser."""

from __future__ import annotations

from tests.browser.harness import Visitor


def test_opens(visit: Visitor) -> None:
    page = visit("/")
    page.get_by_text("One connected system of 20").wait_for()
