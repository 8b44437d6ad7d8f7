"""Reads what a page shows."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page, expect

OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"

SMALL = """() => [...document.querySelectorAll(":is(.silos, .lead) :is(button, nav a, select, summary)")]
  .map((each) => [each.innerText, each.getBoundingClientRect()])
  .filter(([, box]) => box.width && (box.width < 24 || box.height < 24)).map(([text]) => text)"""
"""What one presses on and is smaller than WCAG 2.2 allows at level AA (2.5.8), by its text."""

CONTRASTS = (Path(__file__).parent / "contrast.js").read_text(encoding="utf-8")


def month(page: Page, month: int) -> None:
    """Wait until the page shows a month."""
    expect(page.locator(".bar .month")).to_contain_text(re.compile(rf"\b{month} of \d+"))


def month_from(page: Page, month: int) -> None:
    """Wait until a month is reached while it plays."""
    page.wait_for_function(
        "month => parseInt(document.querySelector('.bar .month').innerText.match(/\\d+/)) >= month", arg=month
    )


def figures(page: Page) -> dict[str, float]:
    """The figures beside the headline, by name; what has no value is left out."""
    spans = page.locator(".figures > span").all()
    pairs = [(span.locator("b").inner_text(), span.locator(".soft").first.inner_text()) for span in spans]
    return {name: number(value) for value, name in pairs if value != "–"}


def number(text: str) -> float:
    """A number as pages write it."""
    return float(text.replace("−", "-").replace("+", ""))
