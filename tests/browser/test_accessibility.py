"""What axe-core finds on every page and in every state: nothing serious, nothing critical; and what it cannot see."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from experiments import sweep
from tests.browser.axe import findings
from tests.browser.harness import SHOWN, Server, Visitor, go_to
from tests.explore.test_stored import MINI
from tests.workshop.running import Workshop

EXPLORE = {
    "start": "/start",
    "live": "/?scenario=internal-market-1991&month=60&at=30:forum",
    "what if": "/what-if?scenario=five-organisations&month=40&vs=20:pooling&vs=game.sharing=0.2",
    "map": "/map?scenario=five-organisations",
    "lesson": "/lesson",
    "stored": "/stored",
    "something wrong": "/?scenario=dorste-2016",
}


@pytest.mark.parametrize("name", EXPLORE)
def test_pages_for_modellers_and_teachers(visit: Visitor, server: Server, store: Path, name: str) -> None:
    if name == "stored":
        sweep(MINI, store=store)
    page = visit(EXPLORE[name], still=True)
    page.wait_for_timeout(1000)  # some runs of the background
    looked = [both_colours(page)]
    if name == "live":
        page.locator(".node").nth(3).click()
        page.locator("section[aria-label=Story] td button").first.click()
        page.locator("details").evaluate_all("all => all.forEach((each) => { each.open = true; })")
        expect(page.get_by_text("Advantage of racing").first).to_be_visible()
        looked.append(both_colours(page))
    if name == "lesson":
        page.get_by_role("radio").first.check()
        page.locator("button.main").click()
        expect(page.locator(".a-nets .node").first).to_be_visible()
        looked.append(both_colours(page))
    assert looked == [[]] * len(looked)


def test_a_page_that_there_is_not(visit: Visitor) -> None:
    page = visit("/")
    page.goto(visit.url + "/nonsense")
    assert both_colours(page) == []
    visit.faults.clear()  # that it is missing


def both_colours(page: Page) -> list[str]:
    """What is found in light and in dark."""
    found = []
    for colours in ("light", "dark"):
        page.emulate_media(color_scheme=colours, reduced_motion="reduce")
        page.wait_for_timeout(50)
        found += [f"{colours}: {each}" for each in findings(page)]
    return found


# ---------------------------------------------------------------- the workshop


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workshop]:
    running = Workshop(tmp_path_factory.mktemp("axe") / "kept", "five-organisations", "--rounds", "1").start()
    yield running
    running.stop()


class Visitors:
    """The facilitator, the big screen and a phone."""

    def __init__(self, browser: Browser, workshop: Workshop) -> None:
        self.browser, self.workshop = browser, workshop
        self.lead = self.opened(f"/enter#f.{workshop.lead}", 1366, 900)
        self.lead.wait_for_selector("#lead-top")
        self.lead.on("dialog", lambda dialog: dialog.accept())
        self.screen = self.opened(f"/enter#s.{workshop.screen}", 1920, 1080)
        self.screen.wait_for_selector("#screen-top")
        self.phone = self.opened(f"/#{workshop.code}", 390, 844)
        self.found: dict[str, list[str]] = {}

    def opened(self, path: str, width: int, height: int) -> Page:
        page = self.browser.new_context(viewport={"width": width, "height": height}).new_page()
        page.set_default_timeout(SHOWN)
        page.goto(self.workshop.url + path)
        return page

    def look(self, state: str, *pages: Page) -> None:
        """Note what is found on these pages, all that can be folded open."""
        for page in pages or (self.phone, self.lead, self.screen):
            page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
            self.found[f"{state}, {page.url}"] = both_colours(page)


def test_every_state_of_a_workshop(chromium: Browser, workshop: Workshop) -> None:
    """The phone is used with the keyboard alone, from the code to the prediction, the choice and the debrief."""
    all_ = Visitors(chromium, workshop)
    phone, lead = all_.phone, all_.lead
    phone.wait_for_selector("#more:not([hidden])")
    all_.look("joining", phone)
    for path in ("/enter", "/lead"):
        all_.look("a stranger", all_.opened(path, 390, 844))
    phone.locator("[name=name]").focus()
    phone.keyboard.type("Robin")
    phone.keyboard.press("Enter")
    phone.wait_for_selector("form[data-do=predict]")
    all_.look("the lobby")
    tab_to(phone, "[name=openness]")
    phone.keyboard.press("ArrowRight")
    tab_to(phone, "form[data-do=predict] button.main")
    phone.keyboard.press("Enter")
    expect(phone.locator("#act [role=status]")).to_be_visible()
    lead.click("button[data-do=card] >> nth=0")
    lead.click("button[data-do=open]")
    phone.wait_for_selector("form.choose")
    phone.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    tab_to(phone, "[name=race]")
    phone.keyboard.press("Space")
    tab_to(phone, "[name=door]")
    phone.keyboard.press("ArrowRight")
    tab_to(phone, "[name=unlike]")
    phone.keyboard.press("Space")
    expect(phone.locator(".partner .stance.battle")).to_have_count(1)
    all_.look("an open round")
    assert phone.evaluate(TOO_SMALL) == []
    tab_to(phone, ".send")
    phone.keyboard.press("Enter")
    expect(phone.locator(".sent")).to_be_visible()
    tab_to(phone, "[data-do=intend]")
    phone.keyboard.press("Enter")
    expect(phone.locator("[data-do=intend][aria-pressed=true]").first).to_be_visible()
    all_.look("chosen")
    lead.click("button[data-do=pause]")
    expect(phone.locator("#top .clock")).to_have_text("paused")
    all_.look("paused", phone)
    lead.click("button[data-do=close]")
    expect(phone.locator("#act")).to_contain_text("The round is over")
    all_.look("between two rounds")
    lead.click("button[data-do=finish]")
    for step in ("Said, done, seen", "What would you change?"):
        go_to(lead, step)
        for page in (phone, all_.screen):
            expect(page.locator("#act h2, .step h2").first).to_have_text(step)
        all_.look(step)
    go_to(lead, "On Monday")
    expect(phone.locator("#act")).to_contain_text("If only you had chosen otherwise")
    all_.look("the debrief")
    with phone.expect_download() as download:
        phone.click("a[download]")
    taken = all_.opened("/", 390, 844)
    taken.set_content(download.value.path().read_text(encoding="utf-8"))
    all_.look("the take-away", taken)
    phone.goto(workshop.url + "/device")
    all_.look("another device", phone)
    assert {state: found for state, found in all_.found.items() if found} == {}
    for page in (phone, lead, all_.screen):
        page.context.close()


PRESSED = "button, .button, select, summary, input[type=range], .segments label, label.toggle, .meet"
TOO_SMALL = f"""() => [...document.querySelectorAll("{PRESSED}")]
  .map((each) => [each, each.getBoundingClientRect(), -2 * (parseFloat(getComputedStyle(each, "::after").top) || 0)])
  .filter(([, box, more]) => box.width && Math.min(box.width, box.height) + more < 43.5)
  .map(([each, box]) => (each.innerText || each.name) + ": " + box.width + " x " + box.height)"""
"""What one presses on a phone and is smaller than 44 px, with the rim round it that takes the finger too."""


def tab_to(page: Page, what: str) -> None:
    """Go there with the Tab key, as somebody without a mouse; what is reached can be seen."""
    for _ in range(120):
        page.keyboard.press("Tab")
        if page.evaluate("what => document.activeElement.matches(what)", what):
            return
    raise AssertionError(f"the Tab key does not reach {what}")
