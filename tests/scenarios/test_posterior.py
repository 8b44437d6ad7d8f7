"""A posterior: each seed has a draw of its own, and what is set, varied or dated is as it was said."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import silos
from experiments import load as load_experiment
from experiments.run.worker import system_of
from experiments.spec.points import points
from scenarios import ScenarioError, load, loads
from sim.engine import start
from sim.system import RunSpec

TWO: dict[str, Any] = {
    "months": 6,
    "organisations": [{"name": "Royal"}, {"name": "City"}],
    "posterior": [
        {"boundary.openness": 0.25, "trust.blame": 0.5},
        {"boundary.openness": 0.75, "trust.blame": 0.1},
    ],
}


def test_each_seed_has_a_draw_of_its_own() -> None:
    system = load(TWO).system()
    assert [start(system, seed).openness.tolist() for seed in range(3)] == [[0.25] * 2, [0.75] * 2, [0.25] * 2]
    assert RunSpec(system=system, seed=1).system.parameters.trust.blame == 0.1
    assert RunSpec(system=system, seed=1).system is RunSpec(system=system, seed=3).system


def test_runs_of_a_seed_are_those_of_a_scenario_with_its_draw() -> None:
    whole = silos.run(TWO, seeds=2)
    bare = {key: value for key, value in TWO.items() if key != "posterior"}
    for seed, draw in enumerate(TWO["posterior"]):
        alone = silos.run({**bare, **draw}, seeds=[seed])
        assert whole[whole.seed == seed].reset_index(drop=True).equals(alone)


def test_what_is_set_is_known() -> None:
    system = load(TWO).system(set={"boundary.openness": 0.5})
    assert start(system, 0).openness.tolist() == start(system, 1).openness.tolist() == [0.5] * 2
    assert RunSpec(system=system, seed=0).system.parameters.trust.blame == 0.5


def test_what_is_varied_is_known_and_the_rest_is_drawn(tmp_path: Path) -> None:
    (tmp_path / "two.toml").write_text(load(TWO).dump(), encoding="utf-8")
    study = 'title = "x"\nscenario = "two.toml"\n[[factors]]\nparameter = "boundary.openness"\nlevels = [0.1, 0.9]\n'
    (tmp_path / "study.toml").write_text(study, encoding="utf-8")
    subjects = [point.subject for point in points(load_experiment(tmp_path / "study.toml"))]
    for subject, openness in zip(subjects, (0.1, 0.9), strict=True):
        runs = [RunSpec(system=system_of(subject), seed=seed).system.parameters for seed in (0, 1)]
        assert [run.boundary.openness for run in runs] == [openness] * 2
        assert [run.trust.blame for run in runs] == [0.5, 0.1]
    assert len({subject.key for subject in subjects}) == 2


def test_a_file_says_the_same_when_it_is_written_and_read_again(tmp_path: Path) -> None:
    assert loads(load(TWO).dump()) == load(TWO)
    (tmp_path / "posterior.csv").write_text("boundary.openness;trust.blame\n0,25;0,5\n0,75;0,1\n", encoding="utf-8")
    names = '[[organisations]]\nname = "Royal"\n[[organisations]]\nname = "City"\n'
    (tmp_path / "two.toml").write_text(f'months = 6\n{names}[files]\nposterior = "posterior.csv"\n', encoding="utf-8")
    assert load(tmp_path / "two.toml") == load(TWO)


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        ({"trust.blame": 1.5}, "trust.blame of posterior #2 = 1.5: out of range; allowed: [0, 1]"),
        ({"trust.blam": 0.5}, "did you mean 'blame'"),
        ({"structure.tiers": 2}, "cannot differ from seed to seed"),
        ({}, "gives no parameter a value"),
        ({"trust.failure": 0.5}, "every draw names the same parameters"),
    ],
)
def test_faults(draw: dict[str, Any], message: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        load({**TWO, "posterior": [{"trust.blame": 0.5}, draw]})
    assert message in str(caught.value)
