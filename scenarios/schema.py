"""The format of a scenario file: its tables and keys, with their kinds, limits and meanings.

The tables of parameters are the groups of ``sim.parameters``; their ranges and meanings are there and
nowhere else.  A model here tells what was given (``model_fields_set``) from what was left at its default.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from scenarios.names import LONGEST, tidy
from sim.parameters import MAX_TIERS, PARAMETERS, Allocation, Parameters, Share

Name = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST), AfterValidator(tidy)]
WRITTEN = r"^[^\x00-\x08\x0b-\x1f\x7f-\x9f]*$"
"""Text without control characters, other than tabs and ends of lines: they could move a terminal's cursor."""
Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=20_000, pattern=WRITTEN)]
Texts = Annotated[tuple[Text, ...], Field(strict=False, max_length=1000)]

Names = Annotated[tuple[Name, ...], Field(strict=False, max_length=10_000)]

Levels = Share | Annotated[tuple[Share, ...], Field(min_length=1, max_length=MAX_TIERS, strict=False)]
"""One value in [0, 1], or one a tier, the senior first."""

DEFAULT_SECTOR = "everyone"
LONGEST_RUN = 120_000
LARGEST_SEED = 2**63 - 1
"""The largest whole number of a TOML file."""


class Row(BaseModel):
    """A table of a scenario file without parameters."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)


class SectorEntry(Parameters):
    """``[sectors.NAME]``: what holds for all of a sector; parameters as ``history.in_group = 0.2``."""

    strategy: str | None = Field(None, description="strategy of its organisations (adaptive)")
    note: Text = Field("", description="what the sector is, and where its values come from")


class OrganisationEntry(Parameters):
    """``[[organisations]]``: one organisation; parameters of its own as ``resources.scarcity = 0.5``."""

    name: Name = Field(description="its name, unlike all others; its random numbers belong to the name")
    sector: Name = Field(DEFAULT_SECTOR, description="the sector it belongs to")
    short: str = Field(
        "",
        max_length=20,
        pattern=r"^[^\x00-\x1f\x7f-\x9f]*$",
        description="its name on a map, as people say it (made from its name)",
    )
    size: float = Field(
        1.0, gt=0, description="how large it is, in one unit throughout: pictures show it, allocation 'size' reads it"
    )
    strategy: str | None = Field(None, description="its strategy (that of its sector, else adaptive)")
    note: Text = Field("", description="anything to know about it")
    source: Text = Field("", description="where its facts come from")


class TieEntry(Row):
    """``[[ties]]``: two organisations that depend on each other."""

    from_: Name = Field(alias="from", description="one of the two")
    to: Name = Field(description="the other")
    weight: float = Field(1.0, gt=0, description="how much the two depend on each other")


class DatedTieEntry(TieEntry):
    """``[[schedule.ties]]``: the weight of a tie from that month on."""

    weight: float = Field(1.0, ge=0, description="how much the two depend on each other; 0 ends the tie")


class MergerEntry(Row):
    """``[[schedule.merges]]``: an organisation goes over into another, which takes on its ties."""

    from_: Name = Field(alias="from", description="the organisation that goes over")
    into: Name = Field(description="the organisation that takes on its ties")


class AllianceEntry(Row):
    """``[[alliances]]``: terms of pooling on the ties between some organisations."""

    name: Name = Field(description="its name, unlike that of any other alliance")
    members: Names = Field(description="its members: names of organisations or of whole sectors")
    sharing: float = Field(ge=0, le=1, description="share of outcomes that its members pool with each other")
    allocation: Allocation = Field("equal", description="how the pool is divided: equal, size or need")
    pool_trust: float = Field(
        0.0, ge=0, le=1, description="trust from which two members choose to pool; 0: pooling is imposed"
    )
    from_: int | None = Field(None, alias="from", ge=1, description="its first month (from the start)")
    until: int | None = Field(None, ge=1, description="its last month (to the end)")


class ScheduleEntry(Parameters):
    """``[[schedule]]``: a dated change of parameters or of ties; without either, an event to be shown."""

    month: int = Field(ge=1, description="the month at whose start it happens (1 is the first)")
    label: Text = Field(description="what happens, in a few words")
    until: int | None = Field(None, ge=2, description="the month at whose start it ends (never)")
    sector: Name | None = Field(None, description="the sector it happens to (everyone)")
    organisation: Name | None = Field(None, description="the organisation it happens to (everyone)")
    joins: Names = Field((), description="organisations that come; they are absent until then")
    leaves: Names = Field((), description="organisations that leave, with their ties")
    merges: Annotated[tuple[MergerEntry, ...], Field(strict=False)] = Field(
        (), description="organisations that go over into others"
    )
    ties: Annotated[tuple[DatedTieEntry, ...], Field(strict=False)] = Field(
        (), description="ties that begin, end or change their weight"
    )


class StartEntry(Row):
    """``[[start]]``: what is known of how things stand before the first month; the rest is drawn.

    A row that names more organisations goes before one that names sectors; of two alike, the later one holds.
    """

    from_: Name = Field(alias="from", description="who holds it: an organisation, or a sector for all in it")
    to: Name = Field(description="about whom: a partner, or a sector for all partners in it")
    trust: Levels | None = Field(
        None, description="trust from 0 to 1, one value or one a tier, the senior first (history, where that is given)"
    )
    history: Share | None = Field(None, description="memory of how the partner behaved, from 0 to 1")
    openness: Share | None = Field(None, description="how open the door to the partner is, from 0 to 1")
    zero_sum: Levels | None = Field(
        None, description="belief that what this kind of partner gains is lost, from 0 to 1; only about a sector"
    )


class PosteriorEntry(Parameters):
    """``[[posterior]]``: equally likely values of parameters of everyone, as a fit gives them."""


class FilesEntry(Row):
    """``[files]``: tables beside the scenario file that list its organisations, ties, measured start and posterior."""

    organisations: str | None = Field(None, description="CSV: name, sector, size, strategy, any parameter")
    ties: str | None = Field(None, description="CSV: from, to, weight")
    start: str | None = Field(None, description="CSV: from, to, trust, history, openness, zero_sum")
    posterior: str | None = Field(None, description="CSV: a column a parameter, a row an equally likely draw")
    graphml: str | None = Field(None, description="GraphML, in place of the two CSV files")


class ActEntry(Row):
    """``[[workshop.script]]``: a round of a workshop, prepared; the first is round 1."""

    note: Text = Field("", description="a note to everyone as it begins")
    seconds: int | None = Field(None, ge=1, le=86_400, description="how long it lasts (as the others)")
    cards: Texts = Field((), description='event cards that it begins with, as "budgets-cut", "leader-leaves: NAME"')


class RoleEntry(Row):
    """``[[workshop.roles]]``: the role card of some seats of a workshop."""

    who: Names = Field(description="names of organisations or of sectors; its own card goes before its sector's")
    role: Text = Field(description="who one is on this seat")
    needs: Text = Field("", description="what one needs, and from whom")
    judged: Text = Field("", description="what one is judged by, and by whom")


class WorkshopEntry(Row):
    """``[workshop]``: how a group of people plays it."""

    rounds: int = Field(8, ge=1, le=200, description="how many rounds")
    months: int = Field(3, ge=1, le=60, description="months of the model in a round")
    seconds: int = Field(240, ge=1, le=86_400, description="how long a round lasts")
    hours: int = Field(
        4, ge=0, le=1000, description="with how many partners a leader can spend time when nothing is scarce"
    )
    tiers: bool = Field(False, description="whether a seat is a leader at one tier, not a whole organisation")
    script: Annotated[tuple[ActEntry, ...], Field(strict=False, max_length=200)] = Field(
        (), description="its rounds, as far as they are prepared"
    )
    roles: Annotated[tuple[RoleEntry, ...], Field(strict=False, max_length=1000)] = Field(
        (), description="the role cards of its seats (made from the scenario)"
    )


class ScenarioFile(Parameters):
    """A scenario file: only what differs from the defaults."""

    title: Text = Field("", description="what it is, in a few words")
    question: Text = Field("", description="a question to think about before the run is seen")
    description: Text = Field("", description="the situation")
    sources: Texts = Field((), description="where the facts come from")
    assumed: Texts = Field((), description="what is an assumption")
    months: int = Field(120, ge=1, le=LONGEST_RUN, description="how many months a run takes")
    seed: int = Field(
        0, ge=0, le=LARGEST_SEED, description="seed of the run that is shown unless another is asked for: a typical one"
    )
    sectors: dict[Name, SectorEntry] = Field({}, description="the sectors, with parameters of their own")
    organisations: Annotated[tuple[OrganisationEntry, ...], Field(strict=False)] = Field(
        (), description="the organisations; without them structure.organisations are generated"
    )
    ties: Annotated[tuple[TieEntry, ...], Field(strict=False)] = Field(
        (), description="who depends on whom; without them structure.network is generated"
    )
    start: Annotated[tuple[StartEntry, ...], Field(strict=False)] = Field(
        (),
        description="what was measured of trust, history, doors and beliefs before the first month; the rest is drawn",
    )
    posterior: Annotated[tuple[PosteriorEntry, ...], Field(strict=False)] = Field(
        (), description="what is not known of its parameters: equally likely draws, of which each seed has its own"
    )
    files: FilesEntry | None = Field(
        None, description="organisations, ties, a measured start and a posterior from tables beside this file"
    )
    schedule: Annotated[tuple[ScheduleEntry, ...], Field(strict=False)] = Field(
        (), description="dated changes and events"
    )
    alliances: Annotated[tuple[AllianceEntry, ...], Field(strict=False, max_length=1000)] = Field(
        (), description="alliances, which pool on terms of their own; where several apply, the last one's terms hold"
    )
    workshop: WorkshopEntry | None = Field(None, description="how a group of people plays it")


GROUPS: tuple[str, ...] = tuple(Parameters.model_fields)
"""Names of the groups of parameters."""

OWN = tuple(name for name, p in PARAMETERS.items() if not p.structural and p.whose != "system")
"""Parameters in which organisations and sectors can differ."""

RENAMED: Mapping[str, str] = {"mindset.parochialism": "mindset.closeness"}
"""Parameters of earlier versions, and what they are called now."""


def given(entry: Parameters) -> Iterator[tuple[str, Any]]:
    """Yield the parameters that an entry gives, by dotted name, in the order of declaration."""
    for group in GROUPS:
        if group in entry.model_fields_set:
            table: BaseModel = getattr(entry, group)
            for key in type(table).model_fields:
                if key in table.model_fields_set:
                    yield f"{group}.{key}", getattr(table, key)


def keys_of(model: type[BaseModel]) -> tuple[str, ...]:
    """Return the keys that a table may have."""
    return tuple(field.alias or name for name, field in model.model_fields.items())


def strategy_names() -> tuple[str, ...]:
    """Return the names of the strategies, the adaptive one first."""
    # Imported here, not above: the strategies bring numba, and most scenarios name no strategy.
    from sim.strategies import STRATEGIES

    return tuple(strategy.name for strategy in STRATEGIES)


def scenario_schema(strategies: Mapping[str, object] | None = None) -> dict[str, Any]:
    """Return the JSON Schema of a scenario file, for editors that complete and check."""
    if strategies is None:
        strategies = dict.fromkeys(strategy_names())
    schema = ScenarioFile.model_json_schema(by_alias=True)
    for name in ("SectorEntry", "OrganisationEntry", "ScheduleEntry", "PosteriorEntry"):
        own = schema["$defs"][name]["properties"]
        own.pop("structure")
        if "strategy" in own:
            own["strategy"] = {"enum": list(strategies), "description": own["strategy"]["description"]}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
