"""The model as a Mesa model: Mesa's own tools work on it, and the engine steps it.

``SystemModel`` is one run: a step is a month, played by the kernels that play every other run, so its numbers are
theirs bit for bit.  ``Organisation`` is a view on the arrays of its state.  Neither has anything of its own, and no
other file imports Mesa.

Mesa 3.3 (Python 3.11) to 3.5 differ: ``batch_run`` of 3.3 leaves out the last step of every model (ask for one month
more), and that of 3.5 sets ``seed`` to None where it finds it in a model's signature, hence it hides among ``kwargs``.
"""

from __future__ import annotations

import copy
import secrets
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

import mesa
import numpy as np
from mesa.agent import AgentSet
from numpy.typing import NDArray

from sim import engine
from sim.engine import Decisions, months_to_tip
from sim.measures import COLUMNS
from sim.state import State
from sim.system import RunSpec, System

STANCES = ("battle", "race")
"""What the bytes 0 and 1 of a stance mean."""

AGENT_REPORTERS = {
    "organisation": "name",
    "sector": "sector",
    "own_orientation": "orientation",
    "own_purpose": "purpose",
    "own_trust": "mean_trust",
    "own_openness": "mean_openness",
    "own_resources": "resources",
    "own_income": "income",
    "own_performance": "performance",
}
"""What is collected of each organisation.  ``batch_run`` puts it in one row with the measures, so no name is theirs."""

ENDLESS = 2**32 - 1
"""The months that the engine is asked for: ``running`` tells when a run is over, and steps may go on after that."""

FRESH = 2**53
"""Fresh seeds are below this: every program that reads tables keeps them exactly."""

GENERATORS = (np.random.Generator, np.random.BitGenerator, np.random.SeedSequence)  # noqa: TID251

ARGUMENTS = ("scenario", "rng", "seed", "months")


class Organisation(mesa.Agent):
    """One organisation: a view on the arrays of the model's state.

    What is felt or done toward partners comes as a dictionary by the partner's name.  What differs by tier comes as
    the mean over tiers, and of one tier (0 is the senior one) by the method ``..._at``.
    """

    model: SystemModel

    def __init__(self, model: SystemModel, position: int) -> None:
        super().__init__(model)
        self.position = position
        """Where it stands in the arrays, and what ``Decisions`` call it."""

    @property
    def name(self) -> str:
        """Unlike all others."""
        return self.model.system.name_of(self.position)

    @property
    def sector(self) -> str:
        """The sector it belongs to."""
        return self.model.system.sector_name(int(self.model.system.network.sector[self.position]))

    @property
    def size(self) -> float:
        """How large it is drawn."""
        return self.model.system.size_of(self.position)

    @property
    def strategy(self) -> str:
        """How it chooses, as ``silos.strategies`` has it."""
        return self.model.system.strategy_of(self.position)

    @property
    def relations(self) -> NDArray[np.int64]:
        """Where its relations stand in the arrays, in the order of ``partners``."""
        return self.model.system.network.relations_of(self.position)

    @property
    def partners(self) -> AgentSet:
        """The organisations it has a tie with."""
        everyone = self.model.organisations
        partners = self.model.system.network.target[self.relations]
        return AgentSet([everyone[each] for each in partners], random=self.model.random)

    @property
    def orientation(self) -> float:
        """From -1 (zero-sum) to 1 (the system's outcome)."""
        return float(self.model.state.orientation[:, self.position].mean())

    def orientation_at(self, tier: int) -> float:
        """The orientation of one tier.

        tier     0 is the senior one
        returns  from -1 (zero-sum) to 1 (the system's outcome)
        """
        return float(self.model.state.orientation[tier, self.position])

    @property
    def zero_sum(self) -> dict[str, float]:
        """The zero-sum belief about each kind of partner, by the sector's name: the mean over tiers."""
        return self._about_kinds(self.model.state.zero_sum.mean(axis=0))

    def zero_sum_at(self, tier: int) -> dict[str, float]:
        """The zero-sum belief of one tier about each kind of partner.

        tier     0 is the senior one
        returns  from 0 to 1 by the sector's name
        """
        return self._about_kinds(self.model.state.zero_sum[tier])

    @property
    def purpose(self) -> float:
        """The weight of the common purpose in its mind, from 0 to 1."""
        return float(self.model.state.purpose[:, self.position].mean())

    @property
    def patience(self) -> float:
        """Of its senior leader, from 0 to .95."""
        return float(self.model.state.patience[self.position])

    @property
    def trust(self) -> dict[str, float]:
        """Trust in each partner: the probability that it races, as felt."""
        return self._toward(self.model.state.trust[:, self.relations].mean(axis=0))

    def trust_at(self, tier: int) -> dict[str, float]:
        """The trust of one tier in each partner.

        tier     0 is the senior one
        returns  a probability by the partner's name
        """
        return self._toward(self.model.state.trust[tier, self.relations])

    @property
    def mean_trust(self) -> float:
        """Mean over partners and tiers; NaN without partners."""
        return _mean(self.model.state.trust[:, self.relations])

    @property
    def history(self) -> dict[str, float]:
        """What its institution remembers of each partner."""
        return self._toward(self.model.state.history[self.relations])

    @property
    def openness(self) -> dict[str, float]:
        """How open its door is to each partner."""
        return self._toward(self.model.state.openness[self.relations])

    @property
    def mean_openness(self) -> float:
        """Mean over partners; NaN without partners."""
        return _mean(self.model.state.openness[self.relations])

    @property
    def stance(self) -> dict[str, str]:
        """What its senior tier chose toward each partner this month: race or battle."""
        return self.stance_at(0)

    def stance_at(self, tier: int) -> dict[str, str]:
        """What one tier chose toward each partner this month.

        tier     0 is the senior one
        returns  race or battle by the partner's name
        """
        chosen = self._toward(self.model.state.stance[tier, self.relations])
        return {partner: STANCES[stance] for partner, stance in chosen.items()}

    @property
    def resources(self) -> float:
        """Relative to need."""
        return float(self.model.state.resources[self.position])

    @property
    def income(self) -> float:
        """Of the month, net of the cost of meetings."""
        return float(self.model.state.income[self.position])

    @property
    def performance(self) -> float:
        """Running mean of income."""
        return float(self.model.state.performance[:, self.position].mean())

    def _about_kinds(self, values: NDArray[np.float64]) -> dict[str, float]:
        """One value a view, by the sector's name, of the views that exist."""
        system = self.model.system
        first, last = system.network.views.start[self.position : self.position + 2]
        exists = system.wiring(self.model.state.month).view_partners > 0.0
        views = [view for view in range(first, last) if exists[view]]
        return {system.sector_name(int(system.network.view_sector[view])): float(values[view]) for view in views}

    def _toward(self, values: NDArray[Any]) -> dict[str, Any]:
        """One value a relation, by the partner's name."""
        partners = self.model.system.network.target[self.relations].tolist()
        return dict(zip(map(self.model.system.name_of, partners), values.tolist(), strict=True))


class SystemModel(mesa.Model):
    """One run as a Mesa model: every organisation is an agent, every measure an attribute (``model.trust``).

    scenario  a System, or what gives one when asked for ``system(settings)``, as scenarios do
    rng       the run's seed, an integer in [0, 2**64), or anything numpy makes a generator of; None: a fresh seed
    months    at whose end ``running`` becomes false (as the scenario says; a System: 120).  Steps may go on after that
    kwargs    ``seed`` (another name of rng), and the scenario's parameters by dotted name: **{"game.sharing": 0.5}

    ``seed``, ``system`` and ``state`` (arrays that the next step changes) tell what is run, and where it stands.
    """

    def __init__(self, scenario: Any, *, rng: Any = None, months: int | None = None, **kwargs: Any) -> None:
        seed = _seed(rng, kwargs.pop("seed", None))
        months = getattr(scenario, "months", RunSpec.months) if months is None else months
        run = RunSpec(system=_system(scenario, _settings(kwargs)), seed=seed, months=months)
        super().__init__(rng=seed)
        self.system, self.seed, self.months = run.system, run.seed, run.months
        self.running = self.months > 0
        self.state = engine.start(self.system, seed)
        self.measures: dict[str, float] = {}
        self._decided = Decisions()
        self._states = self._months_to_come()
        self.organisations = tuple(Organisation(self, position) for position in range(self.system.network.n))
        self.datacollector = _collector()
        self._collect()

    def _months_to_come(self) -> Iterator[State]:
        run = RunSpec(system=self.system, seed=self.seed, months=ENDLESS)
        return engine.months(run, self._decisions, self.state, copy=False)

    def __getstate__(self) -> dict[str, Any]:
        """Everything but the generator of months, which goes on from the state, and Mesa's reporters, which do not
        pickle: of the collector what it has collected."""
        kept = {name: value for name, value in vars(self).items() if name not in ("_states", "datacollector")}
        return kept | {"collected": (self.datacollector.model_vars, self.datacollector._agent_records)}

    def __setstate__(self, state: dict[str, Any]) -> None:
        collected = state.pop("collected")
        self.__dict__.update(state)
        self.datacollector = _collector()
        self.datacollector.model_vars, self.datacollector._agent_records = collected
        self._states = self._months_to_come()

    def fork(self) -> SystemModel:
        """Return a model with the same past, whose future is its own: the same random numbers, other decisions.

        returns  a model that shares nothing with this one
        """
        return copy.deepcopy(self)

    def __getattr__(self, name: str) -> Any:
        measured = vars(self).get("measures", {})
        if name in measured:
            return measured[name]
        raise AttributeError(f"{type(self).__name__} has no attribute {name!r}")

    @property
    def scenario(self) -> None:
        """None: with Mesa's experimental scenarios, a page that starts anew would forget ours."""

    @scenario.setter
    def scenario(self, scenario: Any) -> None:
        pass

    def decide(self, decisions: Decisions) -> None:
        """What players decide for the month that the next step plays; a later decision takes an earlier one's place.

        decisions  stances, doors and meetings by positions of organisations (``sim.engine.Decisions``)

        Raises KeyError for a partner without a tie, ValueError for a value that is out of range.
        """
        decisions.arrays(self.system)
        self._decided = Decisions(
            stances=_later(self._decided.stances, decisions.stances),
            doors=_later(self._decided.doors, decisions.doors),
            meetings=_later(self._decided.meetings, decisions.meetings),
        )

    def step(self) -> None:
        """Play one month."""
        self.state = next(self._states)
        self.running = self.state.month < self.months
        self._collect()

    @property
    def modularity(self) -> float:
        """Of the ties as they stand, weighted by openness."""
        return engine.end_measures(self.state)[0]

    @property
    def months_to_tip(self) -> float:
        """The first month from which race_share stays below one half; NaN if there is none so far."""
        return months_to_tip(np.array(self.datacollector.model_vars["race_share"][1:]))

    def _decisions(self, state: State) -> Decisions:
        """What the engine is told of the month to come: once."""
        decided, self._decided = self._decided, Decisions()
        return decided

    def _collect(self) -> None:
        self.measures = engine.measures(self.state)
        self.datacollector.collect(self)


def _collector() -> mesa.DataCollector:
    """Return a collector of every measure, and of what is collected of each organisation."""
    reporters = {name: name for name in ("seed", *COLUMNS)}
    return mesa.DataCollector(model_reporters=reporters, agent_reporters=AGENT_REPORTERS)


def _seed(rng: Any, seed: Any) -> Any:
    """The run's seed: drawn from a generator that was given, a fresh one, or as given; RunSpec refuses what is none."""
    if rng is not None and seed is not None:
        raise ValueError("seed and rng are two names of one thing: give one of them")
    given = seed if rng is None else rng
    if given is None:
        return secrets.randbelow(FRESH)
    if isinstance(given, GENERATORS) or (isinstance(given, Sequence) and not isinstance(given, str)):
        return int(np.random.default_rng(given).integers(FRESH))  # noqa: TID251 - the caller's, no draw of the model
    return int(given) if isinstance(given, np.integer) else given


def _settings(kwargs: Mapping[str, Any]) -> dict[str, Any]:
    """Parameters by dotted name, numpy's numbers as Python's; TypeError for an argument that is misspelt."""
    for name in kwargs:
        if "." not in name and (near := get_close_matches(name, ARGUMENTS, n=1, cutoff=0.75)):
            raise TypeError(f"SystemModel has no argument {name!r}; did you mean {near[0]!r}?")
    return {
        name: value.tolist() if isinstance(value, np.generic | np.ndarray) else value for name, value in kwargs.items()
    }


def _system(scenario: Any, settings: Mapping[str, Any]) -> System:
    if isinstance(scenario, System):
        if settings:
            raise ValueError(
                f"a System has its parameters already, only a scenario takes others: {', '.join(settings)}"
            )
        return scenario
    if not callable(getattr(scenario, "system", None)):
        raise TypeError(f"scenario must be a System or a scenario, not {scenario!r}")
    return scenario.system(settings)


def _mean(values: NDArray[np.float64]) -> float:
    return float(values.mean()) if values.size else float("nan")


def _later(earlier: Mapping[Any, Any], later: Mapping[Any, Any]) -> dict[Any, Any]:
    """Both, in the order in which they were decided last: the engine lets the last have its way."""
    return {**{key: value for key, value in earlier.items() if key not in later}, **later}
