"""Data of ``silos demo``: silos that outlast their cause, and the policies that take them down or do not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from experiments import Experiment
from experiments import load as experiment
from results import open_store
from scenarios import load
from sim.arrays import Floats
from sim.engine import months
from sim.measures.regimes import ONE_SYSTEM, REGIMES
from sim.system import RunSpec, System

if TYPE_CHECKING:
    import pandas as pd

    from sim.state import State

SCENARIO = "lean-years"
EXPERIMENT = "what-dissolves-silos"
"""The sweep of policies behind the picture."""
OPENNESS = "openness_across"
NOTHING, SPARED = "nothing", "no lean years"
"""The policy that does nothing, and the one without the cause."""
USELESS, USEFUL = ("money", "more time", "pooling by choice"), ("pooling by order", "time and enquiry")
"""Policies that are drawn, beside the two above."""
HEADLINE = "Silos outlast their cause: money does not take them down; time with enquiry does, or pooling by order"
"""What a stranger should remember; the test of the demonstration holds it to the runs."""


@dataclass(frozen=True, eq=False)
class Demonstration:
    """One system that went through lean years, and what became of it under each policy.

    across     by policy: (runs, months) openness across sectors
    together   by policy: share of runs that end as one system
    moments    months of the maps: the start, the end of the lean years, the month before policies begin, the end
    states     of one run with the scenario's seed: the first three moments, then the end with money and with enquiry
    """

    experiment: Experiment
    across: Mapping[str, Floats]
    together: Mapping[str, float]
    moments: tuple[int, int, int, int]
    states: tuple[State, State, State, State, State]

    @property
    def runs(self) -> int:
        """Runs of each policy."""
        return len(self.across[NOTHING])

    @property
    def finding(self) -> str:
        """The finding in numbers, in one line."""
        useless = max(self.together[policy] for policy in USELESS)
        useful = min(self.together[policy] for policy in USEFUL)
        return (
            f"Without the lean years {self.together[SPARED]:.0%} of runs end as one system, with them"
            f" {self.together[NOTHING]:.0%}. Money, more hours or an offer to pool make it {useless:.0%} at most; twice"
            f" the hours spent on enquiry, or an order to pool, {useful:.0%}"
        )


def demonstrate(store: str) -> Demonstration:
    """The sweep as a store has it, and maps of one run; the same numbers on any machine."""
    tried = experiment(EXPERIMENT)
    with open_store(store, make=False) as opened:
        runs = opened.runs(tried.name, columns=["policy", "run", "seed", "regime"])
        series = opened.series(tried.name, columns=["run", "month", OPENNESS])
    wide = series.pivot(index="run", columns="month", values=OPENNESS)
    one_system = REGIMES.index(ONE_SYSTEM)
    return Demonstration(
        experiment=tried,
        across={policy: wide.loc[rows["run"]].to_numpy(dtype=float) for policy, rows in _by_policy(runs)},
        together={policy: float((rows["regime"] == one_system).mean()) for policy, rows in _by_policy(runs)},
        moments=(moments := _moments(tried)),
        states=_states(tried, moments),
    )


def _by_policy(runs: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    return [(str(policy), rows) for policy, rows in runs.groupby("policy", sort=False)]


def _moments(tried: Experiment) -> tuple[int, int, int, int]:
    """Months of the maps, from the dates of the scenario and of the first policy that begins later."""
    (lean,) = load(SCENARIO).schedule
    scenarios = {case.policy: case.scenario for case in tried.cases}
    change = scenarios[USELESS[0]].schedule[-1]
    assert lean.until is not None
    return 1, lean.until - 1, change.month - 1, scenarios[NOTHING].months


def _states(tried: Experiment, moments: tuple[int, int, int, int]) -> tuple[State, State, State, State, State]:
    """One run at those months, and its end under the first policy that fails and the last that works."""
    scenarios = {case.policy: case.scenario for case in tried.cases}
    seed, (start, lean, waited, end) = load(SCENARIO).seed, moments
    before = _run(scenarios[NOTHING].system(), seed, (start, lean, waited))
    ends = [_run(scenarios[policy].system(), seed, (end,))[0] for policy in (USELESS[0], USEFUL[-1])]
    return before[0], before[1], before[2], ends[0], ends[1]


def _run(system: System, seed: int, wanted: tuple[int, ...]) -> list[State]:
    spec = RunSpec(system=system, seed=seed, months=max(wanted))
    return [state for month, state in enumerate(months(spec), 1) if month in wanted]
