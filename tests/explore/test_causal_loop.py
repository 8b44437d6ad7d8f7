"""The loop has the numbers of the run, and each arrow the sign that the model's own rules give it."""

from __future__ import annotations

import pytest

import silos
from dashboards.explore.causal_loop import ARROWS, NODES, loop, loop_values
from dashboards.explore.interventions import INTERVENTIONS
from dashboards.explore.session import Session
from dashboards.explore.setup import Setup
from scenarios import load
from sim.rules.belief import learnt_belief
from sim.rules.boundary import updated_openness
from sim.rules.trust import race_seen, updated_trust

SIGN = {(arrow.cause, arrow.effect): arrow.sign for arrow in ARROWS}


def test_the_numbers_are_the_months() -> None:
    session = Session("scenario=five-organisations&seed=3&month=12&trust.blame=0.35")
    row = silos.run("five-organisations", set={"trust.blame": 0.35}, seeds=[3], months=12).iloc[-1]
    state = session.playback.state()
    values = loop_values(state, session.playback.row)
    for key, column in (("trust", "trust"), ("belief", "zero_sum"), ("time", "meetings"), ("races", "race_share")):
        assert values[key] == pytest.approx(row[column])
    assert values["blame"] == pytest.approx(0.35)
    assert values["doors"] == pytest.approx(state.openness.mean())
    assert {node["value"] for node in loop(state, session.playback.row)["nodes"]} >= {f"{row['trust']:.2f}", "0.35"}


def test_before_the_first_month_nothing_was_seen() -> None:
    session = Session("scenario=five-organisations")
    drawn = loop(session.playback.state(), session.playback.row)
    assert next(node for node in drawn["nodes"] if node["key"] == "races")["value"] == "–"


def test_the_signs_are_those_of_the_rules() -> None:
    assert SIGN["trust", "doors"] == 1
    assert updated_openness(0.5, 0.9, 0.2, 0.1) > updated_openness(0.5, 0.1, 0.2, 0.1)
    assert SIGN["races", "trust"] == 1
    assert updated_trust(0.5, True, 0.2, 1.5) > 0.5 > updated_trust(0.5, False, 0.2, 1.5)
    assert SIGN["races", "belief"] == -1
    assert learnt_belief(0.5, 1.0, 0.0, 1.0, 0.2) < learnt_belief(0.5, 1.0, 1.0, 1.0, 0.2)
    assert SIGN["blame", "races"] == -1
    assert race_seen(True, True, False) and not race_seen(True, True, True)


def test_a_lever_moves_its_quantity_of_the_declared_sign() -> None:
    keys = {node.key for node in NODES}
    assert {key for pair in SIGN for key in pair} == keys
    assert all(kind in INTERVENTIONS for node in NODES for kind in node.levers)
    parameters = {"scarcity": "resources.scarcity", "time": "dialogue.time_together", "blame": "trust.blame"}
    now = {name: float(Setup(scenario=load("plain")).default(name)) for name in parameters.values()}
    for key, kind in (("scarcity", "budgets-cut"), ("time", "meet-more")):
        assert INTERVENTIONS[kind].change(now)[parameters[key]] > now[parameters[key]]
    assert INTERVENTIONS["no-blame"].change(now)["trust.blame"] == 0.0
