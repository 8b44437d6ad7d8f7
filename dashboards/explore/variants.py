"""Variants of a setup for the page What if, each as the differences from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import parse_qsl

from dashboards.explore.controls import label
from dashboards.explore.interventions import Intervention
from dashboards.explore.setup import Setup, TooLarge
from dashboards.explore.url_state import LONGEST, intervention_of, nearly, text_of, value_of, without_place
from dashboards.languages import _
from dashboards.languages.number_format import plain
from scenarios import ScenarioError
from sim.parameters import PARAMETERS

MOST = 4
LETTERS = "ABCD"


@dataclass(frozen=True)
class Variant:
    """The differences of one variant from the setup that it is compared with."""

    settings: Mapping[str, Any] = field(default_factory=dict)
    interventions: tuple[Intervention, ...] = ()

    def of(self, base: Setup) -> Setup:
        """The setup with the differences in it."""
        for name, value in self.settings.items():
            base = base.with_value(name, value)
        return replace(base, interventions=(*base.interventions, *self.interventions))

    @property
    def differences(self) -> list[str]:
        """The differences in words, in the order of ``without``."""
        return [
            _("%(what)s: %(value)s", what=label(name), value=_shown(value)) for name, value in self.settings.items()
        ] + [
            _("month %(month)s: %(what)s", month=intervention.month, what=intervention.label)
            for intervention in self.interventions
        ]

    def without(self, position: int) -> Variant:
        """This variant without one of its differences."""
        names = list(self.settings)
        if position < len(names):
            return replace(self, settings={key: self.settings[key] for key in names if key != names[position]})
        event = position - len(names)
        return replace(self, interventions=self.interventions[:event] + self.interventions[event + 1 :])

    def plus(self, what: str, base: Setup) -> Variant:
        """This variant with one difference more, written as in an address; ValueError says why not."""
        month, colon, event = what.partition(":")
        if colon and month.isdigit():
            intervention = intervention_of(int(month), event) if 1 <= int(month) <= base.months else None
            if intervention is None:
                raise ValueError(
                    _("“%(event)s” is no event of months 1 to %(months)s", event=what[:60], months=base.months)
                )
            return self._tried(replace(self, interventions=(*self.interventions, intervention)), base)
        name, equals, value = what.partition("=")
        if name not in PARAMETERS or not equals:
            raise ValueError(_("there is no parameter “%(name)s”%(near)s", name=name[:60], near=nearly(name)))
        return self._tried(replace(self, settings={**self.settings, name: value_of(name, value)}), base)

    def _tried(self, new: Variant, base: Setup) -> Variant:
        try:
            system = new.of(base).system
        except ScenarioError as error:
            raise ValueError("; ".join(map(without_place, error.faults))) from None
        except (TooLarge, IndexError, KeyError) as error:
            raise ValueError(str(error)) from None
        if system.network != base.system.network:
            raise ValueError(_("variants share their organisations and ties: change those on the page Live"))
        return new

    @property
    def written(self) -> str:
        """The differences as an address says them."""
        parts = [f"{name}={text_of(value)}" for name, value in self.settings.items()]
        return ";".join([*parts, *(intervention.written for intervention in self.interventions)])


def _shown(value: Any) -> str:
    """Return a value as a reader sees it: numbers as the language writes them."""
    return plain(value) if isinstance(value, float | int) else text_of(value)


def read(query: str, base: Setup) -> tuple[list[Variant], list[str]]:
    """The variants that an address lists (``vs``), and what was wrong with them."""
    faults: list[str] = []
    variants: list[Variant] = []
    texts = [value for key, value in parse_qsl(query.lstrip("?")[:LONGEST]) if key == "vs"]
    for text in texts[: MOST - 1]:
        variant = Variant()
        for part in [part for part in text.split(";") if part]:
            try:
                variant = variant.plus(part, base)
            except ValueError as error:
                faults.append(_("In a variant: %(error)s; it was left out.", error=error))
        variants.append(variant)
    return variants, faults
