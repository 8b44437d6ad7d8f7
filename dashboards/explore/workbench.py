"""Workbench of one visitor: the setup, and every change that can be made to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from dashboards.explore.interventions import INTERVENTIONS, Intervention
from dashboards.explore.playback import Playback
from dashboards.explore.setup import Setup, TooLarge
from dashboards.explore.url_state import without_place
from dashboards.languages import _, counted
from scenarios import ScenarioError, load, loads
from sim.system import SEEDS, RunSpec

LARGEST_FILE = 2_000_000
"""Characters; more is no scenario file."""
Notify = Callable[[str], None]
"""Takes a sentence that the visitor should read; an empty one clears the last."""


class Workbench:
    """A setup and its playback.  A change that is refused leaves both as they were, and the visitor is told why."""

    def __init__(self, setup: Setup, month: int, notify: Notify) -> None:
        self.setup = setup
        self._notify = notify
        self._unchanged: tuple[Setup, RunSpec] | None = None
        self.playback = Playback(setup.spec(), month, self._unchanged_spec(setup))

    # ------------------------------------------------------------ the system

    def choose(self, name: str) -> None:
        """Take up a scenario of the library."""
        scenario = load(name)
        self._try(lambda: Setup(scenario=scenario, seed=scenario.seed), rewind=True)

    def upload(self, text: str, file: str = "your file") -> None:
        """Take up a scenario from the text of a file."""
        if len(text) > LARGEST_FILE:
            self._notify(_("%(file)s is larger than a scenario file can be.", file=file))
            return
        self._try(lambda: Setup(scenario=loads(text, file=file), seed=self.setup.seed), rewind=True)

    def take(self, setup: Setup, month: int = 0) -> None:
        """Take up a setup as it is."""
        self._try(lambda: setup)
        self.playback.seek(month)

    def set(self, name: str, value: Any) -> None:
        """Set a parameter for the whole run, which is run again with the same random numbers."""
        self._try(lambda: self.setup.with_value(name, value))

    def reset(self, name: str) -> None:
        """Give a parameter the scenario's own value back."""
        self.set(name, self.setup.default(name))

    def reset_all(self) -> None:
        """Go back to the scenario as it is: no changes, no interventions."""
        self._try(lambda: replace(self.setup, settings={}, interventions=()))

    def reseed(self, seed: int) -> None:
        """Run the same with other random numbers."""
        self._try(lambda: replace(self.setup, seed=int(seed) % SEEDS))

    # ------------------------------------------------------------ interventions

    def intervene(self, kind: str, who: str = "", value: float | None = None) -> None:
        """Make something happen from next month on."""
        if self.playback.ended:
            self._notify(_("The run is over. Step back to an earlier month first."))
            return
        month = self.playback.month + 1
        if value is None and INTERVENTIONS[kind].of_one:
            who = who or self._somebody()
        intervention = Intervention(month, kind, who if value is None else "", value)
        self._try(lambda: self.setup.with_intervention(intervention), since=month)

    def withdraw(self, position: int) -> None:
        """Take an intervention back; nothing where it was taken back already (a second click)."""
        if position >= len(self.setup.interventions):
            return
        since = self.setup.interventions[position].month
        self._try(lambda: self.setup.without_intervention(position), since=since)

    def _somebody(self) -> str:
        """Return the organisation that is selected, else the largest."""
        system, selection = self.setup.system, self.playback.selection
        if selection and selection[0] == "organisation":
            return str(system.names[selection[1]])
        return str(system.names[max(range(system.network.n), key=lambda organisation: system.sizes[organisation])])

    def _try(self, make: Callable[[], Setup], *, rewind: bool = False, since: int | None = None) -> None:
        """Take up another setup if it makes a system; say why not, if not."""
        try:
            setup = make()
            spec = setup.spec()
        except ScenarioError as error:
            self._notify(sentence(error))
            return
        except TooLarge as error:
            self._notify(_("Too large: %(error)s.", error=error))
            return
        self._notify("")
        self.setup = setup
        self.playback.follow(spec, unchanged=self._unchanged_spec(setup), since=since, rewind=rewind)

    def _unchanged_spec(self, setup: Setup) -> RunSpec | None:
        """Return the run without all that was changed in it, the same as long as it is; None where nothing was."""
        unchanged = setup.unchanged
        if unchanged == setup:
            return None
        if self._unchanged is None or self._unchanged[0] != unchanged:
            self._unchanged = unchanged, unchanged.spec()
        return self._unchanged[1]


def sentence(error: ScenarioError) -> str:
    """Say for a reader of a page what is wrong with a scenario."""
    faults = [without_place(fault) for fault in error.faults[:6]]
    more = len(error.faults) - len(faults)
    sentences = [*faults, *([counted("and %(num)s more", "and %(num)s more", more)] if more > 0 else [])]
    return _("This cannot be used. %(faults)s", faults=" · ".join(sentences))
