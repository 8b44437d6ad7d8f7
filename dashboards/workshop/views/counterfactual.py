"""A player's own rounds again, chosen otherwise in some of them.

A plan is a letter a round, as an address writes it: ``a`` as it was, ``r`` and ``b`` race and battle with everyone.
"""

from __future__ import annotations

from typing import Any

from dashboards.workshop.play.counterfactuals import Counterfactuals
from dashboards.workshop.play.rounds import partners
from dashboards.workshop.views import drawing
from dashboards.workshop.views.debrief import in_words

WAYS = {"a": None, "r": True, "b": False}


def plan_of(text: str, rounds: int) -> str:
    """Return the plan that an address asks for; as it was, where that is none for so many rounds.

    >>> plan_of("arb", 3), plan_of("x", 3)
    ('arb', 'aaa')
    """
    return text if len(text) == rounds and set(text) <= WAYS.keys() else "a" * rounds


def own_rounds(counterfactuals: Counterfactuals, seat: int, text: str) -> dict[str, Any]:
    """Return the page's data: the rounds with their ways, and what came and would have come of them."""
    rounds = counterfactuals.rounds
    plan = plan_of(text, len(rounds))
    own = counterfactuals.seats[seat].organisation
    count = len(partners(counterfactuals.network, own))
    otherwise = counterfactuals.had(seat, [WAYS[way] for way in plan])
    months = len(rounds) * counterfactuals.begin.months
    return {
        "seat": counterfactuals.seats[seat].shown,
        "changed": set(plan) != {"a"},
        "rounds": [
            {
                "number": round_.number,
                "did": in_words(round_.choices.get(seat), count),
                "ways": [(way, plan[:at] + way + plan[at + 1 :], way == plan[at]) for way in WAYS],
            }
            for at, round_ in enumerate(rounds)
        ],
        "courses": [
            {
                "resources": course.resources(own),
                "openness": course.last("openness"),
                "line": drawing.line(course.wealth[:, own].tolist(), months=months, top=1.25),
            }
            for course in (counterfactuals.actual, otherwise)
        ],
    }
