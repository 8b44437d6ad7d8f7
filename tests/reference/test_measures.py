"""The measures by hand, and on networks of which they are known."""

from __future__ import annotations

import math
from dataclasses import replace

import networkx
import pytest

from sim.network import generate
from sim.system import System, TieChange
from tests.reference import twin
from tests.reference.measures import (
    ei_index,
    gini,
    groups,
    how_it_ended,
    how_they_deal,
    measures,
    modularity,
    months_to_tip,
)
from tests.reference.traces import Run, parameters, quiet

COLUMNS = [
    *("race_share", "mutual_race", "mutual_battle"),
    *("trust", "trust_senior", "trust_front_line", "trust_gap", "perception_gap", "history"),
    *("openness", "openness_within", "openness_across", "ei_index"),
    *("silos", "alone", "largest", "fragmentation"),
    *("orientation", "orientation_sd", "zero_sum", "zero_sum_within", "zero_sum_across"),
    *("purpose_held", "capability", "pooled"),
    *("resources", "resources_gini", "scarcity_felt", "income", "value_lost", "meetings"),
]
EMPTY_BEFORE_THE_FIRST_MONTH = {"race_share", "mutual_race", "mutual_battle", "income", "value_lost"}


def of_start(system: System) -> dict[str, float]:
    return measures(system, twin.start(system, 0))


def test_columns_and_what_is_empty_before_the_first_month() -> None:
    chosen = parameters({})
    measured = of_start(System(network=generate(chosen.structure), parameters=chosen))
    assert list(measured) == COLUMNS
    assert {column for column, value in measured.items() if math.isnan(value)} == EMPTY_BEFORE_THE_FIRST_MONTH


def test_one_tie_by_hand(runner: Run) -> None:
    """The senior tiers race, the front lines race against battle, and meet."""
    settings = {"boundary.closing": 0.2, "structure.tiers": 2, "learning.insight": 0.5, "mindset.zero_sum": 0.4}
    own = {1: {"learning.visibility": 1.0, "learning.gloss": 0.4}}
    system = quiet({**settings, "game.improvement": 0.5, "game.sharing": 0.5}, own=own)
    chosen = {(0, 0): 1, (0, 1): 1, (1, 0): 1, (1, 1): 0}
    *_, state = runner(system, 0, [twin.Inputs(stances=chosen, meetings={(1, 0): 1})])
    measured = measures(system, state)
    # trust .6, .6 above; below .3, .6 before voice: .3 + .3 * .5 * (0 - .3), .6 + .3 * .51 * (1 - .6);
    # history .5, .51
    low, high = 0.3 - 0.045, 0.6 + 0.0612
    assert measured["race_share"] == 0.75
    assert measured["mutual_race"] == 0.5
    assert measured["mutual_battle"] == 0
    assert measured["meetings"] == 0.5
    assert measured["trust"] == pytest.approx((1.2 + low + high) / 4)
    assert measured["trust_gap"] == pytest.approx(0.6 - (low + high) / 2)
    # 0 perceives half of what is below, 1 all, and its front line glosses: + .4 * .5 * (1 - high)
    glossed = high + 0.2 * (1 - high)
    perceived = [0.5 * (0.6 + low) / 2 + 0.5 * 0.6, (0.6 + glossed) / 2]
    assert measured["perception_gap"] == pytest.approx(sum(perceived) / 2 - (1.2 + low + high) / 4)
    assert measured["openness"] == pytest.approx((1 + 0.2 * (perceived[0] - 1)) * (1 + 0.2 * (perceived[1] - 1)))
    assert measured["openness_within"] == measured["openness"]
    assert math.isnan(measured["openness_across"])
    # half of 1 and 0 is pooled of -.8 and .8: (1 - .4) / 2 - .025 and (1 + .4) / 2 - .025
    incomes = [0.275, 0.675]
    assert measured["income"] == pytest.approx(sum(incomes) / 2)
    assert measured["value_lost"] == pytest.approx(1 - sum(incomes) / 2)
    resources = [0.7 + 0.05 * income for income in incomes]
    assert measured["resources"] == pytest.approx(sum(resources) / 2)
    assert measured["scarcity_felt"] == pytest.approx(1 - sum(resources) / 2)
    # two: half the difference over twice the mean
    assert measured["resources_gini"] == pytest.approx((resources[1] - resources[0]) / (2 * sum(resources)))
    # the front lines met: .2 * .5 and .2 * .51 of a purpose held there, none above
    assert measured["purpose_held"] == pytest.approx((0.1 + 0.102) / 4)
    # senior .4 * .5, front line .4 + .5 * .6
    assert measured["zero_sum"] == pytest.approx((0.2 + 0.7) / 2)
    # one race that came off in two tiers: Y = .02 / 2
    assert measured["capability"] == pytest.approx(1 + 0.5 * 0.01)
    assert measured["pooled"] == 1
    assert (measured["silos"], measured["alone"], measured["largest"]) == (0, 0, 1)


def test_spread_and_kinds_by_hand() -> None:
    """0 and 1 of one sector, 2 of another, which 3 is not tied to: it has no beliefs and no ties."""
    own = {0: {"mindset.orientation": 0.4, "mindset.zero_sum": 0.5}, 3: {"mindset.orientation": -0.4}}
    settings = {"mindset.us_and_them": 0.1, "mindset.zero_sum": 0.3, "boundary.openness": 0.6}
    system = quiet(settings, n=4, ties=[(0, 1), (0, 2)], sector=[0, 0, 1, 1], own=own)
    measured = of_start(system)
    assert measured["orientation"] == pytest.approx(0)
    assert measured["orientation_sd"] == pytest.approx(math.sqrt(2 * 0.16 / 4))
    assert measured["zero_sum_within"] == pytest.approx((0.4 + 0.2) / 2)
    assert measured["zero_sum_across"] == pytest.approx((0.5 + 0.3) / 2)
    assert measured["zero_sum"] == pytest.approx((0.4 + 0.2 + 0.5 + 0.3) / 4)
    assert measured["openness_within"] == measured["openness_across"] == pytest.approx(0.36)
    assert (measured["silos"], measured["alone"], measured["largest"]) == (0, 1, 0.75)
    assert measured["fragmentation"] == pytest.approx(1 - 6 / 12)
    assert measured["pooled"] == 0


def test_the_absent_do_not_count(runner: Run) -> None:
    """3 leaves in month 1: what is left is measured as if it had never been."""
    ties = [(0, 1), (0, 2), (1, 3), (2, 3)]
    left = TieChange(month=1, label="", weights={}, joins=(), leaves=(3,), merges={})
    more = replace(quiet({"game.sharing": 0.4}, n=4, ties=ties, sector=[0, 0, 1, 1]), tie_changes=[left])
    fewer = quiet({"game.sharing": 0.4}, n=3, ties=ties[:2], sector=[0, 0, 1])
    for month in (1, 2, 3):
        states = [runner(system, 1, [twin.Inputs()] * month)[-1] for system in (more, fewer)]
        assert measures(more, states[0]) == pytest.approx(measures(fewer, states[1]), nan_ok=True)


@pytest.mark.parametrize("k", [2, 3, 4])
def test_disjoint_cliques(k: int) -> None:
    n = 12
    label = [i * k // n for i in range(n)]
    ties = [(i, j) for j in range(n) for i in range(j) if label[i] == label[j]]
    system = quiet({"boundary.openness": 0.5}, n=n, ties=ties, sector=label)  # W = .25: just open
    measured = of_start(system)
    assert modularity(twin.World(system, 0, 0), twin.start(system, 0), label) == pytest.approx(1 - 1 / k)
    assert (measured["silos"], measured["alone"], measured["largest"]) == (k, 0, pytest.approx(1 / k))
    assert measured["fragmentation"] == pytest.approx((n - n / k) / (n - 1))
    assert measured["ei_index"] == -1
    assert math.isnan(measured["openness_across"])


@pytest.mark.parametrize(("n", "k"), [(12, 3), (20, 4)])
def test_ei_index_of_equal_sectors_under_equal_openness(n: int, k: int) -> None:
    chosen = parameters({"structure.organisations": n, "structure.sectors": k})
    measured = of_start(System(network=generate(chosen.structure), parameters=chosen))
    assert measured["ei_index"] == pytest.approx(1 - 2 * (n / k - 1) / (n - 1))
    assert measured["openness"] == pytest.approx(0.81)
    assert (measured["silos"], measured["alone"], measured["largest"], measured["fragmentation"]) == (0, 0, 1, 0)


def test_small_measures() -> None:
    assert gini([1, 1, 1]) == 0
    assert gini([0, 0]) == 0
    assert gini([0, 0, 0, 4]) == pytest.approx(0.75)
    assert math.isnan(ei_index(0, 0))
    assert groups(networkx.Graph([(0, 1), (2, 3)]))["silos"] == 2
    one = networkx.Graph([(0, 1)])
    one.add_nodes_from([2, 3])
    assert groups(one) == {"silos": 0, "alone": 2, "largest": 0.5, "fragmentation": pytest.approx(1 - 2 / 12)}
    one = networkx.empty_graph(1)
    assert groups(one) == {"silos": 0, "alone": 1, "largest": 1, "fragmentation": 0}


@pytest.mark.parametrize(
    ("largest", "alone", "silos", "ended"),
    [
        (0.75, 5, 0, "one system"),
        (0.7, 6, 0, "in between"),
        (0.4, 12, 2, "everyone alone"),
        (0.4, 11, 2, "silos"),
        (0.74, 0, 2, "silos"),
        (0.45, 11, 0, "in between"),
        (0.05, 20, 0, "everyone alone"),
    ],
)
def test_how_it_ended(largest: float, alone: int, silos: int, ended: str) -> None:
    assert how_it_ended({"largest": largest, "alone": alone, "silos": silos}, 20) == ended


def test_how_they_deal() -> None:
    shares = [0.7, 2 / 3, 0.5, 1 / 3, 0.3, math.nan]
    assert [how_they_deal(share) for share in shares] == ["race", "both", "both", "both", "battle", ""]


@pytest.mark.parametrize(
    ("shares", "tip"),
    [
        ([0.9, 0.4, 0.3], 2),
        ([0.9, 0.4, 0.5, 0.3], 4),
        ([0.9, 0.6], None),
        ([0.4, float("nan")], 1),
        ([0.9, float("nan"), 0.2, float("nan")], 3),
        ([float("nan")], None),
        ([], None),
    ],
)
def test_months_to_tip(shares: list[float], tip: int | None) -> None:
    assert months_to_tip(shares) == tip
