"""Variants that one visitor compares with the setup on the workbench: B, C and D."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import quote

from dashboards.explore import url_state, variants
from dashboards.explore.setup import Setup
from dashboards.explore.timeline import Timeline
from dashboards.explore.variants import Variant
from dashboards.explore.workbench import Notify, Workbench
from dashboards.languages import _
from sim.parameters import PARAMETERS


class VariantBench:
    """Up to three variants of the setup on the workbench."""

    def __init__(self, workbench: Workbench, given: list[Variant], notify: Notify) -> None:
        self._workbench = workbench
        self._notify = notify
        self._given = given
        self._timelines: dict[str, Timeline] = {}

    @property
    def all(self) -> list[Variant]:
        """The variants that still make a system with the ties of the setup."""
        self._given = [variant for variant in self._given if self._fits(variant)]
        return self._given

    @property
    def setups(self) -> list[Setup]:
        """The setup of the workbench and those of its variants."""
        base = self._workbench.setup
        return [base, *(variant.of(base) for variant in self.all)]

    @property
    def query(self) -> str:
        """The variants as a part of an address."""
        return "&".join(f"vs={quote(variant.written, safe=':=,;')}" for variant in self.all)

    def add(self) -> None:
        """Add a variant in which nothing differs yet."""
        if len(self.all) < variants.MOST - 1:
            self._given = [*self._given, Variant()]

    def vary(self, position: int, what: str) -> None:
        """Add a difference to a variant (1 is B), written as in an address."""
        try:
            changed = self.all[position - 1].plus(what, self._workbench.setup)
        except ValueError as error:
            self._notify(_("That cannot be: %(error)s.", error=error))
            return
        self._notify("")
        self.replace(position, changed)

    def replace(self, position: int, variant: Variant | None) -> None:
        """Put a variant in the place of another (1 is B); None takes it away."""
        after = self._given[position:]
        self._given = [*self._given[: position - 1], *([variant] if variant else []), *after]

    def from_changes(self, month: int) -> None:
        """Make all that was changed a variant of the scenario without it; what decides who is there stays in both."""
        setup = self._workbench.setup
        shared = {name: value for name, value in setup.settings.items() if PARAMETERS[name].structural}
        varied = {name: value for name, value in setup.settings.items() if name not in shared}
        self._workbench.take(replace(setup, settings=shared, interventions=()), month)
        self._given = [Variant(varied, setup.interventions)]

    def timelines(self) -> list[Timeline]:
        """Return the timelines of the variants; those of variants that are gone are let go."""
        setups = self.setups[1:]
        keys = [f"{id(setup.scenario)}&{url_state.written(setup, 0)}" for setup in setups]
        self._timelines = {
            key: self._timelines.get(key) or Timeline(setup.spec()) for key, setup in zip(keys, setups, strict=True)
        }
        return [self._timelines[key] for key in keys]

    def _fits(self, variant: Variant) -> bool:
        """Tell whether a variant still makes a system with the ties of the setup."""
        base = self._workbench.setup
        try:
            return variant.of(base).system.network == base.system.network
        except (ValueError, IndexError, KeyError):
            return False
