"""A whole session from the browser alone: from an empty ``silos serve`` to the take-aways.

Everyday: two phones, one round.  SILOS_PHONES and SILOS_ROUNDS say how many: the whole thing is 20 and 2.
"""

from __future__ import annotations

import os
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.browser.harness import SHOWN, Visitor
from tests.workshop.conftest import Start
from tests.workshop.test_house import Serving

PHONES = int(os.environ.get("SILOS_PHONES", "2"))
ROUNDS = int(os.environ.get("SILOS_ROUNDS", "1"))
LOADED = 180_000


def test_a_session_is_led_by_clicking_only(chromium: Browser, start: Start) -> None:
    house = start(kind=Serving)
    visitor = Visitor(chromium, house.url, Path())
    opened: list[Page] = []

    def open_page(path: str, width: int, height: int, phone: bool = False) -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": height}, is_mobile=phone, has_touch=phone, accept_downloads=True
        )
        context.set_default_timeout(SHOWN)
        page = context.new_page()
        visitor.watch(page)
        page.on("dialog", lambda dialog: dialog.accept())
        page.goto(house.url + path)
        opened.append(page)
        return page

    lead = open_page("/rooms", 1366, 768)
    lead.select_option("[name=scenario]", "five-organisations")
    lead.fill("[name=rounds]", str(ROUNDS))
    lead.click("text=Make the room, and lead it")
    lead.wait_for_selector("#lead-top button", timeout=LOADED)
    with lead.context.expect_page() as screen_opened:
        lead.click("text=Open the big screen")
    screen = screen_opened.value
    screen.set_viewport_size({"width": 1920, "height": 1080})
    screen.wait_for_selector("#screen-invite .code")
    code = screen.locator("#screen-invite .code").inner_text()
    phones = [open_page(f"/#{code}", 390, 844, phone=True) for _ in range(PHONES)]
    for number, phone in enumerate(phones):
        phone.wait_for_selector("#more:not([hidden])")
        phone.fill("[name=name]", f"Kim {number}")
        phone.click("button:has-text('Join')")
        phone.wait_for_selector("#top .seat")
        phone.click("text=This is my prediction")
        expect(phone.locator("#act")).to_contain_text("Noted")
    practise(phones[0])
    lead.click("#lead-invite >> text=Lock the door")
    expect(lead.locator("#lead-invite")).to_contain_text("Locked")
    for number in range(1, ROUNDS + 1):
        lead.click(f"text=Open round {number}")
        for position, phone in enumerate(phones):
            phone.wait_for_selector(f"form.choose[data-turn='{number}']")
            phone.click("label.as-battle" if position % 2 else "label.as-race")
            phone.click("button:has-text('Send our choice')")
            expect(phone.locator("#chosen")).to_contain_text("Your choice has arrived")
        lead.click("text=End round")
        lead.wait_for_selector("#lead-top button[data-do=finish]")
    assert phones[0].request.get(f"{phones[0].url.rpartition('/')[0]}/take-away").url.endswith("/play"), "too early"
    lead.click("#lead-top button[data-do=finish]")
    titles = []
    while True:
        lead.wait_for_selector(".deck h2")
        titles.append(lead.locator(".deck h2").inner_text())
        expect(screen.locator("#screen-step h2")).to_have_text(titles[-1])
        walk(lead, screen, phones)
        onward = lead.locator(".deck .nextback button.main[data-do=step]")
        if not onward.count():
            break
        onward.click()
        expect(lead.locator(".deck h2")).not_to_have_text(titles[-1])
    assert titles[0] == "The map, in silence"
    assert titles[-1] == "On Monday"
    expect(screen.locator(".wall")).to_contain_text("I shall ring Poole")
    for phone in phones:
        expect(phone.locator("#act")).to_contain_text("If only you had chosen otherwise")
        with phone.expect_download() as taken:
            phone.click("text=Take it home")
        assert "I shall ring Poole" in Path(taken.value.path()).read_text(encoding="utf-8")
    drawn(lead, house.url)
    lead.goto(f"{house.url}/rooms")
    lead.get_by_role("button", name="Delete").first.click()
    expect(lead.get_by_role("button", name="Delete")).to_have_count(1)
    lead.click("text=Delete")
    expect(lead.locator("main")).to_contain_text("There is no room yet.")
    for page in opened:
        page.context.close()
    assert visitor.outside == []
    house.stop()


def drawn(lead: Page, url: str) -> None:
    """Make a second room of one's own system, without a file."""
    lead.goto(f"{url}/rooms")
    lead.click("text=Your own system")
    lead.goto(url + str(lead.get_by_role("link", name="Draw it here").get_attribute("href")))
    lead.get_by_label("One organisation a line").fill("North Hospital\nEast Council\nHospice")
    lead.get_by_role("button", name="Take this list").click()
    lead.get_by_role("button", name="Make a room for a workshop").click()
    lead.wait_for_selector("#lead-top button", timeout=LOADED)
    expect(lead).to_have_title("Our system: Silos workshop")


def practise(phone: Page) -> None:
    """Four months against the model, and the question."""
    phone.click("text=Practise for two minutes")
    for move in ["race", "battle", "race", "race"]:
        phone.click(f"a.as-{move}")
    expect(phone.locator("tbody tr")).to_have_count(4)
    phone.click("text=I do, this month")
    expect(phone.locator("[role=status]").last).to_contain_text("Right.")
    phone.click("text=Back to the room")
    phone.wait_for_selector("#top .seat")


def walk(lead: Page, screen: Page, phones: list[Page]) -> None:
    """Do what a step asks of the room."""
    if lead.locator(".deck button[data-do=reveal]").count():
        for phone in phones:
            if lead.locator(".deck").inner_text().count("guessed"):
                phone.locator("form[data-do=guess] input[type=range]").fill("40")
                phone.click("text=This is my guess")
                expect(phone.locator("#act")).to_contain_text("Your guess: 40%")
        lead.click("text=Show the answer")
        expect(lead.locator(".deck button[data-do=reveal]")).to_have_count(0)
    if lead.locator(".deck button[data-do=try]").count():
        phones[0].locator("button[data-do=vote]").first.click()
        expect(lead.locator(".deck")).to_contain_text("1 vote")
        lead.locator(".deck button[data-do=try]").first.click()
        expect(screen.locator("#screen-step")).to_contain_text("with other luck", timeout=LOADED)
    for phone in phones:
        if phone.locator("form[data-do=promise]").count():
            phone.fill("[name=text]", "I shall ring Poole")
            phone.click("text=Put it on the wall")
            expect(phone.locator("#act")).to_contain_text("It is on the wall")
