"""The lesson in a real browser, alone from start to end and led from the front."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from dashboards.explore.lesson import lesson
from tests.browser.harness import Server, Visitor
from tests.browser.reading import CONTRASTS, OVERFLOW, month

WORDS, STEPS = lesson()


def predict(page: Page, option: int) -> None:
    page.get_by_role("radio").nth(option).check()


def answered(page: Page) -> None:
    """Wait for the runs."""
    expect(page.locator(".a-nets .node").first).to_be_visible()


def on(page: Page, step: int) -> None:
    """Wait for a step."""
    expect(page.get_by_role("heading", level=2, name=f"{step}. ")).to_be_visible()
    page.wait_for_url(f"**/lesson?step={step}")


def test_from_start_to_end(visit: Visitor) -> None:
    page = visit("/lesson", still=True)
    expect(page.get_by_role("heading", level=1)).to_have_text(WORDS["title"])
    for number, step in enumerate(STEPS[:-1], start=1):
        on(page, number)
        reveal = page.get_by_role("button", name=WORDS["reveal"])
        expect(reveal).to_be_disabled()
        expect(page.locator(".a-after")).to_have_count(0)
        predict(page, step.expected)
        reveal.click()
        answered(page)
        expect(page.locator(".verdict")).to_contain_text(step.options[step.expected])
        expect(page.locator(".verdict")).to_contain_text(WORDS["right"])
        expect(page.locator(".ends tr")).to_have_count(len(step.variants))
        expect(page.locator(".a-nets figure")).to_have_count(len(step.variants))
        if number == 5:
            visit.screen(page, "lesson-5-light", whole=True)
        page.get_by_role("button", name=f"{WORDS['next']} ›").click()
    the_way_out(page, visit)
    expect(page.get_by_text(f"{WORDS['score']}: 7 / 7")).to_be_visible()
    page.get_by_role("button", name=re.compile(WORDS["again"])).click()
    on(page, 1)
    expect(page.get_by_role("button", name=WORDS["reveal"])).to_be_disabled()


def the_way_out(page: Page, visit: Visitor) -> None:
    on(page, 8)
    attempt, levers = page.get_by_role("button", name=WORDS["try"]), STEPS[-1].variants
    page.get_by_label(levers[1].label).check()
    expect(attempt).to_be_disabled()
    predict(page, 2)
    attempt.click()
    expect(page.get_by_text(WORDS["not_yet"])).to_be_visible()
    expect(page.locator(".after p")).to_have_count(0)
    page.get_by_label(levers[1].label).uncheck()
    for lever in STEPS[-1].cheapest:
        page.get_by_label(levers[lever].label).check()
    expect(page.get_by_text(f"{WORDS['cost']}: {STEPS[-1].cost(STEPS[-1].cheapest)}", exact=True)).to_be_visible()
    predict(page, 2)
    attempt.click()
    expect(page.get_by_text(WORDS["out"])).to_be_visible()
    expect(page.locator(".verdict table")).to_contain_text(re.compile(r"\b(7[5-9]|[89]\d|100)%"))
    expect(page.locator(".after")).to_contain_text("dissolve this silo together")
    visit.screen(page, "lesson-8-light", whole=True)


def test_a_run_of_the_lesson_is_played_on_live_and_one_comes_back(visit: Visitor) -> None:
    page = visit("/lesson?step=2")
    predict(page, 0)
    page.get_by_role("button", name=WORDS["reveal"]).click()
    answered(page)
    expect(page.locator(".verdict")).to_contain_text(WORDS["wrong"])
    page.get_by_role("button", name="To the start").click()
    month(page, 0)
    page.get_by_role("button", name="Forward one month").click()
    month(page, 1)
    page.get_by_role("button", name=f"{WORDS['live']}: {STEPS[1].variants[1].label}").click()
    page.wait_for_url("**/?scenario=plain*history.trust=0.3*")
    month(page, 1)
    page.get_by_role("link", name="Lesson").click()
    expect(page.locator(".verdict")).to_contain_text(WORDS["wrong"])


def test_led_from_the_front(visit: Visitor) -> None:
    page = visit("/lesson?step=4")
    page.get_by_label(WORDS["led"]).check()
    page.wait_for_url("**/lesson?step=4&led=1")
    more = page.get_by_role("button", name=f"{WORDS['one_more']} {STEPS[3].options[0]}")
    for hands in (1, 2):
        more.click()
        expect(page.get_by_label(f"{WORDS['hands']}: {STEPS[3].options[0]}")).to_have_value(str(hands))
    other = page.get_by_label(f"{WORDS['hands']}: {STEPS[3].options[1]}")
    other.fill("17")
    other.press("Tab")
    expect(page.locator(".share").nth(1)).to_have_css("width", "100px")
    visit.screen(page, "lesson-led")
    page.get_by_role("button", name=WORDS["reveal"]).click()
    answered(page)
    expect(page.locator(".verdict")).to_contain_text(f"{STEPS[3].options[1]} (17 {WORDS['hands']})")
    expect(page.locator(".verdict")).to_contain_text(WORDS["wrong"])
    expect(more).to_be_disabled()


def test_by_keyboard_alone(visit: Visitor) -> None:
    page = visit("/lesson")
    page.get_by_role("radio").first.focus()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio").nth(1)).to_be_checked()
    expect(page.get_by_role("button", name=WORDS["reveal"])).to_be_enabled()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name=WORDS["reveal"])).to_be_focused()
    page.keyboard.press("Enter")
    answered(page)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_screens(visit: Visitor, dark: bool) -> None:
    page = visit("/lesson?step=3", dark=dark, still=True)
    predict(page, 0)
    page.get_by_role("button", name=WORDS["reveal"]).click()
    answered(page)
    for size, (width, height) in {"laptop": (1280, 800), "phone": (390, 844), "small": (360, 640)}.items():
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(150)
        assert page.evaluate(OVERFLOW) <= 0, f"wider than {width}"
        visit.screen(page, f"lesson-{size}-{'dark' if dark else 'light'}", whole=True)
    assert page.evaluate(CONTRASTS) == []


@pytest.mark.parametrize("step", ["9", "-1", "٣"])
def test_a_step_that_is_none_is_the_nearest(step: str, visit: Visitor) -> None:
    page = visit(f"/lesson?step={step}")
    on(page, 8 if step == "9" else 1)


def test_a_language_that_is_none_is_said(visit: Visitor) -> None:
    page = visit("/lesson?step=2&lang=xx")
    expect(page.get_by_role("alert")).to_contain_text("There is no lesson “xx”; there are: de, en.")
    on(page, 2)


def test_a_teachers_own_lesson(visit: Visitor, tmp_path: Path) -> None:
    """Given by --lesson; a file that is broken while the server runs is said, and the lesson goes on."""
    (tmp_path / "de").mkdir()
    (tmp_path / "de" / "words.toml").write_text('reveal = "Zeigen"\n', encoding="utf-8")
    file = tmp_path / "de" / "2-trust-and-doors.toml"
    file.write_text('title = "Was Vertrauen tut"\n', encoding="utf-8")
    server = Server("--lesson", str(tmp_path))
    server.start()
    try:
        visit.url = server.url
        page = visit("/lesson")
        expect(page.get_by_role("heading", name="1. Was Vertrauen tut")).to_be_visible()
        expect(page.get_by_role("button", name="Zeigen")).to_be_disabled()
        page.get_by_label(WORDS["language"]).select_option("en")
        expect(page.get_by_role("heading", name="1. Race or battle")).to_be_visible()
        file.write_text('titel = "x"\n', encoding="utf-8")
        page.goto(f"{server.url}/lesson")
        expect(page.get_by_role("alert")).to_contain_text("2-trust-and-doors.toml: titel")
        expect(page.get_by_role("heading", name="1. Race or battle")).to_be_visible()
        page.close()
    finally:
        server.stop()


@pytest.mark.parametrize("address", ["/lesson?step=8&lang=de", "/lesson?step=8&lang=de&led=1"])
def test_what_was_tried_fits_a_phone_in_german(visit: Visitor, address: str) -> None:
    page = visit(address, width=390, height=844)
    for lever in (0, 3):
        page.locator("fieldset input[type=checkbox]").nth(lever).check()
    page.locator("input[name=option]").first.check()
    page.get_by_role("button", name="Ausprobieren").click()
    expect(page.locator(".verdict table")).to_be_visible()
    for width in (390, 320):
        page.set_viewport_size({"width": width, "height": 844})
        assert page.evaluate(OVERFLOW) <= 0, width
