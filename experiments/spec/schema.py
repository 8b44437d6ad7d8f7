"""Schema of experiment files.

Parameters stand in it as in a scenario file, and a policy's schedule is a scenario's: their names, ranges and
meanings come from ``sim.parameters`` and ``scenarios.schema``.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from experiments.spec.search_schema import SearchEntry
from scenarios.schema import LONGEST_RUN, AllianceEntry, Name, Row, ScheduleEntry, Text, Texts
from sim.measures import COLUMNS, END_MEASURES
from sim.parameters import MAX_TIERS, PARAMETERS, Parameters

DESIGNS = {
    "grid": "every combination of the factors' levels",
    "one-at-a-time": "the scenario as it is, then each level of each factor with the others left alone",
    "latin-hypercube": "samples that spread evenly over every factor's range (McKay et al. 1979)",
    "sobol": "samples of low discrepancy that fill the whole space (Sobol' 1967)",
    "points": "the points that are given, in a CSV file or as [[points]]: factors that vary together",
    "adaptive": "a coarse grid, and finer cells where runs of neighbouring points end on different sides of a line",
    "morris": "screening: samples are trajectories that change one factor at a step (Morris 1991)",
    "sensitivity": "Saltelli's samples for Sobol' indices of first and total order (Saltelli et al. 2010)",
    "interactions": "Saltelli's samples for Sobol' indices of pairs too, at nearly twice the points (Saltelli 2002)",
}
"""How the points of an experiment are chosen: name -> meaning."""

DISTRIBUTIONS = {
    "uniform": "every value of the range alike",
    "log-uniform": "every order of magnitude of the range alike; the range lies above 0",
    "normal": "mean and sd, cut off at the range",
    "triangular": "most often its mode, down to nothing at the ends of the range",
    "choice": "every one of the levels alike",
}
"""How a sampled factor is spread: name -> meaning."""

RECORDS = {
    "series": "every measure, every month",
    "networks": "every relation at the end of the run",
}
"""What can be recorded beside the measures at the end of each run: name -> meaning."""

OUTCOMES: tuple[str, ...] = (*COLUMNS, *(measure.name for measure in END_MEASURES))
"""The measures that a run has at its end."""

MOST_REPLICATES = 2**32

MOST_LISTED = 1000
"""Factors, policies, scenarios and measures that an experiment may have of each."""

MOST_GIVEN = 10_000
"""Points that may be given."""

MOST_LEVELS = 10_000
"""Levels that a factor may list."""


def _one_of(names: Any) -> dict[str, Any]:
    return {"enum": list(names)}


def _one_of_or_own(names: Any) -> dict[str, Any]:
    """Return the schema of a name that editors complete, and that may be one's own."""
    return {"anyOf": [{"enum": list(names)}, {"type": "string"}]}


def _list_of(names: Any) -> dict[str, Any]:
    return {"items": {"type": "string", "enum": list(names)}}


MANY = tuple(f"{group}.*" for group in Parameters.model_fields if group != "structure")
"""What stands for all parameters of a group."""

Value = Any
"""A value of a parameter: its own type decides, see ``experiments.checks.consistency``."""

Strings = Annotated[tuple[str, ...], Field(strict=False, max_length=MOST_LISTED)]


GivenPoint = Annotated[tuple[Value, ...], Field(strict=False, max_length=MOST_LISTED)]
"""The value of each factor at a point."""


class FactorEntry(Row):
    """``[[factors]]``: a parameter that varies, and over what."""

    parameter: str = Field(
        description="dotted name; game.* and * stand for all parameters of a group, and for all",
        json_schema_extra=_one_of([*PARAMETERS, "*", *MANY]),
    )
    tier: int | None = Field(
        None, ge=0, lt=MAX_TIERS, description="vary this tier only (0 is senior), for a value of each tier"
    )
    range: Annotated[tuple[float, float] | None, Field(strict=False)] = Field(
        None, description="lowest and highest value (the parameter's usual range)"
    )
    steps: int | None = Field(
        None, ge=2, le=100_000, description="levels, evenly over the range, of a grid or one at a time (5)"
    )
    levels: Annotated[tuple[Value, ...] | None, Field(strict=False, max_length=MOST_LEVELS)] = Field(
        None, description="the values themselves, in place of a range"
    )
    distribution: str | None = Field(
        None, description="how samples are spread (uniform)", json_schema_extra=_one_of(DISTRIBUTIONS)
    )
    mean: float | None = Field(None, description="mean of a normal distribution before it is cut off")
    sd: float | None = Field(None, gt=0, description="standard deviation of a normal distribution")
    mode: float | None = Field(None, description="the value that a triangular distribution takes most often")


class PolicyEntry(Parameters):
    """``[[policies]]``: settings that are compared with common random numbers, as ``game.sharing = 0.5``."""

    name: Name = Field(description="its name, unlike all others")
    description: Text = Field("", description="what it means to do this")
    schedule: Annotated[tuple[ScheduleEntry, ...], Field(strict=False)] = Field(
        (), description="dated changes, after those of the scenario"
    )
    alliances: Annotated[tuple[AllianceEntry, ...], Field(strict=False, max_length=MOST_LISTED)] = Field(
        (), description="alliances, after those of the scenario"
    )
    replace_schedule: bool = Field(False, description="the schedule takes the place of the scenario's")


class OutcomeEntry(Row):
    """``[[outcomes]]``: an outcome of one's own, worked out from the months of a run."""

    name: Name = Field(description="its name, unlike all measures")
    expression: str = Field(description="such as sum(openness < 0.25) / 12; see docs/sweeps.md")
    description: Text = Field("", description="what it is, in words")
    better: str | None = Field(
        None, description="whether more of it is better, or less", json_schema_extra=_one_of(("more", "less"))
    )


class UntilEntry(Row):
    """``[until]``: replicates of each point until the interval of a measure's mean is narrow enough."""

    measure: str = Field(
        description="a measure at the end of the run, or one of the outcomes",
        json_schema_extra=_one_of_or_own(OUTCOMES),
    )
    width: float = Field(gt=0, description="from the lower to the upper end of the interval")
    confidence: float = Field(0.95, gt=0, lt=1, description="level of confidence")
    at_least: int = Field(10, ge=2, le=MOST_REPLICATES, description="replicates before the first look")
    at_most: int = Field(200, ge=2, le=MOST_REPLICATES, description="replicates at which to stop anyway")


class AdaptiveEntry(Row):
    """``[adaptive]``: how fine an adaptive design becomes, and which line it looks for."""

    rounds: int = Field(3, ge=1, le=8, description="how many times a cell may be halved")
    measure: str | None = Field(
        None,
        description="a measure at the end, or one of the outcomes (whether a run ends as one system)",
        json_schema_extra=_one_of_or_own(OUTCOMES),
    )
    at: float | None = Field(None, description="the value of the measure that tells the two sides apart")


class ExperimentFile(Parameters):
    """An experiment file.  Parameters given at its top hold throughout, in place of the scenario's."""

    title: Text = Field("", description="what it is, in a few words")
    question: Text = Field("", description="the question it answers")
    description: Text = Field("", description="why it is asked, and what to make of the answer")
    sources: Texts = Field((), description="where its values come from")
    scenario: Name | None = Field(None, description="a scenario of the library, or a file beside this one")
    scenarios: Strings = Field((), description="several scenarios, in place of one")
    months: int | None = Field(None, ge=1, le=LONGEST_RUN, description="how long a run is (as the scenario says)")
    factors: Annotated[tuple[FactorEntry, ...], Field(strict=False, max_length=MOST_LISTED)] = Field(
        (), description="the parameters that vary"
    )
    policies: Annotated[tuple[PolicyEntry, ...], Field(strict=False, max_length=MOST_LISTED)] = Field(
        (), description="bundles of settings to compare"
    )
    design: str = Field("grid", description="how points are chosen", json_schema_extra=_one_of(DESIGNS))
    points: Annotated[tuple[GivenPoint, ...] | None, Field(strict=False, max_length=MOST_GIVEN)] = Field(
        None,
        description="the points themselves: a CSV file with a column a parameter, or tables [[points]]",
        json_schema_extra={"anyOf": [{"type": "string"}, {"type": "array"}]},
    )
    adaptive: AdaptiveEntry | None = Field(None, description="what an adaptive design looks for, and how finely")
    samples: int = Field(
        128,
        ge=1,
        le=10_000_000,
        description="how many samples, trajectories (morris), base samples (sensitivity)",
    )
    design_seed: int = Field(0, ge=0, lt=2**32, description="seed of a sampled design")
    replicates: int | None = Field(
        None, ge=1, le=MOST_REPLICATES, description="runs of each point, each with a seed of its own (10)"
    )
    until: UntilEntry | None = Field(None, description="a stopping rule, in place of a number of replicates")
    search: SearchEntry | None = Field(None, description="a search for the best package of levers")
    seed: int = Field(0, ge=0, lt=2**32, description="seed of the experiment: replicate r has seed 2**32 * seed + r")
    record: Strings = Field(
        (), description="what to keep beside measures at the end", json_schema_extra=_list_of(RECORDS)
    )
    outcomes: Annotated[tuple[OutcomeEntry, ...], Field(strict=False, max_length=MOST_LISTED)] = Field(
        (), description="outcomes of one's own, from every month of a run"
    )
    measures: Strings = Field(
        ("openness", "race_share"),
        description="the measures (and outcomes) that answer the question, the first one first",
        json_schema_extra={"items": _one_of_or_own(OUTCOMES)},
    )


def experiment_schema() -> dict[str, Any]:
    """The JSON Schema of an experiment file, for editors that complete and check."""
    schema = ExperimentFile.model_json_schema(by_alias=True)
    schema["$defs"]["ScheduleEntry"]["properties"].pop("structure")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
