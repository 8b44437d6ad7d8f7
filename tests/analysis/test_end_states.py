"""How runs end, which conditions lead there, and what policies give away."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from experiments.analysis import (
    BETTER,
    MEANINGS,
    REGIMES,
    classify,
    conditions,
    end_shares,
    regret_table,
    regrets,
    siloed,
    typical_runs,
)
from sim.measures import COLUMNS, END_MEASURES

CODES = {name: float(code) for code, name in enumerate(REGIMES)}


@pytest.mark.parametrize("end", REGIMES)
def test_a_run_ended_as_its_regime_says_however_those_who_deal_play(end: str) -> None:
    frame = pd.DataFrame({"regime": CODES[end], "openness": 0.9, "race_share": [0.0, 0.5, 0.95, np.nan]})
    assert set(classify(frame)) == {end}
    assert siloed(frame).tolist() == [float(end != "one system")] * 4


def test_a_run_that_failed_ended_in_no_way() -> None:
    frame = pd.DataFrame({"regime": [np.nan, CODES["silos"]], "openness": [np.nan, 0.2], "race_share": [np.nan, 0.9]})
    assert classify(frame).isna().tolist() == [True, False]
    assert siloed(frame).isna().tolist() == [True, False]


def test_words_and_measures_are_known_ones() -> None:
    assert tuple(MEANINGS) == REGIMES
    assert set(BETTER) <= {*COLUMNS, *(each.name for each in END_MEASURES)}


def test_shares_of_ends_add_up_to_one() -> None:
    ends = ["silos", "silos", "one system", None, "one system"]
    frame = pd.DataFrame({"a": [1, 1, 1, 1, 2], "regime": [CODES.get(end, np.nan) for end in ends]})
    table = end_shares(frame, ["a"]).set_index(["a", "end"])
    assert table.loc[(1, "silos"), ["runs", "ended"]].tolist() == [3, 2]
    assert table.loc[(2, "one system"), "share"] == 1.0
    assert table.groupby("a")["share"].sum().tolist() == pytest.approx([1.0, 1.0])
    assert ((table["low"] <= table["share"]) & (table["share"] <= table["high"])).all()


def test_the_typical_run_is_the_one_nearest_to_all_others_of_its_end() -> None:
    openness = [0.5, 0.6, 0.95, 0.02, 0.03, 0.2]
    ends = [CODES["one system"]] * 3 + [CODES["everyone alone"]] * 3
    frame = pd.DataFrame({"openness": openness, "regime": ends, "trust": [0.5, 0.6, 0.9, 0.2, 0.21, 0.4]})
    found = typical_runs(frame).set_index("end")
    assert found["openness"].to_dict() == {"one system": 0.6, "everyone alone": 0.03}
    assert found["share"].tolist() == [0.5, 0.5]


@pytest.mark.parametrize("seed", range(5))
def test_the_typical_run_does_not_depend_on_the_units_of_measures(seed: int) -> None:
    """By hand, distance by distance: each measure counts in its own standard deviations."""
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame({"openness": rng.uniform(0.3, 1.0, 40), "regime": 0.0, "income": rng.normal(0, 1, 40)})
    frame["income"] *= 1e-3
    scaled = frame[["openness", "income"]] / frame[["openness", "income"]].std()
    points = [tuple(row) for row in scaled.to_numpy()]
    sums = [sum(((a - c) ** 2 + (b - d) ** 2) ** 0.5 for c, d in points) for a, b in points]
    found = typical_runs(frame, ["openness", "income"])
    assert found["openness"].tolist() == [frame["openness"][int(np.argmin(sums))]]


def boxed(seed: int = 1, wrong: float = 0.05) -> tuple[pd.DataFrame, pd.Series]:
    """Silos where scarcity > 0.4 and trust <= 0.6, but for a share of runs that end the other way."""
    rng = np.random.default_rng(seed)
    points = pd.DataFrame(rng.uniform(size=(800, 4)), columns=["scarcity", "trust", "blame", "noise"])
    frame = points.assign(point=range(800)).loc[np.repeat(range(800), 3)].reset_index(drop=True)
    inside = (frame["scarcity"] > 0.4) & (frame["trust"] <= 0.6)
    return frame, inside ^ (rng.random(len(frame)) < wrong)


def test_a_box_known_by_construction_is_found() -> None:
    frame, in_silos = boxed()
    found = conditions(frame, ["scarcity", "trust", "blame", "noise"], in_silos)
    assert found["box"].tolist() == ["1", "together"]
    box = found.iloc[0]
    assert box["conditions"].count(" and ") == 1
    cuts = dict(zip(["scarcity >", "trust <="], [0.4, 0.6], strict=True))
    for words, cut in cuts.items():
        told = next(part for part in box["conditions"].split(" and ") if part.startswith(words))
        assert float(told.removeprefix(words)) == pytest.approx(cut, abs=0.03)
    assert box["density_low"] <= 0.95 <= box["density_high"] + 0.02
    # of all silos, those in the box: 0.36 x 0.95 of 0.36 x 0.95 + 0.64 x 0.05
    assert box["coverage"] == pytest.approx(0.914, abs=0.04)
    assert box["mass"] == pytest.approx(0.36, abs=0.05)


def test_boxes_are_judged_by_runs_that_they_were_not_made_from() -> None:
    """Of ends that hang on nothing a box holds as many as there are anywhere, whatever the tree made of its half."""
    rng = np.random.default_rng(6)
    frame = pd.DataFrame(rng.uniform(size=(400, 4)), columns=list("abcd")).assign(point=range(400))
    densities = []
    for _ in range(10):
        found = conditions(frame, list("abcd"), pd.Series(rng.random(400) < 0.5))
        densities += found.loc[found["box"] == "together", "density"].tolist()
    assert len(densities) >= 8
    assert np.mean(densities) == pytest.approx(0.5, abs=0.05)


def test_boxes_side_by_side_are_one_and_the_widest_cover_comes_first() -> None:
    """Silos below .2 and above .6: always above .8, and three times in four between .6 and .8."""
    rng = np.random.default_rng(7)
    frame = pd.DataFrame({"x": rng.uniform(size=1200), "point": range(1200)})
    chance = np.select([frame["x"] <= 0.2, frame["x"] > 0.8, frame["x"] > 0.6], [1.0, 1.0, 0.75], 0.0)
    found = conditions(frame, ["x"], pd.Series(rng.random(1200) < chance))
    assert found["box"].tolist() == ["1", "2", "together"]
    wide, narrow = found["conditions"][:2]
    assert float(wide.removeprefix("x > ")) == pytest.approx(0.6, abs=0.02)
    assert float(narrow.removeprefix("x <= ")) == pytest.approx(0.2, abs=0.02)
    assert found["coverage"].tolist() == pytest.approx([0.35 / 0.55, 0.2 / 0.55, 1.0], abs=0.06)


def test_what_always_or_never_happens_has_no_conditions() -> None:
    frame, in_silos = boxed()
    assert conditions(frame, ["scarcity"], in_silos & False).empty
    assert conditions(frame, ["scarcity"], in_silos | True).empty


def investments() -> pd.DataFrame:
    """The textbook's table: what each investment returns as interest rates rise, stay or fall."""
    returns = {"stocks": (-4, 4, 12), "bonds": (-2, 3, 8), "money market": (3, 2, 1)}
    rates = ("rise", "stay", "fall")
    rows = [
        {"rates": rate, "policy": policy, "seed": seed, "point": 0, "income": float(value) + seed - 0.5}
        for policy, values in returns.items()
        for rate, value in zip(rates, values, strict=True)
        for seed in (0, 1)
    ]
    return pd.DataFrame(rows)


def test_the_textbook_regret_table() -> None:
    """Worst regrets 7, 5 and 11: bonds are the minimax-regret choice though never the best."""
    table = regrets(investments(), "income", ["rates"]).pivot(index="policy", columns="rates", values="regret")
    assert table.loc["stocks", ["rise", "stay", "fall"]].tolist() == [7, 0, 0]
    assert table.loc["bonds", ["rise", "stay", "fall"]].tolist() == [5, 1, 4]
    assert table.loc["money market", ["rise", "stay", "fall"]].tolist() == [0, 2, 11]
    found = regret_table(investments(), "income", ["rates"])
    assert found["policy"].tolist() == ["bonds", "stocks", "money market"]
    assert found["worst"].tolist() == [5, 7, 11]
    assert found["mean"].tolist() == pytest.approx([10 / 3, 7 / 3, 13 / 3])
    assert found["best"].tolist() == pytest.approx([0.0, 2 / 3, 1 / 3])
    # the luck of a seed is the same for all: it takes nothing from any comparison
    assert found[["worst_low", "worst_high"]].to_numpy().tolist() == [[5, 5], [7, 7], [11, 11]]


def test_less_may_be_better() -> None:
    frame = investments().rename(columns={"income": "value_lost"})
    assert regret_table(frame, "value_lost", ["rates"])["policy"].iloc[-1] == "stocks"
    with pytest.raises(ValueError, match="whether more meetings is better must be said"):
        regrets(frame.rename(columns={"value_lost": "meetings"}), "meetings", ["rates"])


def test_a_condition_that_a_policy_lacks_is_left_out() -> None:
    frame = investments().query("not (rates == 'fall' and policy == 'bonds')")
    assert regret_table(frame, "income", ["rates"])["conditions"].eq(2).all()


def test_where_no_condition_has_every_policy_there_is_no_regret() -> None:
    frame = pd.DataFrame(
        {"policy": ["a", "b"] * 3, "point": [0, 0, 1, 1, 2, 2], "seed": 0, "race_share": [0.5, None] * 3}
    )
    assert regret_table(frame, "race_share", ["point"]).empty
