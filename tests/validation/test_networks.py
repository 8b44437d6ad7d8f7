"""Real networks: E-I indices by hand, random mixing where there is nothing else, and silos that are there."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pytest

from experiments.validation.networks import RealNetwork, compare_network, real_networks

NAMES = [f"organisation {letter}" for letter in "abcdefghijkl"]
SECTORS = {name: "left" if at < 6 else "right" for at, name in enumerate(NAMES)}
TIES = tuple(combinations(NAMES, 2))


def network(open_within: bool, open_across: bool) -> RealNetwork:
    """Everybody tied to everybody; which doors are open."""
    opened = [(a, b) for a, b in TIES if (open_within if SECTORS[a] == SECTORS[b] else open_across)]
    return RealNetwork("made", SECTORS, TIES, frozenset(opened))


def test_two_silos_are_seen_as_more_inward_than_chance() -> None:
    found = compare_network(network(True, False), seeds=3)
    assert found is not None
    assert found.measured["openness_within"] == 1.0
    assert found.measured["openness_across"] == 0.0
    assert found.measured["ei_index"] == -1.0
    assert found.measured["modularity"] == pytest.approx(0.5)
    assert found.side(found.measured["ei_index"]) == "more inward"


def test_all_doors_open_are_as_chance_has_it() -> None:
    """E-I of two equal halves: (36 - 30) / 66 whichever way the kinds are shuffled."""
    found = compare_network(network(True, True), seeds=3)
    assert found is not None
    assert found.measured["ei_index"] == pytest.approx(6 / 66)
    assert found.random["ei_index"] == pytest.approx((6 / 66,) * 3)
    assert found.side(found.measured["ei_index"]) == "as random"


def test_doors_across_alone_are_more_outward() -> None:
    found = compare_network(network(False, True), seeds=3)
    assert found is not None
    assert found.side(found.measured["ei_index"]) == "more outward"


def test_what_cannot_be_judged_is_left_out() -> None:
    assert compare_network(RealNetwork("few", SECTORS, TIES[:3], frozenset()), seeds=3) is None
    assert compare_network(RealNetwork("one kind", dict.fromkeys(NAMES, "x"), TIES, frozenset(TIES)), seeds=3) is None


def test_the_real_ones(shared: Path) -> None:
    """As their own notes count them: thirty organisations and seven operations."""
    found = {each.name: each for each in real_networks(shared / "data")}
    assert len(found) == 8
    assert len(found["Chemicals 1984"].sectors) == 30
    for each in found.values():
        assert each.open <= {*each.ties} or each.name == "Chemicals 1984"
        assert all(a < b for a, b in each.ties)


def test_no_networks_where_there_is_no_data(tmp_path: Path) -> None:
    assert not list(real_networks(tmp_path))
