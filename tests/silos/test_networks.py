"""A system at any month as tables: they agree with what ``silos.run`` measures in that month."""

from __future__ import annotations

import pytest

import silos

CHOSEN = {"game.sharing": 0.5, "game.pool_trust": 0.6}
"""Pooling by choice: some ties pool, some do not."""


@pytest.mark.parametrize("month", [1, 7, 24])
def test_the_tables_are_those_of_the_run_at_that_month(month: int) -> None:
    at = silos.network_at("plain", month=month, seed=7, set=CHOSEN)
    row = silos.run("plain", months=24, seeds=[7], set=CHOSEN).set_index("month").loc[month]
    assert at.month == month
    assert len(at.organisations) == 20
    assert len(at.ties) == 20 * 19 / 2
    within = at.ties["first_sector"] == at.ties["second_sector"]
    assert at.ties["openness"].mean() == pytest.approx(row["openness"])
    assert at.ties.loc[within, "openness"].mean() == pytest.approx(row["openness_within"])
    assert at.ties["pooled"].mean() == pytest.approx(row["pooled"])
    assert at.ties["met"].mean() == pytest.approx(row["meetings"])
    for name, measure in (("trust", "trust"), ("trust_senior", "trust_senior"), ("history", "history")):
        assert at.relations[name].mean() == pytest.approx(row[measure])
    own = at.views["sector"] == at.views["kind"]
    assert at.views["zero_sum"].mean() == pytest.approx(row["zero_sum"])
    assert at.views.loc[own, "zero_sum"].mean() == pytest.approx(row["zero_sum_within"])
    assert at.views.loc[~own, "zero_sum"].mean() == pytest.approx(row["zero_sum_across"])
    assert at.organisations["resources"].mean() == pytest.approx(row["resources"])
    assert at.organisations["purpose_held"].mean() == pytest.approx(row["purpose_held"])
    groups = at.organisations["group"].value_counts()
    assert (groups == 1).sum() == row["alone"]
    assert groups.max() / 20 == pytest.approx(row["largest"])


def test_a_tie_is_as_open_as_both_its_doors_and_a_relation_believes_what_its_view_does() -> None:
    at = silos.network_at("plain", month=12, seed=1)
    doors = at.relations.set_index(["source", "target"])["openness"]
    views = at.views.set_index(["organisation", "kind"])["zero_sum"]
    for tie in at.ties.sample(20, random_state=0).itertuples():
        assert tie.openness == pytest.approx(doors[tie.first, tie.second] * doors[tie.second, tie.first])
    for relation in at.relations.sample(20, random_state=0).itertuples():
        assert relation.zero_sum == views[relation.source, relation.target_sector]
    assert at.views["partners"].sum() == len(at.relations)


def test_month_0_is_the_start_and_the_last_month_is_the_scenarios() -> None:
    start = silos.network_at("two-neighbours", month=0, seed=3)
    assert (start.month, start.ties["acted"].sum(), start.ties["met"].sum()) == (0, 0, 0)
    assert start.relations["openness"].tolist() == [0.9, 0.9]
    scenario = silos.load("two-neighbours")
    assert silos.network_at(scenario).month == scenario.months


def test_a_mesa_model_can_be_looked_at_as_it_goes() -> None:
    model = silos.SystemModel("plain", seed=7, **CHOSEN)
    for _ in range(7):
        model.step()
    at, there = silos.network_of(model), silos.network_at("plain", month=7, seed=7, set=CHOSEN)
    for name in ("organisations", "ties", "relations", "views"):
        assert getattr(at, name).equals(getattr(there, name))


def test_a_tie_that_is_none_yet_is_left_out() -> None:
    names = ("A", "B", "C")
    scenario = {
        "organisations": [{"name": name, "sector": name} for name in names],
        "ties": [{"from": "A", "to": "B"}],
        "schedule": [{"month": 6, "label": "they depend on each other", "ties": [{"from": "B", "to": "C"}]}],
        "months": 12,
    }
    before, after = (silos.network_at(scenario, month=month) for month in (5, 6))
    assert pairs(before) == {frozenset("AB")}
    assert pairs(after) == {frozenset("AB"), frozenset("BC")}
    assert len(before.views) == 2
    assert len(after.views) == 4


def pairs(at: silos.NetworkAt) -> set[frozenset[str]]:
    """The ends of each tie."""
    return set(map(frozenset, at.ties[["first", "second"]].to_numpy().tolist()))


@pytest.mark.parametrize("month", [-1, 1.5, "12", True, 10**9])
def test_a_month_that_is_none_is_refused(month: object) -> None:
    with pytest.raises(silos.ScenarioError, match="month"):
        silos.network_at("plain", month=month)  # type: ignore[arg-type]
