"""Every parameter of the model, declared once.

A field of a group below carries its default, allowed range, usual range (what sliders show and sweeps span), unit,
one line of meaning, source, and whose it is.  The scenario schema, the command line, the documentation tables, the
sliders and the error messages all read these declarations; nothing else repeats them.

Whose a parameter is (``whose``) matters when organisations differ:

- ``organisation``: the one who feels or acts uses its own value;
- ``tie``: two organisations share one game, so a tie uses the mean of its two ends' values.

The kernels read parameters as one array ``values[row, organisation, lane]``; ``ROWS`` gives the row of each name.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.fields import FieldInfo

MAX_TIERS = 5
Whose = Literal["organisation", "tie"]


def _parameter(
    default: float,
    low: float = 0.0,
    high: float = math.inf,
    *,
    meaning: str,
    unit: str = "1",
    source: str = "assumption",
    usual: tuple[float, float] | None = None,
    whose: Whose = "organisation",
    above: bool = False,
) -> Any:
    """One declaration: ``above`` makes the lower bound exclusive."""
    bounds: dict[str, float] = {"gt" if above else "ge": low}
    if math.isfinite(high):
        bounds["le"] = high
    extra = {
        "unit": unit,
        "source": source,
        "usual": list(usual or (low, high)),
        "whose": whose,
    }
    return Field(default, description=meaning, json_schema_extra=extra, **bounds)  # type: ignore[call-overload]


def _rate(default: float, *, meaning: str, unit: str = "1/month", **more: Any) -> Any:
    return _parameter(default, 0.0, 1.0, meaning=meaning, unit=unit, **more)


def _orientation(default: float, *, meaning: str, **more: Any) -> Any:
    return _parameter(default, -1.0, 1.0, meaning=meaning, **more)


class Group(BaseModel):
    """A table of parameters: frozen, unknown names and non-finite numbers refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)


Share = Annotated[float, Field(ge=0.0, le=1.0)]


class Game(Group):
    """The game played on every tie."""

    benefit: float = _parameter(
        1.0, above=True, usual=(0.1, 3.0), whose="tie", unit="outcome", meaning="what each gains when both race"
    )
    stake: float = _parameter(
        0.8, usual=(0.0, 3.0), whose="tie", unit="outcome", meaning="what a battler captures from a racer"
    )
    damage: float = _parameter(
        0.3, usual=(0.0, 2.0), whose="tie", unit="outcome", meaning="what each loses when both battle"
    )
    intensity: float = _parameter(
        1.0, usual=(0.0, 3.0), whose="tie", meaning="how much is at stake: scales all outcomes of the tie game"
    )
    expansion: float = _parameter(0.0, usual=(0.0, 2.0), meaning="how much more a capture is worth to an expansionist")
    sharing: float = _parameter(
        0.0, 0.0, 1.0, whose="tie", meaning="share of outcomes that a tie pools between its two ends"
    )
    scarcity_premium: float = _parameter(
        1.0, usual=(0.0, 3.0), meaning="how much scarcity raises the value of what can be captured"
    )


class Mindset(Group):
    """How an organisation values its partner's outcome against its own."""

    orientation: float = _orientation(
        0.0,
        source="Murphy & Ackermann 2014 (scale)",
        meaning="social value orientation: -1 zero-sum, 0 own, 1 the system's",
    )
    spread: float = _parameter(
        0.2, usual=(0.0, 0.6), meaning="standard deviation of orientation between units at the start"
    )
    parochialism: float = _parameter(
        0.3, usual=(0.0, 1.0), meaning="how much a wall turns a partner into a rival (us and them)"
    )
    rationality: float = _parameter(
        5.0,
        usual=(0.0, 20.0),
        source="McKelvey & Palfrey 1995 (form)",
        meaning="how sharply a choice follows its advantage",
    )


class History(Group):
    """Slow institutional memory."""

    trust: float = _rate(0.5, unit="probability", meaning="mean institutional history at the start")
    spread: float = _parameter(0.1, usual=(0.0, 0.4), meaning="standard deviation of history between relations")
    in_group: float = _parameter(
        0.1, -1.0, 1.0, usual=(-0.5, 0.5), meaning="what is added to history within one sector"
    )
    memory: float = _rate(0.02, meaning="how fast history follows conduct")


class Trust(Group):
    """How trust follows what is seen."""

    rate: float = _rate(
        0.2, source="Dal Bo & Frechette 2011 data", unit="1/encounter", meaning="how much one race seen repairs trust"
    )
    negativity: float = _parameter(
        2.0,
        usual=(0.0, 5.0),
        source="Dal Bo & Frechette 2011 data",
        meaning="how many times heavier a battle seen weighs than a race seen",
    )
    drift: float = _rate(0.02, meaning="how fast trust falls back to history without contact")
    failure: float = _rate(0.05, unit="probability", meaning="probability that an honest race fails")
    blame: float = _rate(0.5, unit="probability", meaning="probability that a failed race is read as a battle")


class Dialogue(Group):
    """Time together and what it does."""

    time_together: Share | Annotated[tuple[Share, ...], Field(min_length=1, max_length=MAX_TIERS, strict=False)] = (
        Field(
            0.1,
            description="probability that a tie meets in a month, before scarcity; one value or one a tier",
            json_schema_extra={
                "unit": "probability/month",
                "source": "assumption",
                "usual": [0.0, 1.0],
                "whose": "tie",
            },
        )
    )
    bridging: float = _parameter(0.5, 0.0, 1.0, whose="tie", meaning="share of meeting time that goes across sectors")
    voice: float = _rate(0.3, unit="1/meeting", meaning="how far stated intentions move trust, times history")
    hearsay: float = _rate(0.0, unit="1/meeting", meaning="how far partners' word moves trust in third parties")
    purpose: float = _orientation(0.3, meaning="orientation of the shared purpose spoken of in meetings")
    purpose_rate: float = _rate(0.2, meaning="how far meeting everybody pulls orientation to the purpose")
    cost: float = _parameter(0.05, usual=(0.0, 0.5), unit="outcome/meeting", meaning="what one meeting costs")


class Boundary(Group):
    """The walls."""

    openness: float = _rate(0.9, unit="1", meaning="openness of every door at the start")
    closing: float = _rate(0.2, meaning="how fast a door closes when trust is below openness")
    opening: float = _rate(0.05, meaning="how fast a door opens when trust is above openness")


class Resources(Group):
    """Means relative to need."""

    scarcity: float = _rate(0.3, unit="share of need", meaning="share of need that the settlement leaves uncovered")
    rate: float = _rate(0.1, meaning="how fast resources follow settlement and income")
    gain: float = _parameter(0.5, usual=(0.0, 2.0), unit="need/outcome", meaning="resources an income of one brings")


class Leadership(Group):
    """Leaders' horizons and what passes between tiers."""

    patience: float = _parameter(0.3, 0.0, 1.0, unit="1", meaning="weight of the next encounter against this one")
    turnover: float = _rate(0.0, unit="probability/month", meaning="probability that a senior leader leaves")
    cascade: float = _rate(0.1, meaning="pull of a tier's orientation to the tier above")
    movement: float = _rate(0.02, meaning="pull of a tier's orientation to the tier below (a social movement)")


class Learning(Group):
    """Looking at partners, and what can be seen."""

    reflection: float = _rate(0.05, unit="probability/month", meaning="probability that a unit looks at a partner")
    visibility: float = _rate(
        0.5, unit="probability", meaning="how much of the lower tiers the top sees, and of a partner a learner sees"
    )
    imitation: float = _parameter(
        5.0,
        usual=(0.0, 20.0),
        source="Szabo & Toke 1998 (Fermi rule)",
        meaning="how sharply copying follows performance",
    )
    noise: float = _parameter(
        0.01, usual=(0.0, 0.1), unit="1/month", meaning="standard deviation of orientation's monthly drift"
    )


class Climate(Group):
    """The weather set by national and local leaders."""

    orientation: float = _orientation(0.0, meaning="orientation that the climate rewards in senior leaders")
    rate: float = _rate(0.0, meaning="how fast the climate pulls senior orientation")


NetworkKind = Literal["complete", "ring", "small-world", "scale-free", "sectors"]


class Structure(Group):
    """Who there is and who depends on whom; read once, before the first month."""

    tiers: int = Field(3, ge=1, le=MAX_TIERS, description="tiers of leaders: senior first, front line last")
    network: NetworkKind = Field("complete", description="who depends on whom where the scenario lists no ties")
    organisations: int = Field(
        20, ge=1, le=10_000_000, description="how many organisations where the scenario lists none"
    )
    sectors: int = Field(4, ge=1, description="how many equal sectors where the scenario lists no organisations")
    neighbours: int = Field(4, ge=2, description="partners of each organisation on a ring or small world (even)")
    rewiring: float = Field(0.1, ge=0, le=1, description="share of a small world's ties that are rewired")
    links: int = Field(3, ge=1, description="ties that each newcomer brings to a scale-free network")
    across: float = Field(0.1, ge=0, le=1, description="probability of a tie across sectors (network 'sectors')")
    wiring: int = Field(0, ge=0, lt=2**32, description="which of the possible random networks: the seed of its wiring")


class Parameters(Group):
    """All parameters of the model, by group."""

    game: Game = Game()
    mindset: Mindset = Mindset()
    history: History = History()
    trust: Trust = Trust()
    dialogue: Dialogue = Dialogue()
    boundary: Boundary = Boundary()
    resources: Resources = Resources()
    leadership: Leadership = Leadership()
    learning: Learning = Learning()
    climate: Climate = Climate()
    structure: Structure = Structure()


@dataclass(frozen=True, kw_only=True)
class Parameter:
    """What is known of one parameter; the view that tables, sliders and messages read."""

    name: str
    default: Any
    low: float
    high: float
    low_excluded: bool
    usual: tuple[float, float]
    unit: str
    meaning: str
    source: str
    whose: Whose
    per_tier: bool
    """True where one value a tier may be given in place of one value for all."""
    structural: bool
    """True for the structure group: read once at the start, not subject to schedule or organisation."""
    choices: tuple[str, ...] = ()
    integer: bool = False

    @property
    def group(self) -> str:
        return self.name.partition(".")[0]

    @property
    def range(self) -> str:
        """The allowed range in words, as error messages and tables show it."""
        if self.choices:
            return "one of " + ", ".join(self.choices)
        left = "(" if self.low_excluded else "["
        right = "inf)" if math.isinf(self.high) else f"{self.high:g}]"
        return f"{left}{self.low:g}, {right}"


def _describe(name: str, field: FieldInfo, structural: bool) -> Parameter:
    bounds = {key: getattr(rule, key) for rule in field.metadata for key in ("ge", "gt", "le") if hasattr(rule, key)}
    extra: Mapping[str, Any] = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
    per_tier = name == "dialogue.time_together"
    low = float(bounds.get("gt", bounds.get("ge", 0.0 if per_tier else -math.inf)))
    high = float(bounds.get("le", 1.0 if per_tier else math.inf))
    return Parameter(
        name=name,
        default=field.default,
        low=low,
        high=high,
        low_excluded="gt" in bounds,
        usual=tuple(extra.get("usual", (low, high))),
        unit=extra.get("unit", "1"),
        meaning=field.description or "",
        source=extra.get("source", "assumption"),
        whose=extra.get("whose", "organisation"),
        per_tier=per_tier,
        structural=structural,
        choices=getattr(field.annotation, "__args__", ()) if isinstance(field.default, str) else (),
        integer=isinstance(field.default, int),
    )


def _table() -> dict[str, Parameter]:
    table: dict[str, Parameter] = {}
    for group, owner in Parameters.model_fields.items():
        for name, field in type(owner.default).model_fields.items():
            dotted = f"{group}.{name}"
            table[dotted] = _describe(dotted, field, structural=group == "structure")
    return table


PARAMETERS: Mapping[str, Parameter] = _table()
"""Every parameter by its dotted name, in the order of declaration."""


def _rows() -> dict[str, int]:
    rows: dict[str, int] = {}
    row = 0
    for name, each in PARAMETERS.items():
        if not each.structural:
            rows[name] = row
            row += MAX_TIERS if each.per_tier else 1
    return rows


ROWS: Mapping[str, int] = _rows()
"""First row of each parameter in the array the kernels read; a parameter per tier takes MAX_TIERS rows."""

N_ROWS = len(ROWS) + (MAX_TIERS - 1) * sum(PARAMETERS[name].per_tier for name in ROWS)


def rows_of(name: str, value: float | tuple[float, ...], tiers: int) -> tuple[slice, list[float]]:
    """Where a value goes in the array of parameters, spread over the tiers where it is one a tier.

    Raises ValueError for one value a tier where their number is not that of the tiers.
    """
    row = ROWS[name]
    if not PARAMETERS[name].per_tier:
        return slice(row, row + 1), [float(value)]  # type: ignore[arg-type]
    values = list(value) if isinstance(value, tuple | list) else [float(value)] * tiers
    if len(values) != tiers:
        raise ValueError(f"{name}: {len(values)} values for {tiers} tiers")
    return slice(row, row + tiers), [float(each) for each in values]
