"""One run, month after month: a generator of states."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import numpy as np

from sim.compiled import kernel
from sim.engine.changing_ties import apply_tie_changes, begin
from sim.engine.inputs import NO_INPUTS, Decisions
from sim.engine.step import advance
from sim.engine.workspace import Inputs, Run, chooses, listens, workspace
from sim.lanes import ALONE, Floats, Ints, Lanes, Words
from sim.measures import COLUMNS, measure
from sim.measures.measure import Scratch, scratch_for
from sim.measures.modularity import louvain
from sim.measures.silos import component_of
from sim.state import Arrays, State, empty_arrays
from sim.strategies import code
from sim.system import RunSpec, System, checked_seed
from sim.wiring import Wiring

Choices = Callable[[State], Decisions | Inputs | None] | Mapping[int, Decisions | Inputs]
"""What players decide: by month, or asked of a function that is shown the state before the month."""


def keys_of(*seeds: int) -> Words:
    """Return (2, lanes) the low and high word of each seed."""
    return np.array([[seed & 0xFFFFFFFF for seed in seeds], [seed >> 32 for seed in seeds]], dtype=np.uint64)


def codes_of(system: System) -> Ints:
    """Return (n,) the code of each organisation's strategy."""
    names = [system.strategy_of(organisation) for organisation in range(system.network.n)]
    codes = {name: code(name) for name in set(names)}
    return np.array([codes[name] for name in names], dtype=np.int64)


def start(system: System, seed: int = 0) -> State:
    """Return the state before the first month: every draw independent."""
    system = system.of_seed(checked_seed(seed))
    arrays = empty_arrays(system, 1)
    begin(ALONE, [system], _values(system, 0), arrays, keys_of(checked_seed(seed)))
    return State(system, seed, 0, arrays)


def months(
    spec: RunSpec, choices: Choices | None = None, state: State | None = None, copy: bool = True
) -> Iterator[State]:
    """Yield the states of months 1, 2, ... ``spec.months``, or from the month after ``state`` on.

    choices  what players decide in place of strategies and draws
    state    where to go on from: a state of the same system and seed, or of another system on the same network, which
             is a fork: one past, another future under the same random numbers
    copy     give each state arrays of its own; else every state yielded shares them, and the next month changes them
    """
    now = (state or start(spec.system, spec.seed)).copy()
    system = spec.system
    codes = codes_of(system)[:, None]
    par = _values(system, now.month)
    run = Run(
        wiring=system.wiring(now.month),
        par=par,
        strategies=codes,
        own_way=codes[:, 0] != 0,
        inputs=NO_INPUTS,
        work=workspace(system, 1, hearsay=listens(system), choosing=chooses(system)),
        keys=keys_of(now.seed),
    )
    nothing = np.zeros((0, len(COLUMNS), 1))
    while now.month < spec.months:
        month = now.month + 1
        if month in system.change_months:
            run = run._replace(par=_values(system, month), wiring=system.wiring(month))
            apply_tie_changes(ALONE, system, month, run.par, now.arrays, run.keys)
        decided = choices(now) if callable(choices) else (choices or {}).get(month)
        given = decided.arrays(system) if isinstance(decided, Decisions) else (decided or NO_INPUTS)
        advance(ALONE, run._replace(inputs=given), now.arrays, month, 1, nothing)
        now = State(system, now.seed, month, now.arrays)
        yield now.copy() if copy else now


def measures(state: State) -> dict[str, float]:
    """Return the measures of one state, by name, in the order of sim.measures.MEASURES."""
    row = np.zeros((len(COLUMNS), 1))
    system = state.system
    scratch = scratch_for(system.network.n)
    measure_one(ALONE, system.wiring(state.month), _values(system, state.month), state.arrays, scratch, row)
    values = dict(zip(COLUMNS, row[:, 0].tolist(), strict=True))
    return values | dict.fromkeys(EMPTY_AT_THE_START, float("nan")) if state.month == 0 else values


EMPTY_AT_THE_START = ("income", "value_lost")
"""Measures of conduct that are empty before the first month, besides those that are empty without dealings."""


def end_measures(state: State) -> tuple[float, Ints]:
    """Return (modularity of W, (n,) community of each organisation)."""
    quality, community = louvain(state.system.wiring(state.month), state.system.network.by_id, state.arrays.openness)
    return float(quality), community


def components(state: State) -> Ints:
    """Return (n,) the component of the open ties that each organisation is in, numbered in the order of positions; -1
    where it is absent.

    A silo is a component of two or more, where there is more than one such.
    """
    return component_of(state.system.wiring(state.month), state.arrays.openness)


@kernel
def measure_one(lanes: Lanes, wiring: Wiring, par: Floats, state: Arrays, scratch: Scratch, row: Floats) -> None:
    """Fill one row of measures."""
    measure(lanes, wiring, par, state, scratch, row)


def _values(system: System, month: int) -> Floats:
    return system.values(month)[..., None]
