"""What holds on every page: any width, light and dark, enough contrast; and what is said when something is wrong."""

from __future__ import annotations

import signal

import pytest
from playwright.sync_api import Browser, Page, expect

from dashboards.server import free_port
from tests.browser.conftest import SCREENS
from tests.browser.harness import READY, Server, Visitor, go_to
from tests.browser.reading import CONTRASTS, OVERFLOW, SMALL, month
from tests.workshop.conftest import Start

PAGES = {
    "live": "/?scenario=internal-market-1991&month=60&at=30:forum",
    "what-if": "/what-if?scenario=five-organisations&month=40&vs=20:pooling&vs=game.sharing=0.2",
    "map": "/map?scenario=five-organisations",
}
SIZES = {"laptop": (1280, 800), "projector": (1920, 1080), "phone": (390, 844), "small": (360, 640)}


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_screens(visit: Visitor, name: str, dark: bool) -> None:
    page = visit(PAGES[name], dark=dark, still=True)
    page.wait_for_timeout(1500)  # some runs of the background
    if name == "live":
        page.locator(".node").nth(3).click()
        page.locator("section[aria-label=Story] td button").first.click()
        expect(page.get_by_text("Advantage of racing").first).to_be_visible()
    for size, (width, height) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(100)
        assert page.evaluate(OVERFLOW) <= 0, f"{name} is wider than {width}"
        visit.screen(page, f"{name}-{size}-{'dark' if dark else 'light'}", whole=width < 500)
    assert page.evaluate(CONTRASTS) == []
    assert page.evaluate(SMALL) == []
    assert page.evaluate("document.getAnimations().length") == 0  # the visitor asked for reduced motion


COVERED = """() => {
  const shown = document.querySelectorAll("svg text.label");
  const names = [...shown].map((each) => [each.textContent, each.getBoundingClientRect()]);
  const shared = (a, b, low, high) => Math.min(a[high], b[high]) - Math.max(a[low], b[low]);
  const cover = (a, b) => shared(a, b, "left", "right") > 3 && shared(a, b, "top", "bottom") > 3;
  return names.flatMap(([one, a], k) =>
    names.slice(k + 1).filter(([, b]) => cover(a, b)).map(([other]) => `${one} and ${other}`));
}"""
"""Names on a map that lie over each other."""


def test_screens_of_a_workshop(chromium: Browser, start: Start) -> None:
    """The facilitator's page and the big screen, light and dark, from the lobby to the debrief."""
    workshop = start("greater-manchester-2015", "--rounds", "1")
    visitor = Visitor(chromium, workshop.url, SCREENS)
    links = {"lead": f"/enter#f.{workshop.lead}", "screen": f"/enter#s.{workshop.screen}"}
    pages = {
        f"{name}-{'dark' if dark else 'light'}": visitor(link, dark=dark, still=True, ready=f"#{name}-top strong")
        for name, link in links.items()
        for dark in (False, True)
    }
    lead = pages["lead-light"]
    lead.on("dialog", lambda dialog: dialog.accept())
    for button, then in {
        "": "waiting for round 1",
        "Open round 1": "choose now",
        "End round": "round over",
        "Debrief": "debrief",
    }.items():
        if button:
            lead.locator("#lead-top").get_by_role("button", name=button).click()
        for name, page in pages.items():
            expect(page.locator(f"#{name.partition('-')[0]}-top")).to_contain_text(then)
            looks_well(page, f"workshop-{name}-{then.replace(' ', '-')}", visitor)
    for step in ("Said, done, seen", "If everyone had raced", "What would you change?"):
        go_to(lead, step)
        for name, page in pages.items():
            expect(page.locator(".deck h2, .step h2")).to_have_text(step)
            looks_well(page, f"workshop-{name}-{step.replace(' ', '-')}", visitor)
    visitor.leave()
    workshop.stop()
    assert visitor.outside == []
    assert visitor.faults == []


def looks_well(page: Page, name: str, visitor: Visitor) -> None:
    for width, height in ((1440, 900), (1920, 1080)):
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(100)
        assert page.evaluate(OVERFLOW) <= 0, f"{name} is wider than {width}"
        visitor.screen(page, f"{name}-{width}")
    assert page.evaluate(CONTRASTS) == [], name
    assert page.evaluate(SMALL) == [], name
    assert page.evaluate(COVERED) == [], name


def test_light_and_dark_at_a_click(visit: Visitor) -> None:
    page = visit("/")
    page.get_by_role("button", name="Dark colours").click()
    expect(page.locator(".theme--dark").first).to_be_attached()
    page.reload()
    page.wait_for_selector(READY)
    expect(page.get_by_role("button", name="Light colours")).to_be_visible()


def test_from_page_to_page_the_system_stays(visit: Visitor) -> None:
    page = visit("/?scenario=dorset-2016&seed=5&month=12")
    page.get_by_role("link", name="What if").click()
    month(page, 12)
    expect(page.get_by_label("Scenario", exact=True)).to_have_value("dorset-2016")
    page.get_by_role("link", name="Map").click()
    expect(page.get_by_role("group", name="Map of")).to_be_visible()
    page.get_by_role("link", name="Live").click()
    month(page, 12)
    expect(page.get_by_label("Seed of the random numbers")).to_have_value("5")
    expect(page).to_have_title("Live – Silos")


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/?scenario=dorste-2016", "There is no scenario “dorste-2016” (did you mean “dorset-2016”?)"),
        ("/?month=lots", "month"),
        ("/?game.sharing=2", "[0, 1]"),
        ("/?gam.sharing=0.2", "did you mean “game.sharing”?"),
        ("/?at=12:fourm", "did you mean “forum”?"),
        ("/?seed=%00%F0&x=&y=%22%3E%3Cscript%3Ealert(1)%3C/script%3E", "seed"),
        ("/map?x=game.sharing:1:0&y=history.trust:0:1", "usual one"),
        ("/what-if?vs=game.sharing=7", "[0, 1]"),
    ],
)
def test_nonsense_in_an_address(visit: Visitor, address: str, said: str) -> None:
    page = visit(address)
    expect(page.get_by_role("alert")).to_contain_text(said)
    page.get_by_role("link", name="Live").click()
    expect(page.get_by_role("heading", name="Make something happen")).to_be_visible()
    page.get_by_role("button", name="Forward one month").click()
    month(page, 1)


def test_a_path_that_is_no_page(visit: Visitor) -> None:
    page = visit("/")
    page.goto(visit.url + "/nonsense")
    expect(page.get_by_role("heading", name="There is no page “/nonsense”")).to_be_visible()
    page.get_by_role("link", name="Map").click()
    page.wait_for_selector(READY)
    assert all("404" in fault for fault in visit.faults)
    visit.faults.clear()


def test_a_scenario_file_that_is_wrong(visit: Visitor) -> None:
    page = visit("/?scenario=dorset-2016&month=3")
    wrong = b'title = "Mine"\n[game]\nbenefti = 2\n[trust]\nrate = 7\n'
    page.locator("input[type=file]").set_input_files({"name": "mine.toml", "mimeType": "text/plain", "buffer": wrong})
    expect(page.get_by_role("alert")).to_contain_text("benefti")
    expect(page.get_by_role("alert")).to_contain_text("trust.rate")
    month(page, 3)
    right = b'title = "Mine"\nmonths = 24\n[game]\nsharing = 0.4\n'
    page.locator("input[type=file]").set_input_files({"name": "mine.toml", "mimeType": "text/plain", "buffer": right})
    expect(page.locator(".bar .month")).to_contain_text("0 of 24")
    expect(page.get_by_role("alert")).to_be_hidden()


@pytest.mark.slow
def test_a_server_that_goes_and_comes_back(chromium: Browser, visit: Visitor) -> None:
    server = Server(port=free_port())
    server.start()
    try:
        visit.url = server.url
        page = visit("/?scenario=dorset-2016&month=7")
        page.evaluate("window.before = true")
        server.stop(signal.SIGKILL)
        expect(page.get_by_text("connection", exact=False).first).to_be_visible()
        visit.screen(page, "lost")
        server.start()
        page.wait_for_function("() => !window.before", timeout=90_000)  # the page comes back by itself
        month(page, 7)
        page.get_by_role("button", name="Forward one month").click()
        month(page, 8)
        page.close()
    finally:
        server.stop()
    visit.faults.clear()  # what the browser said while there was no server
