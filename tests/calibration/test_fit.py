"""A fit to observed data: known parameters are found again, intervals hold what they say, and faults are told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binom, kstest, norm

from experiments.calibration import Fit, fit, read_observed
from experiments.calibration.forest import Forest, weighted_quantiles
from experiments.calibration.priors import priors_of
from scenarios import ScenarioError, load
from sim.engine import ensemble, start
from sim.system import RunSpec

SYSTEM: dict[str, Any] = {
    "structure": {"tiers": 2},
    "months": 24,
    "organisations": [{"name": f"Trust {number}", "sector": "ab"[number % 2]} for number in range(6)],
}
TRUTH = {"mindset.zero_sum": 0.6, "trust.failure": 0.3}
FREE = {"mindset.zero_sum": (0.0, 1.0), "trust.failure": None}


def waves(folder: Path, months: tuple[int, ...] = (0, 8, 16)) -> Path:
    """Write what a run with known parameters shows in some months: every relation, without noise."""
    system = load({**SYSTEM, **TRUTH}).system()
    rows = []
    for month in months:
        state = (
            ensemble([RunSpec(system=system, seed=5, months=month)], states=True).states[0]
            if month
            else start(system, 5)
        )
        network = system.network
        for relation, (one, other) in enumerate(zip(network.source, network.target, strict=True)):
            trust = " ".join(f"{value:.4f}" for value in state.trust[:, relation])
            pair = {"from": system.name_of(int(one)), "to": system.name_of(int(other))}
            rows.append({"month": month, **pair, "trust": trust, "openness": state.openness[relation]})
    file = folder / "waves.csv"
    pd.DataFrame(rows).to_csv(file, index=False)
    return file


@pytest.fixture(scope="module")
def fitted(tmp_path_factory: pytest.TempPathFactory) -> Fit:
    return fit(SYSTEM, waves(tmp_path_factory.mktemp("fit")), FREE, runs=1024)


def test_known_parameters_lie_in_their_intervals_and_one_is_told_well(fitted: Fit) -> None:
    table = fitted.parameters.set_index("parameter")
    for name, value in TRUTH.items():
        assert table.loc[name, "low"] <= value <= table.loc[name, "high"]
    assert table.loc["mindset.zero_sum", "narrowed"] > 0.2


def test_the_first_wave_is_where_runs_start(fitted: Fit) -> None:
    assert len(fitted.scenario.start) == 30
    state = start(fitted.scenario.system(), 123)
    observed = start(load({**SYSTEM, **TRUTH}).system(), 5)
    assert np.abs(state.trust - observed.trust).max() < 0.0001


def test_intervals_hold_what_they_say(fitted: Fit) -> None:
    """Ranks of true values among posteriors are uniform: simulation-based calibration over the runs kept back."""
    cases = len(fitted.checked.ranks)
    assert cases == 128
    for column, share in zip(fitted.checked.ranks.T, fitted.parameters["coverage"], strict=True):
        assert kstest(column, "uniform").pvalue > 0.001
        assert binom.ppf(0.001, cases, 0.9) <= share * cases


def test_the_same_seed_gives_the_same_fit(fitted: Fit, tmp_path: Path) -> None:
    again = fit(SYSTEM, waves(tmp_path), FREE, runs=1024)
    assert (again.weights == fitted.weights).all()
    assert again.draws(50).equals(fitted.draws(50))


def test_draws_are_as_the_posterior(fitted: Fit) -> None:
    draws = fitted.draws(1000)
    for row in fitted.parameters.itertuples():
        assert draws[row.parameter].median() == pytest.approx(row.median, abs=0.05)
        assert (draws[row.parameter].between(row.low, row.high)).mean() == pytest.approx(0.9, abs=0.03)


def test_a_series_of_measures(tmp_path: Path) -> None:
    system = load({**SYSTEM, **TRUTH}).system()
    series = ensemble([RunSpec(system=system, seed=5, months=12)], series=True).series
    assert series is not None
    from sim.measures import COLUMNS

    file = tmp_path / "series.csv"
    openness = series[0, :, COLUMNS.index("openness")]
    pd.DataFrame({"Month": [6, 12], "openness": openness[[5, 11]]}).to_csv(file, index=False)
    observed = read_observed(file, load(SYSTEM))
    assert observed.months == (6, 12)
    read = observed.statistics[1].read(ensemble([RunSpec(system=system, seed=5, months=12)], states=True))
    assert read == pytest.approx(observed.values[1])


def test_what_the_data_cannot_tell_is_said(tmp_path: Path) -> None:
    """Turnover of leaders does nothing in the first month: no data of it can tell the turnover."""
    file = tmp_path / "series.csv"
    file.write_text("month,openness\n1,0.85\n", encoding="utf-8")
    result = fit(SYSTEM, file, ["leadership.turnover"], runs=1024)
    assert any("cannot tell leadership.turnover" in warning for warning in result.warnings)


def test_what_the_model_cannot_show_is_said(tmp_path: Path) -> None:
    file = tmp_path / "series.csv"
    file.write_text("month,openness\n1,0.01\n", encoding="utf-8")
    result = fit(SYSTEM, file, ["leadership.turnover"], runs=256)
    assert any("openness in month 1" in warning and "wrong" in warning for warning in result.warnings)


def test_a_forest_finds_the_posterior_of_a_normal_mean() -> None:
    """Held against a closed form: a uniform prior on [0, 1], one observation with noise of 0.1."""

    drawn = priors_of(dict.fromkeys(("trust.blame", "trust.failure", "learning.gloss"), (0.0, 1.0))).draw(4096, 3)
    prior, noise = drawn[:, :2], norm.ppf(drawn[:, 2:].clip(1e-6, 1 - 1e-6))
    forest = Forest(prior[:, :1] + 0.1 * noise, prior, 0)
    weights = forest.weights(np.array([[0.5]]))[0]
    low, median, high = weighted_quantiles(prior[:, 0], weights, np.array([0.05, 0.5, 0.95]))
    assert median == pytest.approx(0.5, abs=0.03)
    assert (low, high) == (pytest.approx(0.5 - 0.1645, abs=0.05), pytest.approx(0.5 + 0.1645, abs=0.05))
    other = weighted_quantiles(prior[:, 1], weights, np.array([0.05, 0.95]))
    assert (other[0], other[1]) == (pytest.approx(0.05, abs=0.06), pytest.approx(0.95, abs=0.06))


def test_the_command_writes_draws_that_an_experiment_reads(tmp_path: Path) -> None:
    from typer.testing import CliRunner

    from experiments import load as load_experiment
    from silos.cli import app

    data, ours = tmp_path / "series.csv", tmp_path / "ours.toml"
    data.write_text("month;openness\n6;0,7\n12;0,6\n", encoding="utf-8")
    ours.write_text(load(SYSTEM).dump(), encoding="utf-8")
    words = ["fit", str(ours), "--data", str(data), "--free", "trust.blame=0.2..0.8", "--runs", "256"]
    result = CliRunner().invoke(app, [*words, "--out", str(tmp_path / "posterior.csv")])
    assert result.exit_code == 0, result.output
    assert "0.2 to 0.8" in result.output
    assert "Month 12 foretold from the months before" in result.output
    study = tmp_path / "study.toml"
    study.write_text(
        f'title = "Ours"\nscenario = "{ours.name}"\npoints = "posterior.csv"\nreplicates = 1\n', encoding="utf-8"
    )
    assert load_experiment(study).factors[0].name == "trust.blame"


def test_rivals_of_the_forecast_are_as_worked_by_hand(tmp_path: Path) -> None:
    """Two series of one quantity do not exist, so pairs of kinds: 0.2, 0.4 and 0.6, 0.5 in two months."""
    file = tmp_path / "waves.csv"
    rows = ["4,Trust 0,Trust 2,0.2", "4,Trust 0,Trust 1,0.6", "8,Trust 0,Trust 2,0.4", "8,Trust 0,Trust 1,0.5"]
    file.write_text("month,from,to,openness\n" + "\n".join(rows) + "\n", encoding="utf-8")
    foretold = fit(SYSTEM, file, FREE, runs=256).forecast
    assert foretold is not None
    assert foretold.month == 8
    assert foretold.same == pytest.approx((0.2 + 0.1) / 2)
    assert foretold.mean == pytest.approx((0.2 + 0.1) / 2)
    assert foretold.others == pytest.approx((0.2 + 0.3) / 2)


FAULTS = {
    "no month": ("openness\n0.5\n", "month: no such column"),
    "an unknown column": ("month,opennes\n1,0.5\n", "did you mean 'openness'"),
    "an unknown organisation": ("month,from,to,trust\n1,Trust 0,Trust 9,0.5\n", "no organisation of this name"),
    "out of range": ("month,from,to,trust\n1,Trust 0,Trust 1,1.5\n", "trust = '1.5': out of range; allowed: 0 to 1"),
    "no number": ("month,openness\n1,much\n", "must be a number"),
    "other tiers": ("month,from,to,trust\n1,Trust 0,Trust 1,0.5 0.5 0.5\n", "3 values; allowed: one value, or one for"),
    "a month twice": ("month,openness\n1,0.5\n1,0.6\n", "line 2 is about the same month"),
    "a pair twice": (
        "month,from,to,trust\n1,Trust 0,Trust 1,0.5\n1,Trust 0,Trust 1,0.6\n",
        "'1, Trust 0, Trust 1': line 2 is about the same month and pair",
    ),
    "a series of the start": ("month,openness\n0,0.5\n9,0.4\n", "month = '0': a series begins after the start"),
    "NaN": ("month,openness\n1,NaN\n", "must be a number"),
    "the start alone": ("month,from,to,trust\n0,Trust 0,Trust 1,0.5\n", "nothing was observed after the start"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_faults_of_data(name: str, tmp_path: Path) -> None:
    text, message = FAULTS[name]
    file = tmp_path / "data.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        read_observed(file, load(SYSTEM))
    assert message in str(caught.value)
    assert str(file) in str(caught.value)


def test_faults_of_parameters() -> None:
    for free, message in (
        (["trust.blam"], "did you mean 'trust.blame'"),
        (["structure.network"], "cannot be fitted"),
        ({"trust.blame": (0.5, 1.5)}, "out of range; allowed: [0, 1]"),
        ({"trust.blame": (0.5, 0.5)}, "below the high one"),
        ([], "no parameter is free"),
    ):
        with pytest.raises(ScenarioError) as caught:
            priors_of(free)  # type: ignore[arg-type]
        assert message in str(caught.value)
