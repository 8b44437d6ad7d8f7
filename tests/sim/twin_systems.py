"""Systems in which everything happens at once, for the engine and the twin to play."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.dated_ties import with_dated_ties
from sim.measured_start import MeasuredStart
from sim.network import Network, equal_sectors, from_ties, generate
from sim.parameters import ALLOCATIONS, PARAMETERS, Parameter, Parameters
from sim.strategies import STRATEGIES
from sim.system import Alliance, Change, System, TieChange

N = 14
MIXED = [STRATEGIES[i % len(STRATEGIES)].name for i in range(N)]
SIZES = [0.5 + i for i in range(N)]


def parameters(**groups: dict[str, Any]) -> Parameters:
    return Parameters.model_validate(groups)


def irregular(seed: int = 5, n: int = N) -> Network:
    """Organisations in three sectors, ids and weights out of order, the last one alone."""
    rng = np.random.default_rng(seed)
    first, second = np.triu_indices(n - 1, 1)
    kept = rng.random(len(first)) < 0.4
    ids = rng.permutation(1000)[:n]
    weight = rng.uniform(0.2, 3.0, kept.sum())
    return from_ties(n, (first[kept], second[kept]), weight=weight, sector=equal_sectors(n, 3), ids=ids)


LIVELY: dict[str, dict[str, Any]] = {
    "trust": {"failure": 0.2},
    "dialogue": {"time_together": (0.2, 0.4, 0.6), "hearsay": 0.4, "bridging": 0.3, "enquiry": 0.3},
    "leadership": {"turnover": 0.1},
    "learning": {"reflection": 0.3, "noise": 0.05, "insight": 0.3, "gloss": 0.6},
    "climate": {"orientation": -0.5, "rate": 0.02},
    "game": {"sharing": 0.3, "expansion": 0.4, "intensity": 1.3, "improvement": 0.8, "improvement_rate": 0.1},
}


def own_way(i: int) -> dict[str, float]:
    """Parameters in which organisation i differs from all others."""
    return {
        "game.benefit": 0.5 + 0.1 * i,
        "game.sharing": i / 14,
        "trust.failure": i / 20,
        "boundary.openness": 1 - i / 20,
        "mindset.rationality": float(i),
        "leadership.turnover": i / 50,
        "dialogue.hearsay": i / 14,
        "history.in_group": i / 30,
    }


CHANGES = (
    Change(month=3, label="cut", settings={"resources.scarcity": 0.7}),
    Change(month=5, label="pool", settings={"game.sharing": 1.0}, organisations=(0, 3, 5), until=9),
    Change(month=6, label="talk", settings={"dialogue.hearsay": 0.9, "dialogue.time_together": (0.9, 0.5, 0.1)}),
    Change(month=7, label="free", settings={"game.pool_trust": 0.5}, until=10),
)

ALLIANCES = (
    Alliance(name="imposed", members=(0, 1, 2, 3, 4, 5), sharing=0.6, allocation="size"),
    Alliance(name="for a while", members=(4, 5, 6, 7, 8, 9), sharing=0.4, allocation="need", start=3, until=8),
    Alliance(name="chosen", members=(2, 3, 8, 9, 10, 11), sharing=0.9, pool_trust=0.45, start=2),
)

REDRAWN = (
    TieChange(month=2, label="", weights={(0, 13): 1.5, (12, 13): 0.7}, joins=(6,)),
    TieChange(month=4, label="", leaves=(7,), weights={(0, 13): 0.0, (1, 2): 0.0, (3, 4): 2.0}),
    TieChange(month=5, label="", merges={2: 5, 9: 10}),
    TieChange(month=5, label="", weights={(1, 12): 1.0}),
    TieChange(month=7, label="", joins=(8,), merges={5: 1}, weights={(0, 13): 0.3}),
    TieChange(month=9, label="", joins=(7,), weights={(12, 13): 0.0}),
)


def redrawn(**parts: Any) -> System:
    return System(network=with_dated_ties(irregular(), REDRAWN), tie_changes=REDRAWN, **parts)


def measured(network: Network, tiers: int = 3) -> MeasuredStart:
    """A start of which about half was measured."""
    rng = np.random.default_rng(11)

    def half(*shape: int) -> np.ndarray:
        values = rng.random(shape)
        return np.where(rng.random(shape) < 0.5, values, np.nan)

    relations = 2 * network.m
    living = np.tile(network.weight > 0, 2)
    return MeasuredStart(
        trust=np.where(living, half(tiers, relations), np.nan),
        history=np.where(living, half(relations), np.nan),
        openness=np.where(living, half(relations), np.nan),
        zero_sum=half(tiers, len(network.view_sector)),
    )


SYSTEMS = {
    "plain": System(network=generate(Parameters().structure)),
    "lively": System(network=irregular(), parameters=parameters(**LIVELY)),
    "one tier": System(network=irregular(), parameters=parameters(structure={"tiers": 1}, dialogue={"hearsay": 1.0})),
    "five tiers": System(
        network=irregular(), parameters=parameters(structure={"tiers": 5}, leadership={"turnover": 0.3})
    ),
    "all strategies": System(network=irregular(), strategies=MIXED, parameters=parameters(**LIVELY)),
    "own ways": System(network=irregular(), own={i: own_way(i) for i in range(N)}),
    "changing": System(network=irregular(), schedule=CHANGES, parameters=parameters(**LIVELY)),
    "by size": System(
        network=irregular(), sizes=SIZES, parameters=parameters(game={"sharing": 0.7, "allocation": "size"})
    ),
    "by need": System(network=irregular(), parameters=parameters(game={"sharing": 0.7, "allocation": "need"})),
    "chosen": System(network=irregular(), parameters=parameters(game={"sharing": 0.7, "pool_trust": 0.45})),
    "measured": System(network=irregular(), parameters=parameters(**LIVELY), measured=measured(irregular())),
    "allied": System(network=irregular(), sizes=SIZES, alliances=ALLIANCES, parameters=parameters(**LIVELY)),
    "redrawn": redrawn(parameters=parameters(**LIVELY)),
    "redrawn, one tier": redrawn(parameters=parameters(structure={"tiers": 1})),
    "everything": redrawn(
        parameters=parameters(**LIVELY),
        own={i: own_way(i) for i in range(N)},
        sizes=SIZES,
        strategies=["adaptive"] * 7 + MIXED[:7],
        schedule=CHANGES,
        alliances=ALLIANCES,
    ),
    "two apart": System(network=from_ties(2, (np.array([], int), np.array([], int)))),
}


# ------------------------------------------------------------------------------------------------ random systems


def differing(rng: np.random.Generator, n: int, tiers: int) -> dict[int, dict[str, Any]]:
    """Parameters of organisations that differ in every one: each lies somewhere between default and usual ends."""

    def value(parameter: Parameter) -> float:
        end = rng.choice([end for end in parameter.usual if end != parameter.default])
        return float(parameter.default + rng.uniform(0.1, 1.0) * (end - parameter.default))

    free = {
        name: parameter
        for name, parameter in PARAMETERS.items()
        if not parameter.structural and parameter.whose != "system"
    }
    return {
        i: {
            name: tuple(value(parameter) for _ in range(tiers)) if parameter.per_tier else value(parameter)
            for name, parameter in free.items()
        }
        for i in range(n)
    }


def unlike(seed: int) -> System:
    """Three tiers, and no two organisations alike in anything."""
    return System(network=irregular(), own=differing(np.random.default_rng(seed), N, 3))


def random_system(seed: int) -> System:
    """Any system: tiers, network, parameters, strategies, dated changes, alliances and ties by chance."""
    rng = np.random.default_rng(seed)
    n, tiers = int(rng.integers(4, 11)), int(rng.choice([1, 2, 3, 5]))
    changes = random_tie_changes(rng, n)
    pool_trust = float(rng.choice([0.0, 0.4]))
    own = differing(rng, n, tiers)
    for settings in own.values():
        settings["game.pool_trust"] *= pool_trust
    return System(
        network=with_dated_ties(irregular(seed, n), changes),
        parameters=parameters(
            structure={"tiers": tiers}, game={"allocation": str(rng.choice(ALLOCATIONS)), "pool_trust": pool_trust}
        ),
        own=own if rng.random() < 0.7 else {},
        sizes=rng.uniform(0.5, 9.0, n).tolist(),
        strategies=["adaptive" if rng.random() < 0.7 else str(rng.choice(MIXED)) for _ in range(n)],
        schedule=[
            Change(month=month, label="", settings={"game.pool_trust": float(rng.choice([0.0, 0.3, 0.6]))})
            for month in (3, 6)
        ],
        alliances=[random_alliance(rng, n) for _ in range(rng.integers(0, 4))],
        tie_changes=changes,
    )


def random_alliance(rng: np.random.Generator, n: int) -> Alliance:
    start = int(rng.integers(0, 6))
    return Alliance(
        name="",
        members=tuple(rng.permutation(n)[: rng.integers(2, n + 1)].tolist()),
        sharing=float(rng.random()),
        allocation=rng.choice(ALLOCATIONS),
        pool_trust=float(rng.choice([0.0, 0.3, 0.5])),
        start=start,
        until=start + int(rng.integers(0, 6)) if rng.random() < 0.7 else None,
    )


def random_tie_changes(rng: np.random.Generator, n: int) -> tuple[TieChange, ...]:
    """Some join, some leave, some go over, some ties begin, end or weigh otherwise; each organisation goes once."""
    order = rng.permutation(n).tolist()
    joining, leaving, merging = order[0], order[1], order[2]
    staying = order[3:]
    changes = [
        TieChange(month=int(rng.integers(1, 8)), label="", joins=(joining,)),
        TieChange(month=int(rng.integers(1, 8)), label="", leaves=(leaving,)),
        TieChange(month=int(rng.integers(1, 8)), label="", merges={merging: int(rng.choice(staying))}),
    ]
    for _ in range(rng.integers(0, 5)):
        i, j = rng.permutation(n)[:2].tolist()
        weight = float(rng.choice([0.0, rng.uniform(0.2, 3.0)]))
        changes.append(TieChange(month=int(rng.integers(1, 9)), label="", weights={(i, j): weight}))
    return tuple(changes[at] for at in rng.permutation(len(changes)) if rng.random() < 0.8)
