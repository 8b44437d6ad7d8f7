"""A story's numbers against the equations of the choice, written out here."""

from __future__ import annotations

import math
import re

import pytest

from dashboards.explore.explanation import choice, explain_organisation, explain_tie, tier_names
from dashboards.explore.session import Session
from dashboards.languages.number_format import percent
from sim.parameters import ROWS
from sim.state import State

SYSTEMS = (
    "month=25",
    "month=13&game.sharing=0.4&game.expansion=0.3&leadership.patience=0.6&leadership.turnover=0.02&mindset.orientation=-0.4",
    "scenario=internal-market-1991&month=90",
    "scenario=greater-manchester-2015&month=30&at=30:cold-climate&at=20:budgets-cut",
)


def terms_by_hand(before: State, relation: int, tier: int, month: int) -> tuple[list[float], float]:
    """The four terms of dU (model, section 4) and the probability of racing, in plain arithmetic."""
    network, values = before.system.network, before.system.values(month)
    i, j = int(network.source[relation]), int(network.target[relation])

    def mine(name: str) -> float:
        return float(values[ROWS[name]][i])

    def ours(name: str) -> float:
        return (float(values[ROWS[name]][i]) + float(values[ROWS[name]][j])) / 2

    # Section 2 and 4 of the specification, written out.
    theta = float(before.orientation[tier][i])
    if tier == 0:
        theta += mine("climate.rate") * (mine("climate.orientation") - theta)
    theta += float(before.purpose[tier][i]) * (mine("dialogue.purpose") - theta)
    zeta = float(before.zero_sum[tier][network.view_of[relation]])
    taste = theta + mine("mindset.closeness") * (2 * float(before.openness[relation]) - 1)
    t = max(-1.0, min(1.0, (1 - zeta) * taste - zeta))
    scarcity = max(0.0, min(1.0, 1 - float(before.resources[i])))
    loss = ours("game.stake") * (1 + mine("game.scarcity_premium") * scarcity)
    gain = loss * (1 + mine("game.expansion"))
    delta = float(before.patience[i]) * (1 - mine("leadership.turnover"))
    grown = [max(0.0, 1 + float(values[ROWS["game.improvement"]][end]) * float(before.conduct[end])) for end in (i, j)]
    pooled = before.pooled[relation % network.m] or ours("game.pool_trust") == 0
    phi, b, d = ours("game.sharing") * bool(pooled), ours("game.benefit") * sum(grown) / 2, ours("game.damage")
    own, oth = (1 - phi / 2) + t * phi / 2, phi / 2 + t * (1 - phi / 2)
    tau = float(before.trust[tier][relation])
    terms = [
        tau * (own + oth) * (b + delta * d),
        -tau * (1 - delta) * (own * gain - oth * loss),
        (1 - tau) * (1 - delta) * (own + oth) * d,
        (1 - tau) * (1 - delta) * (oth * gain - own * loss),
    ]
    advantage = sum(terms)
    return terms, 1 / (1 + math.exp(-mine("mindset.rationality") * ours("game.intensity") * advantage))


@pytest.mark.parametrize("address", SYSTEMS)
def test_terms_add_up_to_the_choice_that_was_made(address: str) -> None:
    session = Session(address)
    assert not session.notice
    state = session.playback.state().copy()
    before = session.playback.timeline.state(session.playback.month - 1).copy()
    relations = range(0, 2 * state.system.network.m, 7)
    for relation in relations:
        for tier in range(state.system.tiers):
            told = choice(before, relation, tier, state.month)
            terms, probability = terms_by_hand(before, relation, tier, state.month)
            assert [value for _, value in told.terms] == pytest.approx(terms, abs=1e-12)
            assert sum(value for _, value in told.terms) == pytest.approx(told.advantage, abs=1e-12)
            assert told.probability == pytest.approx(probability, abs=1e-12)
            assert probability == pytest.approx(float(state.racing[tier, relation]), abs=1e-12)


def test_both_sides_of_a_tie() -> None:
    session = Session("scenario=dorset-2016&month=20")
    state, tie = session.playback.state().copy(), 5
    story = explain_tie(session.playback, tie)
    m, names = state.system.network.m, state.system.names
    for side, relation in zip(story["sides"], (tie, tie + m), strict=True):
        assert side["from"] == names[state.system.network.source[relation]]
        assert side["to"] == names[state.system.network.target[relation]]
        assert side["door"] == state.openness[relation]
        shown = dict(side["facts"])
        assert shown["institutional history"] == percent(float(state.history[relation]))
        assert shown["door open"] == percent(side["door"])
        assert [tier["belief"] for tier in side["tiers"]] == [
            float(state.zero_sum[tier, state.system.network.view_of[relation]]) for tier in range(state.system.tiers)
        ]
        assert [tier["trust"] for tier in side["tiers"]] == state.trust[:, relation].tolist()
        assert [tier["raced"] for tier in side["tiers"]] == [bool(each) for each in state.stance[:, relation]]
    assert story["openness"] == pytest.approx(state.openness[tie] * state.openness[tie + m])
    assert story["sides"][0]["from"] != story["sides"][1]["from"]
    assert [month for month, _ in story["past"]] == list(range(1, 21))


def test_the_width_of_a_door_is_written_as_everywhere() -> None:
    session = Session("scenario=five-organisations&month=40&resources.scarcity=0.6")
    shut = [explain_tie(session.playback, tie) for tie in range(session.setup.system.network.m)]
    said = [each["said"] for each in shut if min(side["door"] for side in each["sides"]) < 0.5]
    assert said and all(re.search(r"\d% open", each) for each in said)


def test_before_the_first_month_nothing_was_chosen() -> None:
    story = explain_tie(Session().playback, 0)
    assert story["past"] == []
    assert {tier["raced"] for side in story["sides"] for tier in side["tiers"]} == {None}


def test_an_organisation_and_its_partners() -> None:
    session = Session("scenario=vanguard-pocket&month=40")
    state = session.playback.state()
    network, names = state.system.network, list(state.system.names)
    story = explain_organisation(session.playback, 4)
    partners = {names[b if a == 4 else a] for a, b in zip(network.first, network.second, strict=True) if 4 in (a, b)}
    assert {each["name"] for each in story["partners"]} == partners
    assert story["resources"] == state.resources[4]
    for partner in story["partners"]:
        other = names.index(partner["name"])
        for relation in range(2 * network.m):
            ends = network.source[relation], network.target[relation]
            if ends == (4, other):
                assert partner["trust"] == pytest.approx(state.trust[:, relation].mean())
            if ends == (other, 4):
                assert partner["trusted"] == pytest.approx(state.trust[:, relation].mean())


def test_a_fixed_strategy_has_no_terms() -> None:
    session = Session("scenario=five-organisations&month=3")
    strategies = list(session.setup.system.strategies)
    fixed = next(i for i, each in enumerate(strategies) if each != "adaptive")
    tie = int(session.setup.system.network.by_organisation[1][session.setup.system.network.by_organisation[0][fixed]])
    sides = explain_tie(session.playback, tie % session.setup.system.network.m)["sides"]
    told = next(each for each in sides if each["from"] == session.setup.system.names[fixed])
    assert told["strategy"] == strategies[fixed]
    assert all(tier["terms"] == [] for tier in told["tiers"])


def test_names_of_tiers() -> None:
    assert tier_names(1) == ["Leaders"]
    assert tier_names(2) == ["Senior", "Front line"]
    assert tier_names(3) == ["Senior", "Middle", "Front line"]
    assert tier_names(4) == ["Senior", "Middle 1", "Middle 2", "Front line"]
