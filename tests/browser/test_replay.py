"""The file of a run, opened from disk with the network cut."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, expect
from typer.testing import CliRunner

import silos
from silos.cli import app
from tests.browser.harness import Visitor
from tests.browser.reading import OVERFLOW


def test_it_plays_without_a_network(chromium: Browser, tmp_path: Path) -> None:
    file = tmp_path / "replay.html"
    made = CliRunner().invoke(app, ["run", "five-organisations", "--seed", "13", "--months", "24", "--out", str(file)])
    assert made.exit_code == 0, made.output
    visitor = Visitor(chromium, "", tmp_path)
    context = chromium.new_context(viewport={"width": 390, "height": 844})
    context.set_offline(True)
    page = context.new_page()
    visitor.watch(page)
    page.goto(file.as_uri())
    expect(page.locator("#net circle").first).to_be_attached()
    page.locator("#speed").select_option("16")
    page.get_by_role("button", name="Play").click()
    expect(page.locator("#shown")).to_have_text("Month 24 / 24")
    expect(page.get_by_role("button", name="Play")).to_be_visible()  # it stopped at the end
    openness = silos.run("five-organisations", seeds=[13], months=24)["openness"].iloc[-1]
    expect(page.locator("#figures")).to_contain_text(f"openness {openness:.2f}")
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#shown")).to_have_text("Month 23 / 24")
    assert page.evaluate(OVERFLOW) <= 0
    assert (visitor.outside, visitor.faults) == ([], [])
    context.close()
