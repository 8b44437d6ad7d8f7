"""The practice round: against the engine's own rules, and nothing of it in the session."""

from __future__ import annotations

import pytest

from dashboards.languages import speaking
from dashboards.workshop.views import html_parts
from dashboards.workshop.views.practice import MONTHS, practice
from scenarios import load
from silos import scenarios

DORSET = load("dorset-2016")


def test_who_races_is_raced_with_and_trusted_who_battles_is_not() -> None:
    raced, battled = (practice(DORSET, move * MONTHS) for move in "rb")
    assert [month["they_race"] for month in raced["months"]] == [True] * MONTHS
    trust = [month["trust"] for month in raced["months"]]
    assert trust == sorted(trust)
    lost = [month["trust"] for month in battled["months"]]
    assert lost == sorted(lost, reverse=True)
    assert not all(month["they_race"] for month in battled["months"]), "it battles back"
    assert raced["gain"] == pytest.approx(MONTHS * raced["payoffs"]["both_race"])


def test_the_first_battle_takes_what_the_partner_loses() -> None:
    first = practice(DORSET, "b")["months"][0]
    assert first["they_race"]
    assert first["gain"] == -first["theirs"] > 0


@pytest.mark.parametrize("name", [name for name in scenarios().index if load(name).organisations])
def test_every_scenario_can_be_practised(name: str) -> None:
    assert len(practice(load(name), "rbrb")["months"]) == MONTHS


@pytest.mark.parametrize("moves", ["", "x", "rrrrrrrr", "r'\"><script>"])
def test_whatever_an_address_says_there_is_a_page(moves: str) -> None:
    about = practice(DORSET, moves, answer="<b>")
    assert about["left"] == MONTHS - len(about["months"])
    assert about["answer"] == ""
    with speaking("de"):
        page = html_parts.page("practice", [], title="Dorset", d=about)
    assert "<script>alert" not in page
    assert "Zwei Minuten üben" in page


def test_the_question_is_answered() -> None:
    right, wrong = (practice(DORSET, "rrbb", answer) for answer in ("now", "both"))
    assert "Right." in html_parts.page("practice", [], title="Dorset", d=right)
    assert "Not quite." in html_parts.page("practice", [], title="Dorset", d=wrong)
