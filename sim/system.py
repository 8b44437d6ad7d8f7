"""What is simulated: a system of organisations with its parameters and dated changes, and one run of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from sim.arrays import Floats
from sim.network import Network
from sim.parameters import N_ROWS, PARAMETERS, Parameters, rows_of

Value = float | tuple[float, ...]
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

    @property
    def tiers(self) -> int:
        return self.parameters.structure.tiers

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
        for change in sorted(self.schedule, key=lambda each: each.month):
            if change.holds(month):
                who = slice(None) if change.organisations is None else list(change.organisations)
                for name, value in change.settings.items():
                    self._set(values, who, name, value)
        return values

    @cached_property
    def change_months(self) -> tuple[int, ...]:
        """The months at whose start some parameter changes, in order."""
        dates = {each.month for each in self.schedule} | {each.until for each in self.schedule if each.until}
        return tuple(sorted(dates))

    def _set(self, values: Floats, who: slice | int | list[int], name: str, value: Value) -> None:
        rows, column = rows_of(name, value, self.tiers)
        spread: Floats = np.asarray(column)
        values[rows, who] = spread if isinstance(who, int) else spread[:, None]


@dataclass(frozen=True, kw_only=True, eq=False)
class RunSpec:
    """One run: a system, its seed and how many months.  0 is a seed like any other."""

    system: System
    seed: int = 0
    months: int = 120

    def __post_init__(self) -> None:
        if isinstance(self.seed, bool) or not isinstance(self.seed, int | np.integer) or not 0 <= self.seed < SEEDS:
            raise ValueError(f"seed must be an integer in [0, 2**64), not {self.seed!r}")
        if not 0 <= self.months < 2**32:
            raise ValueError(f"months must be in [0, 2**32), not {self.months!r}")
