"""What one sees can be handed on: as a link, as pictures, as tables, as a scenario file."""

from __future__ import annotations

import subprocess
import xml.etree.ElementTree as ET
from pathlib import Path

import pandas as pd
import pytest
from playwright.sync_api import Browser, Page, expect

from sim.measures import COLUMNS
from tests.browser.harness import ARGUMENTS, CHROMIUM, SILOS, Visitor
from tests.browser.reading import figures, month

MINE = "/?scenario=south-yorkshire-2018&seed=7&month=30&game.sharing=0.4&at=10:budgets-cut&at=12:forum"


def looks(page: Page) -> tuple[object, ...]:
    """What a page shows: headline, figures, every tie and wall, every line of the charts."""
    drawn = "document.querySelectorAll('.net svg path, .net svg circle, .chart path')"
    parts = page.evaluate(f"() => [...{drawn}].map(each => each.outerHTML)")
    return page.locator(".says").inner_text(), figures(page), parts


def months_in(file: Path) -> pd.DataFrame:
    """A table of months, every number to its last bit."""
    return pd.read_csv(file, dtype=str).astype(float).set_index("month")


def saved(page: Page, button: str) -> Path:
    """The file that a button hands out."""
    page.get_by_text("Save or open").click()
    with page.expect_download() as download:
        page.get_by_role("button", name=button).click()
    return Path(download.value.path())


def test_a_link_shows_the_same_in_another_browser(visit: Visitor, chromium: Browser) -> None:
    page = visit("/?scenario=dorset-2016&seed=5", still=True)
    page.get_by_role("button", name="A forum across sectors").click()
    expect(page.locator(".chip")).to_contain_text("A forum")
    page.get_by_label("Month", exact=True).fill("40")
    month(page, 40)
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_role("button", name="Link copied")).to_be_visible()
    link = page.evaluate("navigator.clipboard.readText()")
    assert link == page.url
    assert "scenario=dorset-2016&seed=5&month=40&at=1:forum" in link
    second = chromium.browser_type.launch(executable_path=CHROMIUM, args=ARGUMENTS)
    other = Visitor(second, visit.url, visit.screens)
    try:
        seen = other(link.removeprefix(visit.url), still=True)
        month(seen, 40)
        expect(seen.locator(".chip")).to_contain_text("A forum")
        assert looks(seen) == looks(page)
        assert (other.outside, other.faults) == ([], [])
    finally:
        second.close()


def test_a_second_tab_goes_its_own_way(visit: Visitor) -> None:
    page = visit(MINE)
    month(page, 30)
    tab = page.context.new_page()
    visit.watch(tab)
    tab.goto(page.url)
    month(tab, 30)
    assert looks(tab) == looks(page)
    tab.get_by_role("button", name="Forward one month").click()
    month(tab, 31)
    tab.get_by_label("Scenario", exact=True).select_option("two-neighbours")
    month(tab, 0)
    month(page, 30)
    page.get_by_role("button", name="Forward one month").click()
    month(page, 31)
    assert "scenario=south-yorkshire-2018" in page.url
    tab.close()
    page.get_by_role("button", name="Forward one month").click()
    month(page, 32)


def test_a_page_opened_anew_is_as_it_was(visit: Visitor) -> None:
    page = visit(MINE, still=True)
    page.get_by_role("button", name="Forward one month").click()
    month(page, 31)
    page.wait_for_url("**month=31*")
    before = looks(page)
    page.reload()
    month(page, 31)
    assert looks(page) == before


@pytest.mark.slow
def test_the_scenario_file_gives_silos_run_the_same_numbers(visit: Visitor, tmp_path: Path) -> None:
    page = visit(MINE)
    page.get_by_label("Month", exact=True).fill("36")
    month(page, 36)
    shown = months_in(saved(page, "The months as a table"))
    file, table = tmp_path / "mine.toml", tmp_path / "mine.csv"
    file.write_bytes(saved(page, "Everything as a scenario file").read_bytes())
    check = subprocess.run([*SILOS, "check", str(file)], capture_output=True, text=True)
    assert (check.returncode, ": OK: " in check.stdout) == (0, True), check.stderr
    subprocess.run([*SILOS, "run", str(file), "--seed", "7", "--out", str(table)], check=True, capture_output=True)
    played = months_in(table)
    both = shown.index.intersection(played.index)
    assert list(both) == list(range(1, 37))
    names = list(COLUMNS)
    pd.testing.assert_frame_equal(shown.loc[both, names], played.loc[both, names], check_exact=True)


def test_a_scenario_file_travels_through_the_page(visit: Visitor, tmp_path: Path) -> None:
    page = visit(MINE, still=True)
    month(page, 30)
    before = looks(page)
    text = saved(page, "Everything as a scenario file").read_bytes()
    other = visit("/?seed=7")
    other.locator("input[type=file]").set_input_files({"name": "m.toml", "mimeType": "text/plain", "buffer": text})
    expect(other.get_by_label("Scenario", exact=True)).not_to_have_value("plain")
    other.get_by_label("Month", exact=True).fill("30")
    month(other, 30)
    assert looks(other)[:2] == before[:2]
    assert "scenario=" not in other.url, "what came from a file has no address"
    other.get_by_role("button", name="Copy link").click()
    expect(other.get_by_role("button", name="Send the scenario file too")).to_be_visible()


@pytest.mark.parametrize("kind", ["SVG", "PNG"])
def test_every_figure_as_svg_and_png(visit: Visitor, kind: str) -> None:
    """One kind a visit: a browser asks before a page's eleventh download."""
    page = visit(MINE)
    month(page, 30)
    buttons = page.get_by_role("button", name=kind)
    assert buttons.count() == 7, "the network and six charts"
    for k in range(7):
        with page.expect_download() as download:
            buttons.nth(k).click()
        assert download.value.suggested_filename.endswith("." + kind.lower())
        found = Path(download.value.path()).read_bytes()
        if kind == "PNG":
            assert found.startswith(b"\x89PNG")
            assert int.from_bytes(found[16:20], "big") >= 900, "wide enough to print"
        else:
            drawing = ET.fromstring(found)
            assert drawing.tag == "{http://www.w3.org/2000/svg}svg"
            assert "rgb(" in ET.tostring(drawing, encoding="unicode"), "its colours are its own"


def test_back_goes_back_to_the_system_before(visit: Visitor) -> None:
    page = visit("/?scenario=five-organisations&seed=3&month=12")
    page.get_by_label("Scenario", exact=True).select_option("dorset-2016")
    page.wait_for_url("**scenario=dorset-2016*")
    page.get_by_role("button", name="Forward one month").click()
    month(page, 1)
    page.go_back()
    month(page, 12)
    expect(page.get_by_label("Scenario", exact=True)).to_have_value("five-organisations")
    expect(page.get_by_label("Seed of the random numbers")).to_have_value("3")
    page.go_forward()
    expect(page.get_by_label("Scenario", exact=True)).to_have_value("dorset-2016")
    page.locator("body").press("p")
    expect(page.get_by_role("navigation")).to_be_hidden()
    expect(page.locator(".chart").first).to_be_visible()
    assert page.locator(".chart").nth(1).is_hidden()
    page.locator("body").press("p")
    expect(page.get_by_role("navigation")).to_be_visible()
