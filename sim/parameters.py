"""Every parameter of the model, declared once.

A field of a group below carries its default, allowed range, usual range (what sliders show and sweeps span), unit,
one line of meaning, source, whose it is, and its plain words: a name, the question it answers, and both ends.  The
scenario schema, the command line, the documentation tables, the sliders and the error messages all read these
declarations; nothing else repeats them.

Whose a parameter is (``whose``) matters when organisations differ:

- ``organisation``: the one who feels or acts uses its own value;
- ``tie``: two organisations share one game, so a tie uses the mean of its two ends' values;
- ``system``: all organisations have the same value.

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
Whose = Literal["organisation", "tie", "system"]
Plain = tuple[str, str, str, str]
"""A parameter in plain words: its name, the question it answers, and what its low and its high end mean."""


def _parameter(
    default: float,
    low: float = 0.0,
    high: float = math.inf,
    *,
    meaning: str,
    plain: Plain,
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
    extra = _extra(unit=unit, source=source, usual=usual or (low, high), whose=whose, plain=plain)
    return Field(default, description=meaning, json_schema_extra=extra, **bounds)  # type: ignore[call-overload]


def _extra(*, unit: str, source: str, usual: tuple[float, float], whose: Whose, plain: Plain) -> dict[str, Any]:
    label, question, low_end, high_end = plain
    return {
        "unit": unit,
        "source": source,
        "usual": list(usual),
        "whose": whose,
        "label": label,
        "question": question,
        "ends": [low_end, high_end],
    }


def _rate(default: float, *, meaning: str, plain: Plain, unit: str = "1/month", **more: Any) -> Any:
    return _parameter(default, 0.0, 1.0, meaning=meaning, plain=plain, unit=unit, **more)


def _orientation(default: float, *, meaning: str, plain: Plain, **more: Any) -> Any:
    return _parameter(default, -1.0, 1.0, meaning=meaning, plain=plain, **more)


class Group(BaseModel):
    """A table of parameters: frozen, unknown names and non-finite numbers refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)


Share = Annotated[float, Field(ge=0.0, le=1.0)]
Allocation = Literal["equal", "size", "need"]
ALLOCATIONS: tuple[Allocation, ...] = ("equal", "size", "need")
"""How what is pooled is divided; the position is the code that the kernels read."""


class Game(Group):
    """The game played on every tie."""

    benefit: float = _parameter(
        1.0,
        above=True,
        usual=(0.1, 3.0),
        whose="tie",
        unit="outcome",
        meaning="what each gains when both race",
        plain=("Gain from racing", "How much do both gain when both race?", "hardly anything", "a great deal"),
    )
    stake: float = _parameter(
        0.8,
        usual=(0.0, 3.0),
        whose="tie",
        unit="outcome",
        meaning="what a battler captures from a racer",
        plain=("What can be captured", "How much can one take from the other?", "nothing", "a great deal"),
    )
    damage: float = _parameter(
        0.3,
        usual=(0.0, 2.0),
        whose="tie",
        unit="outcome",
        meaning="what each loses when both battle (a deterrent: where battles hurt more, systems are more open)",
        plain=("Cost of battles", "How much do both lose when both battle?", "nothing", "a great deal"),
    )
    intensity: float = _parameter(
        1.0,
        usual=(0.0, 3.0),
        whose="tie",
        meaning="how much is at stake: scales all outcomes of the tie game",
        plain=("Stakes", "How much is at stake in each dealing?", "nothing", "everything"),
    )
    expansion: float = _parameter(
        0.0,
        usual=(0.0, 2.0),
        meaning="how much more a capture is worth to an expansionist",
        plain=("Appetite for expansion", "How much do organisations want to grow?", "not at all", "at any price"),
    )
    sharing: float = _parameter(
        0.0,
        0.0,
        1.0,
        whose="tie",
        meaning="share of outcomes that a tie pools between its two ends",
        plain=("Pooling", "What share of gains and losses is pooled?", "each keeps its own", "everything is shared"),
    )
    allocation: Allocation = Field(
        "equal",
        description="who gets which part of what is pooled: equal parts, by size, or by need (0.1 + scarcity felt)",
        json_schema_extra=_extra(
            unit="1",
            source="assumption",
            usual=(0.0, 2.0),
            whose="system",
            plain=("Division of the pool", "How is what is pooled divided?", "in equal parts", "by need"),
        ),
    )
    pool_trust: float = _parameter(
        0.0,
        0.0,
        1.0,
        whose="tie",
        unit="probability",
        meaning="perceived trust from which two that meet choose to pool; 0: pooling is imposed on every tie",
        plain=("Trust needed to pool", "How much trust does it take to pool?", "none: it is imposed", "full trust"),
    )
    scarcity_premium: float = _parameter(
        1.0,
        usual=(0.0, 3.0),
        meaning="how much scarcity raises the value of what can be captured",
        plain=("Pull of scarcity", "How much more is a capture worth when money is tight?", "no more", "far more"),
    )
    improvement: float = _parameter(
        0.3,
        usual=(0.0, 1.0),
        meaning="how much capability grows where every race comes off, and wastes where all battle",
        plain=("Learning by racing", "How much better does racing make organisations?", "no better", "far better"),
    )
    improvement_rate: float = _rate(
        0.02,
        meaning="how fast capability follows conduct",
        plain=("Speed of improvement", "How fast does capability follow conduct?", "never", "at once"),
    )


class Mindset(Group):
    """How an organisation values its partner's outcome against its own, and what it believes of kinds of partners."""

    orientation: float = _orientation(
        0.1,
        source="Murphy & Ackermann 2014 (scale)",
        meaning="social value orientation: -1 the other's loss, 0 the own outcome only, 1 the system's",
        plain=("Orientation", "What do leaders work for?", "to beat the others", "the whole system"),
    )
    spread: float = _parameter(
        0.2,
        usual=(0.0, 0.6),
        meaning="standard deviation of orientation between units at the start",
        plain=("Differences between leaders", "How much do leaders differ?", "all alike", "very much"),
    )
    zero_sum: float = _parameter(
        0.2,
        0.0,
        1.0,
        meaning="mean zero-sum belief at the start: how far what a partner gains is believed to be lost to oneself",
        plain=("Zero-sum belief", "Is their gain our loss?", "not at all", "always"),
    )
    zero_sum_spread: float = _parameter(
        0.1,
        usual=(0.0, 0.4),
        meaning="standard deviation of the zero-sum belief between units at the start",
        plain=("Differences in belief", "How much do beliefs differ between leaders?", "all alike", "very much"),
    )
    us_and_them: float = _parameter(
        0.1,
        0.0,
        1.0,
        usual=(0.0, 0.5),
        meaning="how much less of the zero-sum belief is held about one's own kind at the start",
        plain=("Us and them", "How much less is feared of one's own kind?", "no less", "nothing is feared"),
    )
    closeness: float = _parameter(
        0.4,
        usual=(0.0, 1.0),
        meaning="how much an open door makes a partner one of us, and a wall a rival",
        plain=("Pull of the door", "Does an open door make a partner one of us?", "no", "entirely"),
    )
    rationality: float = _parameter(
        5.0,
        usual=(0.0, 20.0),
        source="McKelvey & Palfrey 1995 (form)",
        meaning="how sharply a choice follows its advantage",
        plain=("Sureness of choice", "How surely is the better choice made?", "by tossing a coin", "always"),
    )


class History(Group):
    """Slow institutional memory."""

    trust: float = _rate(
        0.5,
        unit="probability",
        meaning="mean institutional history at the start",
        plain=("History", "How have they treated each other so far?", "badly", "well"),
    )
    spread: float = _parameter(
        0.1,
        usual=(0.0, 0.4),
        meaning="standard deviation of history between relations",
        plain=("Differences in history", "How much do histories differ?", "all alike", "very much"),
    )
    in_group: float = _parameter(
        0.15,
        -1.0,
        1.0,
        usual=(-0.5, 0.5),
        meaning="what is added to history within one sector",
        plain=("History among one's own kind", "Is history better among one's own kind?", "far worse", "far better"),
    )
    memory: float = _rate(
        0.02,
        meaning="how fast history follows conduct",
        plain=("Speed of memory", "How fast does an institution's memory follow events?", "never", "at once"),
    )


class Trust(Group):
    """How trust follows what is seen."""

    rate: float = _rate(
        0.2,
        source="Dal Bo & Frechette 2011 data",
        unit="1/encounter",
        meaning="how much one race seen repairs trust",
        plain=("Repair of trust", "How much does one kindness repair?", "nothing", "everything"),
    )
    negativity: float = _parameter(
        2.0,
        usual=(0.0, 5.0),
        source="Dal Bo & Frechette 2011 data",
        meaning="how many times heavier a battle seen weighs than a race seen",
        plain=("Weight of betrayal", "How much heavier does a betrayal weigh?", "not at all", "many times"),
    )
    drift: float = _rate(
        0.02,
        meaning="how fast trust falls back to history without contact",
        plain=("Fading without contact", "How fast does trust fall back without contact?", "never", "at once"),
    )
    failure: float = _rate(
        0.05,
        unit="probability",
        meaning="probability that an honest race fails",
        plain=("Honest failures", "How often does an honest effort fail?", "never", "always"),
    )
    blame: float = _rate(
        0.5,
        unit="probability",
        meaning="probability that a failed race is read as a battle",
        plain=("Blame", "Is a failure held against the partner?", "never", "always"),
    )


class Dialogue(Group):
    """Time together and what it does."""

    time_together: Share | Annotated[tuple[Share, ...], Field(min_length=1, max_length=MAX_TIERS, strict=False)] = (
        Field(
            0.12,
            description="probability that a tie meets in a month, before scarcity; one value or one a tier",
            json_schema_extra=_extra(
                unit="probability/month",
                source="assumption",
                usual=(0.0, 1.0),
                whose="tie",
                plain=("Time together", "How often do partners meet?", "never", "every month"),
            ),
        )
    )
    bridging: float = _parameter(
        0.5,
        0.0,
        1.0,
        meaning="share of meeting time that goes across sectors",
        plain=("Meeting across sectors", "Whom is meeting time spent with?", "one's own kind", "other kinds"),
    )
    voice: float = _rate(
        0.3,
        unit="1/meeting",
        meaning="how far stated intentions move trust, times history",
        plain=("Weight of words", "How far do stated intentions move trust?", "not at all", "entirely"),
    )
    hearsay: float = _rate(
        0.1,
        unit="1/meeting",
        meaning="how far partners' word moves trust in third parties",
        plain=("Hearsay", "How much do partners' tales of others count?", "not at all", "as if seen"),
    )
    purpose: float = _orientation(
        0.6,
        meaning="orientation of the common purpose spoken of in meetings",
        plain=("The common purpose", "What is the common purpose about?", "beating others", "the whole system"),
    )
    purpose_rate: float = _rate(
        0.2,
        meaning="how far meeting everybody, with full credence, raises the weight of the common purpose",
        plain=("Pull of meetings", "How far does meeting everybody lift the common purpose?", "not at all", "fully"),
    )
    purpose_fade: float = _rate(
        0.03,
        meaning="how fast the common purpose fades without meetings",
        plain=("Fading of purpose", "How fast does the common purpose fade?", "never", "at once"),
    )
    enquiry: float = _rate(
        0.02,
        unit="1/meeting",
        meaning="how far a meeting is an enquiry: how much of the zero-sum belief is let go in it",
        plain=("Enquiry", "Are assumptions questioned in meetings?", "never", "always"),
    )
    cost: float = _parameter(
        0.05,
        usual=(0.0, 0.5),
        unit="outcome/meeting",
        meaning="what one meeting costs",
        plain=("Cost of meeting", "What does a meeting cost?", "nothing", "a great deal"),
    )


class Boundary(Group):
    """The walls."""

    openness: float = _rate(
        0.9,
        unit="1",
        meaning="openness of every door at the start",
        plain=("Doors at the start", "How open are doors at the start?", "shut", "wide open"),
    )
    closing: float = _rate(
        0.2,
        meaning="how fast a door closes when trust is below openness",
        plain=("Closing of doors", "How fast do doors close?", "never", "at once"),
    )
    opening: float = _rate(
        0.05,
        meaning="how fast a door opens when trust is above openness",
        plain=("Opening of doors", "How fast do doors open again?", "never", "at once"),
    )


class Resources(Group):
    """Means relative to need."""

    scarcity: float = _rate(
        0.3,
        unit="share of need",
        meaning="share of need that the settlement leaves uncovered",
        plain=("Scarcity", "How tight is money?", "enough", "far too little"),
    )
    rate: float = _rate(
        0.1,
        meaning="how fast resources follow settlement and income",
        plain=("Speed of resources", "How fast do resources follow the settlement?", "never", "at once"),
    )
    gain: float = _parameter(
        0.5,
        usual=(0.0, 2.0),
        unit="need/outcome",
        meaning="resources an income of one brings",
        plain=("Yield", "How much does a gain add to resources?", "nothing", "a great deal"),
    )


class Leadership(Group):
    """Leaders' horizons and what passes between tiers."""

    patience: float = _parameter(
        0.5,
        0.0,
        1.0,
        meaning="mean patience of senior leaders: weight of the next encounter against this one (a leader's own is at "
        "most .95)",
        plain=("Patience", "How much does the next encounter count?", "not at all", "as much as this one"),
    )
    patience_spread: float = _parameter(
        0.1,
        usual=(0.0, 0.3),
        meaning="standard deviation of patience between leaders",
        plain=("Differences in patience", "How much does patience differ?", "all alike", "very much"),
    )
    turnover: float = _rate(
        0.02,
        unit="probability/month",
        source="NHS Providers (median stay of three years)",
        usual=(0.0, 0.2),
        meaning="probability that a senior leader leaves",
        plain=("Turnover of leaders", "How often do leaders leave?", "never", "every month"),
    )
    cascade: float = _rate(
        0.1,
        meaning="pull of a tier's orientation and beliefs to the tier above",
        plain=("Cascade", "How much does the front follow the top?", "not at all", "at once"),
    )
    movement: float = _rate(
        0.02,
        meaning="pull of a tier's orientation and beliefs to the tier below (a social movement)",
        plain=("Social movement", "How much does the top follow the front?", "not at all", "at once"),
    )


class Learning(Group):
    """Looking at partners, and what can be seen."""

    insight: float = _rate(
        0.1,
        meaning="how fast beliefs about a kind of partner follow what dealings with it showed",
        plain=("Insight", "How fast do beliefs follow experience?", "never", "at once"),
    )
    reflection: float = _rate(
        0.05,
        unit="probability/month",
        meaning="probability that a unit looks at a partner",
        plain=("Reflection", "How often does anyone look at how partners do it?", "never", "every month"),
    )
    visibility: float = _rate(
        0.5,
        unit="probability",
        meaning="how much of the lower tiers the top sees, and of a partner a learner sees",
        plain=("Visibility", "How much does the top see of the front?", "nothing", "everything"),
    )
    gloss: float = _rate(
        0.3,
        unit="1",
        meaning="how far reports of trust are glossed on their way up, the more the more blame there is",
        plain=("Gloss", "How far are reports to the top polished?", "not at all", "entirely"),
    )
    imitation: float = _parameter(
        5.0,
        usual=(0.0, 20.0),
        source="Szabo & Toke 1998 (Fermi rule)",
        meaning="how sharply copying follows performance",
        plain=("Imitation", "How surely are those who do better copied?", "by tossing a coin", "always"),
    )
    noise: float = _parameter(
        0.01,
        usual=(0.0, 0.1),
        unit="1/month",
        meaning="standard deviation of orientation's monthly drift",
        plain=("Drift of orientation", "How much do minds drift by themselves?", "not at all", "a great deal"),
    )


class Climate(Group):
    """The weather set by national and local leaders."""

    orientation: float = _orientation(
        0.0,
        meaning="orientation that the climate rewards in senior leaders",
        plain=("National weather", "What do national leaders reward?", "beating others", "the whole system"),
    )
    rate: float = _rate(
        0.0,
        meaning="how fast the climate pulls senior orientation",
        plain=("Force of the weather", "How strongly does it pull?", "not at all", "at once"),
    )


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
    label: str = ""
    """Its name in plain words; empty for the structure group."""
    question: str = ""
    ends: tuple[str, str] = ("", "")
    """The meaning of its low and of its high end, in plain words."""

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
        label=extra.get("label", ""),
        question=extra.get("question", ""),
        ends=tuple(extra.get("ends", ("", ""))),
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
    for name, parameter in PARAMETERS.items():
        if not parameter.structural:
            rows[name] = row
            row += MAX_TIERS if parameter.per_tier else 1
    return rows


Value = float | str | tuple[float, ...]
"""A number, a choice by its name, or one number a tier."""

ROWS: Mapping[str, int] = _rows()
"""First row of each parameter in the array the kernels read; a parameter per tier takes MAX_TIERS rows."""

N_ROWS = len(ROWS) + (MAX_TIERS - 1) * sum(PARAMETERS[name].per_tier for name in ROWS)


def rows_of(name: str, value: Value, tiers: int) -> tuple[slice, list[float]]:
    """Return where a value goes in the array of parameters, spread over the tiers where it is one a tier.

    Raises ValueError for one value a tier where their number is not that of the tiers.
    """
    row = ROWS[name]
    if isinstance(value, str):
        return slice(row, row + 1), [float(PARAMETERS[name].choices.index(value))]
    if not PARAMETERS[name].per_tier:
        return slice(row, row + 1), [float(value)]  # type: ignore[arg-type]
    values = list(value) if isinstance(value, tuple | list) else [float(value)] * tiers
    if len(values) != tiers:
        raise ValueError(f"{name}: {len(values)} values for {tiers} tiers")
    return slice(row, row + tiers), [float(number) for number in values]
