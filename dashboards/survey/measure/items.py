"""Items of the survey: what is asked, on which scale, and what of the model an answer becomes.

The pages, the guide's table and the scenario that is made of answers all read these declarations.  Sentences are our
own; ``dimension`` names the dimension of a published scale that an item corresponds to.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import exp
from typing import Literal

from dashboards.languages import Text, later

About = Literal["partner", "kind", "guess"]
"""Whom an item is asked about: each partner, each kind of partner, or what others think."""

FIFTHS = (0.1, 0.3, 0.5, 0.7, 0.9)
"""Values of five steps: the middles of five equal parts of [0, 1]."""
MIDDLES = "assumption: the five steps are five equal parts of [0, 1], and each stands for its middle"


def _monthly(meetings: float) -> float:
    """Return the probability of at least one meeting in a month, for so many a month, at random times.

    >>> round(_monthly(1.0), 2)
    0.63
    """
    return round(1.0 - exp(-meetings), 3)


@dataclass(frozen=True, kw_only=True)
class Item:
    """A question with five answers.

    symbol      the quantity of the model it measures; empty where it is only shown beside others
    parameter   what a scenario calls it
    by_tier     whether the model holds it at every tier
    dimension   the published dimension it corresponds to
    reason      why its answers may stand for the quantity: a source, or "assumption"
    """

    key: str
    about: About
    question: Text
    steps: tuple[Text, Text, Text, Text, Text]
    values: tuple[float, ...] = FIFTHS
    symbol: str = ""
    parameter: str = ""
    by_tier: bool = False
    dimension: str
    reason: str
    usual: bool = True
    """Whether a survey asks it unless it is left out."""


ITEMS: tuple[Item, ...] = (
    Item(
        key="trust",
        about="partner",
        question=later("When something comes up that concerns you both: how often do they pull in the same direction?"),
        steps=(later("hardly ever"), later("seldom"), later("about half"), later("mostly"), later("almost always")),
        symbol="tau",
        parameter="start.trust",
        by_tier=True,
        dimension="PARTNER, trust: reliability and support of the mission (Varda et al. 2008); relational "
        "coordination: shared goals (Gittell 2002)",
        reason="tau is the probability with which one expects the partner to race, and the item asks for a frequency; "
        + MIDDLES,
    ),
    Item(
        key="treated",
        about="partner",
        question=later("Over the past twelve months: how have they dealt with your organisation?"),
        steps=(
            later("against us"),
            later("more against us"),
            later("mixed"),
            later("more with us"),
            later("with us"),
        ),
        symbol="H",
        parameter="start.history",
        dimension="relational coordination: mutual respect, problem solving in place of blame (Gittell 2002); PARTNER, "
        "trust: reliability (Varda et al. 2008)",
        reason="H is the slow mean of a partner's conduct, and the item asks for the conduct of a year; " + MIDDLES,
    ),
    Item(
        key="meet",
        about="partner",
        question=later("How often do you yourself sit down with somebody from there?"),
        steps=(
            later("never"),
            later("once or twice a year"),
            later("each quarter"),
            later("every month"),
            later("each week"),
        ),
        values=(0.0, _monthly(1.5 / 12), _monthly(1 / 3), _monthly(1.0), _monthly(52 / 12)),
        symbol="meetings",
        parameter="dialogue.time_together",
        by_tier=True,
        dimension="relational coordination: frequency of communication (Gittell 2002)",
        reason="assumption: meetings fall at random times, so that x a month make a month with one or more 1 - exp(-x) "
        "likely; what scarcity takes of meetings is in the answers already",
    ),
    Item(
        key="door",
        about="partner",
        question=later("How open is your own organisation to them: work, people and information pass ..."),
        steps=(later("not at all"), later("hardly"), later("with effort"), later("easily"), later("freely")),
        symbol="w",
        parameter="start.openness",
        dimension="PARTNER, trust: openness to discussion (Varda et al. 2008); relational coordination: timely and "
        "accurate communication, shared knowledge (Gittell 2002)",
        reason="w is how far an organisation lets a partner in; " + MIDDLES,
    ),
    Item(
        key="depends",
        about="partner",
        question=later("How much does your own work depend on theirs?"),
        steps=(later("not at all"), later("a little"), later("somewhat"), later("much"), later("wholly")),
        values=(0.2, 0.6, 1.0, 1.4, 1.8),
        symbol="c",
        parameter="ties.weight",
        dimension="PARTNER, value: involvement, resources and power (Varda et al. 2008)",
        reason="assumption: five equal steps around the usual weight 1; a tie takes the mean of its two sides",
        usual=False,
    ),
    Item(
        key="zero_sum",
        about="kind",
        question=later("Think of money, staff and attention. When they come out better, we come out worse:"),
        steps=(
            later("not at all true"),
            later("mostly untrue"),
            later("partly"),
            later("mostly true"),
            later("entirely true"),
        ),
        symbol="zeta",
        parameter="start.zero_sum",
        by_tier=True,
        dimension="belief in a zero-sum game (Rozycka-Tran et al. 2015), asked about a kind of partner and not about "
        "life",
        reason="zeta is how far the gain of this kind is believed to be lost to oneself; " + MIDDLES,
    ),
    Item(
        key="others",
        about="guess",
        question=later("A guess: what would the others say, how often do you pull in the same direction?"),
        steps=(later("hardly ever"), later("seldom"), later("about half"), later("mostly"), later("almost always")),
        dimension="none: an own guess at the others' answers to the item trust",
        reason="not a quantity of the model: it is compared with what the others do say",
    ),
    Item(
        key="front",
        about="guess",
        question=later("Another: what would your own people at the front line say, how often do the partners do so?"),
        steps=(later("hardly ever"), later("seldom"), later("about half"), later("mostly"), later("almost always")),
        dimension="none: an own guess at the front line's answers to the item trust",
        reason="not a quantity of the model: it is compared with what the front line does say",
    ),
)

BY_KEY: Mapping[str, Item] = {item.key: item for item in ITEMS}
USUAL = tuple(item.key for item in ITEMS if item.usual)
STEPS = 5


def asked(keys: tuple[str, ...], about: About) -> tuple[Item, ...]:
    """Return the items of a survey about partners, kinds or guesses, in order."""
    return tuple(item for item in ITEMS if item.key in keys and item.about == about)
