"""A workshop in real headless phones, from joining to the take-away, with the wire cut and the server killed.

Everyday: three phones, two rounds, and Wi-Fi that is gone for two seconds more than it takes to notice.  SILOS_PHONES,
SILOS_ROUNDS and SILOS_CUT say how many: the whole thing is 20, 8 and 120.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.harness import SHOWN, Visitor, go_to
from tests.browser.reading import OVERFLOW
from tests.workshop.conftest import Start
from tests.workshop.proxy import Wire
from tests.workshop.running import Workshop

PHONES = int(os.environ.get("SILOS_PHONES", "3"))
ROUNDS = int(os.environ.get("SILOS_ROUNDS", "2"))
LOADED = 180_000
"""Milliseconds within which the first page of Solara is there, on a machine that does other things too."""
CUT = float(os.environ.get("SILOS_CUT", "2"))
NAMES = (
    '<img src=x onerror="document.title=1"><b class=evil>',
    "نورة بنت عبد الله",
    "Z\u0337\u0322\u031b\u034e\u0332a\u0335\u0359\u0310l\u0336\u0317 " * 9,
    "👩‍👩‍👧 Łukasz",
    "'); --",
)


@pytest.fixture
def workshop(start: Start) -> Workshop:
    return start("greater-manchester-2015", "--rounds", str(ROUNDS), "--seconds", "600")


@pytest.fixture
def wire(workshop: Workshop) -> Iterator[Wire]:
    wire = Wire(workshop.port)
    yield wire
    wire.close()


class Room:
    """The facilitator's page, the big screen and the phones, each in a browser of its own."""

    def __init__(self, browser: Browser, workshop: Workshop, wire: Wire) -> None:
        self.browser, self.workshop = browser, workshop
        self.watcher = Visitor(browser, workshop.url, Path())
        self.lead = self.open(f"{workshop.url}/enter#f.{workshop.lead}", 1366, 900)
        self.lead.wait_for_selector("#lead-top button", timeout=LOADED)
        self.lead.on("dialog", lambda dialog: dialog.accept())
        self.screen = self.open(f"{workshop.url}/enter#s.{workshop.screen}", 1920, 1080)
        self.screen.wait_for_selector("#screen-top h1")
        urls = [wire.url if number == 1 else workshop.url for number in range(PHONES)]
        self.phones = [self.join(url, number) for number, url in enumerate(urls)]

    def open(self, url: str, width: int, height: int, phone: bool = False) -> Page:
        context = self.browser.new_context(
            viewport={"width": width, "height": height}, is_mobile=phone, has_touch=phone
        )
        context.set_default_timeout(SHOWN)
        page = context.new_page()
        page.on("request", lambda request: self.watcher._asked(request.url))
        page.on("pageerror", lambda error: self.watcher.faults.append(str(error)))
        page.goto(url)
        return page

    def join(self, url: str, number: int) -> Page:
        page = self.open(f"{url}/#{self.workshop.code}", 390, 844, phone=True)
        page.wait_for_selector("#more:not([hidden])")
        page.fill("[name=name]", NAMES[number % len(NAMES)][:40])
        page.select_option("[name=seat]", str(number))
        page.click("button:has-text('Join')")
        page.wait_for_selector("#top .seat")
        return page

    def fits(self) -> None:
        """No phone has to be pushed sideways, and nothing of a name became part of a page."""
        for page in [*self.phones, self.lead, self.screen]:
            wide, there = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
            assert wide <= there, f"{page.url}: {wide} px wide"
            assert page.locator(".evil").count() == 0
            assert "Silos workshop" in page.title()

    def close(self) -> None:
        for page in [*self.phones, self.lead, self.screen]:
            page.context.close()
        assert self.watcher.outside == []
        assert self.watcher.faults == []


def choose(page: Page, race: bool) -> None:
    page.click("label.as-race" if race else "label.as-battle")
    page.click("button:has-text('Send our choice')")


def sent(page: Page) -> None:
    expect(page.locator("#chosen")).to_contain_text("Your choice has arrived")


def test_a_whole_session_on_phones(chromium: Browser, workshop: Workshop, wire: Wire) -> None:
    room = Room(chromium, workshop, wire)
    room.fits()
    room.phones[0].locator("[name=openness]").fill("40")
    room.phones[0].click("text=This is my prediction")
    expect(room.phones[0].locator("#act")).to_contain_text("Noted: 40%")
    expect(room.screen.locator("#screen-join")).to_contain_text("نورة")
    for number in range(1, ROUNDS + 1):
        room.lead.click(f"text=Open round {number}")
        for page in room.phones:
            page.wait_for_selector(f"form.choose[data-turn='{number}']")
        room.fits()
        if number == 1:
            with_exceptions(room.phones[0])
            through_a_cut(room.phones[1], wire)
        rest = room.phones if number > 1 else room.phones[2:]
        for seat, page in enumerate(rest):
            choose(page, (seat + number) % 2 == 0)
            sent(page)
        if number == 2:
            through_a_kill(room)
        expect(room.screen.locator("#screen-top")).to_contain_text(f"{PHONES} of {PHONES}")
        room.fits()
        room.lead.click("text=End round")
        for page in room.phones:
            expect(page.locator("#act")).to_contain_text("The round is over")
    room.lead.click("#lead-top button:has-text('Debrief')")
    expect(room.screen.locator("#screen-step")).to_contain_text("The map, in silence")
    room.fits()
    go_to(room.lead, "What would you change?")
    what_the_room_proposes(room)
    go_to(room.lead, "On Monday")
    for page in room.phones:
        expect(page.locator("#act")).to_contain_text("If only you had chosen otherwise", timeout=90_000)
    look_closer(room.lead)
    for page in room.phones[:2]:
        with page.expect_download() as download:
            page.click("text=Take it home")
        assert "My choices" in download.value.path().read_text()
    room.close()
    workshop.stop()
    as_clicked(workshop)


def with_exceptions(page: Page) -> None:
    """One choice for all 36 partners with two exceptions, a sector the other way round, a door and a meeting."""
    page.click("label.as-race")
    page.click("details.partners summary")
    page.locator("fieldset:has-text('councils') [data-flip]").click()
    page.locator(".toggle:has-text('The Christie')").click()
    page.locator(".partner:has-text('The Christie') select").select_option("0.05")
    page.locator(".partner:has-text('Salford Royal') [name=meet]").check()
    page.click("button:has-text('We will battle')")
    expect(page.locator("#say [aria-pressed=true]")).to_contain_text("battle")
    assert page.locator(".toggle:has-text('The Christie') .stance").inner_text() == "battle"
    page.click("button:has-text('Send our choice')")
    sent(page)


def through_a_cut(page: Page, wire: Wire) -> None:
    """The Wi-Fi is gone, and nobody says so; what is chosen meanwhile is sent when it is back."""
    wire.freeze()
    choose(page, True)
    expect(page.locator("#offline")).to_be_visible()
    choose(page, False)
    expect(page.locator("#said")).to_contain_text("waits on this phone")
    page.wait_for_timeout(1000 * CUT)
    wire.mend()
    sent(page)
    expect(page.locator("#offline")).to_be_hidden()


def what_the_room_proposes(room: Room) -> None:
    """A slider over the declared range is run live, and shown to the room once it is worth it."""
    lead, tried = room.lead, room.lead.locator("#lead-tried")
    lead.click("#lead-propose summary")
    lead.select_option("[data-try] select", "game.sharing")
    slider = lead.locator("[data-try] input")
    assert [float(slider.get_attribute(each) or "nan") for each in ("min", "max", "step")] == [0, 1, 0.01]
    for value in ("0.3", "0.7"):
        slider.fill(value)
        expect(tried).to_contain_text(f"Proposed: {value} for “share of outcomes")
    doors, points = tried.locator("tbody tr").nth(1).locator("td").nth(0).inner_text().split(maxsplit=1)
    expect(room.screen.locator("#screen-step")).not_to_contain_text("Proposed")
    lead.click("text=Show it to the room")
    row = room.screen.locator("#screen-step tr:has-text('Proposed: 0.7 for “share of outcomes')")
    expect(row.locator("td")).to_have_text([doors, points])


def look_closer(lead: Page) -> None:
    """The same scenario and luck on the page to explore, in the same process."""
    with lead.context.expect_page() as opened:
        lead.click("#lead-explore a")
    page = opened.value
    expect(page.get_by_label("Scenario", exact=True)).to_have_value("greater-manchester-2015")
    expect(page.locator(".bar .month")).to_contain_text(f"Month {3 * ROUNDS} of")
    page.get_by_role("link", name="Stored results").click()
    page.wait_for_url("**/explore/stored*")
    page.get_by_role("link", name="Live").click()
    expect(page.get_by_label("Scenario", exact=True)).to_have_value("greater-manchester-2015")
    page.close()


def through_a_kill(room: Room) -> None:
    """The server dies and starts again: everyone is back on the same seat, with the same choice."""
    pages = (room.lead, room.screen)
    for page in pages:
        page.evaluate("window.before = true")
    room.workshop.kill()
    for page in room.phones:
        expect(page.locator("#offline")).to_be_visible()
    room.workshop.start()
    begin = time.monotonic()
    for page in room.phones:
        expect(page.locator("#offline")).to_be_hidden()
        sent(page)
    print(f"all phones are back {time.monotonic() - begin:.1f} s after the restart")
    for page in pages:
        page.wait_for_function(
            "() => !window.before && document.querySelector('strong.clock[data-ends]')", timeout=LOADED
        )
    print(f"the facilitator's page and the big screen are back {time.monotonic() - begin:.1f} s after the restart")


def as_clicked(workshop: Workshop) -> None:
    session = workshop.replayed()
    assert len(session.played) == ROUNDS
    assert all(len(each.choices) == PHONES and not each.missing for each in session.played)
    names = list(session.scenario.names)
    councils = {names.index(each.name) for each in session.scenario.organisations if each.sector == "councils"}
    first = session.played[0].choices[0]
    christie = names.index("The Christie NHS FT")
    assert first.race is True
    assert set(first.unlike) == councils | {christie}
    assert first.doors == ((christie, 0.05),)
    assert first.meet == (names.index("Salford Royal NHS FT"),)
    assert session.played[0].intentions == {0: False}
    assert session.played[0].choices[1].race is False
    assert session.predictions
    assert session.rounds[0].choices.keys() == set(range(PHONES))


CLOCK = "#lead-screen button:has-text('clock')"
BACK = "() => window.app && window.app.connectionStatus === 'connected' && document.querySelector('#lead-top button')"


def switched(lead: Page, off: bool) -> None:
    """The clock of the big screen switched off or on; where the page was about to load itself again, once more."""
    for patience in (10_000, 30_000, LOADED):
        lead.wait_for_function(BACK, timeout=LOADED)
        if (lead.get_attribute(CLOCK, "aria-pressed") == "false") != off:
            lead.click(CLOCK)
        try:
            expect(lead.locator(CLOCK)).to_have_attribute("aria-pressed", "false" if off else "true", timeout=patience)
        except AssertionError:
            if patience == LOADED:
                raise
        else:
            return


def test_pages_of_the_room_come_back_after_a_cut(chromium: Browser, start: Start) -> None:
    """Solara gives up a connection after a minute or two: then the page is loaded again."""
    workshop = start("five-organisations")
    wire = Wire(workshop.port)
    visitor = Visitor(chromium, wire.url, Path())
    context = chromium.new_context(viewport={"width": 1440, "height": 900})
    lead = context.new_page()
    visitor.watch(lead)
    lead.goto(f"{wire.url}/enter#f.{workshop.lead}")
    lead.wait_for_selector("#lead-top button", timeout=LOADED)
    for silent in (False, True):
        wire.freeze() if silent else wire.cut()
        expect(lead.get_by_text("lost", exact=False).locator("visible=true").first).to_be_visible(timeout=30_000)
        lead.wait_for_timeout(1000 * CUT)
        wire.mend()
        begin = time.monotonic()
        switched(lead, not silent)
        print(f"it can be led again {time.monotonic() - begin:.1f} s after a cut of {CUT} s")
    context.close()
    wire.close()
    workshop.stop()
    assert visitor.outside == []


class Counted(Workshop):
    """A workshop that tells how many look on, and how many pages of Solara there are."""

    program = ("-m", "tests.workshop.counting")

    @property
    def counts(self) -> str:
        return Path(os.environ["SILOS_COUNTS"]).read_text(encoding="utf-8")

    def until(self, counts: str) -> None:
        end = time.monotonic() + 60
        while self.counts != counts:
            assert time.monotonic() < end, f"{self.counts} and not {counts}"
            time.sleep(0.1)


def test_nothing_is_left_of_pages_that_are_closed(
    chromium: Browser, start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither of one that says so, nor of one that is lost, which is given up after a while."""
    monkeypatch.setenv("SILOS_COUNTS", str(tmp_path / "counts"))
    monkeypatch.setenv("SOLARA_KERNEL_CULL_TIMEOUT", "1s")
    workshop = start("five-organisations", kind=Counted)
    wire = Wire(workshop.port)
    context = chromium.new_context()
    lead, screen = context.new_page(), context.new_page()
    lead.goto(f"{wire.url}/enter#f.{workshop.lead}")
    lead.wait_for_selector("#lead-top button", timeout=LOADED)
    screen.goto(f"{wire.url}/enter#s.{workshop.screen}")
    screen.wait_for_selector("#screen-top h1")
    workshop.until("2 2")
    screen.goto("about:blank")
    workshop.until("1 1")
    wire.cut()
    workshop.until("0 0")
    context.close()
    wire.close()
    said = workshop.stop()
    assert "Traceback" not in said


def test_one_plays_alone_against_the_model(chromium: Browser, start: Start) -> None:
    workshop = start("five-organisations", "--alone", "--rounds", "2")
    context = chromium.new_context(viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True)
    context.set_default_timeout(SHOWN)
    page = context.new_page()
    page.goto(f"{workshop.url}/#{workshop.code}")
    page.wait_for_selector("#more:not([hidden])")
    expect(page.locator("select[name=seat] option[value='']")).to_have_count(0)  # nobody is there to give one
    page.fill("[name=name]", "Robin")
    page.click("button:has-text('Join')")
    for number in (1, 2):
        page.click(f"text=Begin round {number}")
        choose(page, number == 1)
        expect(page.locator("#act")).to_contain_text("The round is over")
    page.click("text=To the debrief")
    expect(page.locator("#act")).to_contain_text("If only you had chosen otherwise")
    page.click("text=Play round 2 again")
    page.click("text=Begin round 2")
    page.wait_for_selector("form.choose")
    context.close()
    workshop.stop()
    session = workshop.replayed()
    assert [len(each) for each in session.branches] == [1]
    assert [choice.race for each in session.played for choice in each.choices.values()] == [True]


SLOW = """
const Real = window.WebSocket;
window.WebSocket = class {
  static OPEN = 1;
  constructor(url) {
    setTimeout(() => {
      this.real = new Real(url);
      for (const on of ["onopen", "onmessage", "onclose"]) this.real[on] = (event) => this[on] && this[on](event);
    }, 1500);
  }
  get readyState() { return this.real ? this.real.readyState : 0; }
  send(text) { this.real.send(text); }
  close() { if (this.real) this.real.close(); }
};
"""
"""A line that takes its time to stand."""


def test_a_tap_before_the_line_stands_is_not_lost(chromium: Browser, workshop: Workshop) -> None:
    context = chromium.new_context(viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True)
    context.set_default_timeout(LOADED)
    page = context.new_page()
    page.add_init_script(SLOW)
    page.goto(f"{workshop.url}/#{workshop.code}")
    page.fill("[name=name]", "Kim")
    page.click("button:has-text('Join')")
    page.click("text=This is my prediction")
    assert page.evaluate("socket.readyState") == 0
    expect(page.locator("#act")).to_contain_text("Noted: ")
    context.close()


def test_a_button_is_clicked_though_news_come_while_it_is_pressed(chromium: Browser, workshop: Workshop) -> None:
    """Thirty people join while the facilitator presses: the button is the same when it is let go of."""
    context = chromium.new_context(viewport={"width": 1366, "height": 900})
    context.set_default_timeout(LOADED)
    lead = context.new_page()
    lead.goto(f"{workshop.url}/enter#f.{workshop.lead}")
    lead.locator("#lead-top button:has-text('Open round 1')").hover()
    lead.mouse.down()
    phone = context.new_page()
    phone.goto(f"{workshop.url}/#{workshop.code}")
    phone.fill("[name=name]", "Kim")
    phone.click("button:has-text('Join')")
    phone.wait_for_selector("#top .seat")
    expect(lead.locator("#lead-seats")).to_contain_text("Kim")
    expect(lead.locator("#lead-top .clock")).to_have_text("0")
    lead.mouse.up()
    expect(lead.locator("#lead-top")).to_contain_text("choose now")
    context.close()


def test_who_was_chosen_stays_chosen_though_others_join(chromium: Browser, workshop: Workshop) -> None:
    """Or somebody else than she meant is removed, and a name half typed is gone."""
    room = Small(chromium, workshop)
    kim = room.phone("Kim")
    room.phone("Zoe")
    lead = room.lead()
    lead.click("#lead-people summary")
    lead.locator("#lead-people button[aria-label='Remove Zoe']").hover()
    lead.mouse.down()
    room.phone("Ann")
    expect(lead.locator("#lead-seats")).to_contain_text("Ann")
    lead.mouse.up()
    names = lead.locator("#lead-people .people bdi")
    expect(names).to_have_text(["Ann", "Kim"])
    expect(kim.locator("#top")).to_contain_text("Kim")
    room.close()


def test_a_card_closes_nothing_that_somebody_looks_at(chromium: Browser, workshop: Workshop) -> None:
    room = Small(chromium, workshop)
    phone, lead = room.phone("Kim"), room.lead()
    lead.click("text=Open round 1")
    phone.click("details.partners summary")
    lead.click("#lead-cards button:has-text('A common threat')")
    expect(phone.locator("#news")).to_contain_text("A common threat")
    assert phone.locator("details.partners").evaluate("(each) => each.open")
    lead.click("text=End round")
    lead.click("text=Open round 2")
    phone.wait_for_selector("form.choose[data-turn='2']")
    assert not phone.locator("details.partners").evaluate("(each) => each.open"), "a new round begins anew"
    room.close()


LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"


def test_no_name_of_an_organisation_makes_a_phone_wider(chromium: Browser, start: Start, tmp_path: Path) -> None:
    scenario = tmp_path / "long.toml"
    names = ("Amt", LONG, "مستشفى المدينة")
    written = "".join(f'[[organisations]]\nname = "{name}"\n' for name in names)
    scenario.write_text(f'title = "{LONG}"\nquestion = "Who?"\n{written}', encoding="utf-8")
    room = Small(chromium, start(str(scenario), "--rounds", "1"))
    phone, lead = room.phone("Kim"), room.lead()
    lead.click("text=Open round 1")
    phone.wait_for_selector("form.choose")
    phone.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    for width in (195, 320, 390, 844):
        phone.set_viewport_size({"width": width, "height": 700})
        assert phone.evaluate(OVERFLOW) <= 0, f"wider than {width}"
    room.close()


def test_the_legend_of_the_big_screen_is_never_covered(chromium: Browser, start: Start) -> None:
    """German words take two lines of headline and of legend on a small projector."""
    workshop = start("greater-manchester-2015", "--rounds", "1", "--language", "de")
    room = Small(chromium, workshop)
    screen, lead = room.screen(), room.lead()
    lead.click("text=Runde 1 eröffnen")
    screen.wait_for_selector(".net .legend")
    for width, height in ((1024, 768), (1280, 720), (1920, 1080)):
        screen.set_viewport_size({"width": width, "height": height})
        below, way_in = (screen.locator(each).bounding_box() for each in (".net .legend", ".invite"))
        assert below
        assert way_in
        assert below["y"] + below["height"] <= way_in["y"], f"covered at {width} x {height}"
    room.close()


class Small:
    """Pages as a test opens them, each in a browser of its own."""

    def __init__(self, browser: Browser, workshop: Workshop) -> None:
        self.browser, self.workshop = browser, workshop
        self.opened: list[Page] = []

    def lead(self) -> Page:
        page = self._open(f"{self.workshop.url}/enter#f.{self.workshop.lead}", 1366)
        page.on("dialog", lambda dialog: dialog.accept())
        page.wait_for_selector("#lead-top button")
        return page

    def screen(self) -> Page:
        page = self._open(f"{self.workshop.url}/enter#s.{self.workshop.screen}", 1280)
        page.wait_for_selector("#screen-top h1")
        return page

    def phone(self, name: str) -> Page:
        page = self._open(f"{self.workshop.url}/#{self.workshop.code}", 390)
        page.fill("[name=name]", name)
        page.click("button:has-text('Join')")
        page.wait_for_selector("#top .seat")
        return page

    def _open(self, url: str, width: int) -> Page:
        context = self.browser.new_context(viewport={"width": width, "height": 844})
        context.set_default_timeout(LOADED)
        self.opened.append(context.new_page())
        self.opened[-1].goto(url)
        return self.opened[-1]

    def close(self) -> None:
        for page in self.opened:
            page.context.close()
