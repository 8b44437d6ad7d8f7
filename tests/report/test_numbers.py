"""Every number in a report is what pandas and SciPy make of the same runs."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pandas as pd
import pytest
from SALib.analyze import sobol
from scipy import stats

from dashboards.report import Study
from dashboards.report.sections.hysteresis import _says as past_told
from dashboards.report.sections.regret import _says as safest_told
from dashboards.report.sections.sensitivity import _says as most_told
from dashboards.report.sections.sensitivity import directions
from experiments import load
from experiments.spec.design import design as designed
from tests.report.conftest import SCARCITY, TRUST
from tests.report.reading import Page

Made = tuple[Study, Page]


def broken_up(runs: pd.DataFrame) -> pd.Series:
    """Whether each run is no longer one system: any regime but the first."""
    return (runs["regime"] != 0).astype(float)


def told(cell: str) -> tuple[float, float, float]:
    """'+0.21 [+0.19, +0.22]' as three numbers."""
    found = [float(each.replace("−", "-")) for each in re.findall(r"[+−-]?\d+(?:\.\d+)?", cell)]
    assert len(found) == 3, cell
    return found[0], found[1], found[2]


def test_the_shares_of_ends_are_counts_of_runs(policies: Made) -> None:
    study, page = policies
    runs, table = study.runs, page.saved()["ends-table"].set_index("end")
    for code, end in enumerate(("one system", "in between", "silos", "everyone alone")):
        assert table.loc[end, "ended"] == (runs["regime"] == code).sum()
    assert table["ended"].sum() == len(runs) == 4 * 3 * 2 * 8
    assert table["share"].sum() == pytest.approx(1, abs=1e-5)
    # Interval over the 8 seeds that all conditions share, near to Student's.
    by_seed = (runs["regime"] == 0).groupby(runs["seed"]).mean()
    reach = stats.t.ppf(0.975, 7) * stats.sem(by_seed)
    width = table.loc["one system", "high"] - table.loc["one system", "low"]
    assert 0.5 * reach < width < 2.5 * reach


def test_policies_are_compared_run_by_run(policies: Made) -> None:
    study, page = policies
    keys = ["point", "seed"]
    table = page.saved()["policy-table"].set_index(["policy", "measure"])
    for measure in study.measures:
        wide = study.runs.pivot(index=keys, columns="policy", values=measure).dropna()
        gaps = (wide["pool"] - wide["as it is"]).groupby("seed").mean()
        row = table.loc[("pool", measure)]
        assert row["difference"] == pytest.approx(gaps.mean(), rel=1e-4)
        assert row["pairs"] == len(gaps) == 8
        assert row["higher"] == pytest.approx((wide["pool"] > wide["as it is"]).mean(), abs=1e-5)
        reach = stats.t.ppf(0.975, 7) * stats.sem(gaps)
        assert row["low"] < gaps.mean() < row["high"]
        assert 0.4 * reach < (row["high"] - row["low"]) / 2 < 1.3 * reach


def test_the_table_of_policies_shows_the_numbers_that_it_lets_one_save(policies: Made) -> None:
    study, page = policies
    shown = page.shown("policy-table").set_index("policy")
    saved = page.saved()["policy-table"].set_index(["policy", "measure"])
    row = saved.loc[("pool", study.valued)]
    assert told(shown.loc["pool", "against as it is"]) == pytest.approx(row[["difference", "low", "high"]], abs=0.006)
    for policy in study.policies:
        for measure in ("openness", "race_share"):
            mean = study.runs[study.runs["policy"] == policy].groupby("seed")[measure].mean().mean()
            assert told(shown.loc[policy, measure.replace("_", " ")])[0] == pytest.approx(mean, abs=0.006)


@pytest.mark.parametrize("policy", ["as it is", "pool"])
def test_a_map_is_the_means_of_its_cells(policies: Made, policy: str) -> None:
    study, page = policies
    runs = study.runs[study.runs["policy"] == policy]
    known = {"openness": runs["openness"], "siloed": broken_up(runs)}
    for measure, values in known.items():
        table = page.saved()[f"map-{measure}-{policy.replace(' ', '-')}"].set_index([SCARCITY, TRUST])["mean"]
        expected = values.groupby([runs[SCARCITY], runs[TRUST]]).mean()
        pd.testing.assert_series_equal(table.sort_index(), expected, check_names=False, atol=1e-5)


def test_a_curve_is_the_means_along_its_factor(policies: Made) -> None:
    study, page = policies
    table = page.saved()["curve-openness-resources-scarcity"].set_index(["policy", SCARCITY])
    expected = study.runs.groupby(["policy", SCARCITY])["openness"].mean()
    pd.testing.assert_series_equal(table["mean"].sort_index(), expected, check_names=False, atol=1e-5)


def test_what_a_curve_takes_together_is_told_and_its_band_is_over_seeds(report_of: Any) -> None:
    """Two scenarios far apart: their runs are no independent evidence of a mean over both."""
    scenarios = ["plain", "two-neighbours"]
    study, page = report_of(scenario=None, scenarios=scenarios, replicates=6, months=12)
    table = page.saved()["curve-openness-resources-scarcity"].set_index(["policy", SCARCITY])
    row = table.loc[("pool", 0.25)]
    mine = study.runs[(study.runs["policy"] == "pool") & (study.runs[SCARCITY] == 0.25)]
    by_seed = mine.groupby("seed")["openness"].mean()
    reach = stats.t.ppf(0.975, 5) * stats.sem(by_seed)
    assert row["runs"] == 6
    assert row[["mean", "low", "high"]].tolist() == pytest.approx(
        [by_seed.mean(), by_seed.mean() - reach, by_seed.mean() + reach], rel=1e-4
    )
    assert "Over all levels of history.trust and all scenarios." in page.said


def test_a_tipping_point_is_where_the_means_cross_one_half(report_of: Any) -> None:
    along = "boundary.openness"
    study, page = report_of(factors=[{"parameter": along, "levels": [0.2, 0.4, 0.6, 0.9]}], months=1)
    table = page.saved()["tipping-table"].set_index(["policy", "measure"])
    for policy, runs in study.runs.groupby("policy"):
        means = runs.groupby(along)["openness"].mean()
        assert means.is_monotonic_increasing
        assert means.iloc[0] < 0.5 < means.iloc[-1]
        where = np.interp(0.5, means.to_numpy(), means.index.to_numpy())
        assert table.loc[(policy, "openness"), "estimate"] == pytest.approx(where, rel=1e-4)
    assert page.said.count("tipping point") >= 2, "told, and explained"


def test_a_tipping_point_is_told_with_the_levels_that_it_lies_between(report_of: Any) -> None:
    """All runs end one way up to a level and the other way from the next: where between them, nobody knows."""
    factors = [{"parameter": "boundary.openness", "levels": [0.2, 0.3, 0.7, 0.9]}]
    still = {"boundary.closing": 0.0, "boundary.opening": 0.0, "policies": None, "months": 3}
    _, page = report_of(factors=factors, **still)
    assert "at boundary.openness = 0.50, between the levels 0.3 and 0.7." in re.sub(r" \[[^]]*\]", "", page.said)


def test_regret_is_what_is_given_away(policies: Made) -> None:
    study, page = policies
    means = study.runs.groupby(["point", "policy"])["openness"].mean().unstack()
    regret = means.rsub(means.max(axis=1), axis=0)
    table = page.saved()["regret-openness"].set_index("policy")
    for policy in study.policies:
        assert table.loc[policy, "worst"] == pytest.approx(regret[policy].max(), abs=1e-5)
        assert table.loc[policy, "mean"] == pytest.approx(regret[policy].mean(), abs=1e-5)
        assert table.loc[policy, "best"] == pytest.approx((regret[policy] < 1e-12).mean())


def test_regret_in_what_is_better_small_is_told_as_worse_and_not_as_more_given_away() -> None:
    row = {"policy": "pool", "measure": "value_lost", "conditions": 4, "worst": 0.2, "best": 0.75}
    table = pd.DataFrame([{**row, "worst_low": 0.1, "worst_high": 0.3}])
    assert safest_told(table).endswith(
        "its value lost is nowhere worse than the best policy's there by more than 0.20 [0.10, 0.30]; it is the best in"
        " 75% of the 4 conditions."
    )


def test_a_histogram_counts_the_runs(policies: Made) -> None:
    study, page = policies
    table = page.saved()["spread-openness"]
    for policy, runs in study.runs.groupby("policy"):
        counts, _ = np.histogram(runs["openness"], bins=25, range=(0, 1))
        assert table.loc[table["case"] == policy, "runs"].tolist() == counts.tolist()


def test_a_fan_is_the_percentiles_of_the_series(policies: Made) -> None:
    study, page = policies
    assert study.series is not None
    middle = study.runs[(study.runs[SCARCITY] == 0.5) & (study.runs[TRUST] == 0.5) & (study.runs["policy"] == "pool")]
    series = study.series(list(middle["run"]))
    table = page.saved()["fan-pool-resources-scarcity-0-5"].query("measure == 'openness'").set_index("month")
    for name, at in (("p10", 0.1), ("p50", 0.5), ("p90", 0.9)):
        expected = series.groupby("month")["openness"].quantile(at)
        assert table[name].to_numpy() == pytest.approx(expected.to_numpy(), abs=1e-5)


def test_conditions_that_differ_are_told_apart() -> None:
    """By a factor of words, and by the last of four."""
    factors: list[dict[str, Any]] = [{"parameter": "structure.network", "levels": ["ring", "complete"]}]
    factors += [{"parameter": name, "levels": [0.123456, 0.123457]} for name in (SCARCITY, TRUST, "trust.blame")]
    asked = load({"scenario": "plain", "factors": factors})
    names = [each.name for each in asked.factors]
    runs = pd.DataFrame(list(designed(asked).rows()), columns=names).assign(policy="", scenario="plain")
    study = Study(asked, runs)
    for short in (True, False):
        assert len({study.where(run, short=short) for _, run in runs.iterrows()}) == len(runs) == 16
    assert study.where(runs.iloc[0], short=True) == "network ring, scarcity 0.123456, trust 0.123456, blame 0.123456"


def test_a_typical_run_is_a_real_one_and_its_map_is_its_end(policies: Made) -> None:
    study, page = policies
    for name, ties in page.saved().items():
        if name.startswith("silos-") and name != "silos-ties":
            (caption,) = re.findall(rf'id="{name}".*?<code>([0-9a-f]{{32}})</code>', page.text, re.DOTALL)[:1]
            row = study.runs.set_index("run").loc[caption]
            assert ties["openness"].mean() == pytest.approx(row["openness"], abs=1e-4)


def test_what_is_said_first_are_numbers_of_the_report(policies: Made) -> None:
    study, page = policies
    answer = re.search(r'<section class="answer".*?</section>', page.text, re.DOTALL)
    assert answer is not None
    row = page.saved()["policy-table"].set_index(["policy", "measure"]).loc[("pool", "openness")]
    (first,) = re.findall(r"openness: ([^<]*\])", answer[0])[:1]
    assert told(first) == pytest.approx(row[["difference", "low", "high"]], abs=0.006)
    assert f"{len(study.runs)} runs" in answer[0]


def test_conditions_drawn_from_ranges_are_the_evidence_and_not_their_runs(report_of: Any) -> None:
    sampled = [{"parameter": SCARCITY, "range": [0.0, 0.7]}, {"parameter": TRUST, "range": [0.2, 0.8]}]
    study, page = report_of(design="latin-hypercube", samples=24, factors=sampled)
    table = page.saved()["policy-table"].set_index(["policy", "measure"])
    wide = study.runs.pivot(index=["point", "seed"], columns="policy", values="openness")
    gaps = (wide["pool"] - wide["as it is"]).groupby("point").mean()
    row = table.loc[("pool", "openness")]
    assert row["pairs"] == 24
    assert row["difference"] == pytest.approx(gaps.mean(), rel=1e-4)
    rho = page.saved()["tornado-openness-as-it-is"].set_index("factor")["value"]
    means = study.runs[study.runs["policy"] == "as it is"].groupby("point")[[SCARCITY, "openness"]].mean()
    assert rho[SCARCITY] == pytest.approx(stats.spearmanr(means[SCARCITY], means["openness"]).statistic, abs=1e-5)


def test_screening_and_variance_say_which_factor_matters(report_of: Any) -> None:
    """Where doors stay as they are, openness depends on nothing else: both must find that."""
    factors = [
        {"parameter": "boundary.openness", "range": [0.2, 1.0]},
        {"parameter": "dialogue.cost", "range": [0, 0.1]},
    ]
    still = {"boundary.closing": 0.0, "boundary.opening": 0.0, "policies": None, "factors": factors, "months": 3}
    for design, dark in (("morris", "mu_star"), ("sensitivity", "S1")):
        study, page = report_of(design=design, samples=16, **still)
        table = page.saved()["tornado-openness"].set_index(["index", "factor"])["value"]
        assert table[dark, "boundary.openness"] > 0.7
        assert table[dark, "dialogue.cost"] == pytest.approx(0, abs=1e-9)
        assert "boundary.openness ↑" in page.said
        assert study.units == "16 samples"


NETWORKS = {"parameter": "structure.network", "levels": ["complete", "ring", "small-world"]}


def test_a_factor_of_words_has_its_share_of_the_variance_of_a_grid(report_of: Any) -> None:
    factors = [{"parameter": SCARCITY, "levels": [0.2, 0.5]}, NETWORKS]
    study, page = report_of(scenario="plain", policies=None, factors=factors, months=12)
    surface = study.runs.groupby([SCARCITY, "structure.network"])["openness"].mean().unstack().to_numpy()
    shares = page.saved()["tornado-openness"].set_index(["index", "factor"])["value"]
    assert shares["S1", "structure.network"] == pytest.approx(surface.mean(axis=0).var() / surface.var(), abs=1e-5)
    assert shares["ST", SCARCITY] == pytest.approx(surface.var(axis=0).mean() / surface.var(), abs=1e-5)


def test_one_at_a_time_a_factor_of_words_stays_as_it_is_while_another_varies(report_of: Any) -> None:
    factors = [{"parameter": SCARCITY, "levels": [0.3, 0.4]}, {"parameter": "trust.blame", "levels": [0.5, 0.6]}]
    study, page = report_of(
        scenario="plain", design="one-at-a-time", policies=None, factors=[*factors, NETWORKS], months=12
    )
    alone = study.runs[(study.runs["structure.network"] == "complete") & (study.runs["trust.blame"] == 0.5)]
    levels = alone.groupby(SCARCITY)["openness"].mean()
    swing = page.saved()["tornado-openness"].set_index("factor")["value"]
    assert swing[SCARCITY] == pytest.approx(levels[0.4] - levels[0.3], abs=1e-5)


@pytest.mark.parametrize(
    ("low", "words"),
    [
        (0.1, "Openness depends most on `a.x` (+0.30 [+0.10, +0.50]) (change from lowest to highest)."),
        (
            -0.1,
            "Openness seems to depend most on `a.x` (+0.30 [−0.10, +0.50]) (change from lowest to highest), but of no"
            " factor is that beyond doubt.",
        ),
    ],
)
def test_what_may_not_matter_at_all_is_not_what_matters_most(low: float, words: str) -> None:
    asked = load({"scenario": "plain", "design": "one-at-a-time", "factors": [{"parameter": SCARCITY}]})
    rows = [("a.x", "swing", 0.3, low, 0.5), ("a.y", "swing", -0.2, -0.5, 0.1)]
    table = pd.DataFrame(rows, columns=["factor", "index", "value", "low", "high"])
    assert most_told(Study(asked, pd.DataFrame()), "", "openness", table) == words


def test_what_two_factors_make_together_is_salibs(report_of: Any) -> None:
    names = [SCARCITY, "history.trust"]
    factors = [{"parameter": each, "range": [0.0, 0.8]} for each in names]
    study, page = report_of(design="interactions", samples=32, policies=None, factors=factors, months=12, replicates=2)
    means = study.runs.groupby("point")["openness"].mean().to_numpy()
    problem = {"num_vars": 2, "names": names, "bounds": [[0.0, 1.0]] * 2}
    theirs = sobol.analyze(problem, means, calc_second_order=True, seed=1)
    (row,) = page.saved()["pairs-openness"].to_dict("records")
    assert row["value"] == pytest.approx(theirs["S2"][0, 1], abs=1e-5)
    alone = page.saved()["tornado-openness"].set_index(["index", "factor"])["value"]
    assert alone["ST", SCARCITY] == pytest.approx(theirs["ST"][0], abs=1e-5)
    assert study.units == "32 samples"
    assert "What two factors make together in openness" in page.said
    (cell,) = page.shown("pairs-openness")["together"]
    assert told(cell) == pytest.approx([row["value"], row["low"], row["high"]], abs=0.051)


def test_words_among_the_factors_leave_the_indices_of_all(report_of: Any) -> None:
    words = {"parameter": "game.allocation", "distribution": "choice", "levels": ["equal", "need"]}
    factors = [{"parameter": SCARCITY}, words, {"parameter": "trust.blame"}]
    _, page = report_of(policies=None, design="sensitivity", samples=8, factors=factors, months=12)
    table = page.saved()["tornado-openness"]
    assert set(table["factor"]) == {SCARCITY, "game.allocation", "trust.blame"}


def test_an_arrow_rests_on_points_that_are_drawn_afresh() -> None:
    """Of factors that go neither way one in twenty has an arrow, however many points of a sample share their values."""
    names = [f"game.{key}" for key in ("benefit", "stake", "damage", "intensity", "expansion", "scarcity_premium")]
    factors = [{"parameter": each} for each in names]
    asked = load({"scenario": "plain", "design": "sensitivity", "samples": 64, "factors": factors})
    runs = pd.DataFrame(list(designed(asked).rows()), columns=names).assign(policy="", scenario="plain")
    runs["point"], rng, shown = runs.index, np.random.default_rng(3), 0
    for _ in range(40):
        parts = [
            rng.normal(size=runs[each].nunique())[runs[each].rank(method="dense").astype(int) - 1] for each in names
        ]
        runs["openness"] = np.sum(parts, axis=0)
        shown += len(directions(Study(asked, runs), runs, "openness", runs))
    assert shown / (40 * len(names)) < 0.1


def test_a_loop_is_the_gap_between_two_pasts(report_of: Any) -> None:
    pasts = [
        {"name": name, "schedule": [{"month": 1, "until": 13, "label": name, SCARCITY: level}]}
        for name, level in (("plenty", 0.0), ("want", 0.9))
    ]
    study, page = report_of(policies=pasts, factors=[{"parameter": SCARCITY, "levels": [0.1, 0.3, 0.5]}], months=36)
    means = study.runs.groupby(["policy", SCARCITY])["openness"].mean()
    table = page.saved()["loop-openness"].set_index("level")
    assert table["gap"].to_numpy() == pytest.approx((means["plenty"] - means["want"]).to_numpy(), abs=1e-5)
    area = np.diff(table.index) @ (table["gap"].to_numpy()[1:] + table["gap"].to_numpy()[:-1]) / 2
    assert page.saved()["loop-table"].set_index("measure").loc["openness", "area"] == pytest.approx(area, abs=1e-4)
    assert "regret" not in page.ids
    assert page.said.index("The past") < page.said.index("The design")


@pytest.mark.parametrize(("sign", "way"), [(1.0, "higher"), (-1.0, "lower")])
def test_what_the_past_leaves_is_told_with_its_direction(sign: float, way: str) -> None:
    numbers = {"area": 0.2, "low": 0.1, "high": 0.3, "mean_gap": 0.25, "widest": 0.4}
    row = pd.Series(
        {"measure": "value_lost", "factor": SCARCITY, "at": 0.3} | {k: sign * v for k, v in numbers.items()}
    )
    assert f"value lost ends {way} by 0.25 on average; the gap is widest, 0.40, at" in past_told(row)
