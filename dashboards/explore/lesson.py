"""The lesson: steps read from files that a teacher can edit, each a prediction and the runs that answer it.

A folder is a language: ``words.toml`` and a file a step, in the order of their names.  What a file does not say is
taken from the English one of the same name, so a translation needs the texts and nothing else.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from dashboards.explore.compare import SHOWN
from dashboards.explore.setup import Setup
from dashboards.explore.url_state import value_of
from dashboards.explore.variants import Variant
from dashboards.languages import language as spoken
from dashboards.settings import settings
from scenarios import ScenarioError, ScheduledChange, Settings, load

TEXTS = Path(__file__).parent.parent / "lesson"
LANGUAGE = "en"
OWN = "own_income"
"""What the first organisation got, a month on average so far: the one measure that is not the system's."""
MEASURES = (*SHOWN, OWN)
OPTIONS = {"higher-lower": 3, "gain": 3, "way-out": 3}


class LessonError(ValueError):
    """A file of the lesson that cannot be used."""


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class StepVariant(_Entry):
    """One system of a step: what differs in it, and what it costs on the way out."""

    label: str
    differs: tuple[str, ...] = ()
    """As an address says it: ``game.sharing=0.5``, ``25:forum``."""
    alone: tuple[str, ...] = ()
    """Parameters that the first organisation alone has at another value."""
    cost: int = Field(0, ge=0)


class Step(_Entry):
    """One step.  ``kind`` says how the runs answer the question:

    higher-lower  the second variant against the first: options are higher, about the same, lower
    most          which variant ends with most: an option a variant
    gain          four variants: the gain of the second on the first against that of the fourth on the third:
                  options are first gain larger, about the same, second gain larger
    way-out       variants are levers to combine, each with its cost; options are few runs come out, some, most
    """

    title: str
    text: str
    question: str
    scenario: str = "plain"
    base: Mapping[str, Any] = {}
    measure: Literal[MEASURES]  # type: ignore[valid-type]
    kind: Literal["higher-lower", "most", "gain", "way-out"]
    options: tuple[str, ...]
    expected: int = Field(ge=0)
    """The option that the text after it tells of; the tests hold it to the model."""
    same: float = Field(0.03, ge=0.0)
    """Differences smaller than this are told as none."""
    cheapest: tuple[int, ...] = ()
    """On the way out: the levers that the text after it tells of, from 0."""
    after: str
    variants: tuple[StepVariant, ...] = Field(min_length=2, max_length=8)

    def setup(self) -> Setup:
        """The system that all variants start from."""
        setup = Setup(scenario=load(self.scenario))
        for name, value in self.base.items():
            setup = setup.with_value(name, value)
        return setup

    def setups(self, levers: Sequence[int] = ()) -> list[Setup]:
        """The systems of this step; on the way out, nothing done and the levers taken together."""
        base = self.setup()
        if self.kind == "way-out":
            taken = [part for lever in levers for part in self.variants[lever].differs]
            return [base, _with(taken, base)]
        return [_alone(variant.alone, _with(variant.differs, base)) for variant in self.variants]

    def cost(self, levers: Sequence[int]) -> int:
        """Return the cost of levers taken together."""
        return sum(self.variants[lever].cost for lever in levers)


Lesson = tuple[dict[str, str], tuple[Step, ...]]
"""The words of the page, and the steps in order."""


def languages() -> dict[str, Path]:
    """The folders there are, by name; a teacher's own comes first, and may take the place of one of ours."""
    folders = {place.name: place for place in _own()}
    shipped = sorted(folder for folder in TEXTS.iterdir() if (folder / "words.toml").is_file())
    return folders | {folder.name: folder for folder in shipped if folder.name not in folders}


def language() -> str:
    """The one to begin with: the visitor's where there is one, else the first: a teacher's own before English."""
    there = [place.name for place in _own()] or [LANGUAGE, *languages()]
    return spoken() if spoken() in there else there[0]


def lesson(name: str = LANGUAGE, folder: Path | None = None) -> Lesson:
    """A lesson by its name or folder; LessonError names the file that cannot be used."""
    folder, english = folder or languages()[name], TEXTS / LANGUAGE
    words = _read(english / "words.toml")
    if (folder / "words.toml").is_file():
        words = {**words, **_read(folder / "words.toml")}
    _check_words(folder, words)
    files = {file.name: file for file in sorted(folder.glob("[0-9]*.toml"))}
    if folder.parent == TEXTS or not files:
        files = {file.name: file for file in english.glob("[0-9]*.toml")} | files
    return words, tuple(_step(files[file], english / file) for file in sorted(files))


def paragraphs(text: str) -> list[list[dict[str, Any]]]:
    """A text in paragraphs of plain and ``**strong**`` pieces."""
    return [
        [{"text": piece, "strong": k % 2 == 1} for k, piece in enumerate(re.split(r"\*\*", part)) if piece]
        for part in re.split(r"\n\s*\n", text.strip())
    ]


def _own() -> list[Path]:
    """A teacher's own folder, or the folders of languages in it."""
    place = settings().lesson
    if place is None:
        return []
    if not place.is_dir():
        raise LessonError(f"{place}: there is no such folder with a lesson")
    inner = sorted(folder for folder in place.iterdir() if folder.is_dir() and any(folder.glob("*.toml")))
    if not inner and not any(place.glob("*.toml")):
        raise LessonError(f"{place}: no lesson in it; a step is a file like 1-my-step.toml")
    return inner or [place]


def _step(file: Path, english: Path) -> Step:
    given = _read(file)
    if english.is_file() and english != file:
        given = _merged(_read(english), given)
    try:
        step = Step.model_validate(given)
        step.cost(step.cheapest)
        for setup in step.setups(range(len(step.variants))):
            _ = setup.system  # says what is not allowed
    except ValidationError as error:
        first = error.errors()[0]
        raise LessonError(f"{file}: {'.'.join(map(str, first['loc']))}: {first['msg']}") from error
    except (ScenarioError, ValueError, IndexError, TypeError) as error:
        raise LessonError(f"{file}: {error}") from error
    wanted = OPTIONS.get(step.kind, len(step.variants))
    if len(step.options) != wanted:
        raise LessonError(f"{file}: options: {wanted} are needed for kind “{step.kind}”, not {len(step.options)}")
    if step.kind == "gain" and len(step.variants) != 4:
        raise LessonError(f"{file}: variants: 4 are needed for kind “gain”, not {len(step.variants)}")
    return step


def _merged(english: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """Lay a file's texts over the English ones; variants one by one, where there are as many."""
    merged = {**english, **given}
    own, theirs = given.get("variants"), english.get("variants")
    if isinstance(own, list) and isinstance(theirs, list) and len(own) == len(theirs):
        merged["variants"] = [{**a, **b} for a, b in zip(theirs, own, strict=True)]
    return merged


def _check_words(folder: Path, words: Mapping[str, Any]) -> None:
    known = _read(TEXTS / LANGUAGE / "words.toml")
    for name, text in words.items():
        if name not in known or not isinstance(text, str):
            raise LessonError(f"{folder / 'words.toml'}: {name}: not one of the page's words: {', '.join(known)}")


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise LessonError(f"{file}: {error}") from error


def _with(parts: Sequence[str], base: Setup) -> Setup:
    variant = Variant()
    for part in parts:
        variant = variant.plus(part, base)
    return variant.of(base)


def _alone(parts: Sequence[str], setup: Setup) -> Setup:
    """A setup in which the first organisation alone has some parameters at other values, from the first month on."""
    if not parts:
        return setup
    pairs = [part.partition("=") for part in parts]
    settings = Settings({name: value_of(name, text) for name, _, text in pairs})
    who = setup.scenario.with_settings({**setup.settings, **settings}).names[0]  # says what is not allowed
    event = ScheduledChange(month=1, label=f"{who} alone: {', '.join(parts)}", settings=settings, organisation=who)
    scenario = replace(setup.scenario, schedule=(*setup.scenario.schedule, event), name="")
    return replace(setup, scenario=scenario)
