"""The causal loop: what strengthens what in the model, with one month's numbers of the run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from dashboards.explore.interventions import INTERVENTIONS
from dashboards.languages import Text, _, later
from dashboards.languages.number_format import number
from sim.rows import TRUST_BLAME
from sim.state import State


@dataclass(frozen=True)
class Node:
    """One quantity of the loop, its place in the picture, and the interventions that move it."""

    key: str
    name: Text
    x: int
    y: int
    levers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Arrow:
    """One cause: more of ``cause`` makes more of ``effect`` where ``sign`` is +1, less where it is -1."""

    cause: str
    effect: str
    sign: int
    why: Text


NODES = (
    Node("trust", later("trust"), 130, 110, ("all-leaders-leave",)),
    Node("doors", later("open doors"), 390, 50),
    Node("dealings", later("dealings"), 650, 110),
    Node("races", later("races seen"), 650, 330, ("pooling",)),
    Node("belief", later("belief that it is them or us"), 390, 410, ("enquiry",)),
    Node("time", later("time together"), 130, 330, ("meet-more", "forum")),
    Node("scarcity", later("scarcity felt"), 390, 300, ("budgets-cut", "money-back")),
    Node("blame", later("blame for failures"), 830, 220, ("no-blame",)),
)
ARROWS = (
    Arrow("trust", "doors", 1, later("A door follows trust: it shuts quickly and opens slowly.")),
    Arrow("doors", "dealings", 1, later("Two deal with each other only as far as both doors are open.")),
    Arrow("dealings", "races", 1, later("Only who deals with another can show it a race.")),
    Arrow("races", "trust", 1, later("Every race seen adds to trust; a battle costs more.")),
    Arrow("races", "belief", -1, later("A race in which both gain shows that it is not them or us.")),
    Arrow("belief", "races", -1, later("Who believes that the other’s gain is its own loss battles.")),
    Arrow("scarcity", "races", -1, later("Where money is short there is more to capture.")),
    Arrow("time", "trust", 1, later("Who meets hears of the other’s reasons.")),
    Arrow("time", "belief", -1, later("In meetings that are enquiries beliefs loosen.")),
    Arrow("scarcity", "time", -1, later("Time to meet costs money.")),
    Arrow("blame", "races", -1, later("A race that fails is taken for a battle.")),
)


def loop(state: State, row: dict[str, float]) -> dict[str, Any]:
    """Return the loop with the numbers of a month; an arrow is as strong as its cause."""
    values = loop_values(state, row)
    return {
        "nodes": [
            {
                "key": node.key,
                "name": str(node.name),
                "x": node.x,
                "y": node.y,
                "value": number(values[node.key]),
                "level": _level(values[node.key]),
                "levers": [{"kind": kind, "label": str(INTERVENTIONS[kind].label)} for kind in node.levers],
            }
            for node in NODES
        ],
        "arrows": [
            {
                "cause": arrow.cause,
                "effect": arrow.effect,
                "sign": arrow.sign,
                "level": _level(values[arrow.cause]),
                "why": str(arrow.why),
            }
            for arrow in ARROWS
        ],
        "title": _("The loop in month %(month)s", month=state.month),
    }


def loop_values(state: State, row: dict[str, float]) -> dict[str, float]:
    """Return the numbers of a month, each a share from 0 to 1; NaN for races where nobody dealt."""
    blame = state.system.values(max(state.month, 1))[TRUST_BLAME]
    return {
        "trust": row["trust"],
        "doors": float(np.mean(state.openness)) if len(state.openness) else 0.0,
        "dealings": float(np.mean(state.acted)) if state.acted.size else 0.0,
        "races": row["race_share"],
        "belief": row["zero_sum"],
        "time": row["meetings"],
        "scarcity": row["scarcity_felt"],
        "blame": float(np.mean(blame)),
    }


def _level(value: float) -> float:
    return 0.0 if value != value else round(min(max(value, 0.0), 1.0), 3)
