"""One run, month after month: a generator of states."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from weakref import WeakKeyDictionary

import numpy as np

from sim.compiled import kernel
from sim.engine.initial_state import fill_start
from sim.engine.inputs import NO_INPUTS, Decisions
from sim.engine.rows import DIALOGUE_HEARSAY, GAME_BENEFIT, GAME_INTENSITY, LEARNING_VISIBILITY
from sim.engine.step import advance
from sim.engine.workspace import Work
from sim.lanes import ALONE, Floats, Ints, Lanes, Words
from sim.measures import COLUMNS, measure
from sim.measures.modularity import louvain
from sim.network import Network
from sim.state import Arrays, State, Wiring, empty_arrays, extent, wiring
from sim.strategies import code
from sim.system import RunSpec, System

Choices = Callable[[State], Decisions | None] | Mapping[int, Decisions]
"""What players decide: by month, or asked of a function that is shown the state before the month."""


_WIRINGS: WeakKeyDictionary[Network, Wiring] = WeakKeyDictionary()


def wiring_of(network: Network) -> Wiring:
    """The network's arrays for the kernels, made once and kept as long as the network is."""
    found = _WIRINGS.get(network)
    if found is None:
        found = _WIRINGS[network] = wiring(network)
    return found


def keys_of(*seeds: int) -> Words:
    """(2, lanes) low and high word of each seed."""
    return np.array([[seed & 0xFFFFFFFF for seed in seeds], [seed >> 32 for seed in seeds]], dtype=np.uint64)


def codes_of(system: System) -> Ints:
    """(n,) code of each organisation's strategy."""
    names = system.strategies or ["adaptive"] * system.network.n
    known = {name: code(name) for name in set(names)}
    return np.array([known[name] for name in names], dtype=np.int64)


def listens(system: System) -> bool:
    """Whether any organisation ever listens to hearsay, so that room for it is needed."""
    return any(bool((system.values(month)[DIALOGUE_HEARSAY] > 0.0).any()) for month in (0, *system.change_months))


def work_of(system: System, lanes: int, hearsay: bool) -> Work:
    """Room to work in."""
    size = extent(system)
    n, units = size["organisation"], (size["tier"], size["organisation"], lanes)
    told = (size["tier"], size["relation"], lanes) if hearsay else (0, 0, lanes)
    return Work(
        scarcity=np.zeros((n, lanes)),
        unit_income=np.zeros(units),
        meetings=np.zeros(units),
        orientation=np.zeros(units),
        told=np.zeros(told),
        left=np.zeros((n, lanes)),
    )


def start(system: System, seed: int = 0) -> State:
    """The state before the first month: every draw independent."""
    RunSpec(system=system, seed=seed)
    arrays = empty_arrays(system, 1)
    fill_start(ALONE, wiring_of(system.network), _values(system, 0), arrays, keys_of(seed))
    return State(system, seed, 0, arrays)


def months(
    spec: RunSpec, choices: Choices | None = None, state: State | None = None, copy: bool = True
) -> Iterator[State]:
    """The states of months 1, 2, ... ``spec.months``, or from the month after ``state`` on.

    choices  what players decide in place of strategies and luck
    state    where to go on from: a state of the same system and seed
    copy     give each state arrays of its own; else every state yielded shares them, and the next month changes them
    """
    now = (state or start(spec.system, spec.seed)).copy()
    system = now.system
    wires, codes = wiring_of(system.network), codes_of(system)[:, None]
    own_way = codes[:, 0] != 0
    work = work_of(system, 1, listens(system))
    keys, nothing = keys_of(now.seed), np.zeros((0, len(COLUMNS), 1))
    par = _values(system, now.month)
    while now.month < spec.months:
        month = now.month + 1
        if month in system.change_months:
            par = _values(system, month)
        decided = choices(now) if callable(choices) else (choices or {}).get(month)
        given = decided.arrays(system) if decided else NO_INPUTS
        advance(ALONE, wires, par, codes, own_way, now.arrays, given, work, keys, month, 1, nothing)
        now = State(system, now.seed, month, now.arrays)
        yield now.copy() if copy else now


def measures(state: State) -> dict[str, float]:
    """The measures of one state, by name, in the order of sim.measures.MEASURES."""
    row = np.zeros((len(COLUMNS), 1))
    system = state.system
    measure_one(ALONE, wiring_of(system.network), _values(system, state.month), state.arrays, row)
    return dict(zip(COLUMNS, row[:, 0].tolist(), strict=True))


def end_measures(state: State) -> tuple[float, Ints]:
    """(modularity of W, (n,) community of each organisation)."""
    network = state.system.network
    quality, community = louvain(wiring_of(network), network.by_id, state.arrays.openness)
    return float(quality), community


@kernel
def measure_one(lanes: Lanes, wiring: Wiring, par: Floats, state: Arrays, row: Floats) -> None:
    """Fill one row of measures."""
    measure(lanes, wiring, par, LEARNING_VISIBILITY, GAME_BENEFIT, GAME_INTENSITY, state, row)


def _values(system: System, month: int) -> Floats:
    return system.values(month)[..., None]


__all__ = ["Arrays", "Choices", "end_measures", "measures", "months", "start"]
