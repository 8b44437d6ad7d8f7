"""The points of designs, against hand counts, published properties, and SciPy's and SALib's own samples."""

from __future__ import annotations

import json
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from SALib.sample import morris, sobol
from scipy import stats
from scipy.stats import qmc

from experiments import load, number_of_points
from experiments.spec.design import design
from experiments.spec.points import DesignPoint, points
from experiments.spec.schema import DESIGNS
from scenarios import load as load_scenario

SHARING, TRUST, SECTORS = "game.sharing", "history.trust", "structure.sectors"


def designed(**said: Any) -> list[DesignPoint]:
    experiment = load({"scenario": "plain", **said})
    found = list(points(experiment))
    assert len(found) == number_of_points(experiment)
    assert [each.position for each in found] == list(range(len(found)))
    return found


def table(found: list[DesignPoint], *names: str) -> list[tuple[Any, ...]]:
    return [tuple(each.factors[name] for name in names) for each in found]


def factor(parameter: str, **more: Any) -> dict[str, Any]:
    return {"parameter": parameter, **more}


# ---------------------------------------------------------------- counted by hand


def test_a_grid_is_every_combination_the_last_factor_fastest() -> None:
    found = designed(factors=[factor(SHARING, range=[0.0, 0.3], steps=4), factor(SECTORS, levels=[2, 4, 5])])
    assert table(found, SHARING, SECTORS) == list(product((0.0, 0.1, 0.2, 0.3), (2, 4, 5)))


def test_without_factors_there_is_one_point() -> None:
    (point,) = designed()
    assert (point.factors, point.policy, point.scenario) == ({}, "", "plain")


def test_one_at_a_time_leaves_the_others_as_the_scenario_has_them() -> None:
    found = designed(
        design="one-at-a-time",
        factors=[factor(SHARING, levels=[0.5, 1.0]), factor(TRUST, range=[0.2, 0.8], steps=3)],
    )
    default = load_scenario("plain").parameters
    sharing, trust = default.game.sharing, default.history.trust
    by_hand = [(sharing, trust), (0.5, trust), (1.0, trust), (sharing, 0.2), (sharing, 0.5), (sharing, 0.8)]
    assert table(found, SHARING, TRUST) == by_hand


def test_every_policy_in_every_scenario_meets_the_whole_design() -> None:
    experiment = load(
        {
            "scenarios": ["plain", "five-organisations"],
            "policies": [{"name": "as it is"}, {"name": "pool", "game.sharing": 0.5}],
            "factors": [factor(TRUST, levels=[0.3, 0.7])],
        }
    )
    found = [(each.scenario, each.policy, each.factors[TRUST]) for each in points(experiment)]
    assert found == list(product(("plain", "five-organisations"), ("as it is", "pool"), (0.3, 0.7)))
    assert number_of_points(experiment) == 8


def test_steps_of_a_whole_number_are_whole_and_each_once() -> None:
    assert table(designed(factors=[factor(SECTORS, range=[1, 4], steps=9)]), SECTORS) == [(1,), (2,), (3,), (4,)]


def test_a_value_worked_out_is_the_number_one_would_type() -> None:
    found = designed(factors=[factor(TRUST, range=[0.1, 0.9], steps=17)])
    assert [value for (value,) in table(found, TRUST)] == [float(f"{0.1 + 0.05 * k:.2f}") for k in range(17)]


def test_a_tier_varies_alone() -> None:
    name = "dialogue.time_together"
    default = load_scenario("plain").parameters.dialogue.time_together
    (point,) = designed(factors=[factor(name, tier=1, levels=[0.9])])
    assert point.factors == {f"{name}.1": 0.9}
    low, middle, high = default if isinstance(default, tuple) else (default,) * 3
    assert f'"{name}":[{low},0.9,{high}]' in point.subject.settings and middle != 0.9


def test_a_tier_varies_alone_among_as_many_as_there_are() -> None:
    name = "dialogue.time_together"
    factors = [factor(name, tier=1, levels=[0.9]), factor("structure.tiers", levels=[2, 4])]
    for listed in (factors, factors[::-1]):
        told = [json.loads(point.subject.settings)[name] for point in designed(factors=listed)]
        assert told == [[0.12, 0.9], [0.12, 0.9, 0.12, 0.12]]


# ---------------------------------------------------------------- samples


FACTORS = [factor(SHARING), factor(TRUST, range=[0.2, 0.6]), factor("trust.blame")]


def test_a_latin_hypercube_has_one_sample_in_every_stratum_of_every_factor() -> None:
    found = np.array(table(designed(design="latin-hypercube", samples=50, factors=FACTORS), SHARING, TRUST))
    for column, low, high in ((0, 0.0, 1.0), (1, 0.2, 0.6)):
        strata = np.floor((found[:, column] - low) / (high - low) * 50 + 1e-9).astype(int)
        assert sorted(strata) == list(range(50))


def test_a_latin_hypercube_is_scipys() -> None:
    found = np.array(table(designed(design="latin-hypercube", samples=20, design_seed=3, factors=FACTORS), SHARING))
    theirs = qmc.LatinHypercube(3, rng=3).random(20)[:, 0]
    assert found[:, 0] == pytest.approx(theirs, abs=1e-11)


def test_a_sobol_sequence_is_scipys_and_balanced() -> None:
    found = np.array(table(designed(design="sobol", samples=64, design_seed=9, factors=FACTORS), SHARING, TRUST))
    theirs = qmc.scale(qmc.Sobol(3, rng=9).random_base2(6)[:, :2], [0, 0.2], [1, 0.6])
    assert found == pytest.approx(theirs, abs=1e-11)
    # A (t, m, s)-net: in base 2, each half of each factor has half of the samples.
    assert ((found[:, 0] < 0.5).sum(), (found[:, 1] < 0.4).sum()) == (32, 32)


def test_morris_trajectories_change_one_factor_at_a_step_and_are_salibs() -> None:
    found = np.array(
        table(designed(design="morris", samples=7, design_seed=4, factors=FACTORS), SHARING, TRUST, "trust.blame")
    )
    assert len(found) == 7 * (3 + 1)
    for trajectory in found.reshape(7, 4, 3):
        assert ((np.diff(trajectory, axis=0) != 0).sum(axis=1) == 1).all()
    names = [each["parameter"] for each in FACTORS]
    problem = {"num_vars": 3, "names": names, "bounds": [[0, 1], [0.2, 0.6], [0, 1]]}
    assert found == pytest.approx(morris.sample(problem, 7, num_levels=4, seed=4), abs=1e-11)


@pytest.mark.parametrize(("kind", "block"), [("sensitivity", 3 + 2), ("interactions", 2 * 3 + 2)])
def test_sensitivity_samples_are_salibs(kind: str, block: int) -> None:
    found = np.array(
        table(designed(design=kind, samples=16, design_seed=5, factors=FACTORS), SHARING, TRUST, "trust.blame")
    )
    assert len(found) == 16 * block
    names = [each["parameter"] for each in FACTORS]
    problem = {"num_vars": 3, "names": names, "bounds": [[0, 1], [0.2, 0.6], [0, 1]]}
    theirs = sobol.sample(problem, 16, calc_second_order=kind == "interactions", seed=5)
    assert found == pytest.approx(theirs, abs=1e-11)


@pytest.mark.parametrize("kind", ["latin-hypercube", "sobol", "morris", "sensitivity", "interactions"])
def test_one_factor_and_few_samples_are_enough_and_the_luck_of_the_design_is_its_seed(kind: str) -> None:
    said: dict[str, Any] = {"design": kind, "samples": 2, "factors": [factor(SHARING)]}
    assert table(designed(**said), SHARING) == table(designed(**said), SHARING)
    if kind != "morris":  # whose four levels leave little room for luck
        assert table(designed(**said), SHARING) != table(designed(**said, design_seed=1), SHARING)


# ---------------------------------------------------------------- distributions


def spread(samples: int = 1024, parameter: str = TRUST, **more: Any) -> Any:
    found = designed(design="sobol", samples=samples, factors=[factor(parameter, **more)])
    return np.array([value for (value,) in table(found, parameter)])


def test_uniform_normal_and_triangular_samples_have_that_distribution() -> None:
    # A Sobol' sample of 1024 strays from its distribution by far less than 1 / 32, the scale of a random one.
    expected = {
        "uniform": (stats.uniform(0.2, 0.6), {}),
        "normal": (stats.truncnorm(-1.0, 2.0, loc=0.4, scale=0.2), {"mean": 0.4, "sd": 0.2}),
        "triangular": (stats.triang(0.25, loc=0.2, scale=0.6), {"mode": 0.35}),
    }
    for kind, (distribution, more) in expected.items():
        found = spread(range=[0.2, 0.8], distribution=kind, **more)
        assert stats.kstest(found, distribution.cdf).statistic < 0.005, kind


def test_levels_and_whole_numbers_are_chosen_alike() -> None:
    assert np.unique(spread(levels=[0.1, 0.2, 0.4, 0.8]), return_counts=True)[1].tolist() == [256] * 4
    values, counts = np.unique(spread(parameter=SECTORS, range=[2, 5]), return_counts=True)
    assert (values.tolist(), counts.tolist()) == ([2, 3, 4, 5], [256] * 4)


@given(st.data())
def test_whatever_varies_every_point_is_a_scenario_that_can_be_played(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(sorted(DESIGNS.keys() - {"grid", "points", "adaptive"})))
    samples = {} if kind == "one-at-a-time" else {"samples": 2}
    experiment = load({"scenario": "plain", "design": kind, "factors": [factor("*")], **samples})
    scenario = load_scenario("plain")
    found = list(points(experiment))
    point = data.draw(st.sampled_from(found))
    scenario.system(set=dict(point.factors))


def test_a_design_is_worked_out_as_it_is_asked_for() -> None:
    experiment = load({"scenario": "plain", "factors": [factor(SHARING, steps=3000), factor(TRUST, steps=3000)]})
    assert len(design(experiment)) == 9_000_000
    assert next(iter(points(experiment))).factors == {SHARING: 0.0, TRUST: 0.0}
