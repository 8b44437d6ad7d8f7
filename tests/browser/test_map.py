"""The map in a real browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

import silos
from tests.browser.harness import Visitor
from tests.browser.reading import figures, month

SMALL = "seed=0&structure.organisations=6&structure.sectors=2"
SET = {"structure.organisations": 6, "structure.sectors": 2}


def filled(page: Page) -> None:
    expect(page.get_by_text("The map is filled in.")).to_be_visible()


def cell(page: Page, column: int, row: int) -> str:
    """What a cell says of itself."""
    return str(page.locator(f'[data-cell="{column}.{row}"]').get_attribute("aria-label"))


def test_fills_in_and_a_click_plays_the_point(visit: Visitor) -> None:
    page = visit(f"/map?{SMALL}")
    filled(page)
    assert page.locator(".cell").count() == 256
    values = {"resources.scarcity": 0.8 * 12.5 / 16, "history.trust": 0.1 + 0.8 * 3.5 / 16}
    ends = silos.ends("plain", set=SET | values, seeds=8)
    alone = (ends["largest"] < 0.75) & (ends["alone"] >= 0.6 * SET["structure.organisations"])
    share = round(100 * alone.mean())
    assert f"everyone alone {share}%" in cell(page, 12, 3)
    said = page.locator(".cell").evaluate_all("all => all.map((cell) => cell.getAttribute('aria-label'))")
    undecided = [text for text in said if ": no majority; " in text]
    assert not any(int(share) > 50 for text in undecided for share in re.findall(r"(\d+)%", text))
    page.locator('[data-cell="12.3"]').click()
    expect(page.get_by_role("heading", name="Make something happen")).to_be_visible()
    assert "resources.scarcity=0.625" in page.url and "history.trust=0.275" in page.url
    month(page, 0)
    page.locator("body").press("End")
    month(page, 120)
    last = silos.run("plain", set=SET | values).iloc[-1]
    assert figures(page)["openness"] == pytest.approx(last["openness"], abs=0.0051)


def test_keyboard(visit: Visitor) -> None:
    page = visit(f"/map?{SMALL}")
    filled(page)
    page.locator('[data-cell="8.8"]').focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowUp", "Enter"):
        page.keyboard.press(key)
    expect(page.get_by_role("heading", name="Make something happen")).to_be_visible()
    assert "resources.scarcity=0.525" in page.url and "history.trust=0.575" in page.url


def test_a_box_is_dragged(visit: Visitor) -> None:
    page = visit(f"/map?{SMALL}")
    filled(page)
    corner = [page.locator(f'[data-cell="{c}"]').bounding_box() for c in ("4.4", "11.11")]
    assert corner[0] and corner[1]
    page.mouse.move(corner[0]["x"], corner[0]["y"] + corner[0]["height"])
    page.mouse.down()
    page.mouse.move(corner[1]["x"], corner[1]["y"], steps=4)
    page.mouse.move(corner[1]["x"] + corner[1]["width"], corner[1]["y"], steps=4)
    page.mouse.up()
    for label, value in (("x from", 0.2), ("x to", 0.6), ("y from", 0.3), ("y to", 0.7)):
        expect(page.get_by_label(label)).not_to_have_value(re.compile(r"^(0|0\.[189])$"))  # the box before
        assert float(page.get_by_label(label).input_value()) == pytest.approx(value, abs=0.01)
    filled(page)
    page.get_by_role("button", name="Whole range").click()
    expect(page.get_by_label("x to")).to_have_value("1")


def test_other_parameters_and_other_measures(visit: Visitor) -> None:
    page = visit(f"/map?{SMALL}")
    page.get_by_label("Parameter across").select_option("game.sharing")
    expect(page.get_by_role("group", name="Map of Pooling across and History up")).to_be_visible()
    page.get_by_label("Show").select_option("openness")
    filled(page)
    assert page.locator(".map svg").get_by_text("Openness").is_visible()
    assert "x=game.sharing" in page.url


def test_a_box_that_cannot_be_is_refused(visit: Visitor) -> None:
    page = visit(f"/map?{SMALL}")
    page.get_by_label("x to").fill("-1")
    page.get_by_role("button", name="Draw").click()
    expect(page.get_by_role("alert")).to_contain_text("That makes no map")
    page.get_by_label("Parameter up").select_option("resources.scarcity")
    expect(page.get_by_role("alert")).to_contain_text("different")
    filled(page)
