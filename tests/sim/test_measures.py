"""Measures against networkx, against plain formulas, and at known answers."""

from __future__ import annotations

from typing import Any

import networkx
import numpy as np
import pytest

from sim.engine import components, end_measures, measures, months, start
from sim.measures import COLUMNS, END_MEASURES, MEASURES
from sim.network import from_ties, generate
from sim.parameters import Parameters, Structure
from sim.state import State
from sim.system import RunSpec, System
from tests.reference.traces import parameters, quiet
from tests.sim.bits import end, pairs
from tests.sim.twin_systems import irregular

HALF_OPEN = 0.25


def random_state(seed: int, n: int = 24, share: float = 0.15) -> State:
    """Doors, trust, histories and means at random; whether a tie is open or not is about even."""
    rng = np.random.default_rng(seed)
    first, second = np.triu_indices(n, 1)
    kept = rng.random(len(first)) < share
    network = from_ties(n, (first[kept], second[kept]), sector=rng.integers(0, 3, n), ids=rng.permutation(999)[:n])
    state = start(System(network=network, own={i: {"learning.visibility": i / n} for i in range(n)}))
    for name in ("openness", "trust", "history"):
        getattr(state, name)[:] = rng.random(getattr(state, name).shape)
    state.resources[:] = rng.gamma(1.0, 1.0, n)
    state.orientation[:] = rng.uniform(-1, 1, state.orientation.shape)
    state.zero_sum[:] = rng.random(state.zero_sum.shape)
    state.purpose[:] = rng.random(state.purpose.shape)
    state.conduct[:] = rng.normal(0, 2, n)
    return state


def openness_of(state: State) -> Any:
    """(m,) W of each tie."""
    return state.openness[: state.system.network.m] * state.openness[state.system.network.m :]


def open_graph(state: State) -> networkx.Graph:
    network = state.system.network
    graph = networkx.empty_graph(network.n)
    opened = openness_of(state) >= HALF_OPEN
    graph.add_edges_from(zip(network.first[opened].tolist(), network.second[opened].tolist(), strict=True))
    return graph


# ------------------------------------------------------------------------------------------------------- silos


@pytest.mark.parametrize("seed", range(12))
def test_silos_are_components(seed: int) -> None:
    state = random_state(seed)
    n = state.system.network.n
    parts = list(networkx.connected_components(open_graph(state)))
    found = measures(state)
    groups = sum(len(part) > 1 for part in parts)
    assert found["silos"] == (groups if groups > 1 else 0)
    assert found["alone"] == sum(len(part) == 1 for part in parts)
    assert found["largest"] == max(map(len, parts)) / n
    assert found["fragmentation"] == pytest.approx(1 - sum(len(p) * (len(p) - 1) for p in parts) / (n * (n - 1)))
    label = components(state)
    assert sorted(map(sorted, parts)) == sorted(np.flatnonzero(label == each).tolist() for each in np.unique(label))


@pytest.mark.parametrize(("k", "size"), [(2, 3), (3, 4), (5, 2)])
def test_disjoint_cliques(k: int, size: int) -> None:
    """k equal cliques: silos k, fragmentation (n - n/k)/(n - 1), modularity 1 - 1/k."""
    n = k * size
    first, second = np.triu_indices(n, 1)
    kept = first // size == second // size
    state = start(System(network=from_ties(n, (first[kept], second[kept]), sector=np.arange(n) // size)))
    found = measures(state)
    assert (found["silos"], found["alone"], found["largest"]) == (k, 0, 1 / k)
    assert found["fragmentation"] == pytest.approx((n - n / k) / (n - 1), abs=1e-15)
    assert found["ei_index"] == -1.0
    assert end_measures(state)[0] == pytest.approx(1 - 1 / k, abs=1e-12)


@pytest.mark.parametrize(("n", "k"), [(12, 3), (20, 4), (10, 5), (6, 1)])
@pytest.mark.parametrize("openness", [0.2, 0.9])
def test_ei_index_of_equal_sectors_under_equal_openness(n: int, k: int, openness: float) -> None:
    """1 - 2(n/k - 1)/(n - 1): Krackhardt & Stern 1988."""
    chosen = parameters({"structure.organisations": n, "structure.sectors": k, "boundary.openness": openness})
    found = measures(start(System(network=generate(chosen.structure), parameters=chosen)))
    assert found["ei_index"] == pytest.approx(1 - 2 * (n / k - 1) / (n - 1), abs=1e-12)


@pytest.mark.parametrize(("openness", "alone"), [(0.5, 0), (0.4999, 2)])
def test_a_tie_is_open_from_both_doors_half_open(openness: float, alone: int) -> None:
    """Two organisations are one system or each alone: never silos, which are groups."""
    measured = measures(start(quiet({"boundary.openness": openness})))
    assert (measured["silos"], measured["alone"]) == (0, alone)


# --------------------------------------------------------------------------------------------- plain formulas


def by_formula(state: State) -> dict[str, float]:
    """Measures of the state of minds and doors, by numpy."""
    network, system = state.system.network, state.system
    opens, across = openness_of(state), network.across
    visibility = np.array([system.own[i]["learning.visibility"] for i in network.source])
    mean = state.trust.mean(axis=0)
    depth = np.arange(3)[:, None] / 2
    reported = (state.trust + 0.3 * 0.5 * (1 - state.trust) * depth).mean(axis=0)
    perceived = visibility * reported + (1 - visibility) * state.trust[0]
    own = network.view_sector == network.sector[network.view_organisation]
    capability = np.maximum(0, 1 + 0.3 * state.conduct)
    means, n = np.sort(state.resources), network.n
    return {
        "trust": state.trust.mean(),
        "trust_senior": state.trust[0].mean(),
        "trust_front_line": state.trust[-1].mean(),
        "trust_gap": state.trust[0].mean() - state.trust[-1].mean(),
        "perception_gap": perceived.mean() - mean.mean(),
        "history": state.history.mean(),
        "openness": opens.mean(),
        "openness_within": opens[~across].mean(),
        "openness_across": opens[across].mean(),
        "ei_index": (opens[across].sum() - opens[~across].sum()) / opens.sum(),
        "orientation": state.orientation.mean(),
        "orientation_sd": state.orientation.std(),
        "zero_sum": state.zero_sum.mean(),
        "zero_sum_within": state.zero_sum[:, own].mean(),
        "zero_sum_across": state.zero_sum[:, ~own].mean(),
        "purpose_held": state.purpose.mean(),
        "capability": capability.mean(),
        "pooled": 0.0,
        "resources": means.mean(),
        "resources_gini": np.abs(means[:, None] - means[None, :]).sum() / (2 * n * means.sum()),
        "scarcity_felt": np.clip(1 - means, 0, 1).mean(),
    }


@pytest.mark.parametrize("seed", range(6))
def test_minds_and_doors_by_formula(seed: int) -> None:
    state = random_state(seed)
    found = measures(state)
    for name, value in by_formula(state).items():
        assert found[name] == pytest.approx(value, rel=1e-12, abs=1e-12), name


def test_conduct_by_formula() -> None:
    for state in months(RunSpec(system=System(network=irregular()), seed=3, months=12)):
        m = state.system.network.m
        acted = state.acted.astype(bool)
        one, other = state.stance[:, :m][acted], state.stance[:, m:][acted]
        found = measures(state)
        assert found["race_share"] == pytest.approx(np.concatenate([one, other]).mean(), abs=1e-15)
        assert found["mutual_race"] == pytest.approx((one & other).mean(), abs=1e-15)
        assert found["mutual_battle"] == pytest.approx((1 - (one | other)).mean(), abs=1e-15)
        assert found["meetings"] == pytest.approx(state.met.mean(), abs=1e-15)
        assert found["income"] == pytest.approx(state.income.mean(), abs=1e-12)
        assert found["value_lost"] == pytest.approx(1.0 - state.income.mean(), abs=1e-12)


def test_value_lost_is_counted_from_what_a_race_would_bring() -> None:
    """benefit x intensity - income: nothing is lost where all race and nothing fails."""
    racing = quiet({"game.benefit": 0.7, "game.intensity": 2.0}, strategies=["race", "race"])
    battling = quiet({"game.benefit": 0.7, "game.intensity": 2.0}, strategies=["battle", "battle"])
    assert measures(end(racing, length=1))["value_lost"] == pytest.approx(0.0, abs=1e-12)
    assert measures(end(battling, length=1))["value_lost"] == pytest.approx(2.0 * (0.7 + 0.3), abs=1e-12)


# ------------------------------------------------------------------------------------------ ranges and emptiness

LIMITS = {each.name: each.range for each in MEASURES}


@pytest.mark.parametrize("seed", range(12))
def test_measures_keep_their_ranges(seed: int) -> None:
    state = random_state(seed, share=0.05 + seed / 40)
    *_, state = months(RunSpec(system=state.system, seed=seed, months=3), state=state)
    for name, value in measures(state).items():
        if LIMITS[name] != "real" and not np.isnan(value):
            low, high = (each.strip("[]() ") for each in LIMITS[name].split(","))
            limits = {"n": 24.0, "n/2": 12.0, "1/n": 1 / 24}
            least, most = (limits.get(limit) or float(limit) for limit in (low, high))
            assert least <= value <= most, name


def test_what_cannot_be_said_is_empty() -> None:
    nobody = measures(end(System(network=from_ties(3, (np.array([], int), np.array([], int))))))
    of_ties = {"race_share", "mutual_race", "mutual_battle", "trust", "trust_senior", "trust_front_line", "trust_gap"}
    of_doors = {"perception_gap", "history", "openness", "openness_within", "openness_across", "ei_index", "meetings"}
    of_views = {"zero_sum", "zero_sum_within", "zero_sum_across", "pooled"}
    of_organisations = {"silos", "alone", "largest", "fragmentation", "orientation", "orientation_sd", "resources"}
    assert {name for name in of_ties | of_doors | of_views if not np.isnan(nobody[name])} == set()
    assert {name for name in of_organisations if np.isnan(nobody[name])} == set()
    assert (nobody["silos"], nobody["alone"], nobody["fragmentation"], nobody["income"]) == (0, 3, 1, 0)


def test_income_is_empty_before_the_first_month() -> None:
    before = measures(start(System(network=irregular())))
    assert all(
        np.isnan(before[name]) for name in ("race_share", "mutual_race", "mutual_battle", "income", "value_lost")
    )


def test_an_organisation_alone_is_no_silo() -> None:
    alone = measures(start(System(network=generate(Structure(organisations=1)))))
    assert (alone["silos"], alone["alone"], alone["largest"], alone["fragmentation"]) == (0, 1, 1, 0)


def test_where_all_have_nothing_nobody_has_less() -> None:
    assert measures(start(quiet({"resources.scarcity": 1.0}, n=4, ties=pairs(2))))["resources_gini"] == 0.0


def test_every_measure_is_named_once_and_says_what_it_is() -> None:
    names = [each.name for each in (*MEASURES, *END_MEASURES)]
    assert len(set(names)) == len(names)
    assert all(each.meaning and each.range for each in (*MEASURES, *END_MEASURES))
    assert list(measures(start(System(network=generate(Parameters().structure))))) == list(COLUMNS)
