"""The page Our system in a real browser: from an empty page to one's own phase map, and what is kept on the way."""

from __future__ import annotations

import time
from pathlib import Path

from playwright.sync_api import Locator, Page, expect
from typer.testing import CliRunner

from silos.cli import app
from tests.browser.axe import findings
from tests.browser.harness import Visitor
from tests.browser.reading import CONTRASTS, OVERFLOW, SMALL

TWELVE = """Name\tKind\tSize
North Hospital\thospitals\t3,500
South Hospital\thospitals\t2,900
East Council\tcouncils\t2,100
West Council\tcouncils\t1,800
Central Practices\tprimary care\t300
Hill Practices\tprimary care\t250
Harbour Practices\tprimary care\t200
Community Trust\tcommunity\t1,500
Mental Health Trust\tcommunity\t1,700
Hospice\tcharities\t120
Advice Centre\tcharities\tthirty
Ambulance Service
"""
FIVE_MINUTES = 300.0


def matrix(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=name, exact=True)


def choose(section: Locator, brush: str) -> None:
    section.locator(".brush", has_text=brush).click()


def cell(section: Locator, row: int, column: int) -> Locator:
    return section.locator(f'[data-cell="{row}.{column}"]')


def drag(page: Page, one: Locator, other: Locator) -> None:
    a, b = one.bounding_box(), other.bounding_box()
    assert a and b
    page.mouse.move(a["x"] + a["width"] / 2, a["y"] + a["height"] / 2)
    page.mouse.down()
    page.mouse.move(b["x"] + b["width"] / 2, b["y"] + b["height"] / 2, steps=12)
    page.mouse.up()


def listed(page: Page) -> None:
    """Paste the list, and sort the one that has no kind by dragging it to a new one."""
    page.get_by_label("One organisation a line").fill(TWELVE)
    page.get_by_role("button", name="Take this list").click()
    expect(page.get_by_text("12 organisations were taken.")).to_be_visible()
    expect(page.get_by_text("line 12 “thirty”")).to_contain_text("no size")
    page.get_by_label("One more kind").fill("ambulances")
    page.get_by_role("button", name="Add", exact=True).click()
    kind = page.get_by_role("group", name="ambulances")
    page.locator("li", has_text="Ambulance Service").drag_to(kind)
    expect(kind).to_contain_text("Ambulance Service")


def answered(page: Page) -> None:
    """Say how kinds get on, one exception, one pair without dependence, money, time and a plan."""
    kinds = matrix(page, "How well we get on")
    choose(kinds, "We deal with each other when we must")
    kinds.get_by_role("button", name="Set all across kinds").click()
    expect(cell(kinds, 0, 5)).to_have_text("2")
    choose(kinds, "We count on each other")
    kinds.get_by_role("button", name="Set all within kinds").click()
    expect(cell(kinds, 5, 5)).to_have_text("4")
    drag(page, cell(kinds, 1, 2), cell(kinds, 1, 4))
    expect(cell(kinds, 4, 1)).to_have_text("4")  # both ways alike
    pairs = matrix(page, "Exceptions between two organisations")
    pairs.locator("summary").click()
    choose(pairs, "We avoid each other")
    pairs.get_by_text("both ways alike").click()
    cell(pairs, 0, 1).click()
    expect(pairs.get_by_text("1 exception")).to_be_visible()
    expect(cell(pairs, 1, 0)).to_have_text("4")  # one way alone
    depends = matrix(page, "Who depends on whom")
    depends.locator("summary").click()
    cell(depends, 9, 4).click()
    expect(cell(depends, 4, 9)).to_have_text("–")
    page.locator(".brush", has_text="Very tight").click()
    page.locator(".brush", has_text="Every quarter").click()
    page.get_by_label("What is planned").select_option("merger")
    page.get_by_label("Whom it concerns").select_option("South Hospital")
    page.get_by_label("Into whom").select_option("North Hospital")
    page.get_by_role("button", name="Put it on the list").click()
    expect(page.get_by_text("South Hospital goes over into North Hospital")).to_be_visible()


def test_from_an_empty_page_to_ones_own_map_in_five_minutes(visit: Visitor, tmp_path: Path) -> None:
    page = visit("/own", still=True)
    begun = time.monotonic()
    listed(page)
    answered(page)
    page.get_by_role("button", name="Run", exact=True).click()
    expect(page.locator(".own-run .says")).to_contain_text("In three years")
    expect(page.get_by_role("group", name="Network of organisations")).to_contain_text("North Hospital")
    looks_well(page, visit)
    page.get_by_role("button", name="Our map of money and time").click()
    expect(page.get_by_role("group", name="Map of Scarcity across and Time together up")).to_be_visible()
    expect(page.locator(".cell").nth(63)).to_be_visible()  # every fourth is there; the rest fills in
    seconds = time.monotonic() - begun
    print(f"from an empty page to one's own map: {seconds:.0f} s")
    assert seconds < FIVE_MINUTES
    page.get_by_role("link", name="Our system").click()
    expect(page.locator(".own-run .says")).to_be_visible()  # still there
    kept_and_undone(page)
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save as a scenario file").click()
    file = tmp_path / "ours.toml"
    saved.value.save_as(file)
    assert CliRunner().invoke(app, ["check", str(file)]).exit_code == 0
    assert "[[start]]" in file.read_text(encoding="utf-8")
    handed_on(page, visit)


def kept_and_undone(page: Page) -> None:
    page.reload()
    expect(page.locator(".own-list .kinds li")).to_have_count(12)
    expect(cell(matrix(page, "How well we get on"), 0, 5)).to_have_text("2")
    page.get_by_role("button", name="Take Hospice away").click()
    expect(page.locator(".own-list .kinds li")).to_have_count(11)
    page.locator("body").press("Control+z")
    expect(page.locator(".own-list .kinds li")).to_have_count(12)
    page.get_by_role("button", name="Redo").click()
    expect(page.locator(".own-list .kinds li")).to_have_count(11)


def handed_on(page: Page, visit: Visitor) -> None:
    """A link brings all answers to somebody else, and asks no server for them."""
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_role("button", name="Link copied")).to_be_visible()
    link = str(page.evaluate("navigator.clipboard.readText()"))
    assert "#s=" in link and "Hospital" not in link
    other = visit(link.removeprefix(visit.url), width=390, height=844)
    expect(other.locator(".own-list .kinds li")).to_have_count(11)
    assert "#" not in other.url
    on_a_phone(other, visit)


def on_a_phone(page: Page, visit: Visitor) -> None:
    """Without dragging: kinds and exceptions by lists."""
    assert page.evaluate(OVERFLOW) <= 0
    page.get_by_label("Kind of Hill Practices").select_option("charities")
    expect(page.get_by_role("group", name="charities")).to_contain_text("Hill Practices")
    pairs = matrix(page, "Exceptions between two organisations")
    pairs.locator("summary").click()
    pairs.get_by_label("East Council", exact=True).select_option("5")
    expect(pairs.get_by_text("3 exceptions")).to_be_visible()
    visit.screen(page, "own-phone", whole=True)


def looks_well(page: Page, visit: Visitor) -> None:
    page.locator("details").evaluate_all("all => all.forEach((each) => { each.open = true; })")
    for colours in ("dark", "light"):
        page.emulate_media(color_scheme=colours, reduced_motion="reduce")  # type: ignore[arg-type]
        page.wait_for_timeout(100)
        assert page.evaluate(CONTRASTS) == []
    assert findings(page) == []
    assert page.evaluate(SMALL) == []
    assert page.evaluate(OVERFLOW) <= 0
    visit.screen(page, "own", whole=True)


def test_the_keyboard_alone_paints(visit: Visitor) -> None:
    page = visit("/own")
    page.get_by_label("One organisation a line").fill("A;x\nB;y")
    page.get_by_role("button", name="Take this list").click()
    kinds = matrix(page, "How well we get on")
    cell(kinds, 0, 0).focus()
    for key in ("ArrowRight", "5"):
        page.keyboard.press(key)
    expect(cell(kinds, 0, 1)).to_have_text("5")
    expect(cell(kinds, 1, 0)).to_have_text("5")
    page.keyboard.press("0")
    expect(cell(kinds, 1, 0)).to_have_text("·")
