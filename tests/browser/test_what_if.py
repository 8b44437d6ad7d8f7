"""The page What if in a real browser, its differences against silos.run."""

from __future__ import annotations

import io
import re

import pandas as pd
from playwright.sync_api import expect

import silos
from tests.browser.harness import Visitor
from tests.browser.reading import month, number

SCENARIO = "five-organisations"
SEEDS = 200


def ends(set: dict[str, float] | None = None) -> pd.DataFrame:
    return silos.run(SCENARIO, set=set, seeds=SEEDS).groupby("seed").last()


def test_a_difference_with_its_spread(visit: Visitor) -> None:
    page = visit(f"/what-if?scenario={SCENARIO}")
    expect(page.get_by_text("no difference from A yet")).to_be_visible()
    page.get_by_label("What differs in B").select_option("game.sharing")
    page.get_by_label("to", exact=True).fill("0.6")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator(".chip")).to_contain_text("Pooling: 0.6")
    expect(page.get_by_role("heading", name=f"At the end, over {SEEDS} runs")).to_be_visible()
    difference = (ends({"game.sharing": 0.6}) - ends())["openness"]
    said = page.get_by_role("listitem").filter(has_text="openness").inner_text()
    found = re.fullmatch(r"B: openness is (higher|lower) than in A by (\d\.\d+), give or take (\d\.\d+)\.", said)
    assert found, said
    assert found[1] == ("higher" if difference.mean() > 0 else "lower")
    assert abs(number(found[2]) - abs(difference.mean())) <= 0.0051
    assert abs(number(found[3]) - 1.97 * difference.std() / SEEDS**0.5) <= 0.0051
    assert "vs=game.sharing=0.6" in page.url

    with page.expect_download() as saved:
        page.get_by_role("button", name="Runs as CSV").click()
    table = pd.read_csv(io.StringIO(saved.value.path().read_text()))
    means = table.groupby("variant")["openness"].mean()
    assert abs(means["B"] - means["A"] - difference.mean()) < 1e-9


def test_same_luck_side_by_side(visit: Visitor) -> None:
    page = visit(f"/what-if?scenario={SCENARIO}&seed=3&vs=game.sharing=0.6&vs=20:budgets-cut")
    page.get_by_label("Month", exact=True).fill("60")
    month(page, 60)
    runs = [silos.run(SCENARIO, seeds=[3]), silos.run(SCENARIO, set={"game.sharing": 0.6}, seeds=[3])]
    for network, run in zip(page.locator(".net").all(), runs, strict=False):
        shown = network.locator(".figures > span").first.inner_text()
        assert abs(number(shown.split()[0]) - run["openness"].iloc[-1]) <= 0.0051
    assert page.locator(".net").count() == 3
    page.get_by_label("Month", exact=True).fill("19")
    month(page, 19)
    first = [network.locator(".figures").inner_text() for network in page.locator(".net").all()]
    assert first[0] == first[2]  # until the event nothing differs


def test_two_to_four_variants_and_one_played_on_live(visit: Visitor) -> None:
    page = visit(f"/what-if?scenario={SCENARIO}")
    add = page.get_by_role("button", name="Add a variant")
    add.click()
    add.click()
    expect(add).to_be_disabled()
    page.get_by_label("What differs in C").select_option("pooling")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator(".chip")).to_contain_text("month 25")
    page.get_by_role("button", name="Remove variant D").click()
    expect(add).to_be_enabled()
    page.get_by_role("button", name="Open on Live").nth(2).click()
    expect(page.get_by_role("heading", name="Make something happen")).to_be_visible()
    expect(page.locator(".chip")).to_contain_text("Half of all outcomes must be pooled")


def test_what_cannot_differ_is_said(visit: Visitor) -> None:
    page = visit(f"/what-if?scenario={SCENARIO}")
    page.get_by_label("What differs in B").select_option("game.sharing")
    page.get_by_label("to", exact=True).fill("3")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("[0, 1]")
    expect(page.get_by_text("no difference from A yet")).to_be_visible()


def test_with_and_without_what_was_done_on_live(visit: Visitor) -> None:
    page = visit(f"/?scenario={SCENARIO}&month=20")
    page.get_by_role("button", name="Half of all outcomes must be pooled").click()
    page.get_by_role("button", name="Compare with and without").click()
    expect(page.get_by_role("heading", name="What if …?")).to_be_visible()
    expect(page.locator(".chip")).to_contain_text("month 21: Half of all outcomes must be pooled")
    expect(page.get_by_text("no changes")).to_be_visible()
