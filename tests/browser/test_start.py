"""The first minute in a real browser: for whoever is new, and for nobody else."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.harness import Visitor
from tests.browser.reading import CONTRASTS, OVERFLOW


def test_from_two_to_twelve_to_a_real_system_and_back_for_good(visit: Visitor) -> None:
    page = visit("/", still=True)
    for month in range(1, 7):
        expect(page.get_by_text(f"Month {month} of 6")).to_be_visible()
        page.get_by_role("button", name="Battle").click()
    expect(page.get_by_role("heading", name="Six months later")).to_be_visible()
    expect(page.locator(".first svg")).to_contain_text("door shut")
    expect(page.locator(".first .told")).to_contain_text("The wall stands")
    assert page.evaluate(CONTRASTS) == []
    page.set_viewport_size({"width": 360, "height": 640})
    assert page.evaluate(OVERFLOW) <= 0
    page.get_by_role("button", name="Now twelve of them").click()
    expect(page.get_by_text("These are silos")).to_be_visible()  # it plays by itself
    assert page.locator(".hull").count() > 2
    page.get_by_role("button", name="The internal market 1991").click()
    page.wait_for_url("**/?scenario=internal-market-1991*")
    expect(page.get_by_role("heading", name="Make something happen")).to_be_visible()
    page.goto(visit.url)
    expect(page.get_by_role("heading", name="Make something happen")).to_be_visible()  # no stranger any more
    page.get_by_role("link", name="Start").click()
    expect(page.locator(".first").get_by_role("button", name="Race")).to_be_visible()
