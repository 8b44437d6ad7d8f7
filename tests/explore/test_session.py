"""What a visitor does, and what is said where it cannot be done."""

from __future__ import annotations

import pandas as pd
import pytest

import silos
from dashboards.explore.session import Session
from dashboards.explore.setup import Setup, TooLarge
from dashboards.explore.variants import Variant
from dashboards.explore.workbench import LARGEST_FILE
from scenarios import library, loads


@pytest.mark.parametrize("name", library())
def test_every_scenario_plays_to_its_end(name: str) -> None:
    session = Session()
    session.workbench.choose(name)
    session.playback.seek(10_000)
    assert session.notice == "" and session.playback.ended
    played = silos.run(name, seeds=[session.setup.seed])
    shown = pd.DataFrame(session.playback.timeline.rows[1:])
    pd.testing.assert_frame_equal(shown, played[list(shown)], check_names=False)


def test_time_stays_within_the_run() -> None:
    session = Session()
    session.playback.step(-5)
    assert session.playback.month == 0
    session.playback.seek(119)
    session.playback.step(2)
    assert session.playback.month == 120 and session.playback.ended


def test_a_parameter_holds_from_the_start_with_the_same_luck() -> None:
    session = Session("seed=9&month=33")
    session.workbench.set("resources.scarcity", 0.5)
    assert session.playback.month == 33
    played = silos.run("plain", set={"resources.scarcity": 0.5}, seeds=[9])
    assert session.playback.timeline.rows[33]["openness"] == played["openness"][32]
    session.workbench.reset_all()
    assert session.playback.timeline.rows[33]["openness"] == silos.run("plain", seeds=[9])["openness"][32]


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("resources.scarcity", 7.0, "[0, 1]"),
        ("game.benefit", 0.0, "game.benefit"),
        ("structure.organisations", 5000, "at most 1000"),
        ("structure.organisations", 900, "at most 40000 ties"),
        ("structure.network", "spiral", "structure.network"),
    ],
)
def test_what_is_not_allowed_is_said_and_changes_nothing(name: str, value: object, said: str) -> None:
    session = Session("month=5")
    row = session.playback.timeline.rows[5]
    session.workbench.set(name, value)
    assert said in session.notice
    assert not session.setup.settings
    assert session.playback.timeline.rows[session.playback.month] == row
    session.workbench.set("game.sharing", 0.1)
    assert session.notice == ""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("this is no scenario", "cannot be used"),
        ("[game]\nbenefti = 1.0", "benefit"),
        ("[game]\nbenefit = -1.0\n[trust]\nrate = 3", "trust.rate"),
        ("", ""),
        ("x" * (LARGEST_FILE + 1), "larger than"),
        ("\x00\x01", "cannot be used"),
        ("[structure]\norganisations = 1001", "at most 1000"),
    ],
)
def test_files_right_and_wrong(text: str, said: str) -> None:
    session = Session("scenario=dorset-2016&month=5")
    session.workbench.upload(text, "mine.toml")
    if said:
        assert said in session.notice
        assert session.setup.scenario.name == "dorset-2016" and session.playback.month == 5
    else:
        assert session.notice == "" and session.playback.month == 0


def test_an_opened_file_is_what_was_saved() -> None:
    session = Session("scenario=special-measures&game.sharing=0.3&at=12:forum&seed=6&month=120")
    saved = session.setup.whole.dump()
    other = Session("seed=6")
    other.workbench.upload(saved)
    other.playback.seek(120)
    assert other.notice == "" and not other.shareable
    pd.testing.assert_frame_equal(
        pd.DataFrame(other.playback.timeline.rows), pd.DataFrame(session.playback.timeline.rows)
    )


def test_another_system_lets_go_of_what_was_selected() -> None:
    session = Session()
    session.playback.selection, session.playback.tier = ("tie", 100), 2
    session.workbench.set("game.sharing", 0.2)
    assert session.playback.selection == ("tie", 100) and session.playback.tier == 2
    session.workbench.set("structure.tiers", 2)
    assert session.playback.tier is None
    session.workbench.choose("two-neighbours")
    assert session.playback.selection is None


def test_all_that_was_changed_against_none_of_it() -> None:
    session = Session("structure.organisations=8&game.sharing=0.4&at=30:forum&month=60")
    as_it_was = session.playback.timeline.rows[60]
    session.variants.from_changes(session.playback.month)
    assert dict(session.setup.settings) == {"structure.organisations": 8} and not session.setup.interventions
    assert session.variants.all == [Variant({"game.sharing": 0.4}, (session.variants.all[0].interventions))]
    assert session.playback.month == 60
    without, with_all = [session.playback.timeline, *session.variants.timelines()]
    without.state(60), with_all.state(60)
    assert with_all.rows[60] == as_it_was
    played = silos.run("plain", set={"structure.organisations": 8}, seeds=[session.setup.seed])
    assert without.rows[60]["openness"] == played["openness"][59]


def test_variants_one_by_one() -> None:
    session = Session()
    for _ in range(5):
        session.variants.add()
    assert len(session.variants.setups) == 4
    session.variants.vary(1, "game.sharing=0.5")
    session.variants.vary(1, "30:forum")
    session.variants.vary(2, "trust.blame=0")
    assert [each.differences for each in session.variants.all] == [
        ["Pooling: 0.5", "month 30: A forum across sectors"],
        ["Blame: 0"],
        [],
    ]
    again = Session(session.query_of_variants)
    assert [each.differences for each in again.variants.all] == [each.differences for each in session.variants.all[:2]]
    session.variants.replace(1, session.variants.all[0].without(0))
    assert session.variants.all[0].differences == ["month 30: A forum across sectors"]
    session.variants.replace(2, None)
    assert len(session.variants.setups) == 3


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("game.sharin=0.5", "game.sharing"),
        ("game.sharing=2", "[0, 1]"),
        ("500:forum", "months 1 to 120"),
        ("30:fourm", "no event"),
        ("structure.organisations=5", "share their organisations"),
    ],
)
def test_a_variant_that_cannot_be(what: str, said: str) -> None:
    session = Session()
    session.variants.add()
    session.variants.vary(1, what)
    assert said in session.notice
    assert session.variants.all[0].differences == []


def test_a_variant_that_no_longer_fits_is_let_go() -> None:
    session = Session("vs=30:leader-leaves:Organisation 20")
    assert len(session.variants.all) == 1, session.notice
    session.workbench.choose("two-neighbours")
    assert session.variants.all == []


def test_a_file_with_more_than_a_page_can_show_is_refused_before_its_ties_are_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("scenarios.building.generate", lambda *_, **__: pytest.fail("made"))
    with pytest.raises(TooLarge, match="at most 1000 organisations, not 9000"):
        _ = Setup(scenario=loads("\n".join(f'[[organisations]]\nname = "{n}"' for n in range(9000)))).system


def test_what_a_visitor_set_is_told_without_a_file() -> None:
    session = Session("vs=game.sharing=7")
    assert session.notice == "In a variant: game.sharing = 7.0: out of range; allowed: [0, 1]; it was left out."
    session.workbench.set("game.sharing", 7)
    assert session.notice == "This cannot be used. game.sharing = 7: out of range; allowed: [0, 1]"
    session.workbench.upload("[game]\nsharing = 7", "mine.toml")
    assert session.notice.startswith("This cannot be used. mine.toml:2: game.sharing = 7")


def test_an_address_gone_back_to_is_taken_up_whole() -> None:
    session = Session("scenario=five-organisations&seed=3&month=12&game.sharing=0.4&at=5:forum&vs=game.sharing=0.6")
    first, with_variants = session.query, session.query_of_variants
    session.workbench.choose("dorset-2016")
    session.playback.seek(7)
    second = session.query
    session.revisit("?" + with_variants)
    assert (session.query, session.query_of_variants) == (first, with_variants)
    session.revisit(second)
    assert session.query == second
    session.revisit("scenario=dorste-2016")
    assert "did you mean" in session.notice
