"""Answers to the questions of the page Our system: who there is, who depends on whom, how they get on, and the rest."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from dashboards.explore.interventions import INTERVENTIONS
from dashboards.languages import _
from scenarios import Scenario
from scenarios.names import LONGEST, is_name, tidy
from scenarios.schema import WRITTEN

MONTHS = 36
"""Months of the run: what comes of it in three years."""
MOST = 60
"""Organisations that a page can ask about one by one."""
MOST_KINDS = 12
MOST_PLANS = 40
LONGEST_TEXT = 400_000
"""Characters of all answers together."""

MERGER, CLOSES = "merger", "closes"
"""Plans that change who is there; all others are interventions of the page Live."""
PLANS = (*INTERVENTIONS, MERGER, CLOSES)


def _named(name: str) -> str:
    if not is_name(name):
        raise ValueError("not a printable name")
    return tidy(name)


Name = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST), AfterValidator(_named)]
Kind = Annotated[str, StringConstraints(max_length=LONGEST), AfterValidator(lambda kind: kind and _named(kind))]
"""A kind by its name; empty for those that were not sorted yet."""
Step = Annotated[int, Field(ge=1, le=5)]
Pair = tuple[str, str]
Between = tuple[str, str, int]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)


class Member(_Part):
    """An organisation as it was listed."""

    name: Name
    kind: Kind = ""
    size: float = Field(1.0, gt=0, le=1e12)


class Plan(_Part):
    """Something that is planned: what, in which month, with whom, and into whom where one goes over into another."""

    month: int = Field(ge=1, le=MONTHS)
    what: str = Field(max_length=40)
    who: str = Field("", max_length=LONGEST)
    into: str = Field("", max_length=LONGEST)


class Answers(_Part):
    """All answers of one visitor.  What is not answered is left to the model's own values.

    dependence    pairs that differ from the usual: 0 for no dependence, 2 for twice as much as others
    kinds_get_on  from one kind to another, the step of how they get on; of_kinds both ways, and kinds with themselves
    get_on        the same between two organisations: exceptions
    """

    title: Annotated[str, StringConstraints(max_length=200, pattern=WRITTEN)] = ""
    kinds: Annotated[tuple[Name, ...], Field(strict=False, max_length=MOST_KINDS)] = ()
    organisations: Annotated[tuple[Member, ...], Field(strict=False, max_length=MOST)] = ()
    dependence: Annotated[tuple[tuple[str, str, Annotated[int, Field(ge=0, le=2)]], ...], Field(strict=False)] = ()
    kinds_get_on: Annotated[tuple[tuple[str, str, Step], ...], Field(strict=False)] = ()
    get_on: Annotated[tuple[tuple[str, str, Step], ...], Field(strict=False)] = ()
    money: Step | None = None
    time: Step | None = None
    plans: Annotated[tuple[Plan, ...], Field(strict=False, max_length=MOST_PLANS)] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the organisations, in order."""
        return tuple(member.name for member in self.organisations)

    @property
    def groups(self) -> tuple[str, ...]:
        """The kinds that have members, in order; the empty one last, for those that were not sorted."""
        there = {member.kind for member in self.organisations}
        return tuple(kind for kind in (*self.kinds, "") if kind in there)

    def kind_of(self, name: str) -> str:
        """Return the kind of an organisation."""
        return next(member.kind for member in self.organisations if member.name == name)

    def depends(self, one: str, other: str) -> int:
        """Return how much two depend on each other: 0 not at all, 1 as all do, 2 twice as much."""
        pair = self.ordered(one, other)
        return next((step for first, second, step in self.dependence if (first, second) == pair), 1)

    def ordered(self, one: str, other: str) -> Pair:
        """Return two organisations in the order of the list."""
        names = self.names
        return (one, other) if names.index(one) < names.index(other) else (other, one)


def read(text: str) -> Answers:
    """Return the answers that a text holds, as ``written`` gives it; ValueError in a sentence where it holds none."""
    if len(text) > LONGEST_TEXT:
        raise ValueError(_("This is larger than answers can be."))
    try:
        return tidied(Answers.model_validate_json(text))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        said = _("These are no answers of this page (%(where)s: %(what)s).", where=where, what=first["msg"])
        raise ValueError(said) from None


def written(answers: Answers) -> str:
    """Return answers as a text that ``read`` takes back."""
    return answers.model_dump_json(exclude_defaults=True)


def tidied(answers: Answers) -> Answers:
    """Return answers that fit together: names once, kinds that are declared, nothing about who is not there."""
    members = {member.name: member for member in reversed(answers.organisations)}
    members = {member.name: members[member.name] for member in answers.organisations}
    kinds = tuple(dict.fromkeys((*answers.kinds, *(member.kind for member in members.values() if member.kind))))
    kinds = kinds[:MOST_KINDS]
    listed = tuple(
        member if member.kind in (*kinds, "") else member.model_copy(update={"kind": ""}) for member in members.values()
    )
    order = {name: position for position, name in enumerate(members)}
    there = {*kinds, ""}
    return answers.model_copy(
        update={
            "kinds": kinds,
            "organisations": listed,
            "dependence": _dependence(answers.dependence, order),
            "kinds_get_on": _between(
                (one, other, step) for one, other, step in answers.kinds_get_on if {one, other} <= there
            ),
            "get_on": _between(
                (one, other, step) for one, other, step in answers.get_on if one != other and {one, other} <= set(order)
            ),
            "plans": tuple(
                sorted((plan for plan in answers.plans if _holds(plan, order)), key=lambda plan: plan.month)
            ),
        }
    )


def _dependence(rows: Iterable[Between], order: dict[str, int]) -> tuple[Between, ...]:
    """Return the pairs that differ from the usual, each once, the first of the list first."""
    pairs = {}
    for one, other, step in rows:
        if one != other and {one, other} <= set(order):
            first, second = sorted((one, other), key=order.__getitem__)
            pairs[first, second] = step
    return tuple((first, second, step) for (first, second), step in pairs.items() if step != 1)


def _between(rows: Iterable[Between]) -> tuple[Between, ...]:
    """Return each pair once, as it was said last."""
    steps = {(one, other): step for one, other, step in rows}
    return tuple((one, other, step) for (one, other), step in steps.items())


def _holds(plan: Plan, order: dict[str, int]) -> bool:
    """Tell whether a plan is one that there is, about somebody who is there."""
    if plan.what not in PLANS:
        return False
    if plan.what == MERGER:
        return plan.who != plan.into and {plan.who, plan.into} <= set(order)
    if plan.what == CLOSES or INTERVENTIONS[plan.what].of_one:
        return plan.who in order
    return not plan.who and not plan.into


def of_scenario(scenario: Scenario) -> Answers:
    """Return what a scenario says of who there is and who depends on whom; all else is for its people to say."""
    members = tuple(
        Member(name=organisation.name, kind=organisation.sector, size=organisation.size)
        for organisation in scenario.organisations[:MOST]
    )
    names = [member.name for member in members]
    listed = {frozenset((tie.first, tie.second)): tie.weight for tie in scenario.ties}
    pairs = [(one, other) for position, one in enumerate(names) for other in names[position + 1 :]] if listed else []
    steps = [(one, other, _step(listed.get(frozenset((one, other)), 0.0))) for one, other in pairs]
    return tidied(Answers(title=scenario.title[:200], organisations=members, dependence=tuple(steps)))


def _step(weight: float) -> int:
    return 0 if weight == 0.0 else 2 if weight >= 1.5 else 1
