"""The lesson: steps read from files that a teacher can edit, each a prediction and the runs that answer it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from dashboards.explore.compare import SHOWN, Comparison
from dashboards.explore.setup import Setup
from dashboards.explore.variants import Variant
from scenarios import load

TEXTS = Path(__file__).parent.parent / "lesson"
LANGUAGE = "en"
SEEDS = 40
OUT = 0.75
"""The way out is found where at least this share of the runs ends in one connected system."""


class LessonError(ValueError):
    """A file of the lesson that cannot be used."""


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class StepVariant(_Entry):
    """One system of a step: what differs in it, as an address says it, and what it costs on the way out."""

    label: str
    differs: tuple[str, ...]
    cost: int = 0


class Step(_Entry):
    """One step.  ``kind`` says how the runs answer the question:

    higher-lower  the last variant against the first: options are higher, about the same, lower
    most          which variant ends with most: an option a variant
    gain          four variants: the gain of the second on the first against that of the fourth on the third:
                  options are first gain larger, about the same, second gain larger
    way-out       variants are levers to combine, each with its cost
    """

    title: str
    text: str
    question: str
    scenario: str = "plain"
    base: Mapping[str, float] = {}
    measure: Literal["openness", "race_share", "trust", "silos", "value_lost"]
    kind: Literal["higher-lower", "most", "gain", "way-out"]
    options: tuple[str, ...]
    expected: int
    """The option that the text after it tells of; the tests hold it to the model."""
    same: float = Field(0.03, ge=0.0)
    """Differences smaller than this are told as none."""
    after: str
    variants: tuple[StepVariant, ...]

    def setup(self) -> Setup:
        """The system that all variants start from."""
        setup = Setup(scenario=load(self.scenario))
        for name, value in self.base.items():
            setup = setup.with_value(name, value)
        return setup

    def setups(self, levers: Sequence[int] | None = None) -> list[Setup]:
        """The systems of this step; on the way out, nothing done and the levers taken together."""
        base = self.setup()
        if self.kind == "way-out":
            taken = [part for lever in levers or () for part in self.variants[lever].differs]
            return [base, _with(taken, base)]
        return [_with(each.differs, base) for each in self.variants]

    def answer(self, job: Comparison) -> int:
        """The option that the runs bear out."""
        mean = np.nanmean(job.values[:, : job.known, -1, SHOWN.index(self.measure)], axis=1)
        if self.kind == "most":
            return int(np.argmax(mean))
        difference = (mean[1] - mean[0]) - (mean[3] - mean[2]) if self.kind == "gain" else mean[-1] - mean[0]
        return 1 if abs(difference) < self.same else 0 if difference > 0 else 2


@dataclass
class LessonState:
    """Where one visitor is in the lesson."""

    step: int = 0
    led: bool = False
    choice: int | None = None
    hands: dict[int, int] = field(default_factory=dict)
    revealed: bool = False
    levers: list[int] = field(default_factory=list)
    tries: list[dict[str, Any]] = field(default_factory=list)

    def go(self, step: int, steps: int) -> None:
        """To another step, with nothing said there yet."""
        self.step = min(max(step, 0), steps - 1)
        self.choice, self.hands, self.revealed, self.levers, self.tries = None, {}, False, [], []


def came_out(job: Comparison) -> float:
    """Share of the runs in which the last variant ends as one connected system."""
    silos = job.values[-1, : job.known, -1, SHOWN.index("silos")]
    return float((silos == 1).mean()) if len(silos) else 0.0


@cache
def languages() -> tuple[str, ...]:
    """The languages there are."""
    return tuple(sorted(each.name for each in TEXTS.iterdir() if (each / "words.toml").is_file()))


@cache
def lesson(language: str = LANGUAGE) -> tuple[dict[str, str], tuple[Step, ...]]:
    """The words of the page and the steps, in order; LessonError names the file that cannot be used."""
    folder = TEXTS / language
    words = _read(folder / "words.toml")
    return words, tuple(_step(file) for file in sorted(folder.glob("[0-9]*.toml")))


def _step(file: Path) -> Step:
    try:
        step = Step.model_validate(_read(file))
    except ValidationError as error:
        first = error.errors()[0]
        raise LessonError(f"{file}: {'.'.join(map(str, first['loc']))}: {first['msg']}") from error
    wanted = {"higher-lower": 3, "gain": 3, "most": len(step.variants), "way-out": 0}[step.kind]
    if len(step.options) != wanted:
        raise LessonError(f"{file}: options: {wanted} are needed for kind “{step.kind}”, not {len(step.options)}")
    return step


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
