"""Adaptive design: the same line as a fine grid's, by fewer runs; it resumes, and says its faults."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pytest

from experiments import ExperimentError, SweepStopped, load, loads, quick_version, sweep
from experiments.run import making
from experiments.run.adaptive import Place, Sides, refined
from experiments.run.estimate import estimate
from tests.experiments.making import SCARCITY

SIZE, CELLS = 8, 4
FINE = SIZE * CELLS + 1


def curve(x: float, y: float) -> bool:
    """A line that bends, and an island beside it that a coarse grid's corner touches."""
    return y > 0.3 + 0.4 * np.sin(3.0 * x) ** 2 or (x - 0.75) ** 2 + (y - 0.25) ** 2 < 0.01


def answers(asked: list[list[Place]]) -> Any:
    def ask(places: list[Place]) -> Sides:
        asked.append(places)
        return {(i, j): curve(i / (FINE - 1), j / (FINE - 1)) for i, j in places}

    return ask


def crossed(sides: dict[Place, bool | None]) -> set[tuple[Place, Place]]:
    """Neighbours on the fine grid that stand on different sides: where the line is, as finely as can be told."""
    return {
        (place, other)
        for place, side in sides.items()
        for other in ((place[0] + 1, place[1]), (place[0], place[1] + 1))
        if other in sides and sides[other] != side
    }


def test_the_line_is_that_of_a_fine_grid_by_a_third_of_its_points() -> None:
    asked: list[list[Place]] = []
    found = refined((FINE, FINE), SIZE, answers(asked))
    whole: Sides = {(i, j): curve(i / (FINE - 1), j / (FINE - 1)) for i, j in product(range(FINE), repeat=2)}
    assert crossed(found) == crossed(whole)
    assert len(found) < 0.35 * len(whole)
    assert len(asked[0]) == (CELLS + 1) ** 2, "the coarse grid first"
    places = [place for places in asked for place in places]
    assert len(places) == len(set(places)) == len(found)


def test_a_grid_twice_as_fine_is_known_by_a_quarter_of_its_points() -> None:
    fine = 16 * CELLS + 1

    def side(i: int, j: int) -> bool:
        return j / (fine - 1) > 0.3 + 0.4 * (i / (fine - 1)) ** 2

    found = refined((fine, fine), 16, lambda places: {(i, j): side(i, j) for i, j in places})
    whole: Sides = {(i, j): side(i, j) for i, j in product(range(fine), repeat=2)}
    assert crossed(found) == crossed(whole)
    assert len(found) <= len(whole) / 4


def test_a_point_without_a_value_stands_on_neither_side() -> None:
    found = refined((5, 5), 4, lambda places: dict.fromkeys(places))
    assert len(found) == 4


def asked(**more: Any) -> dict[str, Any]:
    return {
        "scenario": "five-organisations",
        "months": 24,
        "replicates": 4,
        "design": "adaptive",
        "factors": [
            {"parameter": SCARCITY, "range": [0.0, 0.8], "steps": 3},
            {"parameter": "history.trust", "range": [0.2, 0.8], "steps": 3},
        ],
        "adaptive": {"rounds": 2, "measure": "openness", "at": 0.25},
        **more,
    }


def test_points_are_made_where_the_runs_of_neighbours_stand_on_different_sides(tmp_path: Any) -> None:
    result = sweep(asked(), tmp_path / "a.db")
    runs = result.runs()
    grid = {**asked(), "design": "grid"}
    del grid["adaptive"]
    for factor in grid["factors"]:
        factor["steps"] = 9
    whole = sweep(grid, tmp_path / "a.db").runs()
    columns = [SCARCITY, "history.trust", "seed", "run"]
    both = runs[columns].merge(whole[columns], on="run")
    assert len(both) == len(runs) < len(whole), "the same runs as those of the grid, but fewer"
    assert (runs.groupby(["point"]).size() == 4).all()
    coarse = runs[runs[SCARCITY].isin([0.0, 0.4, 0.8]) & runs["history.trust"].isin([0.2, 0.5, 0.8])]
    assert coarse["point"].nunique() == 9 < runs["point"].nunique()
    again = sweep(asked(), tmp_path / "a.db")
    assert again.progress.computed == 0 and again.progress.done == again.progress.total == len(runs)


def test_a_design_that_was_stopped_makes_the_same_points(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    import signal

    class Stopping(making.BufferedWriter):
        def write(self) -> None:
            super().write()
            if self._progress.written > 36:
                signal.raise_signal(signal.SIGINT)

    with monkeypatch.context() as patched, pytest.raises(SweepStopped):
        patched.setattr(making, "BufferedWriter", Stopping)
        sweep(asked(), tmp_path / "a.db")
    resumed, undisturbed = sweep(asked(), tmp_path / "a.db"), sweep(asked(), "sqlite://")
    assert resumed.progress.reused > 36 and resumed.runs()["run"].tolist() == undisturbed.runs()["run"].tolist()


def test_its_size_is_said_as_a_range_and_it_can_be_made_small() -> None:
    size = estimate(load(asked()))
    assert (size.fewest, size.most, size.points) == (36, 9 * 9 * 4, 81)
    assert quick_version(load(asked())).file.adaptive is not None


HEAD = 'scenario = "plain"\ndesign = "adaptive"\n'
FACTOR = '[[factors]]\nparameter = "resources.scarcity"\n'


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ('scenario = "plain"\n[adaptive]\nrounds = 2\n', 2, "say design = 'adaptive'"),
        (HEAD, 2, "needs factors"),
        (HEAD + FACTOR + "levels = [0.1, 0.2]\n", 5, "cannot be halved"),
        (HEAD + '[[factors]]\nparameter = "structure.tiers"\nrange = [1, 3]\n', 4, "cannot be halved"),
        (HEAD + '[[factors]]\nparameter = "trust.*"\n', 4, "cannot be halved"),
        (HEAD + FACTOR + "[adaptive]\nrounds = 9\n", 6, "at most 8"),
        (HEAD + FACTOR + '[adaptive]\nmeasure = "opennes"\nat = 0.5\n', 6, "did you mean 'openness'"),
        (HEAD + FACTOR + '[adaptive]\nmeasure = "openness"\n', 5, "given together"),
        (HEAD + FACTOR + '[until]\nmeasure = "openness"\nwidth = 0.1\n', 5, "give replicates"),
    ],
)
def test_a_fault_is_said_with_its_place(text: str, line: int, said: str) -> None:
    with pytest.raises(ExperimentError) as caught:
        loads(text, file="my.toml")
    (fault,) = caught.value.faults
    assert fault.line == line and said in str(fault), str(fault)
