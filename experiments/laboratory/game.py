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
    error        probability that a hand slips, so that the other stance is carried out; all four are payoffs of what
                 is carried out
    """

    reward: float
    temptation: float
    sucker: float
    punishment: float
    continuation: float
    error: float = 0.0

    def __post_init__(self) -> None:
        for name, value in vars(self).items():
            if not math.isfinite(value):
                raise LaboratoryError(f"{name}: {value!r} is not a finite number")
        if not 0.0 <= self.continuation < 1.0:
            raise LaboratoryError(f"continuation: {self.continuation!r} is not in [0, 1)")
        if not 0.0 <= self.error < 0.5:
            raise LaboratoryError(f"error: {self.error!r} is not in [0, 0.5)")
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
    def intended(self) -> tuple[float, float, float, float]:
        """(reward, temptation, sucker, punishment) expected of what is intended, where hands may slip.

        Either hand slips with probability e, so that a pair of intentions is carried out as it is with (1 - e)^2, with
        one stance turned with e (1 - e) each, and with both turned with e^2.
        """
        kept, one, both = (1.0 - self.error) ** 2, self.error * (1.0 - self.error), self.error**2
        reward, temptation, sucker, punishment = self.reward, self.temptation, self.sucker, self.punishment
        return (
            kept * reward + one * (sucker + temptation) + both * punishment,
            kept * temptation + one * (punishment + reward) + both * sucker,
            kept * sucker + one * (punishment + reward) + both * temptation,
            kept * punishment + one * (sucker + temptation) + both * reward,
        )

    @property
    def outcomes(self) -> tuple[float, float, float, float]:
        """(benefit, damage, gain, loss) of the model, of what is intended; zero is half-way between sucker and
        temptation.

        The choice depends on differences alone, so where zero lies changes nothing.
        """
        reward, temptation, sucker, punishment = self.intended
        middle, scale = (self.temptation + self.sucker) / 2, self.scale
        return (
            (reward - middle) * scale,
            (middle - punishment) * scale,
            (temptation - middle) * scale,
            (middle - sucker) * scale,
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
