"""The repeated game of a laboratory, in the model's words."""

from __future__ import annotations

import math
from dataclasses import dataclass

from experiments.errors import LaboratoryError
from sim.parameters import PARAMETERS

WIDTH = 2.0 * float(PARAMETERS["game.stake"].default)
"""What lies between temptation and sucker in the model's own game: from + stake to - stake."""


@dataclass(frozen=True, kw_only=True)
class RepeatedGame:
    """A prisoner's dilemma played again with probability ``continuation``, in any unit of payoff.

    reward       R, each where both race         temptation  T, a battler's against a racer
    punishment   P, each where both battle       sucker      S, a racer's against a battler
    """

    reward: float
    temptation: float
    sucker: float
    punishment: float
    continuation: float

    def __post_init__(self) -> None:
        for name, value in vars(self).items():
            if not math.isfinite(value):
                raise LaboratoryError(f"{name}: {value!r} is not a finite number")
        if not 0.0 <= self.continuation < 1.0:
            raise LaboratoryError(f"continuation: {self.continuation!r} is not in [0, 1)")
        order = (("temptation", "reward"), ("reward", "punishment"), ("punishment", "sucker"))
        for more, less in order:
            if not getattr(self, more) > getattr(self, less):
                raise LaboratoryError(
                    f"{more}: {getattr(self, more):g} must be above {less}, which is {getattr(self, less):g}: "
                    "a prisoner's dilemma has temptation > reward > punishment > sucker"
                )

    @property
    def scale(self) -> float:
        """From this game's payoffs to the model's outcomes: the spread from sucker to temptation is made WIDTH."""
        return WIDTH / (self.temptation - self.sucker)

    @property
    def outcomes(self) -> tuple[float, float, float, float]:
        """(benefit, damage, gain, loss) of the model; zero is half-way between sucker and temptation.

        The choice depends on differences alone, so where zero lies changes nothing.
        """
        middle, scale = (self.temptation + self.sucker) / 2, self.scale
        return (
            (self.reward - middle) * scale,
            (middle - self.punishment) * scale,
            (self.temptation - middle) * scale,
            (middle - self.sucker) * scale,
        )

    @property
    def basin(self) -> float:
        """SizeBAD: the trust from which racing pays an own-outcome mind; 1 where none is enough.

        tau* = (1 - delta)(l - d) / [(1 - delta)(l - d) + b + delta d - (1 - delta) g]  (Dal Bo & Frechette 2011), where
        the rule of choice (sim.rules.choice) is 0 for orientation and sharing 0.
        """
        benefit, damage, gain, loss = self.outcomes
        future = 1.0 - self.continuation
        crossed = future * (loss - damage)
        whole = crossed + benefit + self.continuation * damage - future * gain
        return min(1.0, crossed / whole) if whole > 0.0 else 1.0
