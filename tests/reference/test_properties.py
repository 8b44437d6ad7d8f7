"""Properties that hold exactly in any run: sections 8 to 10 of the specification."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from sim.network import from_ties, generate
from sim.system import Alliance, Change, System, TieChange
from tests.reference import twin
from tests.reference.measures import measures
from tests.reference.traces import Run, parameters

EVENTFUL: dict[str, Any] = {
    "dialogue.hearsay": 0.3,
    "dialogue.enquiry": 0.4,
    "dialogue.time_together": 0.5,
    "leadership.turnover": 0.05,
    "climate.rate": 0.1,
    "climate.orientation": 0.5,
    "learning.reflection": 0.3,
    "game.sharing": 0.3,
    "game.pool_trust": 0.5,
    "game.improvement": 0.6,
    "game.improvement_rate": 0.2,
}


def default_system(settings: dict[str, Any] | None = None, n: int = 9, **parts: Any) -> System:
    chosen = parameters({"structure.organisations": n, "structure.sectors": 3, **(settings or {})})
    return System(network=generate(chosen.structure), parameters=chosen, **parts)


def months(run: Run, system: System, seed: int, count: int) -> Sequence[twin.TwinState]:
    return run(system, seed, [twin.Inputs()] * count)


@pytest.mark.parametrize("sharing", [0.0, 0.3, 1.0])
@pytest.mark.parametrize("allocation", ["equal", "size", "need"])
def test_a_race_against_a_battle_sums_to_exactly_zero(sharing: float, allocation: str, runner: Run) -> None:
    """Before pooling and after, in any parts; sharing 1 gives each its part of the sum of other dealings."""
    settings = {"game.sharing": sharing, "game.allocation": allocation, "game.intensity": 1.7}
    system = default_system(settings, strategies=["random"] * 9, sizes=[0.3 + i for i in range(9)])
    m, crossed = system.network.m, 0
    for state in months(runner, system, 4, 12)[1:]:
        for k in range(system.tiers):
            for t in range(m):
                first, second = state.outcome[k][t], state.outcome[k][t + m]
                if state.acted[k][t] and state.stance[k][t] != state.stance[k][t + m]:
                    crossed += 1
                    assert first + second == 0.0
                elif state.acted[k][t] and sharing == 1.0 and allocation == "size":
                    i, j = int(system.network.first[t]), int(system.network.second[t])
                    assert first == pytest.approx((first + second) * (0.3 + i) / (0.6 + i + j))
    assert crossed > 50


def test_a_purpose_with_no_time_together_changes_nothing(runner: Run) -> None:
    alone = {"dialogue.time_together": 0.0, "dialogue.purpose": 0.0}
    urged = {**alone, "dialogue.purpose": 1.0, "dialogue.purpose_rate": 1.0}
    assert months(runner, default_system(alone), 5, 12) == months(runner, default_system(urged), 5, 12)


def test_a_purpose_nobody_believes_has_no_weight(runner: Run) -> None:
    unbelieved = {"history.trust": 0.0, "history.spread": 0.0, "history.in_group": 0.0, "history.memory": 0.0}
    *_, state = months(runner, default_system({**unbelieved, "dialogue.time_together": 1.0}), 5, 12)
    assert any(met for tier in state.met for met in tier)
    assert all(held == 0 for tier in state.purpose for held in tier)


def test_a_run_cut_in_two_equals_the_whole(runner: Run) -> None:
    system = default_system(EVENTFUL)
    *_, whole = months(runner, system, 6, 10)
    *_, state = months(runner, system, 6, 4)
    for _ in range(6):
        twin.month(system, 6, state)
    assert state == whole


def test_a_month_stays_within_its_ranges(runner: Run) -> None:
    wild = {"mindset.spread": 0.6, "mindset.zero_sum_spread": 0.5, "history.spread": 0.4, "learning.noise": 0.1}
    system = default_system({**EVENTFUL, **wild, "leadership.patience_spread": 0.4})
    for state in months(runner, system, 8, 24):
        assert all(-1 <= taste <= 1 for tier in state.orientation for taste in tier)
        shares = [*state.zero_sum, *state.purpose, *state.trust, state.history, state.openness]
        assert all(0 <= share <= 1 for tier in shares for share in tier)
        assert all(0 <= patience <= 0.95 for patience in state.patience)
        assert min(state.resources) >= 0


def test_a_tie_change_that_changes_nothing(runner: Run) -> None:
    system = default_system(EVENTFUL)
    unchanged = TieChange(month=3, label="", weights={(0, 1): 1.0}, joins=(), leaves=(), merges={})
    assert months(runner, replace(system, tie_changes=[unchanged]), 2, 8) == months(runner, system, 2, 8)


def test_an_alliance_on_the_terms_that_hold_anyway(runner: Run) -> None:
    system = default_system(EVENTFUL)
    ally = Alliance(name="", members=(0, 1, 5), sharing=0.3, allocation="equal", pool_trust=0.5, start=1, until=None)
    assert months(runner, replace(system, alliances=[ally]), 2, 8) == months(runner, system, 2, 8)


ORDER = [3, 6, 0, 5, 1, 4, 2]
"""Position p of the relabelled system holds organisation ORDER[p] of the other."""
PLACE = {organisation: p for p, organisation in enumerate(ORDER)}


def labelled(place: dict[int, int]) -> System:
    """A system of seven, organisation i of which stands at position place[i]."""
    n = len(place)
    at = sorted(place, key=lambda i: place[i])
    ties = [(i, j) for i in range(n) for j in range(i) if (i + j) % 4]
    network = from_ties(
        n,
        list(zip(*[(place[i], place[j]) for i, j in ties], strict=True)),  # type: ignore[arg-type]
        sector=[[0, 0, 1, 1, 2, 2, 2][i] for i in at],  # type: ignore[arg-type]
        ids=[[50, 7, 23, 4_000_000_000, 1, 99, 12][i] for i in at],  # type: ignore[arg-type]
    )
    own = {2: {"resources.scarcity": 0.7}, 5: {"mindset.orientation": -0.6}}
    cut = Change(month=4, label="", settings={"resources.scarcity": 0.6}, organisations=(place[0], place[3]))
    redrawn = TieChange(
        month=5,
        label="",
        weights={(place[0], place[1]): 2.0},
        joins=(),
        leaves=(place[6],),
        merges={place[4]: place[2]},
    )
    pact = Alliance(name="", members=(place[0], place[2], place[5]), sharing=0.8, allocation="size", start=2, until=8)
    return System(
        network=network,
        parameters=parameters(EVENTFUL),
        sizes=[1.0 + i for i in at],
        own={place[i]: settings for i, settings in own.items()},
        schedule=[cut],
        tie_changes=[redrawn],
        alliances=[pact],
    )


def test_relabelling_permutes_the_results(runner: Run) -> None:
    *_, first = months(runner, labelled({i: i for i in range(7)}), 9, 12)
    *_, second = months(runner, labelled(PLACE), 9, 12)
    assert second.trust == first.trust  # relations are ordered by ids
    assert second.openness == first.openness
    assert second.pooled == first.pooled
    for name in ("orientation", "purpose", "performance"):
        permuted = [[tier[i] for i in ORDER] for tier in getattr(first, name)]
        assert getattr(second, name) == [pytest.approx(tier, abs=1e-12) for tier in permuted], name
    for name in ("resources", "conduct", "patience"):
        permuted = [getattr(first, name)[i] for i in ORDER]
        assert getattr(second, name) == pytest.approx(permuted, abs=1e-12), name


def test_scarcity_closes_doors(runner: Run) -> None:
    def openness(scarcity: float) -> float:
        system = default_system({"resources.scarcity": scarcity}, n=12)
        ends = [months(runner, system, seed, 36)[-1] for seed in range(2)]
        return sum(measures(system, state)["openness"] for state in ends) / len(ends)

    assert openness(0.0) > 1.5 * openness(0.3) > 3 * openness(0.6)
