"""What the scenarios of the library say, in German: on pages, in rooms, and never in what is kept."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dashboards.explore.charts import marks
from dashboards.explore.network_layout import places
from dashboards.explore.setup import Setup
from dashboards.languages import catalogue, scenario_text, speaking
from dashboards.pages.live import about
from dashboards.pages.top import scenario_names
from dashboards.workshop.views.role_card import role
from dashboards.workshop.views.shared import clock
from scenarios import library, load, loads
from tests.workshop.making import Table
from tools.translations import of_scenario

SAME = {"Barnsley", "Bassetlaw", "Doncaster", "Rotherham", "Sheffield"}
"""Places are called the same in German."""


@pytest.mark.parametrize("name", library())
def test_all_that_a_scenario_of_the_library_says_is_there_in_german(name: str) -> None:
    known = catalogue("de")
    said = {text for text in of_scenario(load(name)) if text}
    assert [text for text in said - SAME if known.gettext(text) == text] == []


def test_a_page_shows_a_scenario_in_its_visitors_language() -> None:
    scenario = load("two-neighbours")
    with speaking("de"):
        shown, names = about(scenario), {entry["name"]: entry["title"] for entry in scenario_names()}
        sectors = [sector["name"] for sector in places(scenario.system())["sectors"]]
        dated = marks(Setup(scenario, 0))
    assert shown["title"] == names["two-neighbours"] == "Zwei Nachbarn"
    assert shown["question"].startswith("Keiner wünscht dem anderen Böses.")
    assert sectors == ["Gesundheit", "Pflege"]
    assert "Der Haushalt der Kommune" in dated[0]["labels"][0]
    assert about(scenario)["title"] == "Two neighbours"
    assert {entry["name"]: entry["title"] for entry in scenario_names()}["two-neighbours"] == "Two neighbours"


def test_ones_own_scenario_stays_as_it_is_written() -> None:
    own = loads('title = "Our valley"\nquestion = "Who knows?"\n[structure]\norganisations = 4\n')
    with speaking("de"):
        shown = about(own)
    assert (shown["title"], shown["question"], shown["description"]) == ("Our valley", "Who knows?", "")


def test_nothing_said_is_nothing_in_german_too() -> None:
    with speaking("de"):
        assert scenario_text("") == ""


def test_a_seat_reads_its_role_in_german() -> None:
    session = Table().session
    own, other = role(session, session.seats[0]), role(session, session.seats[1])
    with speaking("de"):
        card = role(session, session.seats[0])
    assert card["name"] == own["name"], "names of organisations stay"
    assert card["written"]["role"].startswith("Sie ")
    assert card["written"]["role"] != own["written"]["role"] != other["written"]["role"]


@pytest.mark.parametrize("name", library())
def test_a_role_card_is_not_too_long_for_a_phone_in_german(name: str) -> None:
    workshop = load(name).workshop
    with speaking("de"):
        lengths = [
            len("".join(map(scenario_text, (card.role, card.needs, card.judged))))
            for card in (workshop.roles if workshop else ())
        ]
    assert all(length < 560 for length in lengths)


def test_a_room_is_called_in_its_visitors_language_and_kept_as_it_was() -> None:
    table = Table(scenario=load("two-neighbours").dump())
    kept = table.session.scenario.dump()
    with speaking("de"):
        assert clock(table.session)["title"] == "Zwei Nachbarn"
        assert table.session.scenario.dump() == kept == load("two-neighbours").dump()
    assert replace(table.session.scenario, name="") == load("two-neighbours")
