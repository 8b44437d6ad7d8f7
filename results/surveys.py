"""Surveys in a store: who may answer, and what each answered; stored before anybody is told so.

What definitions and answers say is the survey's business: here they are texts.  A person is the digest of a key.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, func, select, update

from results.bulk import insert_statement
from results.errors import NotFound, SurveyClosed
from results.frames import parse_object
from results.private_files import PrivateStore, erase_on_delete, forget_log
from results.schema import survey_answers, survey_people, surveys


@dataclass(frozen=True)
class KeptSurvey:
    """A survey as it is kept.

    wave     the newest, from 1
    taking   whether it takes answers; closed waves are shown and never change
    people   how many are invited
    answered how many answered, by wave
    """

    name: str
    created: str
    definition: str
    access: dict[str, Any]
    wave: int
    taking: bool
    people: int
    answered: tuple[int, ...]


class Surveys(PrivateStore):
    """The surveys of a store; a file made for them can be read by its owner alone."""

    def begin(self, name: str, definition: str, access: Mapping[str, Any]) -> None:
        """A new survey, whose first wave takes answers.  ``name`` is of letters and digits."""
        row = {
            "id": name,
            "created": datetime.now(UTC).isoformat(timespec="minutes"),
            "definition": definition,
            "access": json.dumps(dict(access)),
            "wave": 1,
            "taking": 1,
        }
        with self._database.write() as connection:
            connection.execute(surveys.insert().values(row))

    def all(self) -> list[KeptSurvey]:
        """All surveys, the newest last."""
        with self._database.read() as connection:
            rows = connection.execute(select(surveys).order_by(surveys.c.key)).all()
            return [_kept(connection, row) for row in rows]

    def get(self, name: str) -> KeptSurvey:
        """Return a survey; NotFound where there is none of this name."""
        with self._database.read() as connection:
            row = connection.execute(select(surveys).where(surveys.c.id == name)).one_or_none()
            if row is not None:
                return _kept(connection, row)
            known = list(connection.scalars(select(surveys.c.id).order_by(surveys.c.key)))
        there = f"there are {', '.join(known)}" if known else "there is none"
        raise NotFound(f"no survey {name!r} in {self._database.place}; {there}")

    def invite(self, name: str, people: Iterable[str], most: int) -> None:
        """Let more people answer; SurveyClosed where they would be more than ``most``."""
        digests = list(people)
        with self._database.write() as connection:
            key, _, _ = _open(connection, name)
            there = connection.scalar(select(func.count()).where(survey_people.c.survey == key)) or 0
            if there + len(digests) > most:
                raise SurveyClosed(f"survey {name} has invited {there} people; {most} are as many as there may be")
            rows = [{"survey": key, "person": person} for person in digests]
            connection.execute(survey_people.insert(), rows)

    def knows(self, name: str, person: str) -> bool:
        """Tell whether a person is invited."""
        query = select(survey_people.c.person).join(surveys, surveys.c.key == survey_people.c.survey)
        with self._database.read() as connection:
            invited = connection.scalar(query.where(surveys.c.id == name, survey_people.c.person == person))
        return invited is not None

    def answer(self, name: str, person: str, text: str) -> int:
        """Keep what a person answers, in place of what they had answered in this wave; it is stored when this returns.

        returns  the wave

        Raises SurveyClosed where the survey takes no answers, or does not know this person.
        """
        with self._database.write() as connection:
            key, wave, taking = _open(connection, name)
            if not taking:
                raise SurveyClosed(f"survey {name} takes no answers at the moment")
            invited = survey_people.c.survey == key, survey_people.c.person == person
            if connection.scalar(select(survey_people.c.person).where(*invited)) is None:
                raise SurveyClosed(f"survey {name} has not invited whoever answers")
            row = {"survey": key, "wave": wave, "person": person, "answer": text}
            connection.execute(
                insert_statement(connection.dialect.name, survey_answers)
                .values(row)
                .on_conflict_do_update(index_elements=["survey", "wave", "person"], set_={"answer": text})
            )
        return wave

    def answers(self, name: str) -> list[list[tuple[str, str]]]:
        """All answers of every closed wave, the first wave first: (person, text), in no order that tells of time."""
        with self._database.read() as connection:
            key, wave, taking = _open(connection, name)
            query = select(survey_answers.c.wave, survey_answers.c.person, survey_answers.c.answer)
            rows = connection.execute(
                query.where(survey_answers.c.survey == key).order_by(survey_answers.c.wave, survey_answers.c.person)
            ).all()
        closed: list[list[tuple[str, str]]] = [[] for _ in range(wave - taking)]
        for number, person, answer in rows:
            if number <= len(closed):
                closed[number - 1].append((person, answer))
        return closed

    def stop(self, name: str) -> None:
        """Close the wave: it takes no more answers, for good."""
        with self._database.write() as connection:
            key, *_ = _open(connection, name)
            connection.execute(update(surveys).where(surveys.c.key == key).values(taking=0))

    def again(self, name: str) -> int:
        """Begin the next wave, which takes answers; gives its number.  SurveyClosed where one is taking them."""
        with self._database.write() as connection:
            key, wave, taking = _open(connection, name)
            if taking:
                raise SurveyClosed(f"wave {wave} of survey {name} still takes answers: close it first")
            connection.execute(update(surveys).where(surveys.c.key == key).values(wave=wave + 1, taking=1))
        return wave + 1

    def take_in(self, name: str, answers: Sequence[tuple[str, str]]) -> int:
        """Keep answers gathered elsewhere as a wave of their own, closed; gives its number.

        They are the first wave of a survey that nobody has answered yet.
        """
        with self._database.write() as connection:
            key, wave, taking = _open(connection, name)
            has_any = survey_answers.c.survey == key, survey_answers.c.wave == wave
            begun = connection.scalar(select(func.count()).where(*has_any))
            if taking and begun:
                raise SurveyClosed(f"wave {wave} of survey {name} takes answers: close it first")
            number = wave if taking else wave + 1
            people = [{"survey": key, "person": person} for person, _ in answers]
            statement = insert_statement(connection.dialect.name, survey_people)
            connection.execute(statement.on_conflict_do_nothing(), people)
            rows = [{"survey": key, "wave": number, "person": person, "answer": text} for person, text in answers]
            connection.execute(survey_answers.insert(), rows)
            connection.execute(update(surveys).where(surveys.c.key == key).values(wave=number, taking=0))
        return number

    def remove(self, name: str) -> None:
        """Delete a survey with all its answers, so that no byte of it is left in a file.

        StoreBusy where it is deleted and somebody who reads keeps older pages in the log.
        """
        self.get(name)
        with self._database.write() as connection:
            erase_on_delete(connection)
            key, *_ = _open(connection, name)
            connection.execute(delete(survey_answers).where(survey_answers.c.survey == key))
            connection.execute(delete(survey_people).where(survey_people.c.survey == key))
            connection.execute(delete(surveys).where(surveys.c.key == key))
        forget_log(self._database, f"survey {name}")


def _open(connection: Connection, name: str) -> tuple[int, int, int]:
    """Return a survey's key, its newest wave, and 1 where that takes answers."""
    row = connection.execute(
        select(surveys.c.key, surveys.c.wave, surveys.c.taking).where(surveys.c.id == name)
    ).one_or_none()
    if row is None:
        raise NotFound(f"no survey {name!r}")
    return int(row[0]), int(row[1]), int(row[2])


def _kept(connection: Connection, row: Row[Any]) -> KeptSurvey:
    people = connection.scalar(select(func.count()).where(survey_people.c.survey == row.key)) or 0
    counted = select(survey_answers.c.wave, func.count()).where(survey_answers.c.survey == row.key)
    rows = connection.execute(counted.group_by(survey_answers.c.wave)).all()
    by_wave = {int(wave): int(count) for wave, count in rows}
    answered = tuple(by_wave.get(wave, 0) for wave in range(1, row.wave + 1))
    return KeptSurvey(
        name=row.id,
        created=row.created,
        definition=row.definition,
        access=parse_object(row.access),
        wave=row.wave,
        taking=bool(row.taking),
        people=people,
        answered=answered,
    )
