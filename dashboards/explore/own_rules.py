"""Rules by which answers of the page Our system become a scenario: each answer sets declared parameters, and no more.

The page and docs/own-system.md show ``RULES``; nothing else says what an answer means.  All numbers are assumptions but
for how often people meet, which is what the words say.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from dashboards.explore.interventions import INTERVENTIONS, Intervention
from dashboards.explore.own_answers import CLOSES, MERGER, MONTHS, Answers, Plan
from dashboards.explore.setup import Setup
from dashboards.languages import Text, _, later
from scenarios import Scenario, load
from scenarios.names import LONGEST


@dataclass(frozen=True)
class Choice:
    """One answer that can be chosen: its words, and the values it sets by name."""

    label: Text
    sets: Mapping[str, float]


def _doors(history: float, openness: float) -> dict[str, float]:
    """Return the start of a relation: trust begins at history, as the model has it."""
    return {"trust": history, "history": history, "openness": openness}


GETTING_ON: tuple[Choice, ...] = (
    Choice(later("We avoid each other"), _doors(0.1, 0.1)),
    Choice(later("We deal with each other when we must"), _doors(0.3, 0.4)),
    Choice(later("We get along"), _doors(0.5, 0.7)),
    Choice(later("We count on each other"), _doors(0.7, 0.85)),
    Choice(later("We would lend them our keys"), _doors(0.9, 1.0)),
)
"""How well one gets on with another, from the worst to the best: the start of the relation."""

DEPENDENCE: tuple[Choice, ...] = (
    Choice(later("They do not depend on each other"), {"weight": 0.0}),
    Choice(later("They depend on each other"), {"weight": 1.0}),
    Choice(later("Twice as much as others"), {"weight": 2.0}),
)
"""How much two depend on each other: the weight of their tie; none for 0."""

MONEY: tuple[Choice, ...] = (
    Choice(later("There is enough"), {"resources.scarcity": 0.0}),
    Choice(later("Just about enough"), {"resources.scarcity": 0.15}),
    Choice(later("Tight"), {"resources.scarcity": 0.3}),
    Choice(later("Very tight"), {"resources.scarcity": 0.5}),
    Choice(later("Far too little"), {"resources.scarcity": 0.7}),
)
TIME: tuple[Choice, ...] = (
    Choice(later("Almost never"), {"dialogue.time_together": 0.02}),
    Choice(later("Once in two years"), {"dialogue.time_together": 0.04}),
    Choice(later("Once or twice a year"), {"dialogue.time_together": 0.12}),
    Choice(later("Every quarter"), {"dialogue.time_together": 0.33}),
    Choice(later("Every month"), {"dialogue.time_together": 1.0}),
)
"""How often two that depend on each other meet: the probability that they do in a month."""

CHANGES: Mapping[str, tuple[Text, Text]] = {
    MERGER: (later("A merger"), later("one goes over into the other, which takes on its ties and its partners")),
    CLOSES: (later("An organisation closes"), later("it goes, and all its ties with it")),
}
"""Plans that change who is there: what they are called, and what they do."""


@dataclass(frozen=True)
class Rule:
    """The meaning of one answer in the model."""

    question: str
    answer: str
    sets: str


def rules() -> list[Rule]:
    """Return every rule, in the order of the page, in the language of now."""
    listed = [
        Rule(_("Who there is"), _("a line of the list"), _("an organisation: [[organisations]], name")),
        Rule(_("Who there is"), _("kind"), _("its sector: [[organisations]], sector")),
        Rule(_("Who there is"), _("size"), _("its size: [[organisations]], size")),
    ]
    for question, choices, place in (
        (_("Who depends on whom?"), DEPENDENCE, "[[ties]], "),
        (_("How well do we get on?"), GETTING_ON, "[[start]], "),
        (_("How tight is money?"), MONEY, ""),
        (_("How often do two that depend on each other meet?"), TIME, ""),
    ):
        listed += [Rule(question, str(choice.label), place + _said(choice.sets)) for choice in choices]
    planned = _("What is planned, and when?")
    listed += [
        Rule(planned, str(kind.label), _("a dated change: %(what)s", what=kind.meaning))
        for kind in INTERVENTIONS.values()
    ]
    listed += [Rule(planned, str(name), _("a dated change: %(what)s", what=does)) for name, does in CHANGES.values()]
    return listed


def _said(sets: Mapping[str, float]) -> str:
    if sets == {"weight": 0.0}:
        return _("none")
    return ", ".join(f"{name} = {value:g}" for name, value in sets.items())


# ---------------------------------------------------------------- from answers to a scenario


def scenario(answers: Answers, seed: int = 0) -> Scenario:
    """Return the scenario of answers; ScenarioError where their plans do not fit together."""
    return replace(Setup(scenario=load(document(answers)), interventions=interventions(answers)).whole, seed=seed)


def document(answers: Answers) -> dict[str, Any]:
    """Return the scenario of answers as nested tables, without the plans that are interventions."""
    kinds = sectors(answers)
    whole: dict[str, Any] = {
        "title": answers.title.strip() or _("Our system"),
        "question": _("What will become of us in three years, and what would change it?"),
        "assumed": [_("Drawn by its own people on the page Our system: nothing of it was measured.")],
        "months": MONTHS,
    }
    for choices, chosen in ((MONEY, answers.money), (TIME, answers.time)):
        for name, value in choices[chosen - 1].sets.items() if chosen else ():
            group, _dot, key = name.partition(".")
            whole.setdefault(group, {})[key] = value
    whole["organisations"] = [
        {"name": member.name, "size": member.size, "sector": kinds[member.kind]} for member in answers.organisations
    ]
    parts = {"ties": ties(answers), "start": start(answers, kinds), "schedule": who_is_there(answers.plans)}
    return whole | {key: rows for key, rows in parts.items() if rows}


def sectors(answers: Answers) -> dict[str, str]:
    """Return the sector of each kind: its name, unless something else is called so; the empty kind is everyone."""
    taken, called = set(answers.names), {}
    for kind in (*answers.kinds, ""):
        name, number = kind or _("everyone"), 1
        while name in taken:
            again = f" {number}" if number > 1 else ""
            name, number = _("%(kind)s (kind)", kind=kind[: LONGEST // 2] or _("everyone")) + again, number + 1
        taken.add(name)
        called[kind] = name
    return called


def ties(answers: Answers) -> list[dict[str, Any]]:
    """Return who depends on whom; nothing where all depend on all alike, as is usual."""
    if not answers.dependence:
        return []
    steps = {(one, other): step for one, other, step in answers.dependence}
    names = answers.names
    pairs = [(one, other) for position, one in enumerate(names) for other in names[position + 1 :]]
    weights = {pair: DEPENDENCE[steps.get(pair, 1)].sets["weight"] for pair in pairs}
    return [{"from": one, "to": other, "weight": weight} for (one, other), weight in weights.items() if weight]


def start(answers: Answers, kinds: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return how things stand before the first month: of kinds first, then of organisations that differ."""
    groups = set(answers.groups)
    of_kinds = [
        {"from": kinds[one], "to": kinds[other], **GETTING_ON[step - 1].sets}
        for one, other, step in answers.kinds_get_on
        if {one, other} <= groups
    ]
    of_organisations = [
        {"from": one, "to": other, **GETTING_ON[step - 1].sets}
        for one, other, step in answers.get_on
        if answers.depends(one, other)
    ]
    return of_kinds + of_organisations


def who_is_there(plans: tuple[Plan, ...]) -> list[dict[str, Any]]:
    """Return the dated changes of who is there."""
    changes: list[dict[str, Any]] = []
    for plan in plans:
        if plan.what == MERGER:
            row: dict[str, Any] = {"merges": [{"from": plan.who, "into": plan.into}]}
        elif plan.what == CLOSES:
            row = {"leaves": [plan.who]}
        else:
            continue
        changes.append({"month": plan.month, "label": label(plan), **row})
    return changes


def interventions(answers: Answers) -> tuple[Intervention, ...]:
    """Return the plans that are interventions of the page Live."""
    return tuple(Intervention(plan.month, plan.what, plan.who) for plan in answers.plans if plan.what in INTERVENTIONS)


def label(plan: Plan) -> str:
    """Return a plan in words."""
    if plan.what == MERGER:
        return _("%(who)s goes over into %(into)s", who=plan.who, into=plan.into)
    if plan.what == CLOSES:
        return _("%(who)s closes", who=plan.who)
    return Intervention(plan.month, plan.what, plan.who).label
