"""What the network's picture says against the state it is of."""

from __future__ import annotations

import math

import numpy as np
import pytest

from dashboards.explore.headline import beside, headline
from dashboards.explore.network_layout import HEIGHT, WIDTH, frame, places
from dashboards.explore.session import Session
from dashboards.explore.timeline import dealings

SYSTEMS = ("month=30", "scenario=internal-market-1991&month=60", "scenario=greater-manchester-2015&month=5")


@pytest.mark.parametrize("address", SYSTEMS)
def test_ties_one_character_each(address: str) -> None:
    session = Session(address)
    state = session.playback.state()
    m, found = state.system.network.m, frame(state)["ties"]
    assert len(found) == m
    kinds = dealings(state)
    for tie, character in enumerate(found):
        both = state.openness[tie] * state.openness[tie + m]
        level = sum(both >= step for step in (0.04, 0.25, 0.5, 0.75))
        assert divmod(ord(character) - ord("0"), 5) == (kinds[tie], level)


@pytest.mark.parametrize("address", SYSTEMS)
def test_walls_are_how_closed_doors_are(address: str) -> None:
    state = Session(address).playback.state()
    network, shown = state.system.network, frame(state)
    for i in range(network.n):
        assert shown["walls"][i] == pytest.approx(100 * (1 - state.openness[network.source == i].mean()), abs=0.51)
    for rank, sector in enumerate(sorted(set(network.sector.tolist()))):
        out = (network.sector[network.source] == sector) & (network.sector[network.target] != sector)
        assert shown["borders"][rank] == pytest.approx(100 * (1 - state.openness[out].mean()), abs=0.51)


@pytest.mark.parametrize("address", SYSTEMS)
def test_silos_are_those_that_are_measured(address: str) -> None:
    session = Session(address)
    found = frame(session.playback.state())["silo"]
    row = session.playback.row
    groups = len({silo for silo in found if silo >= 0})
    assert row["silos"] == (groups if groups > 1 else 0)
    assert row["alone"] == found.count(-1)


def test_one_tier_shows_its_own_dealings() -> None:
    state = Session("month=20").playback.state()
    for tier in range(3):
        kinds = [(ord(each) - 48) // 5 for each in frame(state, tier)["ties"]]
        acted = state.acted[tier].astype(bool)
        assert [kind > 0 for kind in kinds] == acted.tolist()


@pytest.mark.parametrize(
    ("sizes", "shut", "said"),
    [
        ([20], 0.1, "One system of 20"),
        ([20], 0.3, "One system of 20, but one door in four is shut"),
        ([20], 0.72, "One system of 20, but three of four doors are shut"),
        ([20], 0.95, "One system of 20, but nearly all doors are shut"),
        ([19, 1], 0.3, "One system of 19, but 1 is alone"),
        ([9, 1, 1, 1], 0.6, "One system of 9, but 3 are alone"),
        ([1, 1, 1], 1.0, "Everyone is alone: 3 organisations, each behind its walls"),
        ([1], 0.0, "One organisation"),
        ([4, 1, 1], 0.7, "4 still work together; 2 are alone"),
        ([2, 5, 1, 3], 0.7, "3 silos, of 5, 3 and 2; 1 is alone"),
        ([2] * 7, 0.9, "7 silos, of 2, 2, 2, 2, 2 and fewer"),
    ],
)
def test_a_headline_grades(sizes: list[int], shut: float, said: str) -> None:
    assert headline(sizes, shut) == said


@pytest.mark.parametrize(
    ("race_share", "said"),
    [
        (0.95, "those who deal with each other race"),
        (0.5, "those who deal with each other race and battle by turns"),
        (0.1, "those who deal with each other battle"),
        (math.nan, ""),
    ],
)
def test_beside_it_stands_what_those_do_who_deal_with_each_other(race_share: float, said: str) -> None:
    assert beside(race_share) == said


def test_silos_stand_apart_and_nobody_on_another() -> None:
    playback = Session("seed=1&month=120").playback
    for month in range(0, 121, 12):
        playback.seek(month)
        shown = frame(playback.state())
        parts = len({silo for silo in shown["silo"] if silo >= 0}) + shown["silo"].count(-1)
        assert (shown["at"] is None) == (parts == 1)
        if shown["at"] is None:
            continue
        x, y, r = np.array(shown["at"]).T
        assert (x - r >= 0).all() and (x + r <= WIDTH).all() and (y - r >= 0).all() and (y + r <= HEIGHT).all()
        apart = np.hypot(x[:, None] - x, y[:, None] - y) - r[:, None] - r
        assert (apart[~np.eye(len(x), dtype=bool)] > 0).all()
        for silo in {silo for silo in shown["silo"] if silo >= 0}:
            members = np.array(shown["silo"]) == silo
            middle = x[members].mean(), y[members].mean()
            reach = (np.hypot(x[members] - middle[0], y[members] - middle[1]) + r[members]).max()
            away = np.hypot(x[~members] - middle[0], y[~members] - middle[1]) - r[~members]
            assert (away > reach).all(), "the circle round a silo holds its members alone"
        assert frame(playback.state())["at"] == shown["at"], "the same state gives the same picture"


@pytest.mark.parametrize(
    "address", [*SYSTEMS, "structure.organisations=200", "scenario=two-neighbours", "scenario=pandemic-2020"]
)
def test_nobody_stands_on_another_or_outside(address: str) -> None:
    system = Session(address).setup.system
    nodes = places(system)["nodes"]
    x, y, r = (np.array([node[key] for node in nodes]) for key in "xyr")
    assert (x - r >= 0).all() and (x + r <= WIDTH).all() and (y - r >= 0).all() and (y + r <= HEIGHT).all()
    apart = np.hypot(x[:, None] - x, y[:, None] - y) - r[:, None] - r
    assert (apart[~np.eye(len(nodes), dtype=bool)] > 0).all()


def test_larger_ones_are_drawn_larger() -> None:
    system = Session("scenario=greater-manchester-2015").setup.system
    radius = [node["r"] for node in places(system)["nodes"]]
    order = np.argsort(system.sizes, kind="stable")
    assert (np.diff(np.array(radius)[order]) >= 0).all()
    assert radius[order[-1]] > 1.5 * radius[order[0]]


def test_each_stands_on_its_sectors_island() -> None:
    drawn = places(Session("scenario=integrated-care-board-2022").setup.system)
    for node in drawn["nodes"]:
        own = drawn["sectors"][node["sector"]]
        assert np.hypot(node["x"] - own["x"], node["y"] - own["y"]) <= own["r"]
