"""What one visitor looks at and does: a setup, a month, a selection.  One for each browser tab; no page in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Literal
from urllib.parse import quote

from dashboards.explore import phase, url_state, variants
from dashboards.explore.interventions import KINDS, Dropped
from dashboards.explore.lesson_visit import Visit
from dashboards.explore.phase import Box
from dashboards.explore.setup import Setup, TooLarge
from dashboards.explore.stored_query import Browse
from dashboards.explore.timeline import Timeline
from dashboards.explore.variants import Variant
from dashboards.languages import _, counted
from scenarios import ScenarioError, load, loads
from sim.parameters import PARAMETERS
from sim.state import State
from sim.system import SEEDS

Selection = tuple[Literal["organisation", "tie"], int] | None
LARGEST_FILE = 2_000_000


class Session:
    """One visitor's view of one run.  Whatever cannot be done is said in ``notice``, and all stays as it was."""

    def __init__(self, query: str = "") -> None:
        self.setup, self.month, faults = url_state.read(query.lstrip("?"))
        self.timeline = Timeline(self.setup.spec())
        self.selection: Selection = None
        self.tier: int | None = None
        self.variants, more = variants.read(query, self.setup)
        """What differs from the setup on the page What if: B, C and D."""
        self.box, again = phase.read(query, self.setup)
        """What the page Map looks at."""
        self.notice = " ".join([*faults, *more, *again])
        self.lesson: Visit | None = None
        """Where the visitor is in the lesson."""
        self.stored: Browse | None = None
        """What the visitor looks at among stored results."""
        self._others: dict[str, Timeline] = {}
        self.state()

    def state(self) -> State:
        """The state of the month that is looked at."""
        return self.timeline.state(self.month)

    @property
    def query(self) -> str:
        """This view as the query of an address."""
        return url_state.written(self.setup, self.month)

    @property
    def query_of_variants(self) -> str:
        """This view with its variants."""
        return "&".join([self.query, *(f"vs={quote(each.written, safe=':=,;')}" for each in self.variants)])

    @property
    def query_of_map(self) -> str:
        """This view with the box of the map."""
        return f"{self.query}&{self.box.written}"

    @property
    def setups(self) -> list[Setup]:
        """This setup and its variants."""
        return [self.setup, *(each.of(self.setup) for each in self.variants)]

    def timelines(self) -> list[Timeline]:
        """The timelines of this setup and its variants; those that are no longer looked at are let go."""
        keys = [f"{id(self.setup.scenario)}&{url_state.written(each, 0)}" for each in self.setups]
        self._others = {
            key: self._others.get(key) or Timeline(setup.spec())
            for key, setup in list(zip(keys, self.setups, strict=True))[1:]
        }
        return [self.timeline, *(self._others[key] for key in keys[1:])]

    @property
    def shareable(self) -> bool:
        """Whether the address says it all: not where the scenario came from a visitor's file."""
        return bool(self.setup.scenario.name)

    # ------------------------------------------------------------ time

    def seek(self, month: int) -> None:
        """Go to a month, within the run."""
        self.month = min(max(int(month), 0), self.setup.months)
        self.timeline.state(self.month)

    def step(self, by: int = 1) -> None:
        """Go on, or back."""
        self.seek(self.month + by)

    @property
    def ended(self) -> bool:
        return self.month >= self.setup.months

    # ------------------------------------------------------------ what is looked at

    def choose(self, name: str) -> None:
        """Take up a scenario of the library."""
        self._try(lambda: Setup(scenario=load(name), seed=self.setup.seed), rewind=True)

    def upload(self, text: str, file: str = "your file") -> None:
        """Take up a scenario from the text of a file."""
        if len(text) > LARGEST_FILE:
            self.notice = _("%(file)s is larger than a scenario file can be.", file=file)
            return
        self._try(lambda: Setup(scenario=loads(text, file=file), seed=self.setup.seed), rewind=True)

    def take(self, setup: Setup, month: int = 0) -> None:
        """Take up a setup as it is."""
        self._try(lambda: setup)
        self.seek(month)

    def set(self, name: str, value: Any) -> None:
        """Set a parameter for the whole run, which is played anew with the same luck."""
        self._try(lambda: self.setup.with_value(name, value))

    def reset(self, name: str) -> None:
        """Give a parameter the scenario's own value back."""
        self.set(name, self.setup.default(name))

    def reset_all(self) -> None:
        """Back to the scenario as it is: no changes, no events."""
        self._try(lambda: replace(self.setup, settings={}, dropped=()))

    def reseed(self, seed: int) -> None:
        """The same with other luck."""
        self._try(lambda: replace(self.setup, seed=int(seed) % SEEDS))

    # ------------------------------------------------------------ events

    def drop(self, kind: str, who: str = "", value: float | None = None) -> None:
        """Let something happen from next month on."""
        if self.ended:
            self.notice = _("The run is over: step back, and drop the event in before its end.")
            return
        month = self.month + 1
        if value is None and KINDS[kind].of_one:
            who = who or self._somebody()
        event = Dropped(month, kind, who if value is None else "", value)
        self._try(lambda: self.setup.with_event(event), since=month)

    def undrop(self, position: int) -> None:
        """Take an event back; nothing where it was taken back already (a second click)."""
        if position >= len(self.setup.dropped):
            return
        since = self.setup.dropped[position].month
        self._try(lambda: self.setup.without_event(position), since=since)

    def _somebody(self) -> str:
        """The organisation that is selected, else the largest."""
        system = self.setup.system
        if self.selection and self.selection[0] == "organisation":
            return str(system.names[self.selection[1]])
        return str(system.names[max(range(system.network.n), key=lambda each: system.sizes[each])])

    # ------------------------------------------------------------ variants and the map

    def compare(self) -> None:
        """Make all that was changed a variant of the scenario without it; what decides who is there stays in both."""
        setup = self.setup
        shared = {name: value for name, value in setup.settings.items() if PARAMETERS[name].structural}
        varied = {name: value for name, value in setup.settings.items() if name not in shared}
        self.take(replace(setup, settings=shared, dropped=()), self.month)
        self.variants = [Variant(varied, setup.dropped)]

    def add_variant(self) -> None:
        """One variant more, in which nothing differs yet."""
        if len(self.variants) < variants.MOST - 1:
            self.variants = [*self.variants, Variant()]

    def vary(self, position: int, what: str) -> None:
        """One difference more in a variant (1 is B), written as in an address."""
        try:
            changed = self.variants[position - 1].plus(what, self.setup)
        except ValueError as error:
            self.notice = _("That cannot be: %(error)s.", error=error)
            return
        self.notice = ""
        self.replace_variant(position, changed)

    def replace_variant(self, position: int, variant: Variant | None) -> None:
        """Another variant in the place of one (1 is B); None takes it away."""
        after = self.variants[position:]
        self.variants = [*self.variants[: position - 1], *([variant] if variant else []), *after]

    def look_at(self, box: Box) -> None:
        """Another box for the map."""
        fault = phase.valid(self.setup, box)
        self.notice = _("That makes no map: %(fault)s.", fault=fault) if fault else ""
        if not fault:
            self.box = box

    # ------------------------------------------------------------ within

    def _try(self, make: Callable[[], Setup], *, rewind: bool = False, since: int | None = None) -> None:
        """Take up another setup if it makes a system; say why not, if not."""
        try:
            setup = make()
            spec = setup.spec()
        except ScenarioError as error:
            self.notice = sentence(error)
            return
        except TooLarge as error:
            self.notice = _("Too large: %(error)s.", error=error)
            return
        same = setup.system.network == self.setup.system.network
        self.notice = ""
        self.timeline = self.timeline.branch(spec, since) if since and same else Timeline(spec)
        self.setup = setup
        if not same:
            self.selection = None
        self.variants = [each for each in self.variants if self._fits(each)]
        if self.tier is not None and self.tier >= setup.system.tiers:
            self.tier = None
        self.seek(0 if rewind else self.month)

    def _fits(self, variant: Variant) -> bool:
        """Whether a variant still makes a system on the setup that is looked at now."""
        try:
            return variant.of(self.setup).system.network == self.setup.system.network
        except (ValueError, IndexError, KeyError):
            return False


def sentence(error: ScenarioError) -> str:
    """What is wrong with a scenario, for a reader of a page."""
    faults = [url_state.without_place(each) for each in error.faults[:6]]
    more = len(error.faults) - len(faults)
    told = [*faults, *([counted("and %(num)s more", "and %(num)s more", more)] if more > 0 else [])]
    return _("This cannot be used. %(faults)s", faults=" · ".join(told))
