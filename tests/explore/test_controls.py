"""Controls say what the parameters' declarations say."""

from __future__ import annotations

import math

import pytest

from dashboards.explore.controls import FIRST, controls
from dashboards.explore.session import Session
from sim.parameters import PARAMETERS


def test_every_parameter_once_in_its_group() -> None:
    first, *groups = controls(Session().setup)
    assert [each["name"] for each in first["controls"]] == list(FIRST)
    listed = [(group["name"], each["name"]) for group in groups for each in group["controls"]]
    assert sorted(name for _, name in listed) == sorted(PARAMETERS)
    assert all(name.startswith(f"{group}.") for group, name in listed)
    assert [group["name"] for group in groups] == list(dict.fromkeys(name.split(".")[0] for name in PARAMETERS))


def test_each_as_declared() -> None:
    for group in controls(Session().setup)[1:]:
        for each in group["controls"]:
            parameter = PARAMETERS[each["name"]]
            assert each["meaning"] == parameter.meaning
            assert each["allowed"] == [
                bound if math.isfinite(bound) else None for bound in (parameter.low, parameter.high)
            ]
            assert (each["question"], tuple(each["ends"])) == (parameter.question or each["label"], parameter.ends)
            assert each["dated"] != parameter.structural
            assert not each["changed"]
            if not each["choices"]:
                assert parameter.low <= each["low"] <= each["value"] <= each["high"] <= parameter.high


def test_changed_ones_are_marked_until_they_are_back() -> None:
    session = Session("scenario=special-measures")
    own = session.setup.value("game.sharing")
    session.workbench.set("game.sharing", 0.7)
    marked = [
        (c["name"], c["value"], c["default"]) for g in controls(session.setup) for c in g["controls"] if c["changed"]
    ]
    assert set(marked) == {("game.sharing", 0.7, own)}
    session.workbench.reset("game.sharing")
    assert not session.setup.settings
    assert session.setup.value("game.sharing") == own


def test_a_listed_system_offers_no_number_of_organisations() -> None:
    names = [c["name"] for g in controls(Session("scenario=dorset-2016").setup) for c in g["controls"]]
    assert "structure.organisations" not in names
    assert "structure.tiers" in names


def test_those_with_values_of_their_own_are_counted() -> None:
    found = {
        c["name"]: c["local"] for g in controls(Session("scenario=internal-market-1991").setup) for c in g["controls"]
    }
    assert found["game.expansion"] == 1  # the sector of hospitals
    assert found["game.benefit"] == 0


@pytest.mark.parametrize("name", [name for name, each in PARAMETERS.items() if not each.choices])
def test_both_ends_of_every_slider_make_a_system(name: str) -> None:
    session = Session("structure.organisations=12")
    control = next(c for g in controls(session.setup) for c in g["controls"] if c["name"] == name)
    for value in (control["low"], control["high"]):
        session.workbench.set(name, value)
        session.playback.step()
        assert session.notice == ""
        assert session.setup.value(name) == value
