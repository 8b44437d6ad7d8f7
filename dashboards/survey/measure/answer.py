"""Answers of one person: what came from a phone or a table, checked, and as single voices."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from dashboards.languages import _
from dashboards.survey.measure.definition import Survey, SurveyError
from dashboards.survey.measure.items import BY_KEY, STEPS, asked
from scenarios.errors import printable


class Voice(NamedTuple):
    """One answer to one item, about a subject: a partner's position, a kind's name, or nobody."""

    item: str
    subject: int | str
    person: str
    organisation: int
    tier: int
    value: float


@dataclass(frozen=True)
class Answer:
    """Answers of one person in one wave: steps from 0, by partner, by kind and for the guesses."""

    organisation: int
    tier: int
    partners: Mapping[int, Mapping[str, int]]
    kinds: Mapping[str, Mapping[str, int]]
    guesses: Mapping[str, int]

    def text(self) -> str:
        """Return the answer as it is stored."""
        return json.dumps(
            {
                "organisation": self.organisation,
                "tier": self.tier,
                "partners": {str(partner): dict(steps) for partner, steps in self.partners.items()},
                "kinds": {kind: dict(steps) for kind, steps in self.kinds.items()},
                "guesses": dict(self.guesses),
            },
            sort_keys=True,
        )

    def voices(self, person: str) -> Iterator[Voice]:
        """Yield what was said, item by item."""
        place = (person, self.organisation, self.tier)
        for subjects in (self.partners, self.kinds):
            for subject, steps in subjects.items():
                for key, step in steps.items():
                    yield Voice(key, subject, *place, BY_KEY[key].values[step])
        for key, step in self.guesses.items():
            yield Voice(key, "", *place, BY_KEY[key].values[step])


def answer_of(survey: Survey, content: Any) -> Answer:
    """Return the answer that was sent; SurveyError for what cannot be an answer to this survey."""
    if not isinstance(content, dict):
        raise SurveyError(_("the answer cannot be read"))
    organisation = _position(content.get("organisation"), len(survey.organisations), _("choose your organisation"))
    tier = _position(content.get("tier"), survey.tiers, _("choose where you work in it"))
    partners: dict[int, dict[str, int]] = {}
    for name, steps in _table(content.get("partners")).items():
        partner = int(name) if str(name).isascii() and str(name).isdigit() and len(str(name)) < 6 else -1
        if partner not in survey.partners[organisation]:
            raise SurveyError(_("an answer is about somebody who is no partner of your organisation"))
        if given := _steps(survey, steps, "partner"):
            partners[partner] = given
    kinds: dict[str, dict[str, int]] = {}
    for kind, steps in _table(content.get("kinds")).items():
        if kind not in survey.kinds_met(organisation):
            raise SurveyError(_("an answer is about a kind in which your organisation has no partner"))
        if given := _steps(survey, steps, "kind"):
            kinds[kind] = given
    guesses = _steps(survey, content.get("guesses"), "guess")
    if not (partners or kinds or guesses):
        raise SurveyError(_("nothing was answered yet"))
    return Answer(organisation, tier, partners, kinds, guesses)


def read_answer(survey: Survey, text: str) -> Answer:
    """Return a stored answer."""
    return answer_of(survey, json.loads(text))


def voices(survey: Survey, answers: Iterable[tuple[str, str]]) -> list[Voice]:
    """Return all that was said in one wave, from its stored answers: (person, text)."""
    return [voice for person, text in answers for voice in read_answer(survey, text).voices(person)]


def _position(value: object, count: int, message: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < count:
        raise SurveyError(message)
    return value


def _table(content: object) -> dict[Any, Any]:
    if content is None:
        return {}
    if not isinstance(content, dict):
        raise SurveyError(_("the answer cannot be read"))
    return content


def _steps(survey: Survey, content: object, about: Any) -> dict[str, int]:
    known = {item.key for item in asked(survey.items, about)}
    given: dict[str, int] = {}
    for key, step in _table(content).items():
        if key not in known:
            raise SurveyError(_("this survey does not ask that: %(item)s", item=printable(str(key)[:40])))
        given[key] = _position(step, STEPS, _("an answer must be one of the five steps"))
    return given
