"""What every store promises, whatever database it is in."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pandas as pd
import pytest

from results import MEASURE_COLUMNS, Point, RunBatch, RunRow, Store, StoredExperiment, StoreError, verify
from results.records import SERIES_COLUMNS
from tests.results.conftest import Opener
from tests.results.making import MONTHS, ORIGIN, STARTED, announce, batch, end, network, run_id, series


@pytest.fixture
def filled(store: Store) -> Store:
    """Forty runs of one experiment at four points, two of them failed."""
    announce(store, "first", range(40))
    store.writer().write(batch(range(40), recorded=True, failed=(7, 23)))
    return store


def measures(frame: pd.DataFrame) -> list[list[float]]:
    return frame[list(MEASURE_COLUMNS)].to_numpy().tolist()


def test_every_run_comes_back_with_every_bit(filled: Store) -> None:
    frame = filled.runs("first")
    done = [number for number in range(40) if number not in (7, 23)]
    assert frame["run"].tolist() == [run_id(number) for number in done]
    assert measures(frame) == [end(number) for number in done]
    assert frame["seed"].tolist() == done
    assert frame["replicate"].tolist() == [number % 10 for number in done]
    assert frame["position"].tolist() == [number // 10 for number in done]
    assert frame["policy"].tolist() == ["pooled" if number // 10 % 2 else "none" for number in done]
    assert frame["game.sharing"].tolist() == [number // 10 / 8 for number in done]
    assert frame["dialogue.time_together"].tolist() == [(0.1, 0.2, number // 10 / 8) for number in done]
    assert set(frame["months"]) == {MONTHS}
    assert set(frame["status"]) == {"done"}
    assert set(frame["started"]) == {pd.Timestamp(STARTED)}
    assert set(frame["seconds"]) == {0.5}


def test_failed_runs_are_rows_with_their_error(filled: Store) -> None:
    frame = filled.runs("first", failed=True)
    failed = frame[frame["status"] == "failed"]
    assert failed["run"].tolist() == [run_id(7), run_id(23)]
    assert set(failed["error"]) == {"ValueError: it went wrong"}
    assert failed[list(MEASURE_COLUMNS)].isna().to_numpy().all()
    assert len(frame) == 40


def test_chosen_columns_are_those_of_the_whole_table(filled: Store) -> None:
    whole = filled.runs("first", failed=True)
    for columns in (
        ["silos"],
        ["seed", "position", "trust"],
        ["game.sharing", "replicate"],
        ["status", "error"],
    ):
        pd.testing.assert_frame_equal(filled.runs("first", columns=columns, failed=True), whole[columns])


def test_a_column_that_is_not_there_is_named_with_its_neighbour(filled: Store) -> None:
    with pytest.raises(StoreError, match=r"'trsut': no column with this name.*did you mean 'trust'\?"):
        filled.runs("first", columns=["trsut"])


def test_extreme_numbers_come_back(store: Store) -> None:
    announce(store, "extremes", range(2), replicates=2)
    values = np.zeros((2, len(MEASURE_COLUMNS)))
    values[0, :6] = [5e-324, -1.7976931348623157e308, 0.1 + 0.2, np.nan, np.inf, 2**53]
    rows = [RunRow(id=run_id(0), seed=2**64 - 1, months=1), RunRow(id=run_id(1), seed=2**63, months=1)]
    store.writer().write(RunBatch(runs=rows, end=values))
    found = store.runs("extremes")
    assert found["seed"].tolist() == [2**64 - 1, 2**63]
    assert found[list(MEASURE_COLUMNS)].to_numpy().tobytes() == values.tobytes()
    assert store.record(run_id(0))["seed"] == 2**64 - 1


def test_writing_twice_is_writing_once(filled: Store) -> None:
    before = filled.runs("first", failed=True), filled.series("first"), filled.networks("first")
    filled.writer().write(batch(range(40), recorded=True, failed=(7, 23)))
    announce(filled, "first", range(40))
    after = filled.runs("first", failed=True), filled.series("first"), filled.networks("first")
    for one, other in zip(before, after, strict=True):
        pd.testing.assert_frame_equal(one, other)
    assert filled.experiments()["runs"].tolist() == [40]


def test_a_run_that_is_done_never_changes(filled: Store) -> None:
    other = RunBatch(
        runs=[RunRow(id=run_id(3), seed=99, months=MONTHS), RunRow(id=run_id(4), seed=4, months=1, error="too late")],
        end=np.full((2, len(MEASURE_COLUMNS)), 0.75),
    )
    filled.writer().write(other)
    frame = filled.runs("first", failed=True).set_index("run")
    assert measures(frame.loc[[run_id(3), run_id(4)]]) == [end(3), end(4)]
    assert frame["seed"][run_id(3)] == 3
    assert frame["status"][run_id(4)] == "done"


def test_a_failed_run_gives_way_when_it_is_done_again(filled: Store) -> None:
    filled.writer().write(batch([7], recorded=True))
    assert filled.record(run_id(7))["error"] == ""
    assert list(filled.record(run_id(7))["measures"].values()) == end(7)
    assert filled.experiments()[["done", "failed"]].to_numpy().tolist() == [[39, 1]]
    assert len(filled.series(run_ids=[run_id(7)])) == MONTHS


def test_a_run_without_series_is_given_them_later(store: Store) -> None:
    store.writer().write(batch(range(3)))
    asked = [run_id(number) for number in range(4)]
    assert store.finished(asked) == set(asked[:3])
    assert store.finished(asked, series=True) == set()
    store.writer().write(batch([1], recorded=True))
    assert store.finished(asked, series=True, networks=True) == {run_id(1)}


def test_series_come_back_to_seven_digits(filled: Store) -> None:
    frame = filled.series("first")
    assert list(frame.columns) == ["run", "month", *SERIES_COLUMNS]
    for number in (0, 17, 39):
        mine = frame[frame["run"] == run_id(number)]
        assert mine["month"].tolist() == list(range(1, MONTHS + 1))
        np.testing.assert_array_equal(mine[list(SERIES_COLUMNS)].to_numpy(), series(number).astype(np.float32))
    assert run_id(7) not in set(frame["run"])
    chosen = filled.series(run_ids=[run_id(5), run_id(7), "nobody"], columns=["run", "trust"])
    assert list(chosen.columns) == ["run", "trust"]
    assert chosen["run"].tolist() == [run_id(5)] * MONTHS


def test_end_networks_come_back(filled: Store) -> None:
    frame = filled.networks("first")
    mine = frame[frame["run"] == run_id(11)].drop(columns="run")
    expected = pd.DataFrame(network(11))
    pd.testing.assert_frame_equal(mine.reset_index(drop=True)[list(expected.columns)], expected)


def test_a_shorter_run_has_as_many_months_as_it_has(store: Store) -> None:
    made = batch(range(2), recorded=True)
    rows = [made.runs[0], RunRow(id="short", seed=1, months=2)]
    store.writer().write(RunBatch(runs=rows, end=made.end, series=made.series))
    assert store.series(run_ids=["short"])["month"].tolist() == [1, 2]


def test_two_experiments_share_runs(filled: Store) -> None:
    announce(filled, "second", range(35, 45))
    filled.writer().write(batch(range(40, 45)))
    listed = filled.experiments().set_index("name")
    assert listed.loc["second", ["points", "runs", "done", "failed"]].tolist() == [1, 10, 10, 0]
    assert filled.runs("second")["run"].tolist() == [run_id(number) for number in range(35, 45)]
    assert filled.runs("second")["replicate"].tolist() == list(range(10))
    assert len(filled.runs()) == 38 + 10


def test_experiments_are_listed_with_what_came_of_them(filled: Store) -> None:
    announce(filled, "planned", range(100, 120))
    listed = filled.experiments().set_index("name")
    first, planned = listed.loc["first"], listed.loc["planned"]
    assert first[["points", "runs", "done", "failed"]].tolist() == [4, 40, 38, 2]
    assert first["seconds"] == 20.0
    assert first["last"] == pd.Timestamp(STARTED)
    assert first["versions"] == ["silos 0.1.0, model 1"]
    assert first["scenarios"] == ["two"]
    assert first["created"] == pd.Timestamp(STARTED)
    assert planned[["points", "runs", "done", "failed", "seconds"]].tolist() == [2, 20, 0, 0, 0.0]
    assert planned["versions"] == []
    assert pd.isna(planned["last"])


def test_an_empty_store_answers_with_empty_tables(store: Store) -> None:
    assert store.experiments().empty
    assert store.runs().empty
    assert store.series().empty
    assert store.finished([]) == set()
    store.put_experiment(StoredExperiment(id="e", name="empty"))
    assert list(store.runs("empty", columns=["policy", "silos"]).columns) == ["policy", "silos"]
    assert store.points("empty").empty


def test_an_experiment_is_found_by_name_id_or_the_beginning_of_its_id(store: Store) -> None:
    for number, day in enumerate((3, 1, 2)):
        created = datetime(2026, 1, day, tzinfo=UTC)
        store.put_experiment(StoredExperiment(id=f"{number}abc", name="same", spec="{}", created=created))
    assert store.experiment("same").id == "0abc"
    assert store.experiment("1abc").id == "1abc"
    assert store.experiment("2").id == "2abc"
    with pytest.raises(StoreError, match=r"'sam': no experiment with this name is stored; known names: same"):
        store.experiment("sam")
    with pytest.raises(StoreError, match="no experiment"):
        store.experiment("")
    with pytest.raises(StoreError, match="no experiment"):
        store.experiment("%")


def test_points_come_back_in_order_whatever_order_they_came_in(store: Store) -> None:
    store.put_experiment(StoredExperiment(id="e", name="e"))
    for at in (5, 0, 3):
        store.put_points("e", [Point(id=f"p{at}", position=at, factors={"a.b": np.float64(at), "c": "ring"})])
    store.put_points("e", [Point(id="p3", position=9, factors={"a.b": 0.0, "c": "full"})])
    frame = store.points("e")
    assert frame["point"].tolist() == ["p0", "p3", "p5"]
    assert frame["a.b"].tolist() == [0.0, 3.0, 5.0]
    assert frame["c"].tolist() == ["ring"] * 3


def test_a_record_says_everything_needed_to_do_a_run_again(filled: Store) -> None:
    record = filled.record(run_id(12))
    assert record["scenario"] == {"title": "two organisations"}
    assert record["settings"] == {"game.sharing": 0.2}
    assert (record["seed"], record["months"], record["model"]) == (12, MONTHS, "abc")
    assert list(record["measures"].values()) == end(12)
    assert record["series"]
    assert record["networks"]
    assert filled.provenance(run_id(12)) == {**ORIGIN, "started": STARTED.isoformat(), "seconds": 0.5}
    with pytest.raises(StoreError, match="'nobody': no run with this id is stored"):
        filled.record("nobody")


def test_what_is_written_is_there_for_whoever_opens_the_store_next(filled: Store, opened: Opener) -> None:
    other = opened()
    pd.testing.assert_frame_equal(other.runs("first", failed=True), filled.runs("first", failed=True))
    pd.testing.assert_frame_equal(other.series("first"), filled.series("first"))
    other.writer().write(batch(range(200, 203)))
    assert filled.finished([run_id(201)]) == {run_id(201)}


def test_a_batch_that_fails_leaves_nothing(filled: Store) -> None:
    before = filled.runs(failed=True)
    good = batch(range(300, 310), recorded=True)
    bad = RunRow(id=run_id(310), seed=0, months=10**30)
    assert good.end is not None
    end_of_all = np.vstack([good.end, good.end[:1]])
    with pytest.raises((StoreError, OverflowError, ValueError)):
        filled.writer().write(RunBatch(runs=[*good.runs, bad], end=end_of_all))
    pd.testing.assert_frame_equal(filled.runs(failed=True), before)
    assert filled.finished(run_id(number) for number in range(300, 311)) == set()
    filled.writer().write(good)
    assert len(filled.finished(run_id(number) for number in range(300, 310))) == 10


def test_an_array_of_the_wrong_shape_is_refused_at_the_door() -> None:
    rows = [RunRow(id="a", seed=1, months=3)]
    with pytest.raises(ValueError, match=r"end has shape \(1, 2\)"):
        RunBatch(runs=rows, end=np.zeros((1, 2)))
    with pytest.raises(ValueError, match="has end measures"):
        RunBatch(runs=rows)
    whole = np.zeros((1, len(MEASURE_COLUMNS)))
    with pytest.raises(ValueError, match="series has shape"):
        RunBatch(runs=rows, end=whole, series=np.zeros((1, 2, len(SERIES_COLUMNS))))
    with pytest.raises(ValueError, match="0 networks for 1 runs"):
        RunBatch(runs=rows, end=whole, networks=[])


def test_odd_texts_come_back(store: Store) -> None:
    name = "a 'name' with \"quotes\", %, \\, ünïcode 組織 and\nlines"
    store.put_experiment(StoredExperiment(id="odd", name=name, spec='{"a": "ü"}'))
    store.put_points("odd", [Point(id="0", position=0, policy=name, factors={"x": "é"})])
    store.link_runs("odd", [("r", "0", 0)])
    store.writer().write(RunBatch(runs=[RunRow(id="r", seed=0, months=1, error=name)]))
    frame = store.runs(name, failed=True)
    assert frame[["policy", "x", "error"]].to_numpy().tolist() == [[name, "é", name]]


def test_a_sound_store_tells_no_fault(filled: Store) -> None:
    assert list(verify(filled)) == []
