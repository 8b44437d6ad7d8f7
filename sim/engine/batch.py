"""Many runs on all cores: batches of runs side by side, threads over batches, no Python in the loop."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np

from sim.engine.initial_state import fill_start
from sim.engine.inputs import no_inputs
from sim.engine.run import codes_of, end_measures, keys_of, listens, wiring_of, work_of
from sim.engine.step import advance
from sim.lanes import ALONE, LANES, SIDE_BY_SIDE, Floats, Ints
from sim.measures import COLUMNS
from sim.network import Network
from sim.state import Arrays, State, empty_arrays
from sim.system import RunSpec

LARGE = 100_000
"""Ties from which memory matters more than speed: a run alone then takes one lane."""

RACE_SHARE = COLUMNS.index("race_share")


@dataclass(frozen=True, eq=False)
class Results:
    """What a batch of runs gave, in the order asked for.

    end            (runs, measures) of the last month, columns of sim.measures.COLUMNS
    series         (runs, months, measures), or None where it was not asked for
    modularity     (runs,)
    months_to_tip  (runs,), NaN where race_share did not stay below one half
    states         last state of each run, or empty
    """

    specs: Sequence[RunSpec]
    end: Floats
    series: Floats | None
    modularity: Floats
    months_to_tip: Floats
    states: Sequence[State] = field(default=())


def ensemble(
    specs: Sequence[RunSpec], *, series: bool = False, states: bool = False, threads: int | None = None
) -> Results:
    """Play every run; the same numbers as ``months``, whatever the order, the company or the number of threads."""
    found = sorted(batches(specs, series=series, states=states, threads=threads), key=lambda each: each[0][0])
    order = np.argsort([position for positions, _ in found for position in positions])
    parts = [part for _, part in found]
    longest = max((spec.months for spec in specs), default=0)
    return Results(
        specs=specs,
        end=_stack([part.end for part in parts], (0, len(COLUMNS)))[order],
        series=_stack([_padded(part.series, longest) for part in parts], (0, 0, len(COLUMNS)))[order]
        if series
        else None,
        modularity=_stack([part.modularity for part in parts], (0,))[order],
        months_to_tip=_stack([part.months_to_tip for part in parts], (0,))[order],
        states=_ordered(order, [state for part in parts for state in part.states]),
    )


def batches(
    specs: Iterable[RunSpec], *, series: bool = False, states: bool = False, threads: int | None = None
) -> Iterator[tuple[list[int], Results]]:
    """Play every run, giving (positions in ``specs``, their results) batch by batch as they are done, in
    order of submission.

    Runs side by side share a network, a number of tiers and of months; whoever lists such runs together is
    served fastest.
    """
    workers = threads or os.cpu_count() or 1
    with ThreadPoolExecutor(workers) as pool:
        waiting: deque[tuple[list[int], Future[Results]]] = deque()
        try:
            for positions, group in _groups(specs):
                waiting.append((positions, pool.submit(play, group, series=series, states=states)))
                if len(waiting) > 2 * workers:
                    done, result = waiting.popleft()
                    yield done, result.result()
            while waiting:
                done, result = waiting.popleft()
                yield done, result.result()
        finally:
            for _, result in waiting:
                result.cancel()


def play(specs: Sequence[RunSpec], *, series: bool = False, states: bool = False) -> Results:
    """Play at most LANES runs of one network, side by side, on this thread."""
    first, count = specs[0], len(specs)
    lanes = ALONE if count == 1 and first.system.network.m > LARGE else SIDE_BY_SIDE
    width = len(lanes)
    filled = [*specs, *[first] * (width - count)]
    systems = {id(spec.system): spec.system for spec in specs}
    wires = wiring_of(first.system.network)
    arrays = empty_arrays(first.system, width)
    keys = keys_of(*(spec.seed for spec in filled))
    codes = np.stack([codes_of(spec.system) for spec in filled], axis=-1)
    own_way = (codes != 0).any(axis=1)
    work = work_of(first.system, width, any(listens(system) for system in systems.values()))
    rows = np.zeros((first.months, len(COLUMNS), width))
    fill_start(lanes, wires, _values(filled, 0), arrays, keys)
    dates = {date for system in systems.values() for date in system.change_months}
    for month, until in _stretches(sorted(dates), first.months):
        par = _values(filled, month)
        given, stretch = no_inputs(width), rows[month - 1 : until]
        advance(lanes, wires, par, codes, own_way, arrays, given, work, keys, month, until - month + 1, stretch)
    table = np.ascontiguousarray(np.moveaxis(rows, 2, 0)[:count])
    ends = [_alone(spec, arrays, lane) for lane, spec in enumerate(specs)]
    return Results(
        specs=specs,
        end=table[:, -1].copy() if first.months else np.full((count, len(COLUMNS)), np.nan),
        series=table if series else None,
        modularity=np.array([end_measures(state)[0] for state in ends]),
        months_to_tip=np.array([months_to_tip(each) for each in table[:, :, RACE_SHARE]]),
        states=ends if states else (),
    )


def months_to_tip(race_share: Floats) -> float:
    """First month (from 1) with race_share below one half after which none has one half or more; NaN if there
    is none.

    Months without any encounter (NaN) do not count either way.
    """
    above = np.flatnonzero(race_share >= 0.5)
    after = above[-1] + 1 if len(above) else 0
    below = np.flatnonzero(race_share[after:] < 0.5)
    return float(after + below[0] + 1) if len(below) else float("nan")


def _groups(specs: Iterable[RunSpec]) -> Iterator[tuple[list[int], list[RunSpec]]]:
    """Runs that can go side by side, at most LANES together, each with its position."""
    waiting: dict[tuple[Network, int, int], tuple[list[int], list[RunSpec]]] = {}
    for position, spec in enumerate(specs):
        key = (spec.system.network, spec.system.tiers, spec.months)
        positions, group = waiting.setdefault(key, ([], []))
        positions.append(position)
        group.append(spec)
        if len(group) == LANES:
            yield waiting.pop(key)
    yield from waiting.values()


def _stretches(dates: Sequence[int], months: int) -> Iterator[tuple[int, int]]:
    """(first, last) month of each stretch in which no parameter changes."""
    starts = sorted({1, *(date for date in dates if 1 <= date <= months)})
    for first, following in zip(starts, [*starts[1:], months + 1], strict=True):
        if first <= months:
            yield first, following - 1


def _values(specs: Sequence[RunSpec], month: int) -> Floats:
    """(N_ROWS, n, lanes) parameters that hold in a month."""
    known = {id(spec.system): spec.system.values(month) for spec in specs}
    return np.stack([known[id(spec.system)] for spec in specs], axis=-1)


def _alone(spec: RunSpec, arrays: Arrays, lane: int) -> State:
    """The state of one lane."""
    mine = Arrays._make(np.ascontiguousarray(each[..., lane : lane + 1]) for each in arrays)
    return State(spec.system, spec.seed, spec.months, mine)


def _ordered(order: Ints, states: list[State]) -> list[State]:
    return [states[position] for position in order] if states else []


def _stack(parts: list[Floats], empty: tuple[int, ...]) -> Floats:
    return np.concatenate(parts) if parts else np.zeros(empty)


def _padded(series: Floats | None, months: int) -> Floats:
    """A series lengthened to ``months`` by NaN, so that runs of different length go in one table."""
    assert series is not None
    missing = np.full((series.shape[0], months - series.shape[1], series.shape[2]), np.nan)
    return np.concatenate([series, missing], axis=1)
