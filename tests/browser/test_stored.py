"""The page of stored results in a real browser, on what a real sweep stored."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pandas as pd
import pytest
from playwright.sync_api import expect

from experiments import sweep
from results import open_store
from tests.browser.harness import Visitor
from tests.browser.reading import CONTRASTS, OVERFLOW, figures, month
from tests.explore.test_stored import MINI


@pytest.fixture(scope="module")
def runs(store: Path) -> pd.DataFrame:
    """What a sweep put into the store that the server looks at."""
    sweep(MINI, store=store)
    with open_store(store) as there:
        newest = there.experiments().iloc[-1]["id"]
        return there.runs(newest)


def test_browse_narrow_compare_and_share_what_is_seen(visit: Visitor, runs: pd.DataFrame) -> None:
    page = visit("/stored")
    expect(page.get_by_role("heading", name="81 of 81 runs")).to_be_visible()
    page.get_by_role("combobox", name="Figure").select_option("trust")
    page.get_by_label("for each").select_option("policy")
    expect(page.get_by_role("img", name="trust along resources.scarcity")).to_be_visible()
    best = page.locator("table.runs tr").nth(1).locator("td").last
    expect(best).to_have_text(f"{runs['trust'].max():g}")
    row = page.get_by_role("region", name="Policies compared").get_by_role("row").filter(has_text="sharing")
    expect(row).to_contain_text(f"{runs.loc[runs['policy'] == 'sharing', 'trust'].mean():.4g}")
    page.get_by_label("late", exact=True).uncheck()
    expect(page.get_by_role("heading", name="54 of 81 runs")).to_be_visible()
    page.get_by_label("0.5", exact=True).first.uncheck()
    expect(page.get_by_role("heading", name="36 of 81 runs")).to_be_visible()
    other = visit(page.url.removeprefix(visit.url))
    expect(other.get_by_role("heading", name="36 of 81 runs")).to_be_visible()
    assert other.locator(".stored svg").first.inner_html() == page.locator(".stored svg").first.inner_html()
    page.get_by_role("button", name="All runs").click()
    expect(page.get_by_role("heading", name="81 of 81 runs")).to_be_visible()


def test_a_single_run_is_played_again_on_live(visit: Visitor, runs: pd.DataFrame) -> None:
    page = visit("/stored?figure=openness")
    page.get_by_role("button", name=re.compile("^Open run")).first.click()
    expect(page.get_by_role("alert")).to_contain_text("it ends with the same numbers, bit for bit")
    month(page, 0)
    page.get_by_role("button", name="Forward one month").click()
    for _ in range(11):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("End")
    month(page, 12)
    best = runs.sort_values("openness").iloc[-1]
    shown = figures(page)
    for name, column in (("openness", "openness"), ("trust", "trust"), ("value lost", "value_lost")):
        assert shown[name] == pytest.approx(best[column], abs=0.0051)
    page.get_by_role("link", name="Stored results").click()
    expect(page.get_by_role("heading", name="81 of 81 runs")).to_be_visible()


def test_a_link_to_a_run(visit: Visitor, runs: pd.DataFrame) -> None:
    page = visit(f"/stored?run={runs['run'][7]}")
    page.get_by_role("button", name="Open it on Live").click()
    expect(page.get_by_role("alert")).to_contain_text("bit for bit")
    page = visit("/stored?run=nonsense")
    page.get_by_role("button", name="Open it on Live").click()
    expect(page.get_by_role("alert")).to_contain_text("no run with this id is stored")


def test_runs_as_csv_and_the_figure_as_svg_and_png(visit: Visitor, runs: pd.DataFrame) -> None:
    page = visit("/stored?figure=trust&only=policy=sharing&by=history.trust")
    with page.expect_download() as download:
        page.get_by_role("button", name="These runs as CSV").click()
    rows = list(csv.DictReader(io.StringIO(download.value.path().read_text())))
    wanted = runs.query("policy == 'sharing'")
    assert {each["run"]: float(each["trust"]) for each in rows} == dict(
        zip(wanted["run"], wanted["trust"], strict=True)
    )
    for as_map in (True, False):
        page.get_by_label("as a map").set_checked(as_map)
        with page.expect_download() as download:
            page.get_by_role("button", name="SVG").click()
        assert download.value.path().read_text().startswith("<svg")
        with page.expect_download() as download:
            page.get_by_role("button", name="PNG").click()
        assert download.value.path().read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_screens(visit: Visitor, runs: pd.DataFrame, dark: bool) -> None:
    page = visit("/stored?figure=trust&by=policy", dark=dark, still=True)
    expect(page.get_by_role("heading", name="Single runs")).to_be_visible()
    for size, (width, height) in {"laptop": (1280, 800), "phone": (390, 844), "small": (360, 640)}.items():
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(150)
        assert page.evaluate(OVERFLOW) <= 0, f"wider than {width}"
        visit.screen(page, f"stored-{size}-{'dark' if dark else 'light'}", whole=True)
    assert page.evaluate(CONTRASTS) == []


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/stored?of=nothing-of-that-name", "There is no stored experiment “nothing-of-that-name”"),
        ("/stored?figure=opennes", "did you mean “openness”?"),
        ("/stored?along=history.trst", "did you mean “history.trust”?"),
        ("/stored?only=history.trust=lots", "neither values that there are, with | between them, nor a range"),
        ("/stored?only=%3Cscript%3E=1&by=%00", "There is no factor"),
    ],
)
def test_nonsense_in_an_address(address: str, said: str, visit: Visitor, runs: pd.DataFrame) -> None:
    page = visit(address)
    expect(page.get_by_role("alert")).to_contain_text(said)
    expect(page.get_by_role("heading", name="81 of 81 runs")).to_be_visible()


def test_nothing_left_is_said_and_can_be_taken_back(visit: Visitor, runs: pd.DataFrame) -> None:
    page = visit("/stored?only=history.trust=5..6")
    expect(page.get_by_text("No run fits.")).to_be_visible()
    page.get_by_role("button", name="All runs").click()
    expect(page.get_by_role("heading", name="81 of 81 runs")).to_be_visible()


def test_a_store_that_goes_and_comes_back(visit: Visitor, runs: pd.DataFrame, store: Path) -> None:
    page = visit("/stored")
    expect(page.get_by_role("heading", name="81 of 81 runs")).to_be_visible()
    beside = [each for each in store.parent.iterdir() if each.name.startswith(store.name)]
    for each in beside:
        each.rename(each.with_name("away-" + each.name))
    try:
        page.reload()
        expect(page.get_by_role("alert")).to_contain_text("there is no store here")
        page.get_by_role("link", name="Live").click()
        expect(page.get_by_role("heading", name="Make something happen")).to_be_visible()
        page.get_by_role("link", name="Stored results").click()
        expect(page.get_by_role("alert")).to_contain_text("there is no store here")
        assert not store.exists()
        page.get_by_role("button", name=re.compile("^Make a small example")).click()
        expect(page.get_by_role("heading", name="128 of 128 runs")).to_be_visible()
        expect(page.get_by_role("alert")).to_have_count(0)
    finally:
        for each in [each for each in store.parent.iterdir() if each.name.startswith(store.name)]:
            each.unlink()
        for each in beside:
            each.with_name("away-" + each.name).rename(each)
    page.reload()
    expect(page.get_by_role("heading", name="81 of 81 runs")).to_be_visible()
