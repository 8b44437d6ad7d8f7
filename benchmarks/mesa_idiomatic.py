"""The model as one would write it in Mesa by the book: agents, dictionaries, Mesa's own generator.

It is here to be compared with: the same model (docs/odd.md), the same parameters, none of the engine's code.  Its
its random numbers are its own, so single runs differ from the engine's and means agree (``speed.py`` shows both).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import mesa

from sim.parameters import Parameters

Reporters: TypeAlias = Mapping[str, Callable[["System"], float]]


def clip(value: float, low: float, high: float) -> float:
    """The nearest value in [low, high]."""
    return min(high, max(low, value))


def logistic(x: float) -> float:
    """1 / (1 + exp(-x)), safe at both ends."""
    return 1.0 / (1.0 + math.exp(-x)) if x > -700 else 0.0


@dataclass
class Relation:
    """State that one organisation keeps of one partner."""

    trust: list[float]
    history: float
    openness: float
    racing: list[float]


class Organisation(mesa.Agent):  # type: ignore[misc,unused-ignore]
    """An organisation with its units, one a tier, and its relations."""

    def __init__(self, model: System, sector: int) -> None:
        super().__init__(model)
        self.sector = sector
        self.tiers = range(model.tiers)
        self.orientation = [self.fresh_mind() for _ in self.tiers]
        self.resources = 1.0 - model.parameters.resources.scarcity
        self.performance = [0.0 for _ in self.tiers]
        self.relations: dict[Organisation, Relation] = {}
        self.unit_income = [0.0 for _ in self.tiers]
        self.meetings = [0 for _ in self.tiers]
        self.income = 0.0

    def fresh_mind(self) -> float:
        """An orientation as at the start."""
        mindset = self.model.parameters.mindset
        return clip(self.random.gauss(mindset.orientation, mindset.spread), -1, 1)

    def know(self, partner: Organisation) -> None:
        """Begin a relation."""
        history, kin = self.model.parameters.history, partner.sector == self.sector
        start = clip(self.random.gauss(history.trust, history.spread) + (history.in_group if kin else 0.0), 0, 1)
        openness = self.model.parameters.boundary.openness
        self.relations[partner] = Relation([start for _ in self.tiers], start, openness, [0.0 for _ in self.tiers])

    @property
    def scarcity(self) -> float:
        """Of resources, in [0, 1]."""
        return clip(1.0 - self.resources, 0, 1)

    def choose(self) -> None:
        """Phase 2: the probability of racing toward every partner at every tier."""
        game, mindset, leadership = (getattr(self.model.parameters, g) for g in ("game", "mindset", "leadership"))
        loss = game.stake * (1 + game.scarcity_premium * self.scarcity)
        gain = loss * (1 + game.expansion)
        delta = leadership.patience * (1 - leadership.turnover)
        half = game.sharing / 2
        for relation in self.relations.values():
            for k in self.tiers:
                toward = clip(self.orientation[k] + mindset.closeness * (2 * relation.openness - 1), -1, 1)
                own, other = 1 - half + toward * half, half + toward * (1 - half)
                racer = (own + other) * (game.benefit + delta * game.damage) - (1 - delta) * (own * gain - other * loss)
                battler = (1 - delta) * ((own + other) * game.damage - own * loss + other * gain)
                advantage = relation.trust[k] * racer + (1 - relation.trust[k]) * battler
                relation.racing[k] = logistic(mindset.rationality * game.intensity * advantage)
        self.unit_income = [0.0 for _ in self.tiers]
        self.meetings = [0 for _ in self.tiers]

    def sees(self, partner: Organisation, raced: bool, failed: bool) -> bool:
        """Phase 4: does it see a race?"""
        return raced and not (failed and self.random.random() < self.model.parameters.trust.blame)

    def learn(self, partner: Organisation, k: int, seen: bool | None) -> None:
        """Phase 4: trust after acting (what was seen) or without (None)."""
        rules, relation = self.model.parameters.trust, self.relations[partner]
        before = relation.trust[k]
        if seen is None:
            relation.trust[k] += rules.drift * (relation.history - before)
        elif seen:
            relation.trust[k] += rules.rate * (1 - before)
        else:
            relation.trust[k] -= min(1.0, rules.rate * rules.negativity) * before

    def defend(self) -> None:
        """Phase 6: how open the door is to each partner."""
        boundary, visibility = self.model.parameters.boundary, self.model.parameters.learning.visibility
        for relation in self.relations.values():
            mean = sum(relation.trust) / len(relation.trust)
            perceived = visibility * mean + (1 - visibility) * relation.trust[0]
            rate = boundary.closing if perceived < relation.openness else boundary.opening
            relation.openness += rate * (perceived - relation.openness)

    def account(self) -> None:
        """Phase 7: income, resources, performance."""
        rules, partners = self.model.parameters.resources, len(self.relations)
        cost = self.model.parameters.dialogue.cost
        units = [(self.unit_income[k] - cost * self.meetings[k]) / partners for k in self.tiers]
        self.income = sum(units) / len(units)
        target = 1 - rules.scarcity + rules.gain * self.income
        self.resources = max(0.0, self.resources + rules.rate * (target - self.resources))
        self.performance = [y + 0.1 * (unit - y) for y, unit in zip(self.performance, units, strict=True)]

    def reflect(self) -> list[float]:
        """Phase 8: what its units would think after looking at a partner, and after noise."""
        learning, minds = self.model.parameters.learning, []
        for k in self.tiers:
            mind = self.orientation[k]
            if self.random.random() < learning.reflection:
                partner = self.random.choice(list(self.relations))
                better = partner.performance[k] - self.performance[k]
                if self.random.random() < learning.visibility and self.random.random() < logistic(
                    learning.imitation * better
                ):
                    mind = partner.orientation[k]
            minds.append(clip(mind + self.random.gauss(0, learning.noise), -1, 1))
        return minds

    def align(self, minds: list[float]) -> None:
        """Phase 8: cascade and movement, all at once."""
        leadership, last = self.model.parameters.leadership, len(minds) - 1
        self.orientation = [
            clip(
                mind
                + (leadership.cascade * (minds[k - 1] - mind) if k > 0 else 0.0)
                + (leadership.movement * (minds[k + 1] - mind) if k < last else 0.0),
                -1,
                1,
            )
            for k, mind in enumerate(minds)
        ]

    def renew(self) -> None:
        """Phase 9: a senior leader leaves."""
        if self.random.random() < self.model.parameters.leadership.turnover:
            self.orientation[0] = self.fresh_mind()
            for partner, relation in self.relations.items():
                relation.trust[0] = relation.history
                partner.relations[self].trust[0] = partner.relations[self].history


class System(mesa.Model):  # type: ignore[misc,unused-ignore]
    """A complete network of organisations in equal sectors."""

    def __init__(
        self, organisations: int, sectors: int, parameters: Parameters, seed: int, reporters: Reporters
    ) -> None:
        super().__init__(seed=seed)
        self.parameters, self.tiers = parameters, parameters.structure.tiers
        members = [Organisation(self, i * sectors // organisations) for i in range(organisations)]
        self.ties = [(a, b) for position, a in enumerate(members) for b in members[position + 1 :]]
        for a, b in self.ties:
            a.know(b)
            b.know(a)
        self.acts = self.races = self.mutual_races = self.mutual_battles = 0
        self.datacollector = mesa.DataCollector(model_reporters=reporters)

    def step(self) -> None:
        """One month."""
        climate = self.parameters.climate
        for organisation in self.agents:
            organisation.orientation[0] += climate.rate * (climate.orientation - organisation.orientation[0])
        self.agents.do("choose")
        self.acts = self.races = self.mutual_races = self.mutual_battles = 0
        for a, b in self.ties:
            self.interact(a, b)
        self.meet()
        self.agents.do("defend")
        self.agents.do("account")
        minds = {organisation: organisation.reflect() for organisation in self.agents}
        for organisation in self.agents:
            organisation.align(minds[organisation])
        self.agents.do("renew")
        self.datacollector.collect(self)

    def interact(self, a: Organisation, b: Organisation) -> None:
        """Phases 3 and 4 of one tie."""
        game, rules = self.parameters.game, self.parameters.trust
        forward, backward = a.relations[b], b.relations[a]
        acted, seen_by_a, seen_by_b = 0, 0, 0
        for k in range(self.tiers):
            if self.random.random() >= forward.openness * backward.openness:
                a.learn(b, k, None)
                b.learn(a, k, None)
                continue
            race_a, race_b = self.random.random() < forward.racing[k], self.random.random() < backward.racing[k]
            fails_a = race_a and self.random.random() < rules.failure
            fails_b = race_b and self.random.random() < rules.failure
            if race_a and race_b:
                out_a = out_b = 0.0 if fails_a or fails_b else game.benefit
            elif race_a == race_b:
                out_a = out_b = -game.damage
            else:
                out_a = -game.stake if race_a else game.stake
                out_b = -out_a
            half = game.sharing / 2
            a.unit_income[k] += game.intensity * ((1 - half) * out_a + half * out_b)
            b.unit_income[k] += game.intensity * ((1 - half) * out_b + half * out_a)
            saw_a, saw_b = a.sees(b, race_b, fails_b), b.sees(a, race_a, fails_a)
            a.learn(b, k, saw_a)
            b.learn(a, k, saw_b)
            acted, seen_by_a, seen_by_b = acted + 1, seen_by_a + saw_a, seen_by_b + saw_b
            self.acts, self.races = self.acts + 1, self.races + race_a + race_b
            self.mutual_races += race_a and race_b
            self.mutual_battles += not (race_a or race_b)
        if acted:
            memory = self.parameters.history.memory
            forward.history += memory * (seen_by_a / acted - forward.history)
            backward.history += memory * (seen_by_b / acted - backward.history)

    def meet(self) -> None:
        """Phase 5: time together, voice, purpose (hearsay is off by default, and here)."""
        dialogue, together = self.parameters.dialogue, self.parameters.dialogue.time_together
        for a, b in self.ties:
            scarce, across = 1 - (a.scarcity + b.scarcity) / 2, a.sector != b.sector
            share = 2 * (dialogue.bridging if across else 1 - dialogue.bridging)
            forward, backward = a.relations[b], b.relations[a]
            for k in range(self.tiers):
                rate = together[k] if isinstance(together, tuple) else together
                if self.random.random() < min(1.0, rate * scarce * share):
                    forward.trust[k] += dialogue.voice * forward.history * (backward.racing[k] - forward.trust[k])
                    backward.trust[k] += dialogue.voice * backward.history * (forward.racing[k] - backward.trust[k])
                    a.meetings[k] += 1
                    b.meetings[k] += 1
        for organisation in self.agents:
            for k in range(self.tiers):
                share = organisation.meetings[k] / len(organisation.relations)
                organisation.orientation[k] += (
                    dialogue.purpose_rate * share * (dialogue.purpose - organisation.orientation[k])
                )
