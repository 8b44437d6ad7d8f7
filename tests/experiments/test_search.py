"""Search: a known front is found, constraints are kept, a killed search goes on as if it had not been."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import silos
from experiments import SearchResult, SweepStopped, load, search
from experiments.run import making
from experiments.run.worker import Outcome, Task, empty_results
from experiments.search.judging import kept, regret, worst_tenth
from experiments.search.outcome import SearchOutcome
from experiments.search.packages import Package, PackageSpace
from experiments.search.proposals import Judged, next_packages, undominated
from experiments.spec.search_schema import ConstraintEntry
from results import open_store
from tests.silos.conftest import Silos
from tests.silos.conftest import silos as silos_command

__all__ = ["silos_command"]

SCARCITY, TIME, ENQUIRY = "resources.scarcity", "dialogue.time_together", "dialogue.enquiry"


def small(**more: Any) -> dict[str, Any]:
    """Two levers from month 7 on, in four worlds, twice: eight runs a package."""
    asked = {
        "runs": 240,
        "population": 8,
        "levers": [
            {"parameter": SCARCITY, "month": 7, "range": [0.0, 0.3], "steps": 4, "cost": 1.0},
            {"parameter": TIME, "month": 7, "range": [0.12, 0.36], "steps": 5, "cost": 0.5, "hours": 10.0},
        ],
        "objectives": [{"measure": "cost"}, {"measure": "openness", "over": "worst tenth"}],
        **more,
    }
    return {
        "scenario": "five-organisations",
        "resources.scarcity": 0.3,
        "months": 18,
        "replicates": 2,
        "design": "latin-hypercube",
        "samples": 4,
        "factors": [{"parameter": "history.trust", "range": [0.3, 0.7]}, {"parameter": "trust.blame"}],
        "search": asked,
    }


def tried(result: SearchResult) -> pd.DataFrame:
    return result.packages().drop(columns=["keeps", "front"])


# ------------------------------------------------------------------ a front that is known


def zdt1(package: Package, steps: int) -> tuple[float, float]:
    """The test function of Zitzler, Deb & Thiele (2000); its front is where all levers but the first are 0."""
    first, *others = (at / (steps - 1) for at in package)
    rest = 1.0 + 9.0 * sum(others) / len(others)
    return first, rest * (1.0 - math.sqrt(first / rest))


def searched(levers: int, steps: int, most: int, seed: int, broken: Any = lambda package: ()) -> list[Judged]:
    judged: list[Judged] = []
    generation = 0
    while len(judged) < most:
        packages = next_packages(
            [steps] * levers, judged, objectives=2, population=24, seed=seed, generation=generation
        )
        if not packages:
            break
        judged += [Judged(package, zdt1(package, steps), broken(package)) for package in packages]
        generation += 1
    return judged


def front_of(judged: list[Judged]) -> np.ndarray:
    values = np.array([found.objectives for found in judged])
    return values[undominated(values)]


def test_the_front_of_zdt1_is_found() -> None:
    front = front_of(searched(4, 11, 400, 1))
    assert len(front) >= 9, "of eleven"
    assert np.max(np.abs(front[:, 1] - (1.0 - np.sqrt(front[:, 0])))) < 1e-9


def test_a_constraint_moves_the_front_to_its_edge() -> None:
    """The first lever must be at 0.5 or above, which cuts the better half of the front off."""
    judged = searched(3, 11, 300, 2, lambda package: (max(0.0, 0.5 - package[0] / 10),))
    keeping = [found for found in judged if found.violations == (0.0,)]
    assert len(keeping) > len(judged) / 2, "most proposals keep it once it is known"
    front = front_of(keeping)
    assert front[:, 0].min() == 0.5 and np.abs(front[:, 1] - (1.0 - np.sqrt(front[:, 0]))).max() < 1e-9


def test_the_same_seed_proposes_the_same_and_another_does_not() -> None:
    one, same, other = (searched(3, 7, 96, seed) for seed in (3, 3, 4))
    assert one == same != other


def test_nothing_is_proposed_twice_and_a_small_space_is_exhausted() -> None:
    packages = [found.package for found in searched(2, 4, 100, 0)]
    assert sorted(packages) == sorted(product(range(4), repeat=2))


# ------------------------------------------------------------------ judging


def test_worlds_are_taken_together_as_it_says() -> None:
    values = np.array([[0.9, 0.8, 0.1], [0.5, 0.5, 0.5]])
    assert worst_tenth(values, 1).tolist() == [0.1, 0.5]
    assert worst_tenth(values, -1).tolist() == [0.9, 0.5]
    assert regret(values, 1, np.array([True, True])) == pytest.approx([0.4, 0.4])
    assert regret(values, 1, np.array([True, False])) == pytest.approx([0.0, 0.4])
    assert regret(values, -1, np.array([True, True])) == pytest.approx([0.4, 0.4])


def test_a_constraint_holds_in_a_share_of_worlds_or_of_the_mean() -> None:
    values = np.array([[0.6, 0.6, 0.6, 0.6, 0.0], [0.6, 0.6, 0.6, 0.4, 0.4], [np.nan, 1.0, 1.0, 1.0, 1.0]])
    share = ConstraintEntry(measure="openness", at_least=0.5, share=0.8)
    stands, broken = kept(share, values)
    assert stands.tolist() == [0.8, 0.6, 0.8]
    assert broken == pytest.approx([0.0, 0.2, 0.0])
    mean = ConstraintEntry(measure="openness", at_most=0.5)
    stands, broken = kept(mean, values)
    assert stands == pytest.approx([0.48, 0.52, 1.0]) and broken == pytest.approx([0.0, 0.04, 1.0])


# ------------------------------------------------------------------ with the model


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> SearchResult:
    return search(small(), tmp_path_factory.mktemp("search") / "silos.db")


def test_every_package_is_tried_in_every_world_with_the_same_seeds(whole: SearchResult) -> None:
    runs, packages = whole.runs(), whole.packages()
    assert len(packages) == 20, "four times five: all there are, though there were runs for thirty"
    assert (runs.groupby("policy").size() == 8).all() and set(runs["policy"]) == set(packages["package"])
    assert (runs.groupby("policy")["seed"].apply(sorted).map(tuple).nunique()) == 1
    assert packages["package"].tolist()[:3] == ["nothing", f"only {SCARCITY}", f"only {TIME}"]


def test_the_front_is_that_of_all_packages(whole: SearchResult) -> None:
    """All twenty are tried, so the front can be worked out from the runs alone."""
    worlds = whole.runs().groupby(["policy", "history.trust"])["openness"].mean().unstack()
    worst = worlds.min(axis=1)
    packages = whole.packages().set_index("package")
    cost = (0.3 - packages[SCARCITY]) + 0.5 * (packages[TIME] - 0.12)
    assert packages["cost"].to_numpy() == pytest.approx(cost.to_numpy())
    assert packages["hours"].to_numpy() == pytest.approx(10 * (packages[TIME] - 0.12).to_numpy())
    assert packages["openness, worst tenth"].to_numpy() == pytest.approx(worst[packages.index].to_numpy())
    best = [
        name
        for name in packages.index
        if not any(
            cost[other] <= cost[name]
            and worst[other] >= worst[name]
            and (cost[other] < cost[name] or worst[other] > worst[name])
            for other in packages.index
        )
    ]
    assert set(whole.front()["package"]) == set(best)
    assert whole.front()["cost"].is_monotonic_increasing


def test_a_lever_is_set_from_its_month_on_and_costs_nothing_where_it_is_left(whole: SearchResult) -> None:
    """Nothing is the scenario itself; a lever alone is a run with that dated change."""
    trust = whole.runs()["history.trust"].iloc[0]
    blame = whole.runs()["trust.blame"].iloc[0]
    held = {SCARCITY: 0.3, "history.trust": trust, "trust.blame": blame}
    runs = whole.runs().query("point == 0 or point == 8")
    for name, change in (("nothing", []), (f"only {TIME}", [{"month": 7, "label": "hours", TIME: 0.36}])):
        scenario = silos.load("five-organisations")
        document = {**scenario.document(), "months": 18}
        document["schedule"] = [*document.get("schedule", []), *change]
        expected = silos.ends(document, set=held, seeds=[0, 1])["openness"]
        found = runs[runs["policy"] == name].sort_values("seed")["openness"]
        assert found.tolist() == expected.tolist(), name


def test_a_search_that_was_stopped_goes_on_as_if_it_had_not_been(
    whole: SearchResult, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import signal

    place = tmp_path / "silos.db"

    class Stopping(making.BufferedWriter):
        def write(self) -> None:
            super().write()
            if self._progress.written >= 96:
                signal.raise_signal(signal.SIGINT)

    with monkeypatch.context() as patched:
        patched.setattr(making, "BufferedWriter", Stopping)
        with pytest.raises(SweepStopped) as stopped:
            search(small(), place)
    assert 0 < stopped.value.result.progress.done < 160
    assert len(stopped.value.result.packages()) < 20
    again = search(small(), place)
    assert again.progress.reused == stopped.value.result.progress.done
    assert again.progress.computed + again.progress.reused == 160
    pd.testing.assert_frame_equal(tried(again), tried(whole), check_exact=True)
    third = silos.sweep(small(), place)
    assert third.progress.computed == 0 and isinstance(third, SearchResult)


def test_more_runs_go_on_from_fewer(tmp_path: Path) -> None:
    few = search(small(runs=96), tmp_path / "silos.db")
    more = search(small(runs=160), tmp_path / "silos.db")
    assert len(few.packages()) == 12 and more.progress.reused == 96
    pd.testing.assert_frame_equal(tried(more).head(12)[["package", TIME]], tried(few)[["package", TIME]])


def test_constraints_and_own_outcomes_decide_what_is_on_the_front(tmp_path: Path) -> None:
    asked = small(constraints=[{"measure": "months open", "at_least": 12.5, "share": 1.0}])
    asked["outcomes"] = [{"name": "months open", "expression": "sum(openness > 0.25)", "better": "more"}]
    found = search(asked, tmp_path / "silos.db")
    runs = found.runs()
    months = runs.groupby(["policy", "history.trust"])["months open"].mean().unstack()
    keeps = (months >= 12.5).all(axis=1)
    packages = found.packages().set_index("package")
    assert packages["keeps"].to_dict() == keeps.to_dict() and 0 < keeps.sum() < len(keeps)
    assert set(found.front()["package"]) <= set(keeps.index[keeps])


class Failing:
    """An executor in which every run of a package that costs something fails."""

    workers = 1

    def run(self, tasks: Any) -> Any:
        from datetime import UTC, datetime

        for task in tasks:
            assert isinstance(task, Task)
            end, series, networks = empty_results(task)
            end[:] = 0.5
            errors = {
                at: "ValueError: no" for at, (subject, _) in enumerate(task.runs()) if "schedule" in subject.scenario
            }
            end[list(errors)] = np.nan
            yield task, Outcome(end, series, networks, errors, datetime.now(UTC), 0.01)

    def close(self) -> None:
        pass


def test_packages_whose_runs_fail_are_never_on_the_front(tmp_path: Path) -> None:
    found = search(
        small(constraints=[{"measure": "openness", "at_least": 0.1}], runs=96), tmp_path / "silos.db", Failing()
    )
    assert found.front()["package"].tolist() == ["nothing"]
    assert "cheapest package" in str(found)


def test_regret_is_against_the_best_that_is_known_at_the_end(tmp_path: Path) -> None:
    asked = small(objectives=[{"measure": "cost"}, {"measure": "openness", "over": "regret"}], runs=96)
    found = search(asked, tmp_path / "silos.db")
    worlds = found.runs().groupby(["policy", "history.trust"])["openness"].mean().unstack()
    lost = (worlds.max() - worlds).max(axis=1)
    packages = found.packages().set_index("package")
    assert packages["openness, regret"].to_numpy() == pytest.approx(lost[packages.index].to_numpy())


def test_common_random_numbers_need_fewer_runs_than_fresh_ones() -> None:
    """The variance of a difference between two packages, with the same seeds and with others."""
    ends = [
        silos.ends("plain", set={"game.sharing": sharing}, months=36, seeds=64)["openness"].to_numpy()
        for sharing in (0.0, 0.1)
    ]
    common = np.var(ends[1] - ends[0], ddof=1)
    fresh = np.var(ends[0], ddof=1) + np.var(ends[1], ddof=1)
    assert fresh > 1.3 * common


def test_what_a_package_costs_counts_from_where_nothing_is_done() -> None:
    """In a scenario whose lean years are over the free value is that of the month, not that of the start."""
    lever = {"parameter": SCARCITY, "month": 121, "range": [0.0, 0.1], "cost": 2.0}
    lean = {"scenario": "lean-years", "resources.scarcity": 0.1, "months": 240}
    space = PackageSpace(load({**small(levers=[lever]), **lean}))
    assert space.levers[0].free == 0.1
    assert space.spent({SCARCITY: 0.0})[0] == pytest.approx(0.2)
    early = {**lever, "month": 13, "range": [0.0, 0.6]}
    space = PackageSpace(load({**small(levers=[early]), **lean}))
    assert space.levers[0].free == 0.55 and 0.55 in space.levers[0].levels


def test_the_table_says_what_is_alone_and_what_is_shared(whole: SearchResult) -> None:
    outcome = whole.outcome
    assert isinstance(outcome, SearchOutcome)
    assert outcome.alone["package"].tolist() == ["nothing", f"only {SCARCITY}", f"only {TIME}"]
    shared = whole.shared().set_index("lever")
    assert shared.loc[TIME, "used"] == pytest.approx((whole.front()[TIME] != 0.12).mean())


def test_runs_of_a_search_are_points_of_the_store(whole: SearchResult) -> None:
    with open_store(whole.store if isinstance(whole.store, Path) else str(whole.store)) as store:
        points = store.points(whole.id)
    assert len(points) == 80 and points["position"].is_unique
    assert {SCARCITY, TIME, "history.trust"} <= set(points.columns)


def test_the_command_prints_the_front_and_json(silos_command: Silos, tmp_path: Path) -> None:
    import json

    path = tmp_path / "way.toml"
    path.write_text(
        'title = "Way out"\nscenario = "five-organisations"\nmonths = 12\nreplicates = 2\n'
        "[resources]\nscarcity = 0.3\n"
        '[[factors]]\nparameter = "history.trust"\nlevels = [0.4, 0.6]\n'
        "[search]\nruns = 48\npopulation = 4\n"
        '[[search.levers]]\nparameter = "resources.scarcity"\nrange = [0.0, 0.3]\nsteps = 3\ncost = 1.0\n'
        '[[search.objectives]]\nmeasure = "cost"\n'
        '[[search.constraints]]\nmeasure = "openness"\nat_least = 0.0\n'
    )
    told = silos_command("search", path)
    assert told.exit_code == 0, told.stderr
    assert "The cheapest package (cost 0): nothing." in told.stdout
    assert "way: 12 runs in" in told.stderr and "Next: silos report" in told.stderr
    again = silos_command("search", path, "--json")
    assert "(12 were stored already)" in again.stderr
    assert json.loads(again.stdout)["packages"][0]["package"] == "nothing"
    assert silos_command("check", path).stdout.startswith(f"{path}: OK: Way out, 24 points, 48 runs")
    refused = silos_command("search", "scarcity-by-trust")
    assert refused.exit_code != 0 and "no [search]" in refused.stderr


@pytest.mark.slow
def test_time_with_enquiry_beats_money_out_of_standing_silos(tmp_path: Path) -> None:
    """V15 of the model, found in a smaller version of the library's search, which is told nothing of it."""
    asked = load("out-of-standing-silos")
    assert asked.file.search is not None
    few = asked.file.search.model_copy(update={"runs": 8 * 56})
    file = asked.file.model_copy(update={"samples": 4, "search": few})
    found = search(replace(asked, file=file, name="few"), tmp_path / "silos.db")
    alone, front = found.outcome.alone.set_index("package"), found.front()
    assert not alone["keeps"].any()
    assert len(front) > 3 and (front[TIME] > 0.12).all() and (front[ENQUIRY] > 0.02).all()
    assert front["cost"].min() < alone.loc[f"only {SCARCITY}", "cost"], "and it costs less than money that does not"
