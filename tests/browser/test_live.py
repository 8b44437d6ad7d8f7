"""The page Live in a real browser, its numbers against the engine's."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

import silos
from dashboards.explore.session import Session
from tests.browser.harness import Visitor
from tests.browser.reading import figures, month, month_from, number
from tests.explore.test_explanation import terms_by_hand

SHOWN = {"openness": "openness", "races": "race_share", "trust": "trust", "value lost": "value_lost"}


def shows(page: Page, row: Any) -> None:
    """The page's figures are a row of silos.run."""
    expected = {name: row[column] for name, column in SHOWN.items() if row[column] == row[column]}
    assert figures(page) == pytest.approx(expected, abs=0.0051)


def test_play_to_the_end(visit: Visitor) -> None:
    page = visit("/?scenario=five-organisations&seed=2")
    month(page, 0)
    page.get_by_label("Speed").select_option("16")
    page.get_by_role("button", name="Play").click()
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    month(page, 60)
    shows(page, silos.run("five-organisations", seeds=[2]).iloc[-1])
    expect(page.get_by_role("button", name="Again")).to_be_visible()
    assert "month=60" in page.url and "seed=2" in page.url


def test_pause_keeps_the_month(visit: Visitor) -> None:
    page = visit("/?seed=0")
    page.get_by_role("button", name="Play").click()
    month_from(page, 2)
    page.get_by_role("button", name="Pause").click()
    page.wait_for_timeout(400)
    shown = page.locator(".bar .month").inner_text()
    page.wait_for_timeout(600)
    assert page.locator(".bar .month").inner_text() == shown


def test_step_back_and_jump(visit: Visitor) -> None:
    page, played = visit("/?seed=0&scenario=dorset-2016"), silos.run("dorset-2016")
    page.get_by_role("button", name="Forward one month").click()
    month(page, 1)
    shows(page, played.iloc[0])
    for _ in range(3):
        page.get_by_role("button", name="Forward one month").click()
    month(page, 4)
    page.get_by_role("button", name="Back one month").click()
    month(page, 3)
    shows(page, played.iloc[2])
    page.get_by_label("Month", exact=True).fill("77")
    month(page, 77)
    shows(page, played.iloc[76])
    page.get_by_label("Month", exact=True).fill("20")
    month(page, 20)
    shows(page, played.iloc[19])
    page.get_by_role("button", name="To the start").click()
    month(page, 0)


def test_keyboard_alone(visit: Visitor) -> None:
    page = visit("/?seed=3")
    page.locator("body").press("End")
    month(page, 120)
    page.locator("body").press("ArrowLeft")
    month(page, 119)
    page.locator("body").press("Home")
    month(page, 0)
    page.locator("body").press("Space")
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    page.locator("body").press("Space")
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_text("Skip to content")).to_be_focused()
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.classList.contains('node')"):
            break
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Organisation 2", exact=True)).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("heading", name="Organisation 2", exact=True)).to_be_hidden()


def test_an_event_dropped_in_changes_what_follows(visit: Visitor) -> None:
    page = visit("/?seed=4&month=24")
    page.get_by_role("button", name="A forum across sectors").click()
    expect(page.locator(".chip")).to_contain_text("A forum across sectors")
    page.get_by_label("Month", exact=True).fill("120")
    month(page, 120)
    tables = silos.load("plain").document()
    changed = {"time_together": 0.24, "bridging": 0.8}
    tables["schedule"] = [{"month": 25, "label": "forum", "dialogue": changed}]
    with_it, without = silos.run(tables, seeds=[4]).iloc[-1], silos.run("plain", seeds=[4]).iloc[-1]
    assert abs(with_it["openness"] - without["openness"]) > 0.01
    shows(page, with_it)
    page.get_by_role("button", name="Take back").click()
    expect(page.locator(".chip")).to_be_hidden()
    shows(page, without)


def test_dropped_in_while_it_plays(visit: Visitor) -> None:
    page = visit("/?seed=4")
    page.get_by_label("Speed").select_option("8")
    page.get_by_role("button", name="Play").click()
    month_from(page, 3)
    page.get_by_role("button", name="Budgets are cut by a tenth").click()
    expect(page.locator(".chip")).to_contain_text("Budgets are cut by a tenth")
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    at = int(page.locator(".chip b").inner_text().removeprefix("Month "))
    month_from(page, at + 3)
    page.locator("body").press("End")
    month(page, 120)
    tables = silos.load("plain").document()
    tables["schedule"] = [{"month": at, "label": "cut", "resources": {"scarcity": 0.4}}]
    shows(page, silos.run(tables, seeds=[4]).iloc[-1])


def test_the_story_of_a_tie_adds_up(visit: Visitor) -> None:
    page = visit("/?seed=0&month=25&game.sharing=0.3")
    page.get_by_role("button", name="Organisation 3, Sector 1").click()
    expect(page.get_by_role("heading", name="Organisation 3", exact=True)).to_be_visible()
    page.locator("section[aria-label=Story]").get_by_role("button", name="Organisation 11", exact=True).click()
    expect(page.get_by_role("heading", name="Organisation 3 and Organisation 11")).to_be_visible()
    *terms, advantage = [number(text) for text in page.locator(".terms").first.locator(".num").all_inner_texts()]
    assert sum(terms) == pytest.approx(advantage, abs=0.021)

    session = Session("seed=0&month=24&game.sharing=0.3")
    network = session.setup.system.network
    tie = next(t for t in range(network.m) if {network.first[t], network.second[t]} == {2, 10})
    by_hand, probability = terms_by_hand(session.playback.state(), tie, 0, 25)
    assert terms == pytest.approx(by_hand, abs=0.0051)
    assert advantage == pytest.approx(sum(by_hand), abs=0.0051)
    expect(page.locator("section[aria-label=Story]")).to_contain_text(
        f"together they make racing {probability:.0%} likely"
    )


def test_click_on_a_tie(visit: Visitor) -> None:
    page = visit("/?seed=0&scenario=two-neighbours&month=5")
    nodes = [each.bounding_box() for each in page.locator(".node").all()]
    middles = [(each["x"] + each["width"] / 2, each["y"] + each["height"] / 2) for each in nodes if each]
    (a, b), (c, d) = middles
    page.mouse.click((a + c) / 2, (b + d) / 2)
    expect(page.locator("section[aria-label=Story] h2")).to_contain_text(" and ")
    page.get_by_role("button", name="Close the story").click()
    expect(page.get_by_text("What am I looking at?")).to_be_visible()


def test_controls_change_mark_and_go_back(visit: Visitor) -> None:
    page = visit("/?month=60&seed=1")
    page.get_by_label("Scarcity, number").first.fill("0.5")
    page.keyboard.press("Tab")
    back = page.get_by_role("button", name="Reset to 0.3").first
    expect(back).to_be_visible()
    expect(page.get_by_text("1 changed").first).to_be_visible()
    shows(page, silos.run("plain", set={"resources.scarcity": 0.5}, seeds=[1], months=60).iloc[-1])
    assert "resources.scarcity=0.5" in page.url
    page.get_by_text("Trust How trust follows").or_(page.locator("summary", has_text="How trust follows")).first.click()
    page.get_by_label("Repair of trust, number").fill("0.35")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Undo 2 changes")).to_be_visible()
    back.click()
    expect(page.get_by_role("button", name="Undo 1 change")).to_be_visible()
    shows(page, silos.run("plain", set={"trust.rate": 0.35}, seeds=[1], months=60).iloc[-1])
    page.get_by_role("button", name="Undo 1 change").click()
    expect(page.get_by_text("1 changed")).to_have_count(0)
    shows(page, silos.run("plain", seeds=[1], months=60).iloc[-1])


def test_a_slider_by_keyboard(visit: Visitor) -> None:
    page = visit("/?seed=0&month=30")
    slider = page.get_by_label("Is a failure held against the partner?").first
    slider.focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    expect(page.get_by_role("button", name="Reset to 0.5").first).to_be_visible()
    expect(page.get_by_label("Blame, number").first).to_have_value("0.53")
    expect(page).to_have_url(re.compile(r"trust\.blame=0\.53(&|$)"))
    shows(page, silos.run("plain", set={"trust.blame": 0.53}, months=30).iloc[-1])


def test_no_press_is_lost_while_answers_come(visit: Visitor) -> None:
    page = visit("/?seed=0&month=30")
    page.get_by_label("Is a failure held against the partner?").first.focus()
    for _ in range(20):
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(40)
    expect(page.get_by_label("Blame, number").first).to_have_value("0.7")
    expect(page).to_have_url(re.compile(r"trust\.blame=0\.7(&|$)"))
    shows(page, silos.run("plain", set={"trust.blame": 0.7}, months=30).iloc[-1])


def test_what_is_not_allowed_is_said(visit: Visitor) -> None:
    page = visit("/?seed=0&month=30")
    page.get_by_label("Scarcity, number").first.fill("7")
    page.keyboard.press("Tab")
    expect(page.get_by_role("alert")).to_have_text("7 cannot be: it must be from 0 to 1.")
    expect(page.get_by_label("Scarcity, number").first).to_have_value("0.3")
    shows(page, silos.run("plain", months=30).iloc[-1])


def test_two_hundred_organisations(visit: Visitor) -> None:
    page = visit("/?seed=0&structure.organisations=200&structure.network=small-world")
    page.get_by_role("button", name="Forward one month").click()
    month(page, 1)
    assert page.locator(".node").count() == 200
    shows(
        page,
        silos.run("plain", set={"structure.organisations": 200, "structure.network": "small-world"}, months=1).iloc[0],
    )


def test_another_kind_of_network_is_chosen_from_a_list(visit: Visitor) -> None:
    page = visit("/?seed=0&month=12")
    page.get_by_text("Structure", exact=False).locator("xpath=ancestor-or-self::summary").click()
    page.get_by_label("network", exact=True).select_option("ring")
    expect(page.get_by_role("button", name="Undo 1 change")).to_be_visible()
    shows(page, silos.run("plain", set={"structure.network": "ring"}, months=12).iloc[-1])
    assert "structure.network=ring" in page.url


def test_visitors_and_tabs_keep_apart(visit: Visitor) -> None:
    one, other = visit("/?seed=0&month=10"), visit("/?seed=0&month=20&scenario=dorset-2016")
    second_tab = one.context.new_page()
    visit.watch(second_tab)
    second_tab.goto(visit.url + "/?month=30")
    one.get_by_role("button", name="Budgets are cut by a tenth").click()
    expect(one.locator(".chip")).to_have_count(1)
    other.get_by_role("button", name="Forward one month").click()
    month(other, 21)
    month(one, 10)
    month(second_tab, 30)
    assert other.locator(".chip").count() == second_tab.locator(".chip").count() == 0


def test_a_box_goes_back_to_what_is_when_what_was_typed_is_refused(visit: Visitor) -> None:
    page = visit("/?seed=0&scenario=two-neighbours")
    for box, is_, refused in (
        (page.get_by_label("Pooling, number").first, "0", ("3", "4")),
        (page.get_by_label("Seed of the random numbers"), "0", ("-1", "1.5", "-1")),
    ):
        for typed in refused:
            box.fill(typed)
            box.press("Enter")
            expect(page.get_by_role("alert").first).to_be_visible()
            expect(box).to_have_value(is_)
    box = page.get_by_label("Pooling, number").first
    box.fill("0.25")
    box.press("Enter")
    expect(page).to_have_url(re.compile("game.sharing=0.25"))
    expect(box).to_have_value("0.25")


def test_a_silo_is_a_shape_and_the_log_says_how_it_came(visit: Visitor) -> None:
    page = visit("/?scenario=plain&seed=1&month=60")
    silos_ = int(silos.run("plain", seeds=[1], months=60)["silos"].iloc[-1])
    assert silos_ > 1
    expect(page.locator(".hull")).to_have_count(silos_ + 1)  # and one in the legend
    expect(page.locator(".says")).to_contain_text(f"{silos_} silos, of ")
    newest = page.locator(".log li button").first
    expect(newest).to_contain_text(re.compile(r"^Month \d+: Organisation \d+ (shut its door|opened its door)"))
    at = int(re.findall(r"\d+", newest.inner_text())[0])
    newest.click()
    month(page, at)
    expect(page.locator("section[aria-label=Story] h2")).to_contain_text(" and ")
    page.get_by_role("button", name="Arrange by sector").click()
    expect(page.get_by_role("button", name="Arrange by silo")).to_be_visible()
    band = page.get_by_role("img", name="Who is with whom, month by month")
    expect(band.locator("path")).to_have_count(20)
    box = band.bounding_box()
    assert box
    page.mouse.click(box["x"] + 0.4 * box["width"], box["y"] + 20)
    expect(page.locator(".bar .month")).to_contain_text(re.compile(r"\b(47|48|49) of 120"))


def test_the_run_without_the_changes_stays_beside_the_run(visit: Visitor) -> None:
    page = visit("/?scenario=plain&seed=1&month=60&at=24:pooling")
    without = silos.run("plain", seeds=[1], months=60).iloc[-1]["openness"]
    shown = page.locator(".figures > span").first.inner_text()
    assert f"(without changes {without:.2f})" in shown
    expect(page.get_by_text("Dotted: without the changes.")).to_be_visible()
    page.get_by_role("button", name="Take back").click()
    expect(page.get_by_text("without changes")).to_have_count(0)


def test_what_would_dissolve_it_is_tried_on_forks(visit: Visitor) -> None:
    page = visit("/?scenario=five-organisations&seed=0&month=40")
    page.get_by_role("button", name="Try every intervention from month 40").click()
    table = page.locator(".dissolve table")
    expect(table).to_be_visible()
    expect(table).to_contain_text("Nothing is done")
    expect(table).to_contain_text("Meet more often + Meetings become enquiries")
    expect(page.get_by_text("From month 40, over 20 of 20 futures")).to_be_visible(timeout=120_000)
    page.locator(".dissolve tr", has_text="Half of all outcomes must be pooled").get_by_role(
        "button", name="Do it"
    ).click()
    expect(page.locator(".chip")).to_contain_text("Half of all outcomes must be pooled")
    assert "at=41:pooling" in page.url
