"""Role cards and short names of the library, and which card a seat has."""

from __future__ import annotations

import pytest

from dashboards.workshop.play.session import Session
from dashboards.workshop.views.drawing import labels
from dashboards.workshop.views.role_card import role
from scenarios import Scenario, ScenarioError, load, loads
from silos import scenarios
from tests.workshop.making import begin

LIBRARY = [name for name in scenarios().index if load(name).organisations]
CARD = '[[workshop.roles]]\nwho = ["{}"]\nrole = "{}"\n'
TWO = '[[organisations]]\nname = "A"\nsector = "x"\n[[organisations]]\nname = "B"\nsector = "x"\nshort = "Bee"\n'


@pytest.mark.parametrize("name", LIBRARY)
def test_every_seat_of_the_library_has_a_card_that_fits_on_a_phone(name: str) -> None:
    session = Session(begin(scenario=load(name).dump()))
    for seat in session.seats:
        card = role(session, seat)["written"]
        assert card, seat.name
        assert card["needs"], seat.name
        assert card["judged"], seat.name
        assert sum(len(card[key]) for key in ("role", "needs", "judged")) < 560, seat.name


@pytest.mark.parametrize("name", LIBRARY)
def test_names_on_the_map_are_short_and_none_is_cut(name: str) -> None:
    shown = labels(load(name))
    assert len(set(shown)) == len(shown)
    assert max(map(len, shown)) <= 28
    assert not [label for label in shown if label.endswith("…")]


def card_of(scenario: Scenario, number: int) -> str | None:
    session = Session(begin(scenario=scenario.dump()))
    written = role(session, session.seats[number])["written"]
    return written and str(written["role"])


def test_its_own_card_goes_before_its_sectors() -> None:
    scenario = loads(TWO + CARD.format("x", "of the sector") + CARD.format("B", "of B"))
    assert [card_of(scenario, number) for number in (0, 1)] == ["of the sector", "of B"]
    assert card_of(loads(TWO), 0) is None, "made from the scenario"
    assert loads(scenario.dump()) == scenario
    assert labels(scenario) == ["A", "Bee"]


@pytest.mark.parametrize(
    ("who", "message"), [('"C"', "no organisation and no sector of this name"), ('"A", "A"', "has a role card already")]
)
def test_a_card_for_nobody_is_a_fault(who: str, message: str) -> None:
    with pytest.raises(ScenarioError, match=message):
        loads(f"{TWO}[[workshop.roles]]\nwho = [{who}]\nrole = 'r'\n")
