"""Explanation of an organisation or a tie: trust both ways, doors, history, what was chosen, and why in numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from dashboards.explore.playback import Playback
from dashboards.languages import _, counted, scenario_text
from dashboards.languages.number_format import percent
from sim.engine import ChoiceTerms, choice_terms, perceived_trust_of
from sim.measures.silos import OPEN
from sim.rows import GAME_IMPROVEMENT, GAME_SHARING
from sim.rules.choice import pooled_weights
from sim.rules.resources import capability, scarcity_felt
from sim.state import State
from sim.system import System

LOOKED_BACK = 36


def tier_names(tiers: int) -> list[str]:
    """Names of the tiers: the first is senior, the last the front line."""
    if tiers == 1:
        return [_("Leaders")]
    middle = [_("Middle")] if tiers == 3 else [_("Middle %(number)s", number=k) for k in range(1, tiers - 1)]
    return [_("Senior"), *middle, _("Front line")]


@dataclass(frozen=True)
class Choice:
    """One choice with its terms: each says how many points it adds in favour of racing."""

    probability: float
    advantage: float
    orientation: float
    terms: tuple[tuple[str, float], ...]


def choice(before: State, relation: int, tier: int, month: int) -> Choice:
    """Return the choice of the month after ``before``, as the engine weighs it."""
    terms = choice_terms(before, relation, tier, month)
    own, other = pooled_weights(terms.toward, terms.sharing, terms.part)
    doubt, future = 1.0 - terms.trust, 1.0 - terms.continuation
    points = (
        (
            _("Both gain by racing, now and later"),
            terms.trust * (own + other) * (terms.benefit + terms.continuation * terms.damage),
        ),
        (_("The capture that racing gives up"), -terms.trust * future * (own * terms.gain - other * terms.loss)),
        (_("A battle between both is avoided"), doubt * future * (own + other) * terms.damage),
        (_("What is lost if the partner battles"), -doubt * future * (own * terms.loss - other * terms.gain)),
    )
    return Choice(terms.probability, terms.advantage, terms.toward, points)


def explain_tie(playback: Playback, tie: int) -> dict[str, Any]:
    """Return everything about one tie in the month looked at."""
    state, before = _two_months(playback)
    network, names = state.system.network, state.system.names
    i, j = int(network.first[tie]), int(network.second[tie])
    sides = [_side(state, before, relation) for relation in (tie, tie + network.m)]
    both = float(state.openness[tie] * state.openness[tie + network.m])
    return {
        "kind": "tie",
        "title": _("%(one)s and %(other)s", one=names[i], other=names[j]),
        "said": _tie_sentence(str(names[i]), str(names[j]), sides, both),
        "openness": both,
        "sides": sides,
        "past": _past(playback, tie),
        "ends": [i, j],
        "month": state.month,
    }


def _side(state: State, before: State | None, relation: int) -> dict[str, Any]:
    """Return one end of a tie: what it holds of the other, and what it chose."""
    system, network = state.system, state.system.network
    i, j = int(network.source[relation]), int(network.target[relation])
    tie = relation % network.m
    strategy = system.strategy_of(i)
    adaptive = strategy == "adaptive"
    tiers = []
    for k, name in enumerate(tier_names(system.tiers)):
        chosen = choice(before, relation, k, state.month) if before else None
        tiers.append({
            "name": name,
            "trust": float(state.trust[k, relation]),
            "belief": float(state.zero_sum[k, network.view_of[relation]]),
            "acted": bool(state.acted[k, tie]) if before else None,
            "raced": bool(state.stance[k, relation]) if before else None,
            "probability": float(state.racing[k, relation]) if before else None,
            "advantage": chosen.advantage if chosen and adaptive else None,
            "orientation": chosen.orientation if chosen else None,
            "terms": [list(term) for term in chosen.terms] if chosen and adaptive else [],
        })  # fmt: skip
    perceived = float(perceived_trust_of(state)[relation])
    return {
        "from": system.name_of(i),
        "to": system.name_of(j),
        "door": float(state.openness[relation]),
        "perceived": perceived,
        "strategy": strategy,
        "facts": _facts(state, relation, perceived),
        "why": why_it_chose(
            choice_terms(before, relation, 0, state.month), system.name_of(i), system.name_of(j), _kind(system, j)
        )
        if before and adaptive
        else "",
        "tiers": tiers,
    }


def _facts(state: State, relation: int, perceived: float) -> list[list[str]]:
    """Return [name, figure] of everything that one end holds of the other and of itself."""
    system, network = state.system, state.system.network
    i, j, tie = int(network.source[relation]), int(network.target[relation]), relation % network.m
    belief = float(state.zero_sum[0, network.view_of[relation]])
    facts = [
        [_("door open"), percent(float(state.openness[relation]))],
        [_("trust, as it sees it"), percent(perceived)],
        [_("institutional history"), percent(float(state.history[relation]))],
        [_("belief that a gain for %(kind)s is its own loss", kind=_kind(system, j)), percent(belief)],
        [_("weight of the common purpose"), percent(float(state.purpose[0, i]))],
        [_("patience of its leader"), percent(float(state.patience[i]))],
    ]
    if sharing_of(state, i) > 0.0:
        facts.append([_("pools outcomes with it"), _("yes") if state.pooled[tie] else _("no")])
    return facts


def sharing_of(state: State, i: int) -> float:
    """Return the share of outcomes that an organisation pools where it pools at all."""
    return float(state.system.values(state.month)[GAME_SHARING, i])


def _kind(system: System, j: int) -> str:
    """Return the kind of partner that an organisation is: its sector."""
    sector = int(system.network.sector[j])
    return scenario_text(str(system.sectors[sector])) if len(system.sectors) else _("its kind")


def why_it_chose(terms: ChoiceTerms, own: str, other: str, kind: str) -> str:
    """Say in a sentence what weighed most in a choice: the reasons that speak for it, the strongest two."""
    races = terms.probability >= 0.5
    against = [
        (terms.belief, _("it believes that a gain for %(kind)s is its own loss", kind=kind)),
        (1.0 - terms.trust - 0.1, _("it does not expect %(other)s to race", other=other)),
        (0.9 * terms.scarcity, _("money is short, so there is more to capture")),
        (0.8 - terms.openness - 0.2, _("behind its wall %(other)s counts as a rival", other=other)),
    ]
    in_favour = [
        (terms.trust, _("it expects %(other)s to race", other=other)),
        (0.8 * terms.purpose, _("the common purpose weighs in its mind")),
        (terms.sharing, _("the two share what they win, so there is less to capture")),
        (0.75 * terms.continuation, _("its leader looks ahead to the next dealings")),
    ]
    reasons = sorted(in_favour if races else against, key=lambda reason: -reason[0])
    first, second = reasons[:2]
    because = _("%(one)s, and %(other)s", one=first[1], other=second[1]) if second[0] > 0.35 else first[1]
    if races:
        return _(
            "%(own)s is likely to race (%(share)s), since %(because)s.",
            own=own,
            share=percent(terms.probability),
            because=because,
        )
    return _(
        "%(own)s is likely to battle (%(share)s), since %(because)s.",
        own=own,
        share=percent(1.0 - terms.probability),
        because=because,
    )


def _tie_sentence(a: str, b: str, sides: list[dict[str, Any]], both: float) -> str:
    narrow = min(sides, key=lambda side: side["door"])
    if both >= OPEN:
        doors = _("Both doors are open enough to deal with each other.")
    elif min(side["door"] for side in sides) >= 0.5:
        doors = _("Each door is more than half open, but the two together are not enough.")
    else:
        doors = _(
            "There is a wall: %(who)s keeps its door %(share)s open.", who=narrow["from"], share=percent(narrow["door"])
        )
    gap = sides[0]["perceived"] - sides[1]["perceived"]
    if abs(gap) < 0.1:
        trust = _("They trust each other about equally.")
    else:
        trust = _("%(who)s trusts more than it is trusted.", who=a if gap > 0 else b)
    return f"{doors} {trust}"


def explain_organisation(playback: Playback, i: int) -> dict[str, Any]:
    """Return everything about one organisation in the month looked at."""
    state = playback.state()
    system, network = state.system, state.system.network
    start, relations = network.by_organisation
    own = relations[start[i] : start[i + 1]]
    partners = []
    for relation in own.tolist():
        tie = relation % network.m
        other = (relation + network.m) % (2 * network.m)
        partners.append({
            "tie": tie,
            "name": str(system.names[int(network.target[relation])]),
            "trust": float(state.trust[:, relation].mean()),
            "trusted": float(state.trust[:, other].mean()),
            "door": float(state.openness[relation]),
            "openness": float(state.openness[relation] * state.openness[other]),
            "dealing": int(playback.timeline.dealings[state.month][tie]),
        })  # fmt: skip
    resources = float(state.resources[i])
    return {
        "kind": "organisation",
        "title": str(system.names[i]),
        "sector": scenario_text(str(system.sectors[int(network.sector[i])])) if len(system.sectors) else "",
        "said": _organisation_sentence(partners, resources, [float(value) for value in state.orientation[:, i]]),
        "strategy": system.strategy_of(i),
        "beliefs": _beliefs(state, i),
        "purpose": float(state.purpose[:, i].mean()),
        "patience": float(state.patience[i]),
        "capability": float(
            capability(float(state.conduct[i]), float(system.values(state.month)[GAME_IMPROVEMENT, i]))
        ),
        "resources": resources,
        "scarcity": float(scarcity_felt(resources)),
        "income": float(state.income[i]),
        "tiers": [
            {"name": name, "orientation": float(state.orientation[k, i])}
            for k, name in enumerate(tier_names(system.tiers))
        ],
        "partners": sorted(partners, key=lambda partner: (-partner["openness"], partner["name"])),
        "month": state.month,
    }


def _beliefs(state: State, i: int) -> list[dict[str, Any]]:
    """Return how far an organisation believes, of each kind of partner, that what it gains is lost to itself."""
    system, network = state.system, state.system.network
    views = np.flatnonzero(network.view_organisation == i)
    beliefs = [
        {
            "kind": scenario_text(str(system.sectors[sector])) if len(system.sectors) else _("its kind"),
            "own": sector == int(network.sector[i]),
            "belief": float(state.zero_sum[:, view].mean()),
        }
        for view, sector in ((int(view), int(network.view_sector[view])) for view in views)
    ]
    return sorted(beliefs, key=lambda belief: not belief["own"])


def _organisation_sentence(partners: list[dict[str, Any]], resources: float, orientation: list[float]) -> str:
    opened = sum(partner["openness"] >= OPEN for partner in partners)
    mean = sum(orientation) / len(orientation)
    mind = _("cares about the whole system") if mean > 0.35 else (
        _("wants to beat the others") if mean < -0.35 else _("looks to its own outcome first"))  # fmt: skip
    need = _("has less than half of what it needs") if resources < 0.5 else (
        _("has less than it needs") if resources < 0.95 else _("has what it needs"))  # fmt: skip
    return counted(
        "It is open to %(opened)s of %(num)s partner, %(mind)s, and %(need)s.",
        "It is open to %(opened)s of %(num)s partners, %(mind)s, and %(need)s.",
        len(partners),
        opened=opened,
        mind=mind,
        need=need,
    )


def _past(playback: Playback, tie: int) -> list[list[int]]:
    """[month, dealings] of the last months, oldest first."""
    first = max(1, playback.month - LOOKED_BACK + 1)
    return [[month, int(playback.timeline.dealings[month][tie])] for month in range(first, playback.month + 1)]


def _two_months(playback: Playback) -> tuple[State, State | None]:
    """Return the state looked at and the one before it; None before the first month."""
    before = playback.timeline.state(playback.month - 1).copy() if playback.month else None
    return playback.state(), before
