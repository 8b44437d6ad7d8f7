"""Changes to the answers of the page Our system, and their undoing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dashboards.explore.own_answers import MOST_KINDS, Answers, Between, Member, Plan, tidied
from dashboards.languages import _
from scenarios.names import is_name, tidy

DEEPEST = 200
"""Changes that can be undone."""


class Refused(ValueError):
    """A change that cannot be made, in a sentence."""


class History:
    """Answers as they are, as they were before each change, and what was undone."""

    def __init__(self, answers: Answers) -> None:
        self.now = answers
        self._before: list[Answers] = []
        self._undone: list[Answers] = []

    def take(self, answers: Answers) -> None:
        """Take up changed answers; the same are no change."""
        if answers != self.now:
            self._before = [*self._before, self.now][-DEEPEST:]
            self._undone.clear()
            self.now = answers

    def undo(self) -> None:
        """Go back by one change."""
        if self._before:
            self._undone.append(self.now)
            self.now = self._before.pop()

    def redo(self) -> None:
        """Make the change again that was undone last."""
        if self._undone:
            self._before.append(self.now)
            self.now = self._undone.pop()

    @property
    def can_undo(self) -> bool:
        """Tell whether there is a change to go back by."""
        return bool(self._before)

    @property
    def can_redo(self) -> bool:
        """Tell whether a change was undone."""
        return bool(self._undone)


# ---------------------------------------------------------------- organisations and kinds


def sorted_into(answers: Answers, name: str, kind: str) -> Answers:
    """Return answers with an organisation in another kind."""
    return _with_member(answers, name, {"kind": kind})


def resized(answers: Answers, name: str, size: float) -> Answers:
    """Return answers with an organisation of another size."""
    if not 0.0 < size <= 1e12:
        raise Refused(_("A size is a number above 0."))
    return _with_member(answers, name, {"size": float(size)})


def renamed(answers: Answers, name: str, new: str) -> Answers:
    """Return answers with another name for an organisation, wherever it stands."""
    new = _checked(new)
    if new != name and new in answers.names:
        raise Refused(_("There is a “%(name)s” already.", name=new))
    swap = {name: new}
    plans = tuple(
        plan.model_copy(update={"who": swap.get(plan.who, plan.who), "into": swap.get(plan.into, plan.into)})
        for plan in answers.plans
    )
    update = {
        "dependence": _swapped(answers.dependence, swap),
        "get_on": _swapped(answers.get_on, swap),
        "plans": plans,
    }
    return _with_member(answers.model_copy(update=update), name, {"name": new})


def without(answers: Answers, name: str) -> Answers:
    """Return answers without an organisation and all that was said of it."""
    kept = tuple(member for member in answers.organisations if member.name != name)
    return tidied(answers.model_copy(update={"organisations": kept}))


def with_kind(answers: Answers, kind: str) -> Answers:
    """Return answers with one more kind to sort into."""
    kind = _checked(kind)
    if kind in answers.kinds:
        raise Refused(_("There is a “%(name)s” already.", name=kind))
    if len(answers.kinds) >= MOST_KINDS:
        raise Refused(_("This page takes at most %(most)s kinds.", most=MOST_KINDS))
    return answers.model_copy(update={"kinds": (*answers.kinds, kind)})


def kind_renamed(answers: Answers, kind: str, new: str) -> Answers:
    """Return answers with another name for a kind."""
    new = _checked(new)
    if new != kind and new in answers.kinds:
        raise Refused(_("There is a “%(name)s” already.", name=new))
    return _kind_is_now(answers, kind, new)


def without_kind(answers: Answers, kind: str) -> Answers:
    """Return answers without a kind; its organisations are to be sorted again."""
    return _kind_is_now(answers, kind, "")


def _kind_is_now(answers: Answers, kind: str, new: str) -> Answers:
    kinds = tuple(filter(None, (new if kept == kind else kept for kept in answers.kinds)))
    members = tuple(
        member.model_copy(update={"kind": new}) if member.kind == kind else member for member in answers.organisations
    )
    said = _swapped(answers.kinds_get_on, {kind: new}) if new else answers.kinds_get_on
    return tidied(answers.model_copy(update={"kinds": kinds, "organisations": members, "kinds_get_on": said}))


def _with_member(answers: Answers, name: str, update: Mapping[str, Any]) -> Answers:
    members = tuple(
        Member.model_validate({**member.model_dump(), **update}) if member.name == name else member
        for member in answers.organisations
    )
    return tidied(answers.model_copy(update={"organisations": members}))


def _checked(name: str) -> str:
    if not is_name(name):
        raise Refused(_("A name has 1 to 200 printable characters."))
    return tidy(name)


def _swapped(rows: Iterable[Between], swap: Mapping[str, str]) -> tuple[Between, ...]:
    return tuple((swap.get(one, one), swap.get(other, other), step) for one, other, step in rows)


# ---------------------------------------------------------------- the matrices


def dependence_painted(answers: Answers, cells: Sequence[tuple[str, str]], step: int) -> Answers:
    """Return answers with pairs painted: 0 no dependence, 1 as usual, 2 twice as much."""
    rows = (*answers.dependence, *((one, other, step) for one, other in cells))
    return tidied(answers.model_copy(update={"dependence": rows}))


def kinds_painted(answers: Answers, cells: Sequence[tuple[str, str]], step: int) -> Answers:
    """Return answers with pairs of kinds painted; 0 takes back what was said."""
    return tidied(answers.model_copy(update={"kinds_get_on": _painted(answers.kinds_get_on, cells, step)}))


def organisations_painted(answers: Answers, cells: Sequence[tuple[str, str]], step: int) -> Answers:
    """Return answers with pairs of organisations painted; 0 takes an exception back."""
    return tidied(answers.model_copy(update={"get_on": _painted(answers.get_on, cells, step)}))


def _painted(rows: Iterable[Between], cells: Sequence[tuple[str, str]], step: int) -> tuple[Between, ...]:
    steps = {(one, other): kept for one, other, kept in rows}
    for one, other in cells:
        steps.pop((one, other), None)
        if step:
            steps[one, other] = step
    return tuple((one, other, kept) for (one, other), kept in steps.items())


# ---------------------------------------------------------------- the rest


def with_plan(answers: Answers, plan: Plan) -> Answers:
    """Return answers with one more plan; the same twice counts once."""
    if plan in answers.plans:
        return answers
    new = tidied(answers.model_copy(update={"plans": (*answers.plans, plan)}))
    if plan not in new.plans:
        raise Refused(_("Say whom it concerns."))
    return new


def without_plan(answers: Answers, position: int) -> Answers:
    """Return answers without one of the plans."""
    plans = answers.plans
    return answers.model_copy(update={"plans": (*plans[:position], *plans[position + 1 :])})
