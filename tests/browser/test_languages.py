"""Pages in other languages: the phone's, one that somebody chose, and one that marks every text."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages import Catalog
from babel.messages.pofile import write_po
from playwright.sync_api import Browser, Page, expect

from dashboards.languages import MORE, file_of
from experiments import sweep
from tests.browser.harness import SHOWN, Server, Visitor, go_to
from tests.browser.reading import OVERFLOW
from tests.explore.test_stored import MINI
from tests.workshop.running import Workshop
from tools import translations

MARKED = "eo"
"""A language there is no catalogue of: here every text of it stands between brackets."""


@pytest.fixture(scope="module")
def marked(tmp_path_factory: pytest.TempPathFactory, store: Path) -> Iterator[Server]:
    """The pages for modellers and teachers in the language that marks."""
    folder = tmp_path_factory.mktemp("languages")
    made = Catalog(locale=MARKED)
    for each in translations.gathered():
        if each.id:
            forms = each.id if isinstance(each.id, tuple) else (each.id,)
            said = tuple(f"⟦{form}⟧" for form in forms)
            made.add(each.id, said if len(said) > 1 else said[0], locations=each.locations)
    written = BytesIO()
    write_po(written, made)
    file_of(MARKED, folder).parent.mkdir(parents=True)
    file_of(MARKED, folder).write_bytes(written.getvalue())
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(MORE, str(folder))
        running = Server("--language", MARKED, "--store", str(store))
        running.start()
    yield running
    running.stop()


UNMARKED = (Path(__file__).parent / "unmarked.js").read_text(encoding="utf-8")


def test_nothing_is_written_past_the_catalogue(chromium: Browser, marked: Server, store: Path) -> None:
    """Whatever pages say comes out marked, but names, what scenarios say, and the lesson's own files."""
    sweep(MINI, store=store)
    visit = Visitor(chromium, marked.url, Path())
    live = visit("/?scenario=five-organisations&month=12&at=5:forum&game.sharing=0.2", still=True)
    assert live.evaluate("document.documentElement.lang") == MARKED
    pages = {"live": live}
    live.locator(".node").nth(2).click()
    expect(live.locator("section.card table")).to_be_visible()
    live.locator("details").evaluate_all("all => all.forEach((each) => { each.open = true; })")
    found = {"an organisation": live.evaluate(UNMARKED)}
    live.locator("details.menu").evaluate("(menu) => { menu.open = false; }")  # it covers what is clicked next
    live.locator("section.card table button").first.click()
    expect(live.locator(".strip")).to_be_visible()
    found["a tie"] = live.evaluate(UNMARKED)
    for name, path in {
        "start": "/?scenario=plain",
        "what if": "/what-if?scenario=five-organisations&month=6&vs=2:pooling",
        "map": "/map?scenario=five-organisations",
        "lesson": "/lesson",
        "stored": "/stored",
        "own": "/own",
        "wrong": "/?scenario=dorste-2016&month=lots&game.sharing=2&at=5:fourm&at=900:forum",
    }.items():
        pages[name] = visit(path, still=True)
    pages["what if"].locator(".verdict, ul li").first.wait_for()
    pages["map"].locator(".cell").first.hover()
    own_system(pages["own"])
    for name, page in pages.items():
        found[name] = page.evaluate(UNMARKED)
    missing = visit("/?scenario=plain")
    missing.goto(marked.url + "/nonsense")
    found["no page"] = missing.evaluate(UNMARKED)
    visit.leave()
    assert {name: each[:9] for name, each in found.items() if each} == {}


def own_system(page: Page) -> None:
    """Make the page Our system say all it can."""
    page.locator("#own-paste").fill("A;x\nB;y;many\nC")
    page.locator(".own-list button.main").click()
    page.locator(".own-run button.main").click()
    expect(page.locator(".dissolve")).to_be_visible()
    page.locator("details").evaluate_all("all => all.forEach((each) => { each.open = true; })")
    expect(page.locator(".paint")).to_have_count(3)


@pytest.fixture(scope="module")
def german(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The pages for modellers and teachers in German, with results to look at."""
    there = tmp_path_factory.mktemp("stored") / "results.db"
    sweep(MINI, store=there)
    running = Server("--language", "de", "--store", str(there))
    running.start()
    yield running
    running.stop()


POINTS = """() => {
  const left = "script, style, select, code, .chip, #words, [hidden]", found = [];
  const walk = document.createTreeWalker(document.querySelector(".silos"), NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) if (/\\d\\.\\d/.test(walk.currentNode.data)) found.push(walk.currentNode);
  return found.filter((each) => !each.parentElement.closest(left)).map((each) => each.data.trim());
}"""
"""Texts with a decimal point, but those that are written as in a scenario file."""


def test_numbers_have_the_decimal_sign_of_the_language(chromium: Browser, german: Server) -> None:
    visit = Visitor(chromium, german.url, Path())
    paths = {
        "live": "/?scenario=five-organisations&month=12&game.sharing=0.25",
        "what if": "/what-if?scenario=five-organisations&month=6&vs=2:pooling",
        "map": "/map?scenario=five-organisations",
        "stored": "/stored?by=history.trust",
        "lines": "/stored?along=policy&by=history.trust",
    }
    pages = {name: visit(path, still=True) for name, path in paths.items()}
    pages["live"].locator(".node").nth(2).click()
    pages["live"].locator("section.card table button").first.click()
    pages["live"].locator(".strip").wait_for()
    pages["what if"].locator(".card ul li").first.wait_for()
    pages["map"].locator(".cell").first.hover()
    pages["map"].get_by_text("Hier", exact=True).wait_for()
    for page in pages.values():
        page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    found = {name: page.evaluate(POINTS) for name, page in pages.items()}
    assert {name: each for name, each in found.items() if each} == {}
    assert "0,3" in str(pages["lines"].locator("svg[role=img] title").first.text_content())
    box = pages["stored"].get_by_label("0,5", exact=True).first
    box.uncheck()
    expect(pages["stored"].get_by_role("heading", name="54 von 81")).to_be_visible()
    assert "0.1|0.3" in pages["stored"].url
    visit.leave()
    assert visit.faults == []


CUT = """() => [...document.querySelectorAll(".silos svg text:not(:empty, [transform])")].filter((each) => {
  const at = each.getBoundingClientRect(), box = each.ownerSVGElement.getBoundingClientRect();
  return at.left < box.left - 1 || at.right > box.right + 1 || at.bottom > box.bottom + 1;
}).map((each) => each.textContent)"""
"""Texts that reach out of their figure; those that stand upright have their own place."""


def test_no_figure_cuts_what_it_says(chromium: Browser, german: Server) -> None:
    visit = Visitor(chromium, german.url, Path())
    for path in ("/?scenario=dorset-2016&month=6", "/what-if?scenario=five-organisations&month=2"):
        page = visit(path, still=True)
        page.locator(".chart text").first.wait_for()
        for width in (1280, 390, 320):
            page.set_viewport_size({"width": width, "height": 844})
            assert page.evaluate(CUT) == [], (path, width)
    visit.leave()
    assert visit.faults == []


def test_the_map_is_told_in_full_beside_it_and_below_it(chromium: Browser, german: Server) -> None:
    visit = Visitor(chromium, german.url, Path())
    page = visit("/map?scenario=two-neighbours", still=True)
    expect(page.get_by_text("Die Karte ist gefüllt.")).to_be_visible()
    key = page.locator(".map svg g", has_text="ein System").last
    assert [each for each in key.locator("xpath=..").locator("text").all_text_contents() if len(each) == 1] == [*"EDSA"]
    for width in (1280, 640, 320):  # with letters of twice the size a projector has the width of a phone
        page.set_viewport_size({"width": width, "height": 800})
        page.locator('[data-cell="8.15"]').hover()
        here, map = page.get_by_text("Hier", exact=True), page.locator(".map svg > rect").first
        expect(here).to_be_visible()
        assert page.evaluate(CUT) == [], width
        text, area = here.bounding_box(), map.bounding_box()
        assert text and area
        assert text["x"] > area["x"] + area["width"] or text["y"] > area["y"] + area["height"], width
    visit.leave()
    assert visit.faults == []


# ---------------------------------------------------------------- a workshop


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workshop]:
    running = Workshop(
        tmp_path_factory.mktemp("german") / "kept", "five-organisations", "--rounds", "1", "--language", "de"
    ).start()
    yield running
    running.stop()


def phone(browser: Browser, url: str, speaks: str) -> Page:
    """A phone whose owner reads this language."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale=speaks, is_mobile=True, has_touch=True)
    context.set_default_timeout(SHOWN)
    page = context.new_page()
    page.goto(url)
    return page


def speaks(page: Page, language: str) -> None:
    expect(page.locator("html")).to_have_attribute("lang", language)


OUTSIDE = """() => [...document.querySelectorAll(".card .segments > *")]
  .filter((each) => each.getBoundingClientRect().right > each.closest(".card").getBoundingClientRect().right - 10)
  .map((each) => each.innerText)"""
"""What one taps that reaches over the rim of its card."""
TORN = """() => [...document.querySelectorAll("td")].flatMap((cell) => [...cell.childNodes].filter((each) => each.data)
  .flatMap((text) => [...text.data.matchAll(/[^ \u00a0]+/g)].filter((word) => {
    const range = document.createRange();
    range.setStart(text, word.index); range.setEnd(text, word.index + word[0].length);
    return range.getClientRects().length > 1;
  }).map((word) => word[0])))"""
"""Words of tables that are torn in the middle."""


def fits(page: Page, said: str) -> None:
    """This is shown, and no long word makes the page wider than this phone, a small one, or one with large letters."""
    expect(page.locator("main")).to_contain_text(said)
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    for width in (195, 320, 390):
        page.set_viewport_size({"width": width, "height": 844})
        assert page.evaluate(OVERFLOW) <= 0, f"{said}: wider than {width}"
        assert page.evaluate(OUTSIDE) == [], f"{said}: out of its card at {width}"


def test_each_phone_in_its_own_language(chromium: Browser, workshop: Workshop) -> None:
    link = f"{workshop.url}/#{workshop.code}"
    german, english, french = (phone(chromium, link, each) for each in ("de-CH", "en-GB", "fr-FR"))
    for page, language in ((german, "de"), (english, "en"), (french, "de")):  # the room speaks German
        speaks(page, language)
    french.get_by_role("link", name="English").click()
    speaks(french, "en")
    expect(french.locator("#more")).to_be_visible()  # the code of the link is still there
    french.reload()
    speaks(french, "en")
    for page in (german, english):
        page.locator("[name=name]").fill("Zoë")
        page.locator("#join button").click()
    expect(german.get_by_role("heading", level=1)).not_to_be_empty()
    expect(english.locator("#act")).to_contain_text("Your prediction")
    fits(german, "Ihre Voraussage")
    lead = phone(chromium, f"{workshop.url}/enter#f.{workshop.lead}", "en-GB")
    lead.on("dialog", lambda dialog: dialog.accept())
    speaks(lead, "de")
    lead.get_by_role("button", name="Die Budgets werden um ein Zehntel gekürzt").click()
    lead.get_by_role("button", name="Runde 1 eröffnen").click()
    expect(english.locator("#news")).to_contain_text("Budgets are cut by a tenth")
    fits(german, "Die Budgets werden um ein Zehntel gekürzt")
    expect(german.locator("form.choose output")).to_have_text("nicht beantwortet")  # the script speaks German too
    german.locator("label.as-race").click()
    expect(german.locator(".stance.race").first).to_have_text("Wettlauf")
    fits(german, "Wie behandeln Sie Ihre Partner?")
    german.get_by_role("button", name="Unsere Wahl senden").click()
    fits(german, "Ihre Wahl ist angekommen")
    lead.get_by_role("button", name="Runde beenden").click()
    fits(german, "Wie man Sie zu behandeln schien")
    lead.locator("#lead-top").get_by_role("button", name="Auswertung").click()
    go_to(lead, "Am Montag")
    lead.locator("#lead-propose summary").click()
    slider = lead.locator("#lead-propose input[type=range]")
    slider.fill("0.4")
    expect(lead.locator("#lead-propose output")).to_have_text("0,4")
    expect(german.locator("#act")).to_contain_text("Wenn nur Sie anders gewählt hätten")
    fits(german, "Wenn der Computer alle Plätze gespielt hätte")
    german.get_by_role("link", name="English").click()
    expect(german.locator("#act")).to_contain_text("If the computer had played every seat")
    with english.expect_download() as download:
        english.locator("a[download]").click()
    taken = download.value.path().read_text(encoding="utf-8")
    assert "My choices, and what they did" in taken
    english.goto("about:blank")
    english.set_content(taken)
    for width in (320, 390):  # it is read on the phone
        english.set_viewport_size({"width": width, "height": 844})
        assert english.evaluate(OVERFLOW) <= 0
        assert english.evaluate(TORN) == []
    for page in (german, english, french, lead):
        page.context.close()
