"""A survey from the browser: made, answered on a phone, closed, shown; in both languages."""

from __future__ import annotations

import json
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from dashboards.survey.serve import kept
from results import Surveys
from tests.browser.axe import findings
from tests.browser.harness import SHOWN, Visitor
from tests.survey.synthetic import answers, scenario, state_of
from tests.workshop.conftest import Start
from tests.workshop.test_house import Serving


def test_a_phone_answers_and_the_result_is_shown(chromium: Browser, start: Start) -> None:
    house = start(kind=Serving)
    visitor = Visitor(chromium, house.url, Path())
    system = scenario(6, dialogue={"time_together": [0.5, 0.15, 0.03]})

    def open_page(path: str, phone: bool, locale: str = "en-GB") -> Page:
        size = {"width": 360, "height": 740} if phone else {"width": 1280, "height": 900}
        context = chromium.new_context(
            viewport=size,  # type: ignore[arg-type]
            is_mobile=phone,
            has_touch=phone,
            locale=locale,
            reduced_motion="reduce",  # colours are looked at once they stand still
        )
        context.set_default_timeout(SHOWN)
        page = context.new_page()
        visitor.watch(page)
        page.on("dialog", lambda dialog: dialog.accept())
        page.goto(path)
        return page

    lead = open_page(f"{house.url}/rooms", phone=False)
    form = lead.locator("form[data-post='/surveys/make']")
    form.locator("summary").click()
    form.locator("[name=text]").fill(system.dump())
    form.locator("[name=title]").fill("Six of us")
    form.locator("button").click()
    lead.wait_for_url("**/surveys/*")
    link = lead.locator(".link").inner_text()
    name = link.rpartition("/s/")[2].partition("#")[0]
    phone = open_page(link, phone=True, locale="de-DE")
    expect(phone.locator("h2").first).to_have_text("Bevor Sie beginnen")
    phone.click("button.main")
    phone.select_option("[name=organisation]", "0")
    phone.locator("label:has([name=tier])").nth(2).click()
    for place in (0, 1):
        phone.locator(".known:not([hidden])").nth(place).click()
    asked = phone.locator(".about:not([hidden]) .item")
    assert asked.count() == 2 * 4 + 4 + 2, "two partners, four kinds, two guesses"
    for item in asked.all():
        item.locator("label").nth(3).click()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    assert findings(phone) == []
    phone.click("button.main")
    phone.wait_for_url("**/thanks")
    with Surveys(house.store) as surveys:
        survey = kept.definition(surveys.get(name))
        people = answers(survey, state_of(system, 1, 36), people=42, missing=0.1)
        for key, answer in zip(kept.invite(surveys, name, 42), people.values(), strict=True):
            kept.answer(surveys, name, key, json.loads(answer.text()))
    lead.reload()
    expect(lead.locator("main")).to_contain_text("43 people have answered")
    lead.click("text=Close this wave and show it")
    expect(lead.locator("main")).to_contain_text("The top sees more trust than the front line feels")
    assert lead.locator(".matrices svg").count() == 3
    german = open_page(lead.url, phone=False, locale="de-DE")
    expect(german.locator("main")).to_contain_text("Wer wem vertraut, wie jede Ebene es sieht")
    for colours in ("light", "dark"):
        german.emulate_media(color_scheme=colours)  # type: ignore[arg-type]
        assert findings(german) == []
    with lead.expect_download() as taken:
        lead.click("text=Download the scenario")
    assert "[[start]]" in Path(taken.value.path()).read_text(encoding="utf-8")
    assert (visitor.outside, visitor.faults) == ([], [])
    for page in (lead, phone, german):
        page.context.close()
    house.stop()
