"""Two policies with the same seed meet the same luck: no mechanism reshuffles the draws of another."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from scenarios import load
from sim.engine import Decisions, months, start
from sim.network import from_ties
from sim.state import SHAPES, State
from sim.system import Change, RunSpec, System
from tests.reference.traces import parameters
from tests.sim.bits import differing, end, without

LIVELY: dict[str, Any] = {
    "dialogue.hearsay": 0.3,
    "leadership.turnover": 0.1,
    "learning.reflection": 0.5,
    "trust.failure": 0.2,
}


def plain(**settings: Any) -> System:
    return load("plain").system(set={name.replace("__", "."): value for name, value in settings.items()})


FIRST_MONTH: dict[str, tuple[dict[str, float], dict[str, float], set[str]]] = {
    # name: (one setting, another, the arrays that may differ after one month)
    "hearsay": ({"dialogue.hearsay": 0.0}, {"dialogue.hearsay": 1.0}, {"trust", "openness"}),
    "purpose": ({"dialogue.purpose_rate": 0.0}, {"dialogue.purpose_rate": 1.0}, {"purpose"}),
    "another purpose": ({"dialogue.purpose": 0.0}, {"dialogue.purpose": 1.0}, set()),  # nobody held it before
    "enquiry": ({"dialogue.enquiry": 0.0}, {"dialogue.enquiry": 1.0}, {"zero_sum"}),
    "insight": ({"learning.insight": 0.0}, {"learning.insight": 1.0}, {"zero_sum"}),
    "gloss": ({"learning.gloss": 0.0}, {"learning.gloss": 1.0}, {"openness"}),
    "improvement": ({"game.improvement_rate": 0.0}, {"game.improvement_rate": 1.0}, {"conduct"}),
    "reflection": ({"learning.reflection": 0.0}, {"learning.reflection": 1.0}, {"orientation", "zero_sum"}),
    "noise": ({"learning.noise": 0.0}, {"learning.noise": 0.1}, {"orientation"}),
    "voice": ({"dialogue.voice": 0.0}, {"dialogue.voice": 1.0}, {"trust", "openness"}),
    "walls": ({"boundary.closing": 0.0}, {"boundary.closing": 1.0}, {"openness"}),
    "gain": ({"resources.gain": 0.0}, {"resources.gain": 2.0}, {"resources"}),
    "blame": (
        {"trust.failure": 0.5, "trust.blame": 0.0},
        {"trust.failure": 0.5, "trust.blame": 1.0},
        {"trust", "history", "openness", "memory", "zero_sum", "purpose"},
    ),
    "turnover": (
        {"leadership.patience": 0.0, "leadership.patience_spread": 0.0, "leadership.turnover": 0.0},
        {"leadership.patience": 0.0, "leadership.patience_spread": 0.0, "leadership.turnover": 1.0},
        {"trust", "orientation", "zero_sum", "purpose"},
    ),
}


@pytest.mark.parametrize("mechanism", FIRST_MONTH)
def test_a_mechanism_touches_only_what_it_is_about(mechanism: str) -> None:
    one, other, touched = FIRST_MONTH[mechanism]
    off, on = (end(load("plain").system(set=each), seed=3, length=1) for each in (one, other))
    assert touched == set(differing(off, on))


def test_the_start_is_the_same_luck_under_other_means() -> None:
    """Orientation and history of two systems differ by the difference of their means, nothing else."""
    one, other = (start(plain(mindset__orientation=mean, history__trust=0.5 + mean), 5) for mean in (-0.1, 0.1))
    assert np.allclose(other.orientation - one.orientation, 0.2, atol=1e-12)
    inside = (one.history > 0) & (other.history < 1)
    assert np.allclose((other.history - one.history)[inside], 0.2, atol=1e-12)


@pytest.mark.parametrize("way", ["race", "battle", "random", "tit-for-tat"])
def test_who_acts_and_who_meets_is_luck_and_not_conduct(way: str) -> None:
    """Doors half open for good, means that do not follow income: then conduct moves no encounter."""
    system = plain(boundary__openness=0.7, boundary__closing=0.0, boundary__opening=0.0, resources__gain=0.0)
    other = replace(system, strategies=[way] * system.network.n)
    for one, two in zip(
        months(RunSpec(system=system, seed=8, months=24)),
        months(RunSpec(system=other, seed=8, months=24)),
        strict=True,
    ):
        assert not differing(one, two, ["acted", "met", "openness"])
        assert differing(one, two, ["stance"])


def two_worlds(**changes: Any) -> System:
    """Two systems of four that are not tied to each other, in one."""
    ties = [(i + 4 * world, j + 4 * world) for world in (0, 1) for j in range(4) for i in range(j)]
    network = from_ties(8, (np.array([i for i, _ in ties]), np.array([j for _, j in ties])), sector=np.arange(8) % 2)
    return replace(System(network=network, parameters=parameters(LIVELY)), **changes)


ELSEWHERE: dict[str, dict[str, Any]] = {
    "strategies": {"strategies": ["battle"] * 4 + ["adaptive"] * 4},
    "parameters": {"own": {i: {"trust.failure": 0.9, "leadership.turnover": 0.9} for i in range(4)}},
    "hearsay": {"own": {i: {"dialogue.hearsay": 0.0} for i in range(4)}},
    "schedule": {
        "schedule": (Change(month=4, label="", settings={"resources.scarcity": 0.9}, organisations=(0, 1, 2, 3)),)
    },
}


@pytest.mark.parametrize("change", ELSEWHERE)
def test_what_happens_elsewhere_changes_nothing_here(change: str) -> None:
    whole, changed = end(two_worlds(), 2, 24), end(two_worlds(**ELSEWHERE[change]), 2, 24)
    assert_second_world_same(whole, changed)
    assert differing(whole, changed)


def test_decisions_elsewhere_change_nothing_here() -> None:
    decided = Decisions(
        stances={(0, 1, None): False, (2, 3, 0): True}, doors={(1, 0): 0.1}, meetings={(0, 1, None): True}
    )
    spec = RunSpec(system=two_worlds(), seed=2, months=24)
    *_, changed = months(spec, dict.fromkeys(range(1, 25), decided))
    whole = end(two_worlds(), 2, 24)
    assert_second_world_same(whole, changed)
    assert differing(whole, changed)


def assert_second_world_same(one: State, other: State) -> None:
    """Organisations 4 to 7, their ties and relations: the same to the last bit."""
    network = one.system.network
    second_world = {
        "organisation": np.arange(8) >= 4,
        "relation": network.source >= 4,
        "tie": network.first >= 4,
        "view": network.view_organisation >= 4,
    }
    for name, axes in SHAPES.items():
        kept = second_world[axes[-1]]
        assert getattr(one, name)[..., kept].tobytes() == getattr(other, name)[..., kept].tobytes(), name


def test_a_newcomer_leaves_the_luck_of_others_as_it_was() -> None:
    """One more organisation, tied to nobody: the others stay the same to the last bit."""
    system = two_worlds()
    network = system.network
    wider = from_ties(9, (network.first, network.second), sector=np.append(network.sector, 0))
    alone, joined = end(system, 6, 24), end(replace(system, network=wider), 6, 24)
    by_organisation = [name for name, axes in SHAPES.items() if axes[-1] == "organisation"]
    assert not differing(alone, joined, without(*by_organisation))
    for name in by_organisation:
        assert getattr(joined, name)[..., :8].tobytes() == getattr(alone, name).tobytes()


def test_another_seed_is_another_luck() -> None:
    assert set(differing(end(plain(), 0, 6), end(plain(), 1, 6))) == set(without("pooled"))  # imposed on all
