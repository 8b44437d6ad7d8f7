"""Definition of a survey: whose system it is, who is asked about whom, at how many tiers."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from dashboards.survey.measure.items import BY_KEY, USUAL
from scenarios import Scenario, ScenarioError, loads
from scenarios.errors import Fault, nearest
from sim.parameters import MAX_TIERS

MOST_ORGANISATIONS = 60
"""More partners than this nobody finds on a phone."""

Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000)]


class SurveyError(ValueError):
    """A survey, or an answer, that cannot be: the message says where and what is allowed."""


class Survey(BaseModel):
    """A survey of one system; its organisations, kinds and ties are those of a scenario.

    scenario   the text of the scenario it was made of
    items      the keys of what is asked
    consent    a sentence of the facilitator's own under the consent: who asks, and what for
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    scenario: str = Field(max_length=400_000)
    title: Line
    organisations: tuple[str, ...]
    sectors: tuple[str, ...]
    """The sector of each organisation."""
    partners: tuple[tuple[int, ...], ...]
    """Of each organisation: those it is asked about."""
    tiers: int = Field(ge=1, le=MAX_TIERS)
    items: tuple[str, ...] = USUAL
    consent: Line = ""

    @model_validator(mode="after")
    def _known(self) -> Survey:
        for key in self.items:
            if key not in BY_KEY:
                near = nearest(key, BY_KEY)
                raise SurveyError(f"no item {key!r}; did you mean {near!r}?" if near else f"no item {key!r}")
        return self

    @property
    def kinds(self) -> tuple[str, ...]:
        """Return the sectors that there are, in the order in which they first occur."""
        return tuple(dict.fromkeys(self.sectors))

    def kinds_met(self, organisation: int) -> tuple[str, ...]:
        """Return the sectors in which an organisation has partners."""
        there = {self.sectors[partner] for partner in self.partners[organisation]}
        return tuple(kind for kind in self.kinds if kind in there)

    def base(self) -> Scenario:
        """Return the scenario that the survey was made of."""
        return loads(self.scenario, file="scenario of the survey")

    @property
    def relations(self) -> tuple[tuple[int, int], ...]:
        """Return who is asked about whom."""
        return tuple((one, other) for one, partners in enumerate(self.partners) for other in partners)


def survey_of(scenario: Scenario, *, title: str = "", items: tuple[str, ...] = USUAL, consent: str = "") -> Survey:
    """Return the survey of a scenario's organisations; ScenarioError where there are too few or too many."""
    names = list(scenario.names)
    if not 2 <= len(names) <= MOST_ORGANISATIONS:
        raise ScenarioError(
            [
                Fault(
                    file="survey",
                    value=len(names),
                    message="this number of organisations cannot be surveyed",
                    allowed=f"[2, {MOST_ORGANISATIONS}]",
                )
            ]
        )
    network = scenario.system().network
    sector_names = list(scenario.sector_names)
    partners: list[set[int]] = [set() for _name in names]
    for first, second in zip(network.first.tolist(), network.second.tolist(), strict=True):
        partners[first].add(second)
        partners[second].add(first)
    return Survey(
        scenario=scenario.dump(),
        title=title or scenario.title or "Survey",
        organisations=tuple(names),
        sectors=tuple(sector_names[sector] for sector in network.sector.tolist()),
        partners=tuple(tuple(sorted(of_one)) for of_one in partners),
        tiers=scenario.parameters.structure.tiers,
        items=items,
        consent=consent,
    )
