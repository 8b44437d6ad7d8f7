"""A run is named after what determines it: equal content, equal id; anything else that counts, another id."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from experiments import load
from experiments.spec import identity
from experiments.spec.identity import replicate_seed
from experiments.spec.points import points
from sim.version import MODEL_VERSION

MINE = """
[[organisations]]
name = "A"
[[organisations]]
name = "B"
"""


def ids(experiment: Any) -> list[str]:
    asked = load(experiment)
    return [
        point.subject.run_id(replicate_seed(asked.file.seed, replicate))
        for point in points(asked)
        for replicate in range(asked.replicates)
    ]


def only(**said: Any) -> str:
    (run,) = ids({"scenario": "plain", "replicates": 1, **said})
    return run


def test_by_whichever_way_a_value_came_about_the_run_is_the_same() -> None:
    as_factor = only(factors=[{"parameter": "game.sharing", "levels": [0.5]}])
    as_policy = only(policies=[{"name": "pool", "game.sharing": 0.5}])
    throughout = only(game={"sharing": 0.5})
    assert as_factor == as_policy == throughout
    assert only(factors=[{"parameter": "game.sharing", "levels": [0.0]}]) == only(), "the default, typed"
    assert only(game={"sharing": -0.0}) == only(game={"sharing": 0.0})


def test_words_do_not_count() -> None:
    assert only(title="A", question="B?", description="C", sources=["D"], measures=["silos"]) == only()
    assert only(record=["series", "networks"]) == only()
    assert only(policies=[{"name": "anything", "description": "D"}]) == only()


def test_words_of_a_scenario_do_not_count_and_its_names_do(tmp_path: Path) -> None:
    def run_of(text: str) -> str:
        (tmp_path / "mine.toml").write_text(text)
        (run,) = ids({"scenario": str(tmp_path / "mine.toml"), "replicates": 1})
        return run

    said = 'title = "T"\nquestion = "Q?"\nassumed = ["all"]\n'
    assert run_of(said + "seed = 9\n" + MINE + 'note = "N"\nsource = "S"\n') == run_of(MINE)
    assert run_of(MINE + '[[schedule]]\nmonth = 3\nlabel = "only to be shown"\n') == run_of(MINE)
    assert run_of(MINE.replace('"B"', '"C"')) != run_of(MINE), "random numbers belong to the name"


def test_what_of_a_scenario_counts_beside_settings_and_names(tmp_path: Path) -> None:
    leaves = '[[schedule]]\nmonth = 3\nlabel = "leaves"\nleaves = ["B"]\n'
    allied = '[[alliances]]\nname = "{}"\nmembers = ["A", "B"]\nsharing = {}\n'

    def run_of(text: str) -> str:
        (tmp_path / "mine.toml").write_text(MINE + text)
        (run,) = ids({"scenario": str(tmp_path / "mine.toml"), "replicates": 1})
        return run

    different = ["", "size = 7.0\n", leaves, allied.format("one", 0.5), allied.format("one", 0.6)]
    assert len({run_of(text) for text in different}) == len(different)
    assert run_of(allied.format("another name", 0.5)) == run_of(allied.format("one", 0.5))


def test_whatever_determines_a_run_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    different = [
        only(),
        only(months=60),
        only(seed=1),
        only(scenario="five-organisations"),
        only(game={"sharing": 0.5}),
        only(game={"sharing": 0.5000000001}),
        only(policies=[{"name": "later", "schedule": [{"month": 9, "label": "x", "game.sharing": 0.5}]}]),
        only(policies=[{"name": "later", "schedule": [{"month": 10, "label": "x", "game.sharing": 0.5}]}]),
        only(structure={"organisations": 21}),
    ]
    monkeypatch.setattr(identity, "MODEL_VERSION", MODEL_VERSION + 1)
    different.append(only())
    assert len(set(different)) == len(different)


def test_replicates_have_seeds_of_their_own_and_points_share_them() -> None:
    factors = [{"parameter": "game.sharing", "levels": [0.0, 0.5]}]
    found = ids({"scenario": "plain", "factors": factors, "replicates": 50})
    assert len(set(found)) == 100


@given(st.integers(0, 2**32 - 1), st.integers(0, 2**32 - 1), st.integers(0, 2**32 - 1), st.integers(0, 2**32 - 1))
def test_no_two_replicates_of_any_two_experiments_share_a_seed(a: int, i: int, b: int, j: int) -> None:
    assert 0 <= replicate_seed(a, i) < 2**64
    assert (replicate_seed(a, i) == replicate_seed(b, j)) == ((a, i) == (b, j))


def test_another_process_gives_the_same_ids() -> None:
    # Hashes of Python's own differ from process to process; these must not.
    asked = "from tests.experiments.test_identity import only; print(only(game={'sharing': 0.5}))"
    again = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert again.stdout.strip() == only(game={"sharing": 0.5})
