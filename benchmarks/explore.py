"""Speed of the explore page in a real browser: first paint, month to month, a parameter's change.

    python -m benchmarks.explore

Times are what a visitor sees: from the click until the browser has drawn the answer, server and browser on one machine.
"""

from __future__ import annotations

import statistics
from pathlib import Path

from playwright.sync_api import Browser, Page

from benchmarks.machine import machine
from tests.browser.harness import Server, Visitor, a_browser

SYSTEMS = {
    "20 organisations, 190 ties": "scenario=plain",
    "42 organisations, 861 ties": "structure.organisations=42",
    "200 organisations, 800 ties": "structure.organisations=200&structure.network=small-world",
    "200 organisations, 19 900 ties": "structure.organisations=200",
}
UNTIL = """(act) => new Promise((done) => {
  const shown = () => location.search, before = shown(), began = performance.now();
  const tell = () => done(performance.now() - began);
  const wait = () => requestAnimationFrame(shown() === before ? wait : tell);
  new Function(act)();
  wait();
})"""
"""Milliseconds from an action until the address says what the page shows, and it is drawn."""
STEP = "document.querySelector(\"[aria-label='On one month']\").click()"
CHANGE = """const box = document.querySelector('[aria-label="resources.scarcity, number"]');
window.turns = (window.turns || 0) + 1;
box.value = String(0.2 + window.turns / 100); box.dispatchEvent(new Event('change'));"""


def first_paint(visit: Visitor) -> tuple[float, float]:
    """Milliseconds until something is painted, and until the network is drawn."""
    page = visit("/")
    page.wait_for_selector(".net .says")
    drawn = page.evaluate("performance.now()")
    entry = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    return float(entry), float(drawn)


def times(page: Page, act: str, count: int) -> list[float]:
    return sorted(float(page.evaluate(UNTIL, act)) for _ in range(count))


def told(name: str, seconds: list[float]) -> None:
    print(f"  {name:28} median {statistics.median(seconds):6.0f} ms   slowest {seconds[-1]:6.0f} ms")


def measure(browser: Browser, url: str) -> None:
    visit = Visitor(browser, url, Path())
    visit("/").close()
    paints = [first_paint(visit) for _ in range(5)]
    print("A page opened")
    told("first paint", sorted(paint[0] for paint in paints))
    told("network drawn", sorted(paint[1] for paint in paints))
    for name, query in SYSTEMS.items():
        page = visit("/?" + query)
        page.wait_for_selector(".net .says")
        print(name)
        told("month to month", times(page, STEP, 20))
        told("parameter, in month 20", times(page, CHANGE, 8))
        page.close()
    visit.leave()


def main() -> None:
    print(machine(), flush=True)
    server = Server()
    server.start()
    with a_browser() as browser:
        measure(browser, server.url)
    server.stop()


if __name__ == "__main__":
    main()
