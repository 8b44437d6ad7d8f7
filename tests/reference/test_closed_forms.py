"""Numbers with a closed form that the twin and its measures reproduce."""

from __future__ import annotations

import copy
import math
from collections.abc import Callable
from dataclasses import replace

import pytest

from sim.network import from_ties, generate
from sim.parameters import Parameters
from sim.system import System
from tests.reference import twin
from tests.reference.measures import (
    components,
    ei_index,
    fragmentation,
    gini,
    measures,
    modularity,
    months_to_tip,
)
from tests.reference.traces import parameters, quiet


def root(f: Callable[[float], float], low: float = 0.0, high: float = 1.0) -> float:
    """Where a decreasing function crosses 0."""
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if f(middle) > 0 else (low, middle)
    return (low + high) / 2


# ------------------------------------------------------------------------------------------------- the choice


@pytest.mark.parametrize(
    ("rationality", "racing"), [(0, 0.5), (0.5, 0.338648), (1, 0.226751), (2, 0.099788), (5, 0.006481)]
)
def test_logit_equilibrium_of_the_prisoners_dilemma(rationality: float, racing: float) -> None:
    def excess(trust: float) -> float:
        du = twin.advantage(
            trust=trust,
            orientation=0,
            benefit=0.5,
            damage=1.5,
            loss=2.5,
            gain=2.5,
            continuation=0,
            sharing=0,
        )
        return twin.logistic(rationality * du) - trust

    assert root(excess) == pytest.approx(racing, abs=5e-7)


@pytest.mark.parametrize("trust", [0, 0.3, 1])
@pytest.mark.parametrize("sharing", [0, 0.4, 1])
@pytest.mark.parametrize("continuation", [0, 0.6])
def test_a_zero_sum_mind(trust: float, sharing: float, continuation: float) -> None:
    du = twin.advantage(
        trust=trust,
        orientation=-1,
        benefit=1.3,
        damage=0.2,
        loss=0.9,
        gain=1.7,
        continuation=continuation,
        sharing=sharing,
    )
    assert du == pytest.approx(-(1 - sharing) * (1 - continuation) * (1.7 + 0.9), abs=1e-14)


# -------------------------------------------------------------------------------------------------- long runs


@pytest.mark.parametrize(("failure", "settled"), [(0.5, 1 / 3), (0.2, 2 / 3), (0.1, 0.9 / 1.1)])
def test_trust_under_a_partner_who_races_now_and_then(failure: float, settled: float) -> None:
    """A race that fails and is blamed is a battle seen; trust settles at q / (q + (1 - q) * negativity)."""
    n = 40
    system = quiet(
        {"trust.failure": failure, "trust.blame": 1.0, "trust.rate": 0.1},
        n=n,
        ties=[(i, i + 1) for i in range(0, n, 2)],
        strategies=["race"] * n,
    )
    state = twin.start(system, 11)
    found = []
    for month in range(1, 301):
        twin.month(system, 11, state)
        if month > 50:
            found.append(sum(state.trust[0]) / len(state.trust[0]))
    assert sum(found) / len(found) == pytest.approx(settled, abs=0.01)


def test_slow_learners_settle_at_the_logit_equilibrium() -> None:
    n = 40
    system = quiet(
        {
            "game.benefit": 0.5,
            "game.stake": 2.5,
            "game.damage": 1.5,
            "game.scarcity_premium": 0.0,
            "mindset.parochialism": 0.0,
            "mindset.rationality": 0.5,
            "leadership.patience": 0.0,
            "trust.rate": 0.05,
            "trust.negativity": 1.0,
        },
        n=n,
        ties=[(i, i + 1) for i in range(0, n, 2)],
    )
    state = twin.start(system, 3)
    found = []
    for month in range(1, 401):
        twin.month(system, 3, state)
        if month > 150:
            found.append(sum(state.trust[0]) / len(state.trust[0]))
    assert sum(found) / len(found) == pytest.approx(0.338648, abs=0.01)


def default_system(n: int = 9, **settings: float) -> System:
    dotted = {name.replace("__", "."): value for name, value in settings.items()}
    chosen = parameters({"structure.organisations": n, "structure.sectors": 3, **dotted})
    return System(network=generate(chosen.structure), parameters=chosen)


EVENTFUL = {
    "dialogue__hearsay": 0.3,
    "leadership__turnover": 0.05,
    "climate__rate": 0.1,
    "climate__orientation": 0.5,
    "learning__reflection": 0.3,
    "game__sharing": 0.3,
}


def run(system: System, seed: int, months: int) -> twin.TwinState:
    state = twin.start(system, seed)
    for _ in range(months):
        twin.month(system, seed, state)
    return state


@pytest.mark.parametrize("sharing", [0.0, 0.3, 1.0])
def test_a_race_against_a_battle_sums_to_exactly_zero(sharing: float) -> None:
    system = replace(default_system(game__sharing=sharing, game__intensity=1.7), strategies=["random"] * 9)
    state = twin.start(system, 4)
    crossed = 0
    for _ in range(12):
        twin.month(system, 4, state)
        m = system.network.m
        for k in range(system.tiers):
            for t in range(m):
                if state.acted[k][t] and state.stance[k][t] != state.stance[k][t + m]:
                    crossed += 1
                    assert state.outcome[k][t] + state.outcome[k][t + m] == 0.0
    assert crossed > 50


def test_a_purpose_with_no_time_together_changes_nothing() -> None:
    without = run(default_system(dialogue__time_together=0.0, dialogue__purpose=0.0), 5, 12)
    with_one = run(
        default_system(dialogue__time_together=0.0, dialogue__purpose=1.0, dialogue__purpose_rate=1.0), 5, 12
    )
    assert without == with_one


def test_a_run_cut_in_two_equals_the_whole() -> None:
    system = default_system(**EVENTFUL)
    whole = run(system, 6, 10)
    state = copy.deepcopy(run(system, 6, 4))
    for _ in range(6):
        twin.month(system, 6, state)
    assert state == whole


def test_a_month_stays_within_its_ranges() -> None:
    system = default_system(**{**EVENTFUL, "mindset__spread": 0.6, "history__spread": 0.4, "learning__noise": 0.1})
    state = twin.start(system, 8)
    for _ in range(24):
        twin.month(system, 8, state)
        assert all(-1 <= each <= 1 for tier in state.orientation for each in tier)
        assert all(0 <= each <= 1 for tier in [*state.trust, state.history, state.openness] for each in tier)
        assert min(state.resources) >= 0


def test_relabelling_permutes_the_results() -> None:
    n, order = 7, [3, 6, 0, 5, 1, 4, 2]  # position p of the second holds organisation order[p] of the first
    ties = [(i, j) for i in range(n) for j in range(i) if (i + j) % 4]
    ids = [50, 7, 23, 4_000_000_000, 1, 99, 12]
    sector = [0, 0, 1, 1, 2, 2, 2]
    place = {organisation: p for p, organisation in enumerate(order)}
    chosen = parameters({name.replace("__", "."): value for name, value in EVENTFUL.items()})
    own = {2: {"resources.scarcity": 0.7}, 5: {"mindset.orientation": -0.6}}
    one = System(
        network=from_ties(n, list(zip(*ties, strict=True)), sector=sector, ids=ids),
        parameters=chosen,
        own=own,
    )
    two = System(
        network=from_ties(
            n,
            list(zip(*[(place[j], place[i]) for i, j in reversed(ties)], strict=True)),
            sector=[sector[each] for each in order],
            ids=[ids[each] for each in order],
        ),
        parameters=chosen,
        own={place[i]: settings for i, settings in own.items()},
    )
    first, second = run(one, 9, 12), run(two, 9, 12)
    assert second.trust == first.trust  # relations are ordered by ids
    assert second.openness == first.openness
    assert second.orientation == [[tier[each] for each in order] for tier in first.orientation]
    assert second.resources == [first.resources[each] for each in order]


def test_scarcity_closes_doors() -> None:
    def openness(scarcity: float) -> float:
        runs = [default_system(12, resources__scarcity=scarcity) for _ in range(2)]
        return sum(measures(each, run(each, seed, 36))["openness"] for seed, each in enumerate(runs)) / 2

    assert openness(0.0) > 1.5 * openness(0.3) > 3 * openness(0.6)


# --------------------------------------------------------------------------------------------------- measures

COLUMNS = [
    *("race_share", "mutual_race", "mutual_battle", "trust", "trust_senior", "trust_front_line", "trust_gap"),
    *("perception_gap", "history", "openness", "openness_within", "openness_across", "ei_index", "silos"),
    *("fragmentation", "orientation", "orientation_sd", "resources", "resources_gini", "scarcity_felt"),
    *("income", "value_lost", "meetings"),
]


def test_columns() -> None:
    system = default_system()
    assert list(measures(system, twin.start(system, 0))) == COLUMNS


def test_disjoint_cliques() -> None:
    n, k = 12, 3
    label = [i * k // n for i in range(n)]
    ties = [(i, j) for j in range(n) for i in range(j) if label[i] == label[j]]
    assert modularity(n, ties, [0.7] * len(ties), label) == pytest.approx(1 - 1 / k)
    system = quiet({"boundary.openness": 0.5}, n=n, ties=ties, sector=label)  # W = .25: just open
    found = measures(system, twin.start(system, 0))
    assert found["silos"] == k
    assert found["fragmentation"] == pytest.approx((n - n / k) / (n - 1))
    assert found["ei_index"] == -1
    assert math.isnan(found["openness_across"])


def test_ei_index_of_equal_sectors_under_equal_openness() -> None:
    n, k = 12, 3
    chosen = Parameters(structure=type(Parameters().structure)(organisations=n, sectors=k))
    system = System(network=generate(chosen.structure), parameters=chosen)
    found = measures(system, twin.start(system, 0))
    assert found["ei_index"] == pytest.approx(1 - 2 * (n / k - 1) / (n - 1))
    assert found["openness"] == pytest.approx(0.81)
    assert found["silos"] == 1
    assert found["fragmentation"] == 0


def test_measures_of_one_tie_by_hand() -> None:
    """Race against battle, then the senior tier alone behind its wall: see the traces."""
    system = quiet({"boundary.closing": 0.2, "structure.tiers": 2}, own={1: {"learning.visibility": 1.0}})
    state = twin.start(system, 0)
    chosen = {(0, 0): 1, (0, 1): 1, (1, 0): 1, (1, 1): 0}
    twin.month(system, 0, state, twin.Inputs(stances=chosen, meetings={(1, 0): 1}))
    found = measures(system, state)
    # trust .6, .6 above; below .3, .6 before voice: .3 + .3 * .5 * (0 - .3), .6 + .3 * .51 * (1 - .6);
    # history .5, .51
    low, high = 0.3 - 0.045, 0.6 + 0.0612
    assert found["race_share"] == 0.75
    assert found["mutual_race"] == 0.5
    assert found["mutual_battle"] == 0
    assert found["meetings"] == 0.5
    assert found["trust"] == pytest.approx((1.2 + low + high) / 4)
    assert found["trust_gap"] == pytest.approx(0.6 - (low + high) / 2)
    # 0 perceives half of what is below, 1 all
    perceived = [0.5 * (0.6 + low) / 2 + 0.5 * 0.6, (0.6 + high) / 2]
    assert found["perception_gap"] == pytest.approx(sum(perceived) / 2 - (1.2 + low + high) / 4)
    assert found["openness"] == pytest.approx((1 + 0.2 * (perceived[0] - 1)) * (1 + 0.2 * (perceived[1] - 1)))
    # (1 - .8) / 2 - .025 and (1 + .8) / 2 - .025
    assert found["income"] == pytest.approx((0.075 + 0.875) / 2)
    assert found["value_lost"] == pytest.approx(1 - (0.075 + 0.875) / 2)
    resources = [0.7 + 0.05 * 0.075, 0.7 + 0.05 * 0.875]
    assert found["resources"] == pytest.approx(sum(resources) / 2)
    assert found["scarcity_felt"] == pytest.approx(1 - sum(resources) / 2)
    # two: half the difference over twice the mean
    assert found["resources_gini"] == pytest.approx((resources[1] - resources[0]) / (2 * sum(resources)))
    # the front lines met: .06 there, 0 above
    assert found["orientation"] == pytest.approx(0.03)
    assert found["orientation_sd"] == pytest.approx(0.03)


def test_small_measures() -> None:
    assert gini([1, 1, 1]) == 0
    assert gini([0, 0]) == 0
    assert gini([0, 0, 0, 4]) == pytest.approx(0.75)
    assert math.isnan(ei_index(0, 0))
    assert components(4, [(0, 2)]) == [{0, 2}, {1}, {3}]
    assert fragmentation(components(4, [(0, 2)])) == pytest.approx(1 - 2 / 12)
    assert fragmentation([{0}]) == 0


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
