"""Outcomes of one's own: the numbers that plain Python gives, in every place where a measure may stand."""

from __future__ import annotations

import math
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from experiments import ExperimentError, SweepResult, load, sweep
from experiments.outcomes.expression import ExpressionError, parse
from experiments.outcomes.functions import FUNCTIONS
from tests.experiments.making import small
from tests.silos.conftest import Silos, silos

__all__ = ["silos"]

NAN = math.nan
OPENNESS = [[0.1, 0.3, NAN, 0.2, 0.2], [0.9, 0.9, 0.9, 0.9, 0.9], [NAN] * 5]
TRUST = [[0.5, 0.4, 0.3, 0.2, 0.1]] * 3
CLOSED = {"name": "months closed", "expression": "sum(openness < 0.5)", "better": "less"}


def of_each(text: str) -> list[float]:
    return parse(text)({"openness": np.array(OPENNESS), "trust": np.array(TRUST)}).tolist()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("sum(openness < 0.25)", [3, 0, 0]),
        ("sum(openness < 0.25) / 12", [0.25, 0, 0]),
        ("sum(openness)", [0.8, 4.5, 0]),
        ("mean(openness)", [0.2, 0.9, NAN]),
        ("min(openness)", [0.1, 0.9, NAN]),
        ("max(openness) - min(trust)", [0.2, 0.8, NAN]),
        ("median(openness)", [0.2, 0.9, NAN]),
        ("first(openness) + last(trust)", [0.2, 1.0, NAN]),
        ("at(openness, 2)", [0.3, 0.9, NAN]),
        ("at(openness, 6)", [NAN, NAN, NAN]),
        ("at(trust, months - 1)", [0.2, 0.2, 0.2]),
        ("mean(after(trust, 3))", [0.15, 0.15, 0.15]),
        ("mean(until(trust, 2))", [0.45, 0.45, 0.45]),
        ("any(openness > 0.25 and trust < 0.45)", [1, 1, 0]),
        ("all(not openness > 0.5)", [1, 0, 1]),
        ("first_month(openness >= 0.3)", [2, 1, NAN]),
        ("longest(openness < 0.25)", [2, 0, 0]),
        ("sum(where(openness < 0.25, trust, 0))", [0.8, 0, 0]),
        ("sum(0.1 < openness <= 0.3)", [3, 0, 0]),
        ("sum(openness != 0.2)", [2, 5, 0]),
        ("max(min(trust, 0.25))", [0.25, 0.25, 0.25]),
        ("sum(month) / months", [3, 3, 3]),
        ("1 / sum(openness > 0.5)", [NAN, 0.2, NAN]),
        ("9 ** 9 ** 9", [NAN, NAN, NAN]),
        ("-abs(last(trust) - 0.3) % 1", [0.8, 0.8, 0.8]),
        ("sqrt(4) + log(exp(2))", [4, 4, 4]),
    ],
)
def test_an_expression_is_worked_out(text: str, expected: list[float]) -> None:
    assert of_each(text) == pytest.approx(expected, nan_ok=True)


def test_every_function_is_tried_above_and_in_the_guide() -> None:
    tried = Path(__file__).read_text(encoding="utf-8")
    guide = (Path(__file__).parents[2] / "docs" / "sweeps.md").read_text(encoding="utf-8")
    for name in FUNCTIONS:
        assert f"{name}(" in tried and f"`{name}" in guide, name


@pytest.mark.parametrize(
    ("text", "message", "near"),
    [
        ("sum(opennes < 0.25)", "no measure of this name", "openness"),
        ("summ(openness)", "no such function", "sum"),
        ("openness < 0.25", "has a value for every month", ""),
        ("sum(openness < 0.25) and trust > 0", "has a value for every month", ""),
        ("sum openness", "makes no sense", ""),
        ("", "makes no sense", ""),
        ("sum(openness < 0.2 & trust > 0.3)", "an operator that is not known here", "and"),
        ("sum()", "sum takes one value", ""),
        ("at(openness, month)", "at takes one month for all", ""),
        ("sum", "is a function: sum(...)", ""),
        ("openness.mean()", "cannot be part of an expression", ""),
        ("__import__('os').system('true')", "cannot be part of an expression", ""),
        ("[x for x in openness]", "cannot be part of an expression", ""),
        ("sum(openness, axis=1)", "cannot be part of an expression", ""),
        ("'text'", "cannot be part of an expression", ""),
        ("(lambda: 1)()", "cannot be part of an expression", ""),
        ("1e999", "not a finite number", ""),
        ("10" + "0" * 500, "not a finite number", ""),
        ("+".join(["1"] * 600), "too long", ""),
        ("-" * 200 + "1", "nested too deeply", ""),
        ("(" * 300 + "1" + ")" * 300, "makes no sense", ""),
    ],
)
def test_what_cannot_be_is_said(text: str, message: str, near: str) -> None:
    with pytest.raises(ExpressionError) as error:
        parse(text)
    assert message in error.value.message and error.value.nearest == near


# ---------------------------------------------------------------- in an experiment


@pytest.fixture(scope="module")
def swept() -> SweepResult:
    return sweep(small(outcomes=[CLOSED], measures=["months closed", "openness"]), "sqlite://")


def test_outcomes_stand_among_the_measures(swept: SweepResult) -> None:
    runs, series = swept.runs(), swept.series()
    for _, row in runs.iloc[::7].iterrows():
        months = series[series["run"] == row["run"]].sort_values("month")["openness"]
        assert row["months closed"] == sum(value < 0.5 for value in months)
    assert runs["months closed"].nunique() > 3
    assert swept.runs(columns=["point", "months closed"]).columns.tolist() == ["point", "months closed"]


def test_an_outcome_asked_of_afterwards_costs_no_run(swept: SweepResult) -> None:
    table = swept.outcomes({"longest": "longest(openness < 0.5)"}).set_index("run")["longest"]
    for run, months in swept.series().groupby("run", observed=True):
        values = months.sort_values("month")["openness"] < 0.5
        assert table[run] == max((len(list(stretch)) for holds, stretch in groupby(values) if holds), default=0)
    with pytest.raises(ValueError, match="no measure of this name"):
        swept.outcomes({"wrong": "sum(opennes)"})


def test_a_stopping_rule_looks_at_an_outcome() -> None:
    until = {"measure": "months closed", "width": 1.5, "at_least": 4, "at_most": 20}
    asked = small(outcomes=[CLOSED], until=until)
    del asked["replicates"]
    runs = sweep(asked, "sqlite://").runs()
    sizes = runs.groupby("point").size()
    spread = runs.groupby("point")["months closed"].std()
    assert sizes.min() == 4 and sizes.max() > 4
    assert (sizes[spread == 0.0] == 4).all()
    assert sizes.max() <= 20


def test_report_comparison_and_export_know_outcomes(silos: Silos, tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(
        'scenario = "five-organisations"\nmonths = 24\nreplicates = 3\nmeasures = ["months closed"]\n'
        '[[outcomes]]\nname = "months closed"\nexpression = "sum(openness < 0.5)"\nbetter = "less"\n'
        '[[factors]]\nparameter = "resources.scarcity"\nlevels = [0.1, 0.4, 0.7]\n'
        '[[policies]]\nname = "as it is"\n[[policies]]\nname = "pool"\ngame.sharing = 0.5\n'
    )
    assert silos("sweep", "own.toml").exit_code == 0
    assert silos("report", "own.toml").exit_code == 0
    page = (tmp_path / "own.html").read_text(encoding="utf-8")
    assert "an outcome of this experiment&#39;s own: sum(openness &lt; 0.5)" in page
    compared = silos("results", "compare", "own:as it is", "own:pool", "--measure", "months closed")
    assert "months closed" in compared.stdout
    unknown = silos("results", "compare", "own:as it is", "own:pool", "--measure", "months close")
    assert "did you mean 'months closed'?" in unknown.stderr
    assert silos("export", "own.toml", "--to", "csv", "--out", "out").exit_code == 0
    assert "months closed" in (tmp_path / "out" / "runs.csv").read_text(encoding="utf-8").splitlines()[0]


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"outcomes": [{**CLOSED, "expression": "sum(opennes)"}]}, "'opennes': no measure of this name"),
        ({"outcomes": [{**CLOSED, "name": "openness"}]}, "is a measure or a column of every table already"),
        ({"outcomes": [{**CLOSED, "name": "run"}]}, "is a measure or a column of every table already"),
        ({"outcomes": [{**CLOSED, "name": "a.b"}]}, "not a possible name"),
        ({"outcomes": [CLOSED, CLOSED]}, "another outcome has this name already (#1)"),
        ({"outcomes": [{**CLOSED, "better": "lower"}]}, "must be 'more' or 'less'"),
        ({"outcomes": [CLOSED], "measures": ["months close"]}, "did you mean 'months closed'?"),
        ({"until": {"measure": "months closed", "width": 1}}, "unknown measure"),
        ({"outcomes": [{"name": "alone"}]}, "expression"),
    ],
)
def test_faults_of_outcomes_are_told(more: dict[str, Any], words: str) -> None:
    asked = small(**more)
    if "until" in more:
        del asked["replicates"]
    with pytest.raises(ExperimentError) as error:
        load(asked)
    assert words in str(error.value)
