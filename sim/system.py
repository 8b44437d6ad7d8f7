"""What is simulated: a system of organisations with its parameters and dated changes, and one run of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from sim.arrays import Flags, Floats
from sim.dated_ties import Alliance, Stretch, TieChange, timeline
from sim.measured_start import MeasuredStart
from sim.network import Network
from sim.parameters import N_ROWS, PARAMETERS, Parameters, Value, rows_of
from sim.wiring import Wiring, wiring

Settings = Mapping[str, Value]
"""Dotted parameter names with values, for instance {"game.sharing": 0.5}."""

SEEDS = 2**64


@dataclass(frozen=True, kw_only=True)
class Change:
    """A dated change of parameters: from the start of ``month`` (1 is the first) until before ``until``, or for good.

    ``organisations`` are positions; None means everyone.  A change for a while gives way to what would hold
    without it.
    """

    month: int
    label: str
    settings: Settings
    organisations: tuple[int, ...] | None = None
    until: int | None = None

    def holds(self, month: int) -> bool:
        return self.month <= month and (self.until is None or month < self.until)


@dataclass(frozen=True, kw_only=True, eq=False)
class System:
    """A system ready to run.  Position i in every sequence is organisation i of the network."""

    network: Network
    parameters: Parameters = field(default_factory=Parameters)
    names: Sequence[str] = ()
    sectors: Sequence[str] = ()
    """Names of the sectors, in the order of ``network.sector``'s numbers."""
    sizes: Sequence[float] = ()
    strategies: Sequence[str] = ()
    """Name of each organisation's strategy; empty means that all are adaptive."""
    own: Mapping[int, Settings] = field(default_factory=dict)
    """Parameters in which an organisation differs from ``parameters``."""
    schedule: Sequence[Change] = ()
    tie_changes: Sequence[TieChange] = ()
    alliances: Sequence[Alliance] = ()
    measured: MeasuredStart | None = None
    """What is known of the start; None where all of it is drawn."""
    posterior: Sequence[Settings] = ()
    """Equally likely parameters of everyone, of which each seed has its own; empty where they are known."""

    def name_of(self, organisation: int) -> str:
        """The name of an organisation, made up where it has none."""
        return self.names[organisation] if len(self.names) else f"Organisation {organisation + 1}"

    def sector_name(self, sector: int) -> str:
        """The name of a sector, made up where it has none."""
        return self.sectors[sector] if len(self.sectors) else f"Sector {sector + 1}"

    def size_of(self, organisation: int) -> float:
        """How large an organisation is, 1 where nothing is said."""
        return float(self.sizes[organisation]) if len(self.sizes) else 1.0

    def strategy_of(self, organisation: int) -> str:
        """The name of an organisation's strategy, ``adaptive`` where nothing is said."""
        return self.strategies[organisation] if len(self.strategies) else "adaptive"

    @property
    def tiers(self) -> int:
        return self.parameters.structure.tiers

    def of_seed(self, seed: int) -> System:
        """The system that a run with a seed has: with the parameters that the posterior gives it."""
        return self._of_draw[seed % len(self.posterior)] if self.posterior else self

    @cached_property
    def _of_draw(self) -> Sequence[System]:
        tables = self.parameters.model_dump()
        return [replace(self, parameters=with_values(tables, draw), posterior=()) for draw in self.posterior]

    @cached_property
    def start_values(self) -> Floats:
        """(N_ROWS, n) parameters of each organisation before the first month."""
        values = np.zeros((N_ROWS, self.network.n))
        for name in PARAMETERS:
            if not PARAMETERS[name].structural:
                group, _, key = name.partition(".")
                self._set(values, slice(None), name, getattr(getattr(self.parameters, group), key))
        for position, settings in self.own.items():
            for name, value in settings.items():
                self._set(values, position, name, value)
        return values

    def values(self, month: int) -> Floats:
        """(N_ROWS, n) parameters of each organisation that hold in a month: a function of the month alone."""
        values = self.start_values.copy()
        for change in sorted(self.schedule, key=lambda change: change.month):
            if change.holds(month):
                who = slice(None) if change.organisations is None else list(change.organisations)
                for name, value in change.settings.items():
                    self._set(values, who, name, value)
        return values

    @cached_property
    def change_months(self) -> tuple[int, ...]:
        """The months at whose start some parameter, tie or alliance changes, in order."""
        dates = {change.month for change in self.schedule} | {change.until for change in self.schedule if change.until}
        dates |= {change.month for change in self.tie_changes} | {alliance.start for alliance in self.alliances}
        dates |= {alliance.until + 1 for alliance in self.alliances if alliance.until is not None}
        return tuple(sorted(dates))

    @cached_property
    def stretches(self) -> tuple[Stretch, ...]:
        """The stretches of months with the same ties, the first from month 0."""
        return timeline(self.network, self.tie_changes)

    def stretch(self, month: int) -> Stretch:
        """The stretch that a month lies in."""
        return next(stretch for stretch in reversed(self.stretches) if stretch.month <= month)

    def weights(self, month: int) -> Floats:
        """(m,) weight of each tie in a month, 0 where there is none."""
        return self.stretch(month).weights

    def present(self, month: int) -> Flags:
        """(n,) which organisations are there in a month."""
        return self.stretch(month).present

    def wiring(self, month: int) -> Wiring:
        """The network of a month as the kernels read it: the same object for as long as nothing of it changes."""
        first = max((date for date in self.change_months if date <= month), default=0)
        if first not in self._wirings:
            stretch = self.stretch(first)
            alliances = [alliance for alliance in self.alliances if alliance.holds(first)]
            self._wirings[first] = wiring(self.network, stretch.weights, stretch.present, self._sizes, alliances)
        return self._wirings[first]

    @cached_property
    def ties_key(self) -> tuple[object, ...]:
        """What two systems on one network must have in common to run side by side."""
        return (self.network, repr(list(self.tie_changes)), repr(list(self.alliances)), self._sizes.tobytes())

    @cached_property
    def _wirings(self) -> dict[int, Wiring]:
        return {}

    @property
    def _sizes(self) -> Floats:
        return np.array([self.size_of(organisation) for organisation in range(self.network.n)])

    def _set(self, values: Floats, who: slice | int | list[int], name: str, value: Value) -> None:
        rows, column = rows_of(name, value, self.tiers)
        spread: Floats = np.asarray(column)
        values[rows, who] = spread if isinstance(who, int) else spread[:, None]


@dataclass(frozen=True, kw_only=True, eq=False)
class RunSpec:
    """One run: a system, its seed and how many months.  0 is a seed like any other.

    The system is that of the seed, where a posterior gives each its own parameters.
    """

    system: System
    seed: int = 0
    months: int = 120

    def __post_init__(self) -> None:
        checked_seed(self.seed)
        object.__setattr__(self, "system", self.system.of_seed(self.seed))
        if not 0 <= self.months < 2**32:
            raise ValueError(f"months must be in [0, 2**32), not {self.months!r}")


def with_values(tables: Mapping[str, Mapping[str, object]], settings: Settings) -> Parameters:
    """Return the parameters of some tables (``Parameters.model_dump``), of which some have other values."""
    changed = {group: dict(table) for group, table in tables.items()}
    for name, value in settings.items():
        group, _, key = name.partition(".")
        changed[group][key] = value
    return Parameters.model_validate(changed)


def checked_seed(seed: int) -> int:
    """Return a run's seed; ValueError where it is none."""
    if isinstance(seed, bool) or not isinstance(seed, int | np.integer) or not 0 <= seed < SEEDS:
        raise ValueError(f"seed must be an integer in [0, 2**64), not {seed!r}")
    return int(seed)
