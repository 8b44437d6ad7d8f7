"""An address holds scenario, changes, seed and month: whoever opens it sees the same, and nonsense is said."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import silos
from dashboards.explore import stored_query, url_state
from dashboards.explore.interventions import INTERVENTIONS, Intervention
from dashboards.explore.session import Session
from dashboards.explore.setup import Setup
from scenarios import library, load
from sim.measures import COLUMNS
from sim.parameters import PARAMETERS
from sim.system import SEEDS

SMALL = ("plain", "two-neighbours", "five-organisations", "south-yorkshire-2018")
FREE = [name for name, each in PARAMETERS.items() if not (each.structural or each.per_tier or each.choices)]


def values(name: str) -> st.SearchStrategy[float]:
    """Anything that the parameter may be."""
    each = PARAMETERS[name]
    high = each.high if math.isfinite(each.high) else each.low + 10.0
    return st.floats(each.low, high, exclude_min=each.low_excluded, allow_subnormal=False)


@st.composite
def setups(draw: Any) -> Setup:
    setup = Setup(scenario=load(draw(st.sampled_from(SMALL))), seed=draw(st.integers(0, SEEDS - 1)))
    for name in draw(st.lists(st.sampled_from(FREE), max_size=4, unique=True)):
        setup = setup.with_value(name, draw(values(name)))
    if draw(st.booleans()):
        setup = setup.with_value("game.allocation", draw(st.sampled_from(PARAMETERS["game.allocation"].choices)))
    for month in draw(st.lists(st.integers(1, setup.months), max_size=3)):
        kind = draw(st.sampled_from([*INTERVENTIONS, *FREE]))
        if kind not in INTERVENTIONS:
            setup = setup.with_intervention(Intervention(month, kind, value=draw(values(kind))))
        elif INTERVENTIONS[kind].of_one:
            setup = setup.with_intervention(
                Intervention(month, kind, draw(st.sampled_from(list(setup.scenario.names))))
            )
        else:
            setup = setup.with_intervention(Intervention(month, kind))
    return setup


@given(setups(), st.data())
@settings(max_examples=60)
def test_what_was_looked_at_comes_back_from_its_address(setup: Setup, data: st.DataObject) -> None:
    month = data.draw(st.integers(0, setup.months))
    again, at, faults = url_state.read(url_state.written(setup, month))
    assert faults == []
    assert (again, at) == (setup, month)
    assert again.whole == setup.whole


def test_every_scenario_has_an_address() -> None:
    for name in library():
        again, _, faults = url_state.read(url_state.written(Setup(scenario=load(name)), 0))
        assert (again.scenario.name, faults) == (name, [])


def test_an_address_as_one_would_type_it() -> None:
    setup, month, faults = url_state.read(
        "scenario=two-neighbours&seed=3&month=24&game.sharing=0.5&at=25:forum&at=30:trust.blame=0"
    )
    assert faults == []
    assert (setup.scenario.name, setup.seed, month) == ("two-neighbours", 3, 24)
    assert dict(setup.settings) == {"game.sharing": 0.5}
    assert setup.interventions == (Intervention(25, "forum"), Intervention(30, "trust.blame", value=0.0))


def test_the_same_numbers_as_silos_run(tmp_path: Path) -> None:
    """The page's run, the scenario file that it hands out, and ``silos.run`` of that file: the same bits."""
    session = Session("scenario=south-yorkshire-2018&seed=7&month=30&game.sharing=0.4&at=10:budgets-cut&at=12:forum")
    assert session.notice == ""
    file = tmp_path / "silos-scenario.toml"
    file.write_text(session.setup.whole.dump())
    table = silos.run(file, seeds=[7])
    session.playback.seek(session.setup.months)
    for month in range(1, session.setup.months + 1):
        row = table.iloc[month - 1]
        for name in COLUMNS:
            mine = session.playback.timeline.rows[month][name]
            assert mine == row[name] or (mine != mine and row[name] != row[name]), (month, name)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("scenario=plian", "no scenario “plian” (did you mean “plain”?)"),
        ("scenario=../../etc/passwd", "no scenario “../../etc/passwd”"),
        ("seed=-1", "The seed in the address, “-1”, is not a whole number from 0"),
        ("seed=1e3", "seed"),
        ("seed=" + "9" * 30, "seed"),
        ("month=121", "not a whole number from 0 to 120"),
        ("month=٣", "month"),
        ("game.shraing=0.5", "no parameter “game.shraing” (did you mean “game.sharing”?)"),
        ("game.sharing=1.5", "game.sharing = 1.5: out of range (allowed: [0, 1])"),
        ("game.sharing=nan", "game.sharing = nan: not a number"),
        ("game.sharing=a lot", "game.sharing = a lot"),
        ("game.sharing=", "game.sharing = "),
        ("game.sharing=0.1,0.2", "game.sharing = 0.1,0.2"),
        ("structure.organisations=2000", "at most 1000 organisations"),
        ("structure.organisations=1e999", "structure.organisations"),
        ("structure.network=circle", "structure.network = circle"),
        ("structure.tiers=0", "structure.tiers = 0"),
        ("at=25:forumm", "no event “forumm” (did you mean “forum”?)"),
        ("at=0:forum", "has no month from 1 to 120"),
        ("at=500:forum", "has no month from 1 to 120"),
        ("at=forum", "has no month"),
        ("at=5:leader-leaves:Nobody", "Nobody"),
        ("at=5:leader-leaves", "no event “leader-leaves”"),
        ("at=5:game.sharing=2", "out of range (allowed: [0, 1])"),
        ("at=5:game.sharing=nan", "not a number"),
        ("at=5:structure.tiers=2", "no event “structure.tiers=2”"),
        ("x" * 9000, "too long"),
    ],
)
def test_what_is_wrong_is_said_and_the_rest_holds(query: str, said: str) -> None:
    setup, _, faults = url_state.read(f"{query}&history.trust=0.7")
    assert len(faults) == 1
    assert said in faults[0]
    assert setup.system.network.n > 0
    if "too long" not in said:
        assert setup.value("history.trust") == 0.7


NAMES = st.sampled_from([*PARAMETERS, *url_state.OTHERS, *url_state.PAGES, "x", ""])
TEXTS = st.one_of(
    st.text(max_size=30),
    st.floats().map(repr),
    st.integers().map(str),
    st.sampled_from(
        ["plain", "25:forum", "1:leader-leaves:Organisation 1", "3:game.sharing=9", "a|b", "0..x", ",", "1,2"]
    ),
)


@given(st.lists(st.tuples(NAMES, TEXTS), max_size=8))
@example([("structure.organisations", "1000"), ("structure.network", "complete")])
@example([("dialogue.time_together", "0.1,0.2,0.3"), ("structure.tiers", "2")])
@example([("structure.tiers", "2"), ("dialogue.time_together", "0,0"), ("structure.tiers", "2")])
@settings(max_examples=120)
def test_any_nonsense_opens_a_page(pairs: list[tuple[str, str]]) -> None:
    query = "&".join(f"{quote(name)}={quote(text)}" for name, text in pairs)
    session = Session("?" + query)
    session.playback.step()
    assert session.playback.state().system.network.n >= 2
    assert all(character.isprintable() or character == " " for character in session.query)
    again = Session(session.query)
    assert url_state.read(session.query)[2] == []
    assert again.setup == session.setup


@given(st.text(max_size=200))
@settings(max_examples=100)
def test_any_text_at_all_opens_a_page(query: str) -> None:
    assert Session(query).playback.state().system.network.n >= 2
    assert isinstance(stored_query.read(query), stored_query.Browse)
