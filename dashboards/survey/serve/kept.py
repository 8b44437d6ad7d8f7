"""Surveys in the store, as pages and commands use them: make, invite, answer, close, show, delete."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from dashboards.languages import _
from dashboards.survey.measure.answer import Answer, answer_of, voices
from dashboards.survey.measure.definition import Survey, SurveyError
from dashboards.survey.measure.release import Release, releases
from dashboards.workshop.serve.keys import LETTERS, digest, new_code, new_key
from results import KeptSurvey, Surveys

STORE = "workshops.db"
Address = str | os.PathLike[str]

CODE_KEY, BY_CODE = "c.", "code-"
"""How keys begin that were given out by the code, and the digests of those who have them."""
FROM_ELSEWHERE = "elsewhere-"
UNKNOWN_PEOPLE = f"{FROM_ELSEWHERE}row-"
"""How the digests of people begin whose answers came in a table; the second: whom the table does not tell apart."""
_UNKNOWN = (
    "a wave from a table can only follow or be followed by tables in which a column tells who is who (person): the "
    "difference between waves could tell what one person said; make another survey for it"
)
MOST_PEOPLE = 2000
"""Invited to one survey."""


class Shown(NamedTuple):
    """A survey with all that is shown of it."""

    kept: KeptSurvey
    survey: Survey
    waves: list[Release]
    """Those that are closed."""


def tidy_name(said: object) -> str:
    """Return the name of a survey as it can be; empty for anything else, which no survey is called."""
    return said if isinstance(said, str) and re.fullmatch(r"[a-z0-9]{1,20}", said) else ""


def make(kept: Surveys, survey: Survey) -> str:
    """Make a survey; gives its name."""
    name = "".join(secrets.choice(LETTERS).lower() for _place in range(6))
    kept.begin(name, survey.model_dump_json(), {"code": new_code()})
    return name


def definition(kept: KeptSurvey) -> Survey:
    """Return what a survey is about."""
    return parsed(kept.definition)


@lru_cache(maxsize=64)
def parsed(text: str) -> Survey:
    """Return what a survey is about, from its kept text."""
    return Survey.model_validate_json(text)


def person_of(key: str) -> str:
    """Return what the store knows of a key: its digest, and whether it was given out by the code."""
    return f"{BY_CODE if key.startswith(CODE_KEY) else ''}{digest(key)}"


def invite(kept: Surveys, name: str, people: int, *, by_code: bool = False) -> list[str]:
    """Return keys for so many more people, each for one; the store keeps their digests only.

    by_code   whether they are for whoever knows the code of the survey

    SurveyError in a later wave where somebody who has answered before could come as somebody new: then the difference
    between two waves could tell what one person said, and nothing would find it out.
    """
    if kept.get(name).wave > 1:
        if by_code:
            raise SurveyError(
                _("in a later wave only those come in who have a key: open your link, or the browser you used")
            )
        if any(person.startswith(BY_CODE) for wave in kept.answers(name) for person, _text in wave):
            raise SurveyError(
                _("people came in by the code, so nobody can tell who is new: make another survey for new people")
            )
    keys = [f"{CODE_KEY if by_code else ''}{new_key()}" for _place in range(people)]
    kept.invite(name, [person_of(key) for key in keys], MOST_PEOPLE)
    return keys


def answer(kept: Surveys, name: str, key: str, content: object) -> int:
    """Keep what somebody answers, once it is one; gives the wave.  SurveyError or SurveyClosed where it cannot be."""
    survey = definition(kept.get(name))
    return kept.answer(name, person_of(key), answer_of(survey, content).text())


def again(kept: Surveys, name: str) -> int:
    """Begin the next wave; SurveyError where waves from elsewhere make it unknown who is who."""
    if any(person.startswith(FROM_ELSEWHERE) for wave in kept.answers(name) for person, _ in wave):
        raise SurveyError(_UNKNOWN)
    return kept.again(name)


def take_in(kept: Surveys, name: str, answers: Mapping[str, Answer], *, known: bool) -> int:
    """Keep answers from elsewhere as a wave; gives its number.  Words that tell people apart are kept as digests.

    known   whether these words tell people apart in other waves too

    SurveyError where there is a wave before it and nobody can tell who is in both: then the difference between the two
    could tell what one person said, and nothing would find it out.
    """
    before = {person for wave in kept.answers(name) for person, _ in wave}
    if before and not (known and all(map(_told_apart, before))):
        raise SurveyError(_UNKNOWN)
    mark = FROM_ELSEWHERE if known else UNKNOWN_PEOPLE
    rows = [(f"{mark}{digest(f'{name} {word}')}", answer.text()) for word, answer in answers.items()]
    return kept.take_in(name, rows)


def shown(kept: Surveys, name: str) -> Shown:
    """Return a survey with what is shown of its closed waves."""
    there = kept.get(name)
    survey = definition(there)
    waves = [voices(survey, answers) for answers in kept.answers(name)]
    return Shown(there, survey, releases(survey, waves))


def wave_of(there: Shown, wave: int | None) -> Release:
    """Return what is shown of a wave, the newest unless another is asked for; SurveyError where it is not closed."""
    count = len(there.waves)
    if not count:
        raise SurveyError(_("no wave of this survey is closed yet: answers are shown once nobody can change them"))
    if wave is not None and not 1 <= wave <= count:
        raise SurveyError(_("wave %(wave)s cannot be shown; closed are 1 to %(count)s", wave=wave, count=count))
    return there.waves[(wave or count) - 1]


def _told_apart(person: str) -> bool:
    return person.startswith(FROM_ELSEWHERE) and not person.startswith(UNKNOWN_PEOPLE)
