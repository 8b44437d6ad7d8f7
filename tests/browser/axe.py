"""What axe-core says of a page: the rules of WCAG 2 that a program can check, and practices beyond them."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from playwright.sync_api import Page

from tests.browser.harness import a_browser

AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
GRAVE = ("serious", "critical")


def findings(page: Page, impacts: tuple[str, ...] = GRAVE) -> list[str]:
    """The findings of these impacts, each with the rule and the elements; looked for in the page as it is now."""
    page.evaluate(AXE)
    found = page.evaluate("async () => (await axe.run(document, { resultTypes: ['violations'] })).violations")
    return [
        f"{each['impact']} {each['id']}: " + " | ".join(node["html"][:120] for node in each["nodes"][:4])
        for each in found
        if each["impact"] in impacts
    ]


def of_files(*paths: Path) -> dict[str, list[str]]:
    """The grave findings of pages that need no server, in light and in dark, by file."""
    found: dict[str, list[str]] = {}
    with a_browser() as browser:
        for path in paths:
            for colours in ("light", "dark"):
                page = browser.new_page(color_scheme=colours)
                page.goto(path.as_uri())
                found[f"{path.name}, {colours}"] = findings(page)
                page.close()
    return found
