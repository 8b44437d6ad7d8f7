"""Many runs on all cores: batches of runs side by side, threads over batches, no Python in the loop."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np

from sim.cores import cores
from sim.engine.changing_ties import apply_tie_changes, begin
from sim.engine.inputs import no_inputs
from sim.engine.run import codes_of, end_measures, keys_of
from sim.engine.step import advance
from sim.engine.workspace import Run, chooses, listens, workspace
from sim.lanes import ALONE, LANES, SIDE_BY_SIDE, Floats, Ints, Lanes
from sim.measures import COLUMNS
from sim.measures.regimes import regime
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
    regime         (runs,), position in sim.measures.regimes.REGIMES of how each ended; NaN for runs of no month
    states         last state of each run, or empty
    """

    specs: Sequence[RunSpec]
    end: Floats
    series: Floats | None
    modularity: Floats
    months_to_tip: Floats
    regime: Floats
    states: Sequence[State] = field(default=())

    @property
    def at_the_end(self) -> Floats:
        """(runs, measures) of the end: COLUMNS, then END_MEASURES."""
        return np.column_stack([self.end, self.modularity, self.months_to_tip, self.regime])


def ensemble(
    specs: Sequence[RunSpec], *, series: bool = False, states: bool = False, threads: int | None = None
) -> Results:
    """Play every run; the same numbers as ``months``, whatever the order, the company or the number of threads."""
    played = sorted(batches(specs, series=series, states=states, threads=threads), key=lambda batch: batch[0][0])
    order = np.argsort([position for positions, _ in played for position in positions])
    parts = [part for _, part in played]
    longest = max((spec.months for spec in specs), default=0)
    return Results(
        specs=specs,
        end=_stack([part.end for part in parts], (0, len(COLUMNS)))[order],
        series=_stack([_padded(part.series, longest) for part in parts], (0, 0, len(COLUMNS)))[order]
        if series
        else None,
        modularity=_stack([part.modularity for part in parts], (0,))[order],
        months_to_tip=_stack([part.months_to_tip for part in parts], (0,))[order],
        regime=_stack([part.regime for part in parts], (0,))[order],
        states=_ordered(order, [state for part in parts for state in part.states]),
    )


def batches(
    specs: Iterable[RunSpec], *, series: bool = False, states: bool = False, threads: int | None = None
) -> Iterator[tuple[list[int], Results]]:
    """Play every run, yielding (positions in ``specs``, their results) batch by batch as they are done, in
    order of submission.

    Runs side by side share a network with its dated ties and alliances, a number of tiers and of months; whoever lists
    such runs together is served fastest.
    """
    workers = threads or cores()
    if workers == 1:
        for positions, group in _groups(specs):
            yield positions, play(group, series=series, states=states)
        return
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
    filled = [*specs, *[first] * (len(lanes) - count)]
    arrays = empty_arrays(first.system, len(lanes))
    rows = np.zeros((first.months, len(COLUMNS), len(lanes)))
    _play_months(lanes, filled, arrays, rows)
    table = np.ascontiguousarray(np.moveaxis(rows, 2, 0)[:count])
    ends = [_alone(spec, arrays, lane) for lane, spec in enumerate(specs)]
    end = table[:, -1].copy() if first.months else np.full((count, len(COLUMNS)), np.nan)
    return Results(
        specs=specs,
        end=end,
        series=table if series else None,
        modularity=np.array([end_measures(state)[0] for state in ends]),
        months_to_tip=np.array([months_to_tip(race_share) for race_share in table[:, :, RACE_SHARE]]),
        regime=regimes(end, int(first.system.present(first.months).sum())),
        states=ends if states else (),
    )


def _play_months(lanes: Lanes, specs: Sequence[RunSpec], arrays: Arrays, rows: Floats) -> None:
    """Play the runs from the start to the end, one stretch of months without changes after the other."""
    system, months = specs[0].system, specs[0].months
    systems = list({id(spec.system): spec.system for spec in specs}.values())
    codes = np.stack([codes_of(spec.system) for spec in specs], axis=-1)
    run = Run(
        wiring=system.wiring(0),
        par=_values(specs, 0),
        strategies=codes,
        own_way=(codes != 0).any(axis=1),
        inputs=no_inputs(len(lanes)),
        work=workspace(system, len(lanes), hearsay=any(map(listens, systems)), choosing=any(map(chooses, systems))),
        keys=keys_of(*(spec.seed for spec in specs)),
    )
    begin(lanes, [spec.system for spec in specs], run.par, arrays, run.keys)
    dates = {date for system in systems for date in system.change_months}
    for month, until in _stretches(sorted(dates), months):
        run = run._replace(par=_values(specs, month), wiring=system.wiring(month))
        apply_tie_changes(lanes, system, month, run.par, arrays, run.keys)
        advance(lanes, run, arrays, month, until - month + 1, rows[month - 1 : until])


def regimes(end: Floats, n: int) -> Floats:
    """Return (runs,) the position in REGIMES of how each run ended; NaN where nothing was measured.

    end  (runs, measures)
    n    organisations that are there at the end
    """
    largest, alone, silos = (end[:, COLUMNS.index(name)] for name in ("largest", "alone", "silos"))
    return np.where(np.isnan(largest), np.nan, regime(largest, alone, silos, n))


def months_to_tip(race_share: Floats) -> float:
    """Return the first month with race_share below one half after which none has one half or more; NaN if none.

    Months without any encounter (NaN) do not count either way.
    """
    above = np.flatnonzero(race_share >= 0.5)
    after = above[-1] + 1 if len(above) else 0
    below = np.flatnonzero(race_share[after:] < 0.5)
    return float(after + below[0] + 1) if len(below) else float("nan")


def _groups(specs: Iterable[RunSpec]) -> Iterator[tuple[list[int], list[RunSpec]]]:
    """Yield runs that can go side by side, at most LANES together, each with its position."""
    waiting: dict[tuple[object, ...], tuple[list[int], list[RunSpec]]] = {}
    for position, spec in enumerate(specs):
        key = (*spec.system.ties_key, spec.system.tiers, spec.months)
        positions, group = waiting.setdefault(key, ([], []))
        positions.append(position)
        group.append(spec)
        if len(group) == LANES:
            yield waiting.pop(key)
    yield from waiting.values()


def _stretches(dates: Sequence[int], months: int) -> Iterator[tuple[int, int]]:
    """Yield (first, last) month of each stretch in which no parameter changes."""
    starts = sorted({1, *(date for date in dates if 1 <= date <= months)})
    for first, following in zip(starts, [*starts[1:], months + 1], strict=True):
        if first <= months:
            yield first, following - 1


def _values(specs: Sequence[RunSpec], month: int) -> Floats:
    """Return (N_ROWS, n, lanes) parameters that hold in a month."""
    values = {id(spec.system): spec.system.values(month) for spec in specs}
    return np.stack([values[id(spec.system)] for spec in specs], axis=-1)


def _alone(spec: RunSpec, arrays: Arrays, lane: int) -> State:
    """Return the state of one lane."""
    own = Arrays._make(np.ascontiguousarray(array[..., lane : lane + 1]) for array in arrays)
    return State(spec.system, spec.seed, spec.months, own)


def _ordered(order: Ints, states: list[State]) -> list[State]:
    return [states[position] for position in order] if states else []


def _stack(parts: list[Floats], empty: tuple[int, ...]) -> Floats:
    return np.concatenate(parts) if parts else np.zeros(empty)


def _padded(series: Floats | None, months: int) -> Floats:
    """Return a series lengthened to ``months`` by NaN, so that runs of different length go in one table."""
    assert series is not None
    missing = np.full((series.shape[0], months - series.shape[1], series.shape[2]), np.nan)
    return np.concatenate([series, missing], axis=1)
