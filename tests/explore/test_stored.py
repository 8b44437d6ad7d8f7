"""What the page of stored results shows is what the store has, and a run replayed is the run that was stored."""

from __future__ import annotations

import math
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboards.explore import stored, stored_figures, stored_query, url_state
from dashboards.explore.example_store import RUNS, make_example
from dashboards.explore.session import Session
from dashboards.explore.setup import Setup
from dashboards.explore.stored_query import Browse
from dashboards.languages import speaking
from dashboards.pages.stored import View, replay
from experiments import sweep
from results import MEASURE_COLUMNS, StoreError, open_store
from scenarios import load
from sim.engine import measures, months
from sim.measures import COLUMNS
from tests.explore.making import with_settings

MINI = {
    "title": "Sharing by scarcity",
    "scenario": "five-organisations",
    "months": 12,
    "replicates": 3,
    "factors": [
        {"parameter": "resources.scarcity", "levels": [0.1, 0.3, 0.5]},
        {"parameter": "history.trust", "levels": [0.3, 0.5, 0.7]},
    ],
    "policies": [
        {"name": "nothing"},
        {"name": "sharing", "game": {"sharing": 0.5}},
        {"name": "late", "schedule": [{"month": 6, "label": "shared", "game": {"sharing": 0.9}}]},
    ],
}
PLAIN = {"scenario": "plain", "replicates": 2, "factors": [{"parameter": "game.sharing", "levels": [0.0, 0.5]}]}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with two experiments."""
    file = tmp_path_factory.mktemp("stored") / "results.db"
    with open_store(file) as store:
        sweep(MINI, store=store)
        sweep(PLAIN, store=store)
    return file


@pytest.fixture(autouse=True)
def here(place: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with_settings(monkeypatch, store=str(place))
    yield
    stored._runs.cache_clear()
    stored._design.cache_clear()


def mini() -> stored.Kept:
    return next(each for each in stored.kept() if each.scenarios == ("five-organisations",))


def table(place: Path, experiment: stored.Kept) -> pd.DataFrame:
    with open_store(place) as store:
        return store.runs(experiment.id)


# ------------------------------------------------------------------ what there is


def test_experiments_as_the_store_has_them(place: Path) -> None:
    found = stored.kept()
    assert [(each.points, each.done, each.failed) for each in found] == [(2, 4, 0), (27, 81, 0)]
    assert stored.factors(mini()) == ["policy", "resources.scarcity", "history.trust"]
    assert stored.place() == str(place)


def test_a_figure_shows_the_means_of_the_store(place: Path) -> None:
    runs, all_runs = stored.runs(mini(), "trust"), table(place, mini())
    drawn = stored_figures.curve(runs, Browse(figure="trust", along="resources.scarcity", by="policy"))
    by_hand = all_runs.groupby(["policy", "resources.scarcity"])["trust"].agg(["mean", "size"])
    for line in drawn["lines"]:
        for point in line["points"]:
            mean, size = by_hand.loc[(line["name"], point["x"])]
            assert point["mean"] == pytest.approx(mean, rel=1e-3)
            assert point["runs"] == size
            assert point["low"] <= point["mean"] <= point["high"]
    assert {each["name"] for each in drawn["lines"]} == {"nothing", "sharing", "late"}


def test_a_map_where_two_numbers_vary(place: Path) -> None:
    runs, all_runs = stored.runs(mini(), "trust"), table(place, mini())
    drawn = stored_figures.grid(runs, Browse(figure="trust", along="resources.scarcity", by="history.trust"))
    assert drawn is not None
    assert (drawn["x"], drawn["y"]) == (["0.1", "0.3", "0.5"], ["0.3", "0.5", "0.7"])
    by_hand = all_runs.groupby(["history.trust", "resources.scarcity"])["trust"].mean()
    assert drawn["cells"][2][0] == pytest.approx(by_hand.loc[(0.7, 0.1)], rel=1e-3)
    assert stored_figures.grid(runs, Browse(figure="trust", along="policy", by="history.trust")) is None


def test_numbers_are_written_as_the_language_does_and_asked_for_with_a_point() -> None:
    runs, names = stored.runs(mini(), "trust"), stored.factors(mini())
    browse = Browse(figure="trust", along="resources.scarcity", by="history.trust")
    with speaking("de"):
        drawn, rows = stored_figures.grid(runs, browse), stored_figures.rows(runs, "trust", names, highest=True)
        lines = stored_figures.curve(runs, browse)["lines"]
        offered = {each["name"]: each for each in stored_figures.filters(runs, names)}["history.trust"]
    assert drawn is not None
    assert (drawn["x"], drawn["y"]) == (["0,1", "0,3", "0,5"], ["0,3", "0,5", "0,7"])
    assert [each["name"] for each in lines] == ["0,3", "0,5", "0,7"]
    assert (offered["values"], list(offered["written"].values())) == (["0.3", "0.5", "0.7"], ["0,3", "0,5", "0,7"])
    assert rows["rows"][0]["cells"][-1] == f"{runs['trust'].max():g}".replace(".", ",")


def test_lines_are_in_the_order_of_their_numbers_and_what_has_no_value_is_a_dash() -> None:
    frame = pd.DataFrame({"run": "r", "replicate": 0, "f": [5.0, 10.0, 2.0], "openness": [0.5, 0.5, np.nan]})
    lines = stored_figures.curve(frame, Browse(figure="openness", by="f"))["lines"]
    assert [each["name"] for each in lines] == ["2", "5", "10"]
    rows = stored_figures.rows(frame, "openness", ["f"], highest=True)["rows"]
    assert rows[-1]["cells"] == ["2", "0", "–"]


def test_policies_are_compared_run_by_run_under_the_same_luck(place: Path) -> None:
    found = stored_figures.policies(stored.runs(mini(), "trust"), "trust", stored.factors(mini()), ["seed"])
    wide = table(place, mini()).pivot(
        index=["resources.scarcity", "history.trust", "seed"], columns="policy", values="trust"
    )
    for each in found:
        assert each["first"] == "nothing"
        by_hand = (wide[each["policy"]] - wide["nothing"]).mean()
        assert each["difference"] == pytest.approx(by_hand, abs=1e-4)
    assert {each["policy"] for each in found} == {"sharing", "late"}


def test_what_is_drawn_is_compared_by_what_was_drawn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    factors = [{"parameter": "game.sharing", "range": [0.0, 0.5]}]
    policies = [{"name": "as it is"}, {"name": "patient", "leadership.patience": 0.6}]
    asked = {"scenario": "two-neighbours", "months": 6, "replicates": 2, "factors": factors, "policies": policies}
    with_settings(monkeypatch, store=str(tmp_path / "drawn.db"))
    for design, each in (("latin-hypercube", "conditions"), ("morris", "samples"), ("grid", "seeds")):
        drawn = {"samples": 4} if design != "grid" else {}
        sweep({**asked, "design": design, **drawn}, tmp_path / "drawn.db")
        kept = stored.kept()[0]
        runs = stored.runs(kept, "trust")
        placed, unit, units = stored.evidence(kept, runs)
        (found,) = stored_figures.policies(placed, "trust", stored.factors(kept), unit)
        assert (found["pairs"], units) == (2 if design == "grid" else 4, each)


def test_freely_varying_factors_are_gathered_into_bins() -> None:
    frame = pd.DataFrame({"f": [k / 1000 for k in range(1000)], "g": range(1000), "openness": [0.5] * 1000})
    drawn = stored_figures.curve(frame, Browse(along="f", by="g"))
    assert len(drawn["lines"]) == 3
    whole = stored_figures.curve(frame, Browse(along="f"))
    assert [each["runs"] for each in whole["lines"][0]["points"]] == [100] * 10


def test_runs_listed_from_either_end(place: Path) -> None:
    names, all_runs = stored.factors(mini()), table(place, mini())
    for highest in (True, False):
        listed = stored_figures.rows(stored.runs(mini(), "trust"), "trust", names, highest=highest)
        extreme = all_runs["trust"].max() if highest else all_runs["trust"].min()
        assert float(listed["rows"][0]["cells"][-1]) == pytest.approx(extreme, rel=1e-5)


# ------------------------------------------------------------------ narrowing, and the address


def test_runs_are_narrowed_by_values_and_by_ranges() -> None:
    runs = stored.runs(mini(), "trust")
    left, faults = stored_query.narrow(runs, [("policy", "nothing|late"), ("resources.scarcity", "0.2..")])
    assert (len(left), faults) == (2 * 2 * 3 * 3, [])
    assert set(left["policy"]) == {"nothing", "late"}
    assert left["resources.scarcity"].min() == 0.3
    for nonsense in ("x..y", "0.1|7", ""):
        same, faults = stored_query.narrow(runs, [("history.trust", nonsense)])
        assert len(same) == len(runs)
        assert len(faults) == 1


def test_what_is_looked_at_comes_back_from_its_address() -> None:
    looked = Browse(mini().id, "trust", "history.trust", "policy", (("policy", "a|b"), ("history.trust", "..0.5")), "r")
    assert stored_query.read("?" + looked.written) == looked


@given(st.text(max_size=40), st.text(max_size=40), st.text(max_size=40), st.text(max_size=40))
@settings(max_examples=30)
def test_any_nonsense_shows_what_there_is(of: str, figure: str, along: str, only: str) -> None:
    view = View(Browse(of=of, figure=figure, along=along, only=(("history.trust", only),)), True)
    assert len(view.kept) == 2
    assert view.shown is not None
    assert all(each.endswith(".") for each in view.faults)


def test_names_that_are_nearly_right_are_told() -> None:
    view = View(Browse(of=mini().id[:12], figure="openess", along="history.trst"), True)
    assert "did you mean “openness”?" in view.faults[0]
    assert "did you mean “history.trust”?" in view.faults[1]
    assert view.csv().splitlines()[0].startswith("policy,resources.scarcity,history.trust")
    assert len(view.csv().splitlines()) == 1 + 81


# ------------------------------------------------------------------ replays


@pytest.mark.parametrize("policy", ["nothing", "sharing", "late"])
def test_a_stored_run_is_played_again_bit_for_bit(policy: str, place: Path) -> None:
    all_runs = table(place, mini())
    row = all_runs[(all_runs["policy"] == policy)].iloc[4]
    session = Session()
    assert replay(session, row["run"]) == ""
    assert "bit for bit" in session.notice
    session.playback.seek(row["months"])
    for name in COLUMNS:
        mine = session.playback.timeline.rows[12][name]
        assert mine == row[name] or (math.isnan(mine) and math.isnan(row[name])), name
    *_, last = months(session.setup.spec())
    assert measures(last)["trust"] == row["trust"]


def test_a_run_of_the_library_as_it_is_gets_an_address(place: Path) -> None:
    plain = next(each for each in stored.kept() if each.scenarios == ("plain",))
    run = table(place, plain).query("`game.sharing` == 0.5 and replicate == 1").iloc[0]
    found = stored.replay(run["run"])
    assert found.setup == Setup(scenario=load("plain"), settings={"game.sharing": 0.5}, seed=int(run["seed"]))
    assert url_state.read(url_state.written(found.setup, 0))[0] == found.setup


def test_a_run_that_ends_otherwise_is_told_with_its_model(place: Path) -> None:
    found = stored.replay(table(place, mini())["run"][0])
    other = stored.Replay(found.setup, {**found.measures, "trust": 0.5}, "an older one")
    assert (
        other.said == "This stored run does not end as it was stored. It was made by version an older one of the model."
    )
    assert set(found.measures) == set(MEASURE_COLUMNS)


# ------------------------------------------------------------------ a store that is not as it should be


def test_a_store_that_is_not_there_is_said_and_not_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with_settings(monkeypatch, store=str(tmp_path / "none.db"))
    view = View(Browse(), True)
    assert "there is no store here" in view.faults[0]
    assert list(tmp_path.iterdir()) == []


def test_a_folder_or_server_that_is_not_there_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for url in (str(tmp_path / "no" / "x.db"), "postgresql://u:secret@127.0.0.1:1/none", "mysql://x/y", "http://"):
        with_settings(monkeypatch, store=url)
        view = View(Browse(), True)
        assert len(view.faults) == 1
        assert "secret" not in view.faults[0] + view.place


def test_a_file_that_is_no_store_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "notes.db").write_text("This is no database at all." * 100)
    with_settings(monkeypatch, store=str(tmp_path / "notes.db"))
    assert "not a Silos store" in View(Browse(), True).faults[0]


def test_an_empty_store_is_no_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    open_store(tmp_path / "empty.db").close()
    with_settings(monkeypatch, store=str(tmp_path / "empty.db"))
    view = View(Browse(), True)
    assert (view.faults, view.kept, view.shown) == ([], [], None)


def test_somebody_who_is_writing_does_not_hold_the_page_up(place: Path) -> None:
    writer = sqlite3.connect(place, isolation_level=None)
    try:
        writer.execute("BEGIN IMMEDIATE")
        view = View(Browse(figure="race_share"), True)
        assert view.faults == []
        assert view.shown is not None
    finally:
        writer.close()


def test_a_store_that_is_locked_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "locked.db"
    open_store(file).close()
    holder = sqlite3.connect(file, isolation_level=None)
    try:
        holder.execute("PRAGMA journal_mode = DELETE")
        holder.execute("BEGIN EXCLUSIVE")
        with_settings(monkeypatch, store=str(file))
        view = View(Browse(), True)
        assert "locked" in view.faults[0] or "another process" in view.faults[0]
    finally:
        holder.close()


def test_a_run_that_is_not_there_is_said() -> None:
    assert "no run with this id" in replay(Session(), "0" * 32)
    assert replay(Session(), "'; drop table runs; --").endswith(".")


def test_more_runs_than_a_page_looks_at_are_left_to_the_report(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stored, "MOST_RUNS", 10)
    assert "`silos report" in View(Browse(of=mini().id), True).faults[0]
    with pytest.raises(stored.TooMany, match=r"300\.001"), speaking("de"):
        stored.runs(replace(mini(), done=300_001), "trust")


# ------------------------------------------------------------------ results of an earlier model


def test_results_of_an_earlier_model_say_so_and_are_not_shown_as_todays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asset = Path(__file__).parents[1] / "results" / "assets" / "0003"
    shutil.copytree(asset / "silos.parts", tmp_path / "silos.parts")
    shutil.copy(asset / "silos.sqlite", tmp_path / "silos.db")
    with_settings(monkeypatch, store=str(tmp_path / "silos.db"))
    view = View(Browse(of="how-they-end", figure="silos"), False)
    assert "These runs were made with model version 1, not with today's 2." in view.faults
    assert view.shown is not None
    assert "one system is 1" in str(view.shown)
    run = stored.runs(next(kept for kept in stored.kept() if kept.name == "how-they-end"), "silos")["run"].iloc[0]
    with pytest.raises(StoreError, match="made with model version 1, which is no longer here"):
        stored.replay(run)


def test_an_example_fills_the_store_that_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with_settings(monkeypatch, store=str(tmp_path / "new.db"))
    assert View(Browse(), True).nothing
    make_example()
    view = View(Browse(), True)
    assert (view.nothing, view.faults) == (False, [])
    assert view.shown is not None and view.shown["runs"] == RUNS
    assert [filter_["name"] for filter_ in view.shown["filters"]] == ["resources.scarcity", "history.trust"]


def test_a_store_that_cannot_be_read_is_not_offered_an_example(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "other.db").write_text("no database", encoding="utf-8")
    with_settings(monkeypatch, store=str(tmp_path / "other.db"))
    assert not View(Browse(), True).nothing
