"""The same run is the same bits: in another order, cut and resumed, on many threads, alone or in company."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from sim.dated_ties import with_dated_ties
from sim.engine import Results, batch, batches, end_measures, ensemble, measures, months, start
from sim.measures import COLUMNS
from sim.network import Network, from_ties, generate
from sim.parameters import Parameters
from sim.state import SHAPES, State
from sim.strategies import STRATEGIES
from sim.system import Alliance, Change, RunSpec, System, TieChange
from tests.reference.traces import parameters
from tests.sim.bits import assert_same, differing, end, last
from tests.sim.twin_systems import SIZES, irregular

EVENTFUL: dict[str, Any] = {
    "dialogue.hearsay": 0.3,
    "dialogue.time_together": (0.3, 0.2, 0.1),
    "leadership.turnover": 0.05,
    "climate.rate": 0.1,
    "climate.orientation": 0.5,
    "learning.reflection": 0.3,
    "game.sharing": 0.3,
    "game.pool_trust": 0.4,
    "game.improvement_rate": 0.1,
    "dialogue.enquiry": 0.3,
    "trust.failure": 0.15,
}
WAYS = [STRATEGIES[i % len(STRATEGIES)].name for i in range(14)]
SCHEDULE = (
    Change(month=3, label="cut", settings={"resources.scarcity": 0.7}),
    Change(month=5, label="pool", settings={"game.sharing": 1.0}, organisations=(0, 3, 5), until=9),
    Change(month=8, label="leave", settings={"leadership.turnover": 0.4, "dialogue.time_together": (0.9, 0.5, 0.1)}),
)
PACTS = (
    Alliance(name="", members=(0, 1, 2, 3, 4), sharing=0.6, allocation="size", start=2, until=9),
    Alliance(name="", members=(3, 4, 5, 6), sharing=0.8, allocation="need", pool_trust=0.5, start=4),
)
REDRAWN = (
    TieChange(month=3, label="", weights={(0, 13): 1.5}, joins=(6,)),
    TieChange(month=8, label="", leaves=(7,), merges={2: 5}, weights={(0, 13): 0.0}),
)


def eventful(**changes: Any) -> System:
    """Everything happens, on an irregular weighted network of fourteen, under all strategies."""
    system = System(
        network=with_dated_ties(irregular(), REDRAWN),
        parameters=parameters(EVENTFUL),
        strategies=WAYS,
        sizes=SIZES,
        schedule=SCHEDULE,
        alliances=PACTS,
        tie_changes=REDRAWN,
        own={2: {"resources.scarcity": 0.7}, 5: {"mindset.orientation": -0.6, "game.stake": 1.4}},
    )
    return replace(system, **changes)


# --------------------------------------------------------------------------------------------------- another order

ORDER = [3, 6, 0, 13, 5, 1, 4, 2, 12, 7, 11, 9, 8, 10]
"""Position p of the other system holds organisation ORDER[p] of this one."""
PLACE = {organisation: p for p, organisation in enumerate(ORDER)}


def relabelled(system: System) -> System:
    """The same organisations and ties, listed in another order, ties upside down."""
    network = system.network
    place = np.array([PLACE[i] for i in range(network.n)])
    first, second, weight = (array[::-1] for array in (network.second, network.first, network.weight))
    return replace(
        system,
        network=from_ties(
            network.n,
            (place[first], place[second]),
            weight=weight,
            sector=network.sector[ORDER],
            ids=network.ids[ORDER],
        ),
        strategies=[system.strategies[i] for i in ORDER],
        sizes=[system.sizes[i] for i in ORDER],
        own={PLACE[i]: settings for i, settings in system.own.items()},
        schedule=[
            replace(change, organisations=change.organisations and moved(change.organisations))
            for change in system.schedule
        ],
        alliances=[replace(pact, members=moved(pact.members)) for pact in system.alliances],
        tie_changes=[
            replace(
                change,
                weights={(PLACE[i], PLACE[j]): weight for (i, j), weight in change.weights.items()},
                joins=moved(change.joins),
                leaves=moved(change.leaves),
                merges={PLACE[i]: PLACE[j] for i, j in change.merges.items()},
            )
            for change in system.tie_changes
        ],
    )


def moved(organisations: tuple[int, ...]) -> tuple[int, ...]:
    """The positions of the same organisations in the other system."""
    return tuple(PLACE[i] for i in organisations)


def views_moved(one: Network, other: Network) -> list[int]:
    """For each view of the other system the view of the same organisation of the same sector in this one."""
    views = list(zip(one.view_organisation.tolist(), one.view_sector.tolist(), strict=True))
    return [
        views.index((ORDER[p], sector))
        for p, sector in zip(other.view_organisation.tolist(), other.view_sector.tolist(), strict=True)
    ]


def test_relabelling_permutes_the_states() -> None:
    """To the last bit: what is of an organisation moves with it, what is of a tie stays in the order of ids."""
    one, other = end(eventful(), 9, 24), end(relabelled(eventful()), 9, 24)
    for name, axes in SHAPES.items():
        expected = getattr(one, name)
        if axes[-1] == "organisation":
            expected = expected[..., ORDER]
        if axes[-1] == "view":
            expected = expected[..., views_moved(one.system.network, other.system.network)]
        assert np.ascontiguousarray(expected).tobytes() == getattr(other, name).tobytes(), name
    assert PLACE[0] != 0 and one.openness.std() > 0.1


def test_relabelling_permutes_the_measures() -> None:
    one, other = end(eventful(), 9, 24), end(relabelled(eventful()), 9, 24)
    assert measures(other) == pytest.approx(measures(one), rel=1e-12, abs=1e-12)
    (quality, parts), (quality_moved, parts_moved) = end_measures(one), end_measures(other)
    assert quality_moved == pytest.approx(quality, abs=1e-12)
    same, same_moved = (label[:, None] == label[None, :] for label in (parts[ORDER], parts_moved))
    assert (same == same_moved).all()


# ------------------------------------------------------------------------------------------------- cut and resumed


@pytest.mark.parametrize("cut", [0, 1, 4, 8, 11, 12])
def test_a_run_cut_in_two_and_resumed_is_the_whole(cut: int) -> None:
    """Through bytes; the cuts lie before, at and after dated changes."""
    system, seed = eventful(), 2**63 + 11
    whole = end(system, seed, 12)
    half = last([start(system, seed), *months(RunSpec(system=system, seed=seed, months=cut))])
    kept = State.from_bytes(eventful(), half.to_bytes())
    assert_same(kept, half)
    resumed = last([kept, *months(RunSpec(system=system, seed=seed, months=12), state=kept)])
    assert_same(resumed, whole)
    assert kept.month == cut  # resuming leaves the state it went on from alone


def test_states_given_without_copying_are_the_same() -> None:
    spec = RunSpec(system=eventful(), seed=1, months=12)
    for own, shared in zip(months(spec), months(spec, copy=False), strict=True):
        assert_same(own, shared)


def test_earlier_states_are_left_alone() -> None:
    spec = RunSpec(system=eventful(), seed=1, months=6)
    kept = list(months(spec))
    assert [each.month for each in kept] == [1, 2, 3, 4, 5, 6]
    for state in kept:
        assert_same(state, end(eventful(), 1, state.month))


@pytest.mark.parametrize("damage", [b"", b"not a state", b"PK\x03\x04rubbish"])
def test_damaged_bytes_are_refused(damage: bytes) -> None:
    with pytest.raises(ValueError, match="not a saved state"):
        State.from_bytes(eventful(), damage)


def test_bytes_cut_short_are_refused() -> None:
    whole = end(eventful()).to_bytes()
    with pytest.raises(ValueError, match="not a saved state"):
        State.from_bytes(eventful(), whole[: len(whole) // 2])


def test_bytes_of_another_system_are_refused() -> None:
    other = System(network=irregular(), parameters=parameters({"structure.tiers": 2}))
    with pytest.raises(ValueError, match=r"not a state of this system: orientation has shape"):
        State.from_bytes(other, end(eventful()).to_bytes())


# ------------------------------------------------------------------------------------------------------- in company


def small(scarcity: float, **settings: Any) -> System:
    """Nine organisations complete, two tiers: quick."""
    structure = {"structure.organisations": 9, "structure.sectors": 3, "structure.tiers": 2}
    chosen = parameters({**structure, "resources.scarcity": scarcity, **settings})
    return System(network=generate(chosen.structure), parameters=chosen)


def mixed(count: int) -> list[RunSpec]:
    """Runs of unlike systems, in no order, with unlike schedules, strategies, networks, tiers and lengths."""
    systems = [
        small(0.1),
        small(0.6, **{"dialogue.hearsay": 0.5, "learning.noise": 0.0}),
        replace(small(0.3), strategies=["tit-for-tat", "race", "adaptive"] * 3),
        replace(small(0.3), schedule=(Change(month=4, label="", settings={"trust.blame": 1.0}, until=7),)),
        replace(small(0.3), schedule=(Change(month=2, label="", settings={"dialogue.hearsay": 1.0}),)),
        small(0.3, **{"leadership.turnover": 0.2}),
        small(0.3, **{"structure.network": "ring"}),
        small(0.3, **{"structure.tiers": 1}),
    ]
    return [
        RunSpec(system=systems[(5 * at + at // 7) % len(systems)], seed=at % 97, months=(10, 14, 3)[at % 11 % 3])
        for at in range(count)
    ]


def assert_alone(spec: RunSpec, results: Results, at: int) -> None:
    """What the ensemble says of one run is what the run says when it is played alone."""
    states = list(months(spec))
    assert_same(results.states[at], states[-1])
    series = np.array([list(measures(each).values()) for each in states])
    assert results.series is not None
    assert results.series[at, : spec.months].tobytes() == series.tobytes()
    assert np.isnan(results.series[at, spec.months :]).all()
    assert results.end[at].tobytes() == series[-1].tobytes()
    assert results.modularity[at : at + 1].tobytes() == np.array([end_measures(states[-1])[0]]).tobytes()
    tip = batch.months_to_tip(series[:, COLUMNS.index("race_share")])
    assert results.months_to_tip[at : at + 1].tobytes() == np.array([tip]).tobytes()


def test_a_run_alone_is_the_same_as_among_thousands() -> None:
    specs = mixed(3000)
    results = ensemble(specs, series=True, states=True)
    assert len(results.states) == len(specs)
    for at in range(0, 3000, 37):
        assert_alone(specs[at], results, at)


@pytest.mark.parametrize("count", [1, 7, 8, 9])
def test_empty_places_beside_a_run_change_nothing(count: int) -> None:
    """Runs go eight abreast; places left over are filled and thrown away."""
    specs = [RunSpec(system=eventful(), seed=seed, months=10) for seed in range(count)]
    results = ensemble(specs, series=True, states=True)
    assert results.end.shape == (count, len(COLUMNS))
    for at, spec in enumerate(specs):
        assert_alone(spec, results, at)


def test_a_large_system_goes_alone_and_gives_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    spec = RunSpec(system=eventful(), seed=5, months=10)
    monkeypatch.setattr(batch, "LARGE", 0)
    assert_alone(spec, ensemble([spec], series=True, states=True), 0)


@pytest.mark.parametrize("threads", [2, 8])
def test_many_threads_give_the_same_as_one(threads: int) -> None:
    specs = mixed(400)
    one, many = (ensemble(specs, series=True, states=True, threads=each) for each in (1, threads))
    assert one.series is not None and many.series is not None
    for name in ("end", "series", "modularity", "months_to_tip"):
        assert getattr(one, name).tobytes() == getattr(many, name).tobytes()
    assert not [at for at in range(400) if differing(one.states[at], many.states[at])]


def test_batches_cover_every_run_once() -> None:
    specs = mixed(100)
    seen: list[int] = []
    for positions, results in batches(iter(specs), threads=2):
        assert [specs[at] for at in positions] == list(results.specs)
        seen += positions
    assert sorted(seen) == list(range(100))


def test_no_runs_and_no_months() -> None:
    assert ensemble([]).end.shape == (0, len(COLUMNS))
    results = ensemble([RunSpec(system=small(0.3), months=0)], series=True, states=True)
    assert np.isnan(results.end).all()
    assert_same(results.states[0], start(small(0.3)))


# ------------------------------------------------------------------------------------------------- equal systems


def test_networks_that_are_equal_run_side_by_side() -> None:
    def network() -> Network:
        return generate(Parameters().structure)

    assert network() == network()
    assert hash(network()) == hash(network())
    assert network() != irregular()
