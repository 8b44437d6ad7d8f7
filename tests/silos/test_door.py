"""``import silos``: the public names, and that they agree with each other and with the model's page."""

import subprocess
import sys

import mesa
import numpy as np
import pandas as pd
import pytest

import silos

# The columns as the model's specification lists them.
COLUMNS = [
    "race_share",
    "mutual_race",
    "mutual_battle",
    "trust",
    "trust_senior",
    "trust_front_line",
    "trust_gap",
    "perception_gap",
    "history",
    "openness",
    "openness_within",
    "openness_across",
    "ei_index",
    "silos",
    "alone",
    "largest",
    "fragmentation",
    "orientation",
    "orientation_sd",
    "zero_sum",
    "zero_sum_within",
    "zero_sum_across",
    "purpose_held",
    "capability",
    "pooled",
    "resources",
    "resources_gini",
    "scarcity_felt",
    "income",
    "value_lost",
    "meetings",
]


def test_every_public_name_is_there() -> None:
    for name in silos.__all__:
        assert getattr(silos, name) is not None
        assert name in dir(silos)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        silos.nothing  # noqa: B018


def test_run_gives_one_row_a_seed_and_month_with_the_columns_of_the_model() -> None:
    table = silos.run("plain", months=3, seeds=2)
    assert list(table.columns)[: 2 + len(COLUMNS)] == ["seed", "month", *COLUMNS]
    assert table[["seed", "month"]].to_numpy().tolist() == [[0, 1], [0, 2], [0, 3], [1, 1], [1, 2], [1, 3]]


def test_the_columns_are_told_as_a_table() -> None:
    measures = silos.measures()
    assert list(measures.index)[: len(COLUMNS)] == COLUMNS
    assert list(measures.index[measures["when"] == "end"]) == ["modularity", "months_to_tip", "regime"]
    assert list(measures.index[measures["when"] == "month"]) == list(silos.run("two-neighbours", months=1).columns)[2:]
    assert (measures["meaning"] != "").all() and (measures["range"] != "").all()


def test_ends_are_the_last_rows_of_runs() -> None:
    rows = silos.run("two-neighbours", months=4, seeds=[5, 7])
    ends = silos.ends("two-neighbours", months=4, seeds=[5, 7])
    last = rows[rows["month"] == 4].reset_index(drop=True)
    pd.testing.assert_frame_equal(ends[last.columns], last, check_dtype=False)
    assert list(ends.columns) == [*last.columns, "modularity", "months_to_tip", "regime", "ended", "dealings"]


def test_a_seed_is_the_same_run_whatever_else_is_played() -> None:
    alone = silos.run("plain", months=3, seeds=[8])
    among = silos.run("plain", months=3, seeds=range(12), threads=1)
    pd.testing.assert_frame_equal(alone, among[among["seed"] == 8].reset_index(drop=True))


def test_a_scenario_comes_by_name_from_data_or_loaded() -> None:
    by_name = silos.run("plain", set={"game.sharing": 0.5}, months=2)
    loaded = silos.load("plain")
    pd.testing.assert_frame_equal(by_name, silos.run(loaded, set={"game.sharing": 0.5}, months=2))
    pd.testing.assert_frame_equal(by_name, silos.run({"game": {"sharing": 0.5}}, months=2))
    assert isinstance(loaded, silos.Scenario)


def test_faults_are_one_exception_with_every_fault() -> None:
    with pytest.raises(silos.ScenarioError, match=r"did you mean 'game\.sharing'") as caught:
        silos.run("plain", set={"game.shareing": 0.5, "trust.rate": 2.0})
    assert len(caught.value.faults) == 2


@pytest.mark.parametrize("seeds", [0, -1, [], [1, 1], [-1], [2**64], [0.5], "12", 1.5, True])
def test_seeds_that_are_none_are_refused(seeds: object) -> None:
    with pytest.raises(silos.ScenarioError, match="seed"):
        silos.run("plain", months=1, seeds=seeds)  # type: ignore[arg-type]


def test_progress_ends_at_all_of_the_runs() -> None:
    told: list[tuple[int, int]] = []
    silos.run("two-neighbours", months=2, seeds=40, progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (40, 40)
    assert told == sorted(told)


def test_what_there_is_comes_as_tables() -> None:
    parameters = silos.parameters()
    assert parameters.loc["game.stake", ["default", "range"]].tolist() == [0.8, "[0, inf)"]
    assert list(silos.parameters("boundary").index)[:3] == ["boundary.openness", "boundary.closing", "boundary.opening"]
    assert silos.strategies().loc["tit-for-two-tats", "memory"] == "2"
    assert silos.scenarios().loc["dorset-2016", "organisations"] == 9


def test_the_mesa_model_plays_what_run_plays() -> None:
    model = silos.SystemModel("plain", seed=7, **{"game.sharing": 0.5})
    for _ in range(3):
        model.step()
    row = silos.run("plain", set={"game.sharing": 0.5}, months=3, seeds=[7]).iloc[-1]
    assert isinstance(model, mesa.Model)
    assert [getattr(model, name) for name in COLUMNS] == row[COLUMNS].tolist()
    assert len(model.agents) == 20


def test_mesa_batch_run_passes_the_same_names() -> None:
    rows = mesa.batch_run(
        silos.SystemModel,
        {"scenario": "two-neighbours", "game.sharing": [0.0, 1.0], "seed": [1, 2]},
        number_processes=1,
        max_steps=3,
        display_progress=False,
    )
    found = pd.DataFrame(rows)
    assert set(found["game.sharing"]) == {0.0, 1.0} and set(found["seed"]) == {1, 2}
    expected = silos.run("two-neighbours", set={"game.sharing": 1.0}, months=3, seeds=[2])
    month = int(found["Step"].max())
    mine = found[(found["game.sharing"] == 1.0) & (found["seed"] == 2) & (found["Step"] == month)]
    np.testing.assert_array_equal(mine["trust"].unique(), expected["trust"].iloc[month - 1])


HEAVY = ("numba", "mesa", "pandas", "matplotlib", "sqlalchemy", "solara", "scipy", "sklearn", "SALib", "pyarrow")
LISTING = f"""
import sys
{{}}
print(*[name for name in {HEAVY!r} if name in sys.modules])
"""
HELP = """
from typer.testing import CliRunner
from silos.cli import app
names = [command.name for command in app.registered_commands]
for words in (["--help"], *([name, "--help"] for name in names)):
    assert CliRunner().invoke(app, words).exit_code == 0, words
"""


@pytest.mark.parametrize("code", ["import silos", HELP], ids=["import silos", "silos --help"])
def test_nothing_heavy_is_imported_before_it_is_needed(code: str) -> None:
    answer = subprocess.run([sys.executable, "-c", LISTING.format(code)], capture_output=True, text=True)
    assert (answer.returncode, answer.stdout, answer.stderr) == (0, "\n", "")


def test_a_run_that_is_only_printed_waits_for_no_library_of_tables_or_pictures() -> None:
    code = """
from typer.testing import CliRunner
from silos.cli import app
assert CliRunner().invoke(app, ["run", "two-neighbours", "--months", "2"]).exit_code == 0
"""
    answer = subprocess.run([sys.executable, "-c", LISTING.format(code)], capture_output=True, text=True)
    assert answer.stdout.split() == ["numba", "scipy"], answer.stderr  # numba asks for scipy itself
