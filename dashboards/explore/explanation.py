"""Explanation of an organisation or a tie: trust both ways, doors, history, what was chosen, and why in numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dashboards.explore.playback import Playback
from dashboards.languages import _, counted
from dashboards.languages.number_format import percent
from sim.engine import choice_terms
from sim.measures.silos import OPEN
from sim.parameters import ROWS
from sim.rules.boundary import perceived_trust
from sim.rules.choice import pooled_weights
from sim.rules.resources import scarcity_felt
from sim.state import State

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
    """One end of a tie: what it feels and does toward the other."""
    system, network = state.system, state.system.network
    i, j = int(network.source[relation]), int(network.target[relation])
    tie = relation % network.m
    visibility = float(system.values(state.month)[ROWS["learning.visibility"], i])
    trust = [float(value) for value in state.trust[:, relation]]
    strategy = system.strategies[i] if len(system.strategies) else "adaptive"
    tiers = []
    for k, name in enumerate(tier_names(system.tiers)):
        chosen = choice(before, relation, k, state.month) if before else None
        tiers.append({
            "name": name,
            "trust": trust[k],
            "acted": bool(state.acted[k, tie]) if before else None,
            "raced": bool(state.stance[k, relation]) if before else None,
            "probability": float(state.racing[k, relation]) if before else None,
            "advantage": chosen.advantage if chosen and strategy == "adaptive" else None,
            "orientation": chosen.orientation if chosen else None,
            "terms": [list(term) for term in chosen.terms] if chosen and strategy == "adaptive" else [],
        })  # fmt: skip
    return {
        "from": str(system.names[i]),
        "to": str(system.names[j]),
        "door": float(state.openness[relation]),
        "history": float(state.history[relation]),
        "perceived": float(perceived_trust(sum(trust) / len(trust), trust[0], visibility)),
        "strategy": strategy,
        "tiers": tiers,
    }


def _tie_sentence(a: str, b: str, sides: list[dict[str, Any]], both: float) -> str:
    narrow = min(sides, key=lambda side: side["door"])
    if both >= OPEN:
        doors = _("Both doors are open enough to deal with each other.")
    elif min(side["door"] for side in sides) >= 0.5:
        doors = _("Neither door is wide enough.")
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
        "sector": str(system.sectors[int(network.sector[i])]) if len(system.sectors) else "",
        "said": _organisation_sentence(partners, resources, [float(value) for value in state.orientation[:, i]]),
        "strategy": system.strategies[i] if len(system.strategies) else "adaptive",
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


def _organisation_sentence(partners: list[dict[str, Any]], resources: float, orientation: list[float]) -> str:
    opened = sum(partner["openness"] >= OPEN for partner in partners)
    mean = sum(orientation) / len(orientation)
    mind = _("thinks of the whole system") if mean > 0.35 else (
        _("sees others as rivals") if mean < -0.35 else _("looks to its own outcome first"))  # fmt: skip
    need = _("has less than half of what it needs") if resources < 0.5 else (
        _("is short of means") if resources < 0.95 else _("has what it needs"))  # fmt: skip
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
