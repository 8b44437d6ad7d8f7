"""The causal loop in a real browser."""

from __future__ import annotations

from playwright.sync_api import expect

import silos
from tests.browser.harness import Visitor


def test_a_lever_on_the_loop_is_an_intervention(visit: Visitor) -> None:
    page = visit("/?scenario=five-organisations&seed=3&month=12")
    page.locator(".loop summary").click()
    trust = silos.run("five-organisations", seeds=[3], months=12).iloc[-1]["trust"]
    expect(page.locator(".loop").get_by_role("img", name=f"trust {trust:.2f}")).to_be_visible()
    page.locator(".loop").get_by_role("button", name="Meetings become enquiries").click()
    expect(page.locator(".chip")).to_contain_text("Meetings become enquiries")
    assert "at=13:enquiry" in page.url
