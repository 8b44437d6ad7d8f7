"""The engine's monthly measures as Mesa reporters of the model by the book (docs/odd.md, measures)."""

from __future__ import annotations

import math
from statistics import fmean as mean
from typing import TYPE_CHECKING

import networkx

if TYPE_CHECKING:
    from benchmarks.mesa_idiomatic import Organisation, Relation, Reporters, System


def relations(model: System) -> list[Relation]:
    """All of them."""
    return [relation for organisation in model.agents for relation in organisation.relations.values()]


def doors(model: System) -> list[tuple[Organisation, Organisation, float]]:
    """Each tie with its effective openness."""
    return [(a, b, a.relations[b].openness * b.relations[a].openness) for a, b in model.ties]


def share(part: float, whole: float) -> float:
    """part / whole; NaN where there is nothing to share."""
    return part / whole if whole else math.nan


def openness_where(model: System, across: bool) -> float:
    """Mean openness of the ties across sectors, or within."""
    opennesses = [w for a, b, w in doors(model) if (a.sector != b.sector) == across]
    return mean(opennesses) if opennesses else math.nan


def ei_index(model: System) -> float:
    """Krackhardt & Stern 1988, on openness."""
    external = sum(w for a, b, w in doors(model) if a.sector != b.sector)
    internal = sum(w for a, b, w in doors(model) if a.sector == b.sector)
    return share(external - internal, external + internal)


def components(model: System) -> list[int]:
    """Sizes of the parts that are connected by ties with W >= 0.25."""
    graph = networkx.Graph()
    graph.add_nodes_from(model.agents)
    graph.add_edges_from((a, b) for a, b, w in doors(model) if w >= 0.25)
    return [len(part) for part in networkx.connected_components(graph)]


def fragmentation(model: System) -> float:
    """Borgatti 2006."""
    n = len(model.agents)
    return 1 - sum(size * (size - 1) for size in components(model)) / (n * (n - 1))


def gini(values: list[float]) -> float:
    """Of resources."""
    ordered, n = sorted(values), len(values)
    return share(2 * sum(rank * value for rank, value in enumerate(ordered, 1)), n * sum(ordered)) - (n + 1) / n


def trust_at(model: System, tier: int) -> float:
    """Mean trust at one tier."""
    return mean(relation.trust[tier] for relation in relations(model))


def trust(model: System) -> float:
    """Mean trust over relations and tiers."""
    return mean(mean(relation.trust) for relation in relations(model))


def perception_gap(model: System) -> float:
    """Mean of perceived trust less mean trust."""
    visibility = model.parameters.learning.visibility
    felt = (visibility * mean(r.trust) + (1 - visibility) * r.trust[0] for r in relations(model))
    return mean(felt) - trust(model)


def minds(model: System) -> list[float]:
    """Orientation of every unit."""
    return [mind for organisation in model.agents for mind in organisation.orientation]


def deviation(values: list[float]) -> float:
    """Standard deviation around the mean of the whole."""
    middle = mean(values)
    return math.sqrt(mean([(value - middle) ** 2 for value in values]))


def income(model: System) -> float:
    """Mean income of the month."""
    return mean(organisation.income for organisation in model.agents)


REPORTERS: Reporters = {
    "race_share": lambda model: share(model.races, 2 * model.acts),
    "mutual_race": lambda model: share(model.mutual_races, model.acts),
    "mutual_battle": lambda model: share(model.mutual_battles, model.acts),
    "trust": trust,
    "trust_senior": lambda model: trust_at(model, 0),
    "trust_front_line": lambda model: trust_at(model, -1),
    "trust_gap": lambda model: trust_at(model, 0) - trust_at(model, -1),
    "perception_gap": perception_gap,
    "history": lambda model: mean(relation.history for relation in relations(model)),
    "openness": lambda model: mean(w for _, _, w in doors(model)),
    "openness_within": lambda model: openness_where(model, False),
    "openness_across": lambda model: openness_where(model, True),
    "ei_index": ei_index,
    "silos": lambda model: float(len(components(model))),
    "fragmentation": fragmentation,
    "orientation": lambda model: mean(minds(model)),
    "orientation_sd": lambda model: deviation(minds(model)),
    "resources": lambda model: mean(organisation.resources for organisation in model.agents),
    "resources_gini": lambda model: gini([organisation.resources for organisation in model.agents]),
    "scarcity_felt": lambda model: mean(organisation.scarcity for organisation in model.agents),
    "income": income,
    "value_lost": lambda model: model.parameters.game.benefit * model.parameters.game.intensity - income(model),
    "meetings": lambda model: (
        sum(sum(organisation.meetings) for organisation in model.agents) / 2 / (len(model.ties) * model.tiers)
    ),
}
"""Reporters by the name of the engine's column."""
