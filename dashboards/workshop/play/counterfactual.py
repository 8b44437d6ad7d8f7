"""A player's own rounds again: what would have come of choosing otherwise in some of them.

A plan is a letter a round, as an address says it: ``a`` as it was, ``r`` and ``b`` race and battle with everyone.
"""

from __future__ import annotations

from typing import Any

from dashboards.workshop.play.debrief import Past
from dashboards.workshop.play.rounds import partners
from dashboards.workshop.views import drawing
from dashboards.workshop.views.debrief import in_words

WAYS = {"a": None, "r": True, "b": False}


def plan_of(text: str, rounds: int) -> str:
    """The plan that an address asks for; as it was, where that is none for so many rounds.

    >>> plan_of("arb", 3), plan_of("x", 3)
    ('arb', 'aaa')
    """
    return text if len(text) == rounds and set(text) <= WAYS.keys() else "a" * rounds


def again(past: Past, seat: int, text: str) -> dict[str, Any]:
    """The page's data: the rounds with their ways, and what came and would have come of them."""
    plan = plan_of(text, len(past.rounds))
    own = past.seats[seat].organisation
    count = len(partners(past.network, own))
    course = past.had(seat, [WAYS[each] for each in plan])
    months = len(past.rounds) * past.begin.months
    return {
        "seat": past.seats[seat].shown,
        "changed": set(plan) != {"a"},
        "rounds": [
            {
                "number": each.number,
                "did": in_words(each.choices.get(seat), count),
                "ways": [(way, plan[:at] + way + plan[at + 1 :], way == plan[at]) for way in WAYS],
            }
            for at, each in enumerate(past.rounds)
        ],
        "courses": [
            {
                "resources": each.resources(own),
                "openness": each.last("openness"),
                "line": drawing.line(each.wealth[:, own].tolist(), months=months, top=1.25),
            }
            for each in (past.actual, course)
        ],
    }
