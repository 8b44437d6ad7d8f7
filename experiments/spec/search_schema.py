"""Schema of the table ``[search]``: levers with their costs, objectives, constraints, and a number of runs."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from scenarios.schema import Row
from sim.parameters import PARAMETERS

COST, HOURS = "cost", "hours"
COSTS = (COST, HOURS)
"""What a package costs, by the costs of its levers; names beside those of measures."""

OVER = {
    "mean": "the mean over the uncertain worlds",
    "worst tenth": "the mean over the worst tenth of the worlds, at least one",
    "regret": "the most that is given away, in any world, against the best package there",
}
"""How a measure's values in the uncertain worlds become one: name -> meaning."""

AIMS = ("maximise", "minimise")

MOST_LEVERS = 30
MOST_STEPS = 1_001


class LeverEntry(Row):
    """``[[search.levers]]``: a parameter that people can set, from when on, how far, and what it costs."""

    parameter: str = Field(description="dotted name", json_schema_extra={"enum": list(PARAMETERS)})
    range: Annotated[tuple[float, float] | None, Field(strict=False)] = Field(
        None, description="lowest and highest value (the parameter's usual range)"
    )
    steps: int = Field(11, ge=2, le=MOST_STEPS, description="values to choose among, evenly over the range")
    month: int | None = Field(None, ge=1, description="the month from which it is set (throughout)")
    until: int | None = Field(None, ge=2, description="the month at whose start it ends (never)")
    free: float | None = Field(None, description="the value that means that nothing is done (as the scenario has it)")
    cost: float = Field(0.0, ge=0.0, description="money for each unit of the parameter away from that value")
    hours: float = Field(0.0, ge=0.0, description="hours for each unit of the parameter away from that value")


class ObjectiveEntry(Row):
    """``[[search.objectives]]``: what is wanted: a measure at the end, or what a package costs."""

    measure: str = Field(description="a measure at the end, one of the outcomes, cost or hours")
    over: str = Field(
        "mean", description="how the uncertain worlds are taken together", json_schema_extra={"enum": list(OVER)}
    )
    aim: str | None = Field(
        None,
        description="maximise or minimise (what is better for the system; less cost)",
        json_schema_extra={"enum": list(AIMS)},
    )


class ConstraintEntry(Row):
    """``[[search.constraints]]``: what a package must keep: a limit of a measure or of costs, in enough worlds."""

    measure: str = Field(description="a measure at the end, one of the outcomes, cost or hours")
    at_least: float | None = Field(None, description="the lowest value allowed")
    at_most: float | None = Field(None, description="the highest value allowed")
    share: float | None = Field(
        None, gt=0.0, le=1.0, description="share of the uncertain worlds in which it must hold (it holds of their mean)"
    )


class SearchEntry(Row):
    """``[search]``: which package of levers is best, over worlds that are not known: the factors."""

    runs: int = Field(20_000, ge=1, le=10_000_000, description="runs that the search may make")
    population: int = Field(24, ge=2, le=10_000, description="packages tried in a generation")
    seed: int = Field(0, ge=0, lt=2**32, description="seed of the search: the same seed tries the same packages")
    levers: Annotated[tuple[LeverEntry, ...], Field(strict=False, max_length=MOST_LEVERS)] = Field(
        description="what people can set"
    )
    objectives: Annotated[tuple[ObjectiveEntry, ...], Field(strict=False, max_length=4)] = Field(
        description="what is wanted, one to four"
    )
    constraints: Annotated[tuple[ConstraintEntry, ...], Field(strict=False, max_length=100)] = Field(
        (), description="what a package must keep"
    )
