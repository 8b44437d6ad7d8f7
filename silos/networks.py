"""A system at any month as tables: organisations, ties, relations, and views of kinds of partners."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from scenarios import Fault, Scenario, ScenarioError, load
from scenarios.loader import Source
from scenarios.schema import LONGEST_RUN
from silos.simulate import seeds_of
from sim.arrays import Floats
from sim.engine import components, months, pooled_ties, start
from sim.state import State
from sim.system import RunSpec, System

if TYPE_CHECKING:
    from sim.mesa_model import SystemModel


@dataclass(frozen=True, eq=False)
class NetworkAt:
    """A system at the end of a month (0 is the start), by the names of organisations and sectors.

    What differs by tier is the mean over tiers, and with ``_senior`` or ``_front_line`` that of one tier.

    month          of the state
    organisations  one row each: organisation, sector, group (number of the group of organisations that are open to each
                   other, if only through others), resources, orientation, purpose_held, patience
    ties           one row each: first, second, first_sector, second_sector, weight, openness (W, of both doors), pooled
                   (whether outcomes are pooled), acted and met (share of tiers, in this month)
    relations      two rows a tie: source, target, source_sector, target_sector, openness (of the source's door), trust,
                   trust_senior, trust_front_line, history, zero_sum
    views          what each organisation believes of each kind of partner that it has: organisation, sector, kind,
                   partners (how many), zero_sum, zero_sum_senior, zero_sum_front_line
    """

    month: int
    organisations: pd.DataFrame
    ties: pd.DataFrame
    relations: pd.DataFrame
    views: pd.DataFrame


def network_at(
    scenario: Source | Scenario, month: int | None = None, seed: int | None = None, set: Mapping[str, Any] | None = None
) -> NetworkAt:
    """Run a scenario up to a month, and give the system as it stands: who is tied to whom, how open, trusting, pooled,
    and what each believes of each kind of partner.

    scenario   its name, a file, nested tables, or what ``silos.load`` gave
    month      0 is the start (the last month of the scenario)
    seed       of the run (as the scenario says)
    set        parameters by dotted name, for instance ``{"game.sharing": 0.5}``
    returns    tables: organisations, ties, relations, views

    Raises ScenarioError with every fault of the scenario, of ``set``, ``month`` and ``seed``.
    """
    loaded = scenario if isinstance(scenario, Scenario) else load(scenario)
    loaded = loaded.with_settings(set) if set else loaded
    until = loaded.months if month is None else month
    if isinstance(until, bool) or not isinstance(until, int | np.integer) or not 0 <= until <= LONGEST_RUN:
        fault = Fault(file="run", name="month", value=until, message="not a month", allowed=f"[0, {LONGEST_RUN}]")
        raise ScenarioError([fault])
    (chosen,) = seeds_of([loaded.seed if seed is None else seed])
    return network_of(_state(loaded.system(), chosen, int(until)))


def network_of(run: SystemModel | State) -> NetworkAt:
    """Give the system of a model as it stands in its month.

    run        a ``silos.SystemModel``, or a state that the engine yielded
    returns    tables: organisations, ties, relations, views
    """
    state = run if isinstance(run, State) else run.state
    system, network = state.system, state.system.network
    wiring = system.wiring(state.month)
    there = np.flatnonzero(wiring.weight > 0.0)
    both = np.concatenate([there, there + network.m])
    present, views = np.flatnonzero(wiring.present), np.flatnonzero(wiring.view_partners > 0.0)
    first, second = network.first[there], network.second[there]
    ties = {
        **_ends(system, {"first": first, "second": second}),
        "weight": wiring.weight[there],
        "openness": state.openness[there] * state.openness[there + network.m],
        "pooled": pooled_ties(state)[there],
        "acted": state.acted[:, there].mean(axis=0),
        "met": state.met[:, there].mean(axis=0),
    }
    relations = {
        **_ends(system, {"source": network.source[both], "target": network.target[both]}),
        "openness": state.openness[both],
        **dict(_by_tier("trust", state.trust[:, both])),
        "history": state.history[both],
        "zero_sum": state.zero_sum.mean(axis=0)[network.view_of[both]],
    }
    organisations = {
        **_ends(system, {"organisation": present}),
        "group": components(state)[present],
        "resources": state.resources[present],
        "orientation": state.orientation[:, present].mean(axis=0),
        "purpose_held": state.purpose[:, present].mean(axis=0),
        "patience": state.patience[present],
    }
    beliefs = {
        **_ends(system, {"organisation": network.view_organisation[views]}),
        "kind": [system.sector_name(int(sector)) for sector in network.view_sector[views]],
        "partners": wiring.view_partners[views].astype(np.int64),
        **dict(_by_tier("zero_sum", state.zero_sum[:, views])),
    }
    return NetworkAt(
        state.month, pd.DataFrame(organisations), pd.DataFrame(ties), pd.DataFrame(relations), pd.DataFrame(beliefs)
    )


def _state(system: System, seed: int, month: int) -> State:
    """Return the state at the end of a month."""
    before = start(system, seed)
    following = months(RunSpec(system=system, seed=seed, months=month), state=before, copy=False)
    return deque(chain([before], following), maxlen=1)[0]


def _ends(system: System, ends: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return the names of organisations, a column an end, and then those of their sectors."""
    names = {role: [system.name_of(int(place)) for place in places] for role, places in ends.items()}
    sector = {
        "sector" if role == "organisation" else f"{role}_sector": [
            system.sector_name(int(number)) for number in system.network.sector[places]
        ]
        for role, places in ends.items()
    }
    return {**names, **sector}


def _by_tier(name: str, values: Floats) -> Iterator[tuple[str, Floats]]:
    """Yield the mean over tiers (the first axis), and the values of the senior and the front-line tier."""
    yield name, values.mean(axis=0)
    yield f"{name}_senior", values[0]
    yield f"{name}_front_line", values[-1]
