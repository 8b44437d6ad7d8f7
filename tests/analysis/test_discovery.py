"""Discovery: a known box is found, as EMA Workbench finds it; none where there is none."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import silos as package
from experiments import ExperimentError, sweep
from experiments.analysis import boxes_table, discover
from experiments.analysis.prim import Worlds, pasted, peeled
from experiments.analysis.scenario_discovery import quasi_p
from tests.silos.conftest import Silos, silos

__all__ = ["silos"]

EMA = {
    0: (1.0, 0.168),
    8: (0.929, 0.236),
    16: (0.860, 0.330),
    24: (0.812, 0.473),
    32: (0.780, 0.689),
    36: (0.774, 0.847),
}
"""Step of the peeling -> coverage and density that ema_workbench 2.5.3 gives of ``made(2000)``."""


def made(conditions: int, factors: int = 6, wrong: float = 0.05) -> tuple[pd.DataFrame, list[str], pd.Series]:
    """Conditions of which those with x0 < 0.34 and x1 > 0.6 reach the end, and the others not, but for some."""
    rng = np.random.default_rng(1)
    if conditions == 2000:  # the table that EMA Workbench was given came second
        rng.random((200, 4)), rng.random(200)
    names = [f"g.x{number}" for number in range(factors)]
    frame = pd.DataFrame(rng.random((conditions, factors)), columns=names)
    inside = (frame["g.x0"] < 0.34) & (frame["g.x1"] > 0.6)
    reached = inside ^ (rng.random(conditions) < wrong)
    return frame.assign(point=np.arange(conditions)), names, reached


def test_a_known_box_is_found_and_nothing_else() -> None:
    runs, names, reached = made(2000)
    boxes = discover(runs, names, reached)
    assert set(boxes[0].limits) == {"g.x0", "g.x1"}
    assert boxes[0].limits["g.x0"].high == pytest.approx(0.34, abs=0.02)
    assert boxes[0].limits["g.x1"].low == pytest.approx(0.6, abs=0.02)
    assert boxes[0].density == pytest.approx(0.95, abs=0.04) and boxes[0].coverage == pytest.approx(0.77, abs=0.04)
    assert max(boxes[0].quasi_p.values()) < 1e-20 and min(boxes[0].again.values()) == 1.0
    assert boxes[0].new_density == pytest.approx(0.95, abs=0.05)
    inside = (runs["g.x0"] <= boxes[0].limits["g.x0"].high) & (runs["g.x1"] > boxes[0].limits["g.x1"].low)
    assert boxes[0].conditions == inside.sum() and boxes[0].density == pytest.approx(reached[inside].mean())
    assert boxes[0].coverage == pytest.approx(reached[inside].sum() / reached.sum())
    assert boxes_table(boxes)["limit"].iloc[0].startswith(("g.x0 <= 0.3", "g.x1 > 0."))


def test_the_peeling_is_that_of_ema_workbench() -> None:
    runs, names, reached = made(2000)
    found = Worlds({name: runs[name].to_numpy() for name in names}, reached.to_numpy(dtype=float))
    trajectory = peeled(found)
    for coverage, density in EMA.values():
        mass = coverage * reached.sum() / density / len(found)
        inside = min((found.inside(box) for box in trajectory), key=lambda rows: abs(rows.mean() - mass))
        assert found.hits[inside].mean() == pytest.approx(density, abs=0.03)
        assert found.hits[inside].sum() / found.hits.sum() == pytest.approx(coverage, abs=0.03)
    tight = trajectory[-1]
    assert found.hits[found.inside(pasted(found, tight))].mean() >= found.hits[found.inside(tight)].mean()


def test_chance_alone_makes_no_box_that_holds() -> None:
    runs, names, _ = made(400)
    reached = pd.Series(np.random.default_rng(5).random(400) < 0.3)
    for box in discover(runs, names, reached):
        assert box.new_density < 0.4 and min(box.again.values()) < 1.0


def test_conditions_weigh_the_same_and_words_are_factors() -> None:
    rows = [
        {"point": number, "g.x": number / 100, "g.word": word, "reached": word == "b" and number < 50}
        for number in range(100)
        for word in ("abc"[number % 3],)
        for _ in range(1 + 20 * (number % 2))
    ]
    runs = pd.DataFrame(rows)
    (box, *_) = discover(runs, ["g.x", "g.word"], runs["reached"])
    assert box.limits["g.word"].without == {"a", "c"} and box.density == 1.0 and box.coverage == 1.0
    assert "g.word is not a or c" in box.words and box.conditions == 17


def test_quasi_p_is_a_binomial_tail() -> None:
    hits = np.array([1.0] * 8 + [0.0] * 2 + [0.0] * 10)
    found = Worlds({"x": np.arange(20.0)}, hits)
    box = next(limits for limits in peeled(found) if found.inside(limits).sum() == 10)
    # P(Binomial(10, 0.4) >= 8), by hand: 45 * 0.4^8 * 0.6^2 + 10 * 0.4^9 * 0.6 + 0.4^10
    assert quasi_p(found, box, "x") == pytest.approx(0.01229, abs=1e-5)


@pytest.mark.parametrize("all_of_them", [True, False])
def test_nothing_is_found_where_nothing_differs(all_of_them: bool) -> None:
    runs, names, _ = made(100)
    assert discover(runs, names, pd.Series([all_of_them] * 100)) == []
    assert discover(runs.head(10), names, pd.Series([True] * 5 + [False] * 5)) == []


# ---------------------------------------------------------------- of a stored experiment

ASKED = """
scenario = "plain"
months = 36
replicates = 2
design = "latin-hypercube"
samples = 60

[[factors]]
parameter = "resources.scarcity"
range = [0.0, 0.8]
[[factors]]
parameter = "climate.rate"
[[policies]]
name = "as it is"
[[policies]]
name = "pool"
game.sharing = 0.5
"""


def test_a_question_to_a_stored_experiment(silos: Silos, tmp_path: Path) -> None:
    (tmp_path / "asked.toml").write_text(ASKED)
    result = sweep("asked.toml", "silos.db")
    scarce, pooled = package.discover(result, where="openness < 0.3")
    (box, *_) = scarce.boxes
    assert scarce.policy == "as it is" and "resources.scarcity" in box.limits
    runs = result.runs()
    own = runs[runs["policy"] == "as it is"]
    inside = own["resources.scarcity"] > box.limits["resources.scarcity"].low
    if set(box.limits) == {"resources.scarcity"}:
        assert box.density == pytest.approx((own["openness"] < 0.3)[inside].mean())
    assert scarce.share == pytest.approx((own["openness"] < 0.3).mean()) and pooled.share < scarce.share
    assert "of all such runs lie there" in str(scarce)
    printed = silos("discover", "asked.toml", "--where", "openness < 0.3")
    assert printed.exit_code == 0 and "Under as it is, openness < 0.3 where" in printed.stdout
    assert silos("discover", "asked.toml", "--json").exit_code == 0
    wrong = silos("discover", "asked.toml", "--where", "opennes < 0.3")
    assert wrong.exit_code != 0 and "did you mean 'openness'?" in wrong.stderr
    with pytest.raises(ExperimentError, match="names no measure"):
        package.discover(result, where="1 < 2")
