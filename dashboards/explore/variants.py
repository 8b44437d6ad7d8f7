"""What if: variants of a setup, each with what differs in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import parse_qsl

from dashboards.explore.interventions import Dropped
from dashboards.explore.setup import Setup, TooLarge
from dashboards.explore.url_state import LONGEST, event_of, nearly, text_of, value_of, without_place
from dashboards.languages import _
from scenarios import ScenarioError
from sim.parameters import PARAMETERS

MOST = 4
LETTERS = "ABCD"


@dataclass(frozen=True)
class Variant:
    """What differs from the setup that is compared with."""

    settings: Mapping[str, Any] = field(default_factory=dict)
    dropped: tuple[Dropped, ...] = ()

    def of(self, base: Setup) -> Setup:
        """The setup with the differences in it."""
        for name, value in self.settings.items():
            base = base.with_value(name, value)
        return replace(base, dropped=(*base.dropped, *self.dropped))

    @property
    def differences(self) -> list[str]:
        """What differs, in words, in the order of ``without``."""
        return [f"{name} = {text_of(value)}" for name, value in self.settings.items()] + [
            _("month %(month)s: %(what)s", month=each.month, what=each.label) for each in self.dropped
        ]

    def without(self, position: int) -> Variant:
        """This variant without one of its differences."""
        names = list(self.settings)
        if position < len(names):
            return replace(self, settings={key: self.settings[key] for key in names if key != names[position]})
        event = position - len(names)
        return replace(self, dropped=self.dropped[:event] + self.dropped[event + 1 :])

    def plus(self, what: str, base: Setup) -> Variant:
        """This variant with one difference more, written as in an address; ValueError says why not."""
        month, colon, event = what.partition(":")
        if colon and month.isdigit():
            dropped = event_of(int(month), event) if 1 <= int(month) <= base.months else None
            if dropped is None:
                raise ValueError(
                    _("“%(event)s” is no event of months 1 to %(months)s", event=what[:60], months=base.months)
                )
            return self._tried(replace(self, dropped=(*self.dropped, dropped)), base)
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
        return ";".join([*parts, *(each.written for each in self.dropped)])


def read(query: str, base: Setup) -> tuple[list[Variant], list[str]]:
    """The variants that an address lists (``vs``), and what was wrong with them."""
    faults: list[str] = []
    found: list[Variant] = []
    texts = [value for key, value in parse_qsl(query.lstrip("?")[:LONGEST]) if key == "vs"]
    for text in texts[: MOST - 1]:
        variant = Variant()
        for part in [part for part in text.split(";") if part]:
            try:
                variant = variant.plus(part, base)
            except ValueError as error:
                faults.append(_("In a variant: %(error)s; it was left out.", error=error))
        found.append(variant)
    return found, faults
