"""A system made by the model, and people in it who answer: with noise, and not everything."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dashboards.survey.measure.answer import Answer, Voice
from dashboards.survey.measure.definition import Survey
from dashboards.survey.measure.estimate import estimates
from dashboards.survey.measure.items import BY_KEY
from dashboards.survey.measure.release import Release
from dashboards.survey.measure.summary import overall_gap
from scenarios import Scenario, load
from sim.engine.batch import play
from sim.state import State
from sim.system import RunSpec

KINDS = ("hospitals", "councils", "community", "general practice")


def scenario(organisations: int = 15, **settings: object) -> Scenario:
    """Organisations of four kinds, all on all, three tiers."""
    rows = [
        {"name": f"Organisation {number + 1}", "sector": KINDS[number % len(KINDS)]} for number in range(organisations)
    ]
    return load({"title": "Made by the model", "organisations": rows, **settings})


def step(key: str, truth: float, noise: float, draws: np.random.Generator) -> int:
    """The step nearest to what somebody believes, who knows the truth with an error."""
    values = np.array(BY_KEY[key].values)
    return int(np.abs(values - (truth + noise * draws.standard_normal())).argmin())


def answers(
    survey: Survey, state: State, *, people: int = 60, noise: float = 0.1, missing: float = 0.3, seed: int = 0
) -> dict[str, Answer]:
    """What people say: spread evenly over organisations, and over tiers; each answer is missing by itself."""
    draws = np.random.default_rng(seed)
    network, views = state.system.network, state.system.network.views
    relation = {
        pair: number for number, pair in enumerate(zip(network.source.tolist(), network.target.tolist(), strict=True))
    }
    view = {
        (int(place), survey.kinds[int(sector)]): number
        for number, (place, sector) in enumerate(zip(views.organisation, views.sector, strict=True))
    }
    said = {}
    tiers = np.resize(np.arange(survey.tiers), people)
    for number in range(people):
        place = number % len(survey.organisations)
        tier = int(tiers[(number // len(survey.organisations) + place) % survey.tiers])

        def kept(key: str, truth: float) -> dict[str, int]:
            return {} if draws.random() < missing else {key: step(key, truth, noise, draws)}

        partners = {}
        for partner in survey.partners[place]:
            r = relation[place, partner]
            about = kept("trust", state.trust[tier, r]) | kept("treated", state.history[r])
            about |= kept("door", state.openness[r])
            if about:
                partners[partner] = about
        kinds = {
            kind: about
            for kind in survey.kinds_met(place)
            if (about := kept("zero_sum", state.zero_sum[tier, view[place, kind]]))
        }
        said[f"p{number}"] = Answer(place, tier, partners, kinds, {})
    return said


def voices(said: dict[str, Answer]) -> list[Voice]:
    return [voice for person, answer in said.items() for voice in answer.voices(person)]


def state_of(scenario: Scenario, seed: int, months: int) -> State:
    return play([RunSpec(system=scenario.system(), seed=seed, months=months)], states=True).states[0]


@dataclass(frozen=True)
class Compared:
    """What a survey says beside what is true."""

    correlation: float
    """Of trust by relation, the mean over tiers, over all relations."""
    correlation_shown: float
    """Over those that three people or more answered, so that they are shown."""
    shown: float
    true_gap: float
    gap: float


def compared(release: Release, state: State) -> Compared:
    survey, network = release.survey, state.system.network
    pairs = zip(network.source.tolist(), network.target.tolist(), strict=True)
    truth = dict(zip(pairs, state.trust.mean(axis=0).tolist(), strict=True))
    found = estimates(release, "trust")
    shown = [pair for pair in survey.relations if found[pair].rule == "measured"]

    def correlation(of: list[tuple[int, int]]) -> float:
        return float(np.corrcoef([truth[pair] for pair in of], [found[pair].value for pair in of])[0, 1])

    gap = overall_gap(release)
    true_gap = float(state.trust[0].mean() - state.trust[-1].mean())
    relations = list(survey.relations)
    return Compared(
        correlation(relations), correlation(shown), len(shown) / len(relations), true_gap, gap.gap if gap else np.nan
    )
