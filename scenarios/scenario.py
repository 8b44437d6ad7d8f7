"""A scenario: a situation worth simulating, and the system it describes."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from scenarios import building, overrides, writing
from scenarios.entities import NOTHING, Alliance, Organisation, ScheduledChange, Sector, Settings, Start, Tie
from scenarios.names import Numbered
from scenarios.schema import ScenarioFile, WorkshopEntry
from sim.parameters import Parameters
from sim.system import System


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """A validated scenario, as ``silos.load`` gives it.  Two are equal where they say the same.

    title          what it is, in a few words
    question       to think about before the run is seen
    description    the situation
    sources        where the facts come from
    assumed        what is an assumption
    months         how many a run takes
    seed           of the run that is shown unless another is asked for
    settings       the parameters that differ from their defaults for everyone, by dotted name
    sectors        those it declares, with what differs in them
    organisations  with what differs in them; empty where ``structure.organisations`` of them are made
    ties           who depends on whom; empty where ``structure.network`` is made
    start          what was measured before the first month; the rest is drawn
    schedule       dated changes
    alliances      who pools on which terms
    posterior      equally likely parameters of everyone, of which each seed has its own
    workshop       how a room full of people plays it, where anything of that is prepared
    name           only how it was asked for
    """

    title: str = ""
    question: str = ""
    description: str = ""
    sources: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()
    months: int = ScenarioFile.model_fields["months"].default
    seed: int = 0
    settings: Settings = NOTHING
    sectors: tuple[Sector, ...] = ()
    organisations: tuple[Organisation, ...] = ()
    ties: tuple[Tie, ...] = ()
    start: tuple[Start, ...] = ()
    schedule: tuple[ScheduledChange, ...] = ()
    alliances: tuple[Alliance, ...] = ()
    posterior: tuple[Settings, ...] = ()
    workshop: WorkshopEntry | None = None
    name: str = ""

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Scenario):
            return NotImplemented
        return vars(replace(self, name="")) == vars(replace(other, name=""))

    def __hash__(self) -> int:
        return hash(
            (self.title, self.settings, self.organisations, self.ties, self.start, self.schedule, self.alliances)
        )

    @property
    def parameters(self) -> Parameters:
        """Return all parameters as they hold for everyone; ``structure`` counts the organisations that there are."""
        tables = self.settings.nested()
        if self.organisations:
            counts = {"organisations": len(self.organisations), "sectors": len(self.sector_names)}
            tables["structure"] = {**tables.get("structure", {}), **counts}
        return Parameters.model_validate(tables)

    @property
    def names(self) -> Sequence[str]:
        """Return the names of the organisations, in order."""
        if self.organisations:
            return [organisation.name for organisation in self.organisations]
        return Numbered("Organisation", self._structure("organisations"))

    @property
    def sector_names(self) -> Sequence[str]:
        """Return the names of the sectors that have organisations, in order: as declared, else as they first occur."""
        if not self.organisations:
            return Numbered("Sector", min(self._structure("sectors"), self._structure("organisations")))
        declared = [sector.name for sector in self.sectors]
        return declared or list(dict.fromkeys(organisation.sector for organisation in self.organisations))

    def _structure(self, key: str) -> Any:
        return getattr(Parameters.model_validate(self.settings.nested()).structure, key)

    def system(self, set: Mapping[str, Any] | None = None) -> System:
        """Build the system to run, with some parameters set to other values: ``system(set={"game.sharing": 0.5})``.

        set      parameters by dotted name; a value replaces what holds for everyone
        returns  the network and the parameters of every organisation in every month

        What the scenario says of one sector, of one organisation, or from one date on stays as it is.
        Raises ScenarioError for what is not allowed.
        """
        return building.system(self.with_settings(set) if set else self)

    def with_settings(self, set: Mapping[str, Any]) -> Scenario:
        """Return this scenario with other values for everyone.

        set      parameters by dotted name; ``structure`` too
        returns  the changed scenario; this one stays as it is

        A network that is set (``structure.network``) takes the place of the ties that the scenario lists.
        Raises ScenarioError for what is not allowed.
        """
        return overrides.with_settings(self, set)

    def knowing(self, names: Collection[str]) -> Scenario:
        """Return this scenario with some parameters known: its posterior leaves them alone.

        names    parameters by dotted name
        returns  the changed scenario; this one stays as it is

        Raises no error for a name that the posterior does not give.
        """
        left = [{name: value for name, value in draw.items() if name not in names} for draw in self.posterior]
        return replace(self, posterior=tuple(Settings(draw) for draw in left if draw))

    def lasting(self, months: int) -> Scenario:
        """Return this scenario with a run of another length.

        months   how many a run takes
        returns  the changed scenario; what would happen after the end is left out
        """
        return overrides.lasting(self, months)

    def document(self) -> dict[str, Any]:
        """Return the scenario as nested tables.

        returns  plain values, as in its file: what differs from the defaults
        """
        return writing.document(self)

    def dump(self) -> str:
        """Return the scenario as the text of a file.

        returns  the text; loading it gives an equal scenario
        """
        return writing.toml(self.document())
