"""What a scenario becomes: settings over defaults, sectors under organisations, dates, networks, ids."""

from __future__ import annotations

import numpy as np
import pytest

from scenarios import ScenarioError, Settings, load
from scenarios.names import Numbered, ids_of
from sim.parameters import PARAMETERS, ROWS, Parameters

PAIR = {
    "sectors": {"care": {"resources.scarcity": 0.4, "trust.rate": 0.3, "strategy": "grim"}, "health": {}},
    "organisations": [
        {"name": "Council", "sector": "care", "trust.rate": 0.5},
        {"name": "Charity", "sector": "care", "strategy": "race", "size": 3},
        {"name": "Hospital", "sector": "health"},
    ],
}


def column(system: object, name: str, month: int = 1) -> list[float]:
    return system.values(month)[ROWS[name]].tolist()  # type: ignore[attr-defined]


def test_nothing_given_is_the_model_page() -> None:
    system = load({}).system()
    assert system.parameters == Parameters()
    assert (system.network.n, system.network.m, list(system.sectors)) == (
        20,
        190,
        [f"Sector {i}" for i in (1, 2, 3, 4)],
    )
    assert system.network.ids.tolist() == list(range(20))
    assert load("plain").system().parameters == Parameters()


def test_organisations_over_sectors_over_everyone() -> None:
    system = load(PAIR).system()
    assert column(system, "resources.scarcity") == [0.4, 0.4, PARAMETERS["resources.scarcity"].default]
    assert column(system, "trust.rate") == [0.5, 0.3, PARAMETERS["trust.rate"].default]
    assert list(system.strategies) == ["grim", "race", "adaptive"]
    assert list(system.sizes) == [1.0, 3.0, 1.0]
    assert system.parameters.structure.organisations == 3
    assert system.parameters.structure.sectors == 2


def test_set_replaces_what_holds_for_everyone_and_no_more() -> None:
    system = load(PAIR).system({"trust.rate": 0.9, "resources.scarcity": 0.1})
    assert column(system, "trust.rate") == [0.5, 0.3, 0.9]
    assert column(system, "resources.scarcity") == [0.4, 0.4, 0.1]
    again = load(PAIR).with_settings({"trust.rate": 0.9}).with_settings({"trust.rate": np.float64(0.8)})
    assert again.settings == Settings({"trust.rate": 0.8})


def test_set_changes_the_structure() -> None:
    system = load("plain").system(
        {"structure.organisations": 7, "structure.network": "ring", "structure.tiers": np.int64(1)}
    )
    assert (system.network.n, system.tiers, len(system.sectors)) == (7, 1, 4)
    tied = load({**PAIR, "ties": [{"from": "Council", "to": "Hospital", "weight": 2}]})
    assert tied.system().network.m == 1
    assert tied.system({"structure.network": "complete"}).network.m == 3


@pytest.mark.parametrize(
    "settings, name, near",
    [
        ({"game.sharin": 0.5}, "game.sharin", "game.sharing"),
        ({"sharing": 0.5}, "sharing", "game.sharing"),
        ({"gain": 1}, "gain", "resources.gain"),
        ({"game.sharing": 2}, "game.sharing", ""),
        ({"game.sharing": "0.5"}, "game.sharing", ""),
        ({"structure.tiers": 2.5}, "structure.tiers", ""),
        ({"structure.sectors": 2}, "structure.sectors", ""),
        ({"structure.organisations": 2}, "structure.organisations", ""),
        ({"dialogue.time_together": [0.1, 0.2]}, "dialogue.time_together", ""),
        ({"game": {"sharing": 0.5}}, "game", ""),
        ({7: 1}, "7", ""),
    ],
)
def test_set_is_checked(settings: dict[str, object], name: str, near: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        load(PAIR).system(settings)
    (fault,) = caught.value.faults
    assert (fault.file, fault.name, fault.nearest) == ("set", name, near)


def test_one_value_for_each_tier_must_fit_the_tiers_that_are_set() -> None:
    scenario = load({"dialogue.time_together": (0.3, 0.2, 0.1)})
    first = ROWS["dialogue.time_together"]
    assert scenario.system().values(1)[first : first + 3, 0].tolist() == [0.3, 0.2, 0.1]
    with pytest.raises(ScenarioError, match="3 values for 2 tiers"):
        scenario.system({"structure.tiers": 2})


def test_dates() -> None:
    dated = {
        "schedule": [
            {"month": 3, "until": 5, "label": "a cut", "sector": "care", "resources.scarcity": 0.8},
            {"month": 4, "label": "a deal", "organisation": "Hospital", "resources": {"scarcity": 0.2}},
            {"month": 6, "label": "only a date"},
        ]
    }
    system = load({**PAIR, **dated}).system()
    scarcity = {month: column(system, "resources.scarcity", month) for month in (2, 3, 4, 5)}
    assert scarcity == {2: [0.4, 0.4, 0.3], 3: [0.8, 0.8, 0.3], 4: [0.8, 0.8, 0.2], 5: [0.4, 0.4, 0.2]}
    assert [change.label for change in system.schedule] == ["a cut", "a deal", "only a date"]


def test_sectors_of_organisations_that_are_made() -> None:
    scenario = load(
        {"structure.organisations": 4, "structure.sectors": 2, "sectors": {"Sector 2": {"trust.rate": 0.9}}}
    )
    assert column(scenario.system(), "trust.rate") == [0.2, 0.2, 0.9, 0.9]
    with pytest.raises(ScenarioError, match="a sector without organisations"):
        scenario.system({"structure.sectors": 1})


def test_the_same_network_for_every_run_of_a_system() -> None:
    scenario = load(PAIR)
    assert scenario.system().network is scenario.system({"game.sharing": 0.5, "structure.tiers": 1}).network


def test_a_million_organisations_are_made_quickly() -> None:
    system = load({"structure.organisations": 1_000_000, "structure.network": "ring"}).system()
    assert system.network.n == len(system.names) == 1_000_000
    assert system.names[999_999] == "Organisation 1000000"


def test_ids_come_from_names() -> None:
    # BLAKE2b with a digest of 4 bytes, as b2sum --length 32 prints it.
    assert ids_of(["Dorset County Hospital NHS FT"]) == {"Dorset County Hospital NHS FT": 0x4D5BAEE7}


def test_ids_that_meet_are_told_apart_in_any_order(monkeypatch: pytest.MonkeyPatch) -> None:
    from scenarios import names

    real = names._hash
    monkeypatch.setattr(names, "_hash", lambda name, again: real(name, again) % 5)
    several = [f"organisation {i}" for i in range(5)]
    ids = ids_of(several)
    assert sorted(ids.values()) == [0, 1, 2, 3, 4]
    assert ids_of(reversed(several)) == ids


def test_numbered_names() -> None:
    names = Numbered("Sector", 3)
    assert list(names) == names[:] == ["Sector 1", "Sector 2", "Sector 3"]
    assert names[-1] == "Sector 3"
    assert "Sector 0" not in names and "Sector 4" not in names and "Sector 01" not in names and 1 not in names
    with pytest.raises(ValueError):
        names.index("Sector 4")


def test_settings_cannot_be_changed() -> None:
    settings = Settings({"game.sharing": 0.5})
    with pytest.raises(TypeError):
        settings["game.sharing"] = 1.0  # type: ignore[index]
    assert hash(settings) == hash(Settings([("game.sharing", 0.5)]))
