"""Points that are given, log-uniform ranges, and the network of one's own ties as a factor."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from experiments import ExperimentError, load, load_stored, quick_version, sweep
from experiments.spec.own_networks import rewired
from experiments.spec.points import points
from scenarios import load as load_scenario

PLACES = "resources.scarcity,game.sharing\n0.2,0\n0.5,0.25\n0.6,0.5\n"
TIES = [("A", "B"), ("B", "C"), ("C", "D"), ("D", "E"), ("E", "F"), ("F", "A"), ("A", "D"), ("B", "G"), ("G", "H")]


def factors_of(asked: Any) -> list[dict[str, Any]]:
    return [dict(point.factors) for point in points(load(asked))]


def tied(folder: Path) -> Path:
    rows = "\n".join(f'[[ties]]\nfrom = "{one}"\nto = "{other}"' for one, other in TIES)
    names = "\n".join(f'[[organisations]]\nname = "{name}"' for name in "ABCDEFGH")
    (folder / "tied.toml").write_text(f"months = 6\n{names}\n{rows}\n")
    return folder / "tied.toml"


def test_points_come_from_a_table_beside_the_experiment(tmp_path: Path) -> None:
    expected = [
        {"resources.scarcity": 0.2, "game.sharing": 0.0},
        {"resources.scarcity": 0.5, "game.sharing": 0.25},
        {"resources.scarcity": 0.6, "game.sharing": 0.5},
    ]
    (tmp_path / "mine.toml").write_text('scenario = "plain"\npoints = "places.csv"\n')
    (tmp_path / "places.csv").write_text(PLACES)
    assert factors_of(tmp_path / "mine.toml") == expected
    (tmp_path / "places.csv").write_text(PLACES.replace(",", ";").replace(".2", ",2").replace("0.5;", "0,5;"))
    assert factors_of(tmp_path / "mine.toml") == expected
    assert factors_of({"scenario": "plain", "points": expected}) == expected
    stored = load_stored(load(tmp_path / "mine.toml").spec)
    assert [dict(point.factors) for point in points(stored)] == expected
    quick = quick_version(load({"scenario": "plain", "points": expected * 10}))
    thinned = [dict(point.factors) for point in points(quick)]
    assert thinned[0] == expected[0] and len(thinned) == 8


def test_given_points_are_swept() -> None:
    given = [{"resources.scarcity": 0.1, "game.sharing": 0.0}, {"resources.scarcity": 0.7, "game.sharing": 0.1}]
    runs = sweep({"scenario": "plain", "months": 12, "replicates": 2, "points": given}, "sqlite://").runs()
    assert runs.groupby("point")[["resources.scarcity", "game.sharing"]].first().to_dict("records") == given
    assert runs.groupby("point")["openness"].mean().diff().iloc[-1] < 0


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"points": [{"resources.scarcty": 1}]}, "did you mean 'resources.scarcity'?"),
        ({"points": []}, "there is no point"),
        ({"points": [{"game.sharing": 0.1}, {"game.benefit": 1}]}, "every point names the same parameters"),
        ({"points": [{"game.sharing": 7}]}, "out of range; allowed: [0, 1]"),
        ({"points": [{"game.sharing": 0.1}], "factors": [{"parameter": "trust.blame"}]}, "not both"),
        ({"points": [{"game.sharing": 0.1}], "design": "sobol"}, "points are given: say design = 'points'"),
        ({"design": "points"}, "needs points: a CSV file, or [[points]]"),
        ({"points": "places.csv"}, "only an experiment file can have a file beside it"),
        ({"points": [3]}, "must be a table"),
        ({"points": [[0.1, 0.2]]}, "must be a table"),
    ],
)
def test_faults_of_points_are_told(more: dict[str, Any], words: str) -> None:
    with pytest.raises(ExperimentError) as error:
        load({"scenario": "plain", **more})
    assert words in str(error.value)


def test_a_log_uniform_factor_has_every_order_of_magnitude_alike() -> None:
    factor = {"parameter": "trust.blame", "range": [0.001, 1.0], "distribution": "log-uniform"}
    asked = {"scenario": "plain", "design": "sobol", "samples": 64, "factors": [factor]}
    values = np.array([point["trust.blame"] for point in factors_of(asked)])
    assert np.histogram(np.log10(values), [-3, -2, -1, 0])[0].tolist() == pytest.approx([64 / 3] * 3, abs=2)
    with pytest.raises(ExperimentError, match="needs a range above 0"):
        load({**asked, "factors": [{**factor, "range": [0.0, 1.0]}]})


def test_a_rewired_network_has_the_same_degrees(tmp_path: Path) -> None:
    scenario = load_scenario(tied(tmp_path))
    other = rewired(scenario, 1)
    assert {frozenset(tie[:2]) for tie in other.ties} != {frozenset(tie[:2]) for tie in scenario.ties}
    degrees = [Counter(name for tie in each.ties for name in tie[:2]) for each in (scenario, other)]
    assert degrees[0] == degrees[1] and rewired(scenario, 1) == other != rewired(scenario, 2)
    assert len({frozenset(tie[:2]) for tie in other.ties}) == len(TIES)


def test_own_ties_are_a_network_among_others(tmp_path: Path) -> None:
    levels = ["as given", "rewired", "complete"]
    asked = {"scenario": str(tied(tmp_path)), "replicates": 2, "record": ["networks"]}
    factor = {"parameter": "structure.network", "levels": levels}
    result = sweep({**asked, "factors": [factor]}, "sqlite://")
    runs = result.runs().set_index("run")["structure.network"]
    relations = result.networks().groupby("run", observed=True).size()
    sizes = {level: set(relations[runs[runs == level].index]) for level in levels}
    assert sizes == {"as given": {18}, "rewired": {18}, "complete": {56}}
    plain = sweep(asked, "sqlite://").runs().set_index("seed")["openness"]
    given = result.runs().query("`structure.network` == 'as given'").set_index("seed")["openness"]
    assert plain.equals(given)
    with pytest.raises(ExperimentError, match="lists no ties to be rewired"):
        load({"scenario": "plain", "factors": [{**factor, "levels": ["rewired", "complete"]}]})
