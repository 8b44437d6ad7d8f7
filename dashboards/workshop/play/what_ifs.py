"""What-ifs of a session: the questions its counterfactuals answer, in the order in which the debrief asks them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from dashboards.explore.interventions import Intervention
from dashboards.languages import Text, later, scenario_text

if TYPE_CHECKING:
    from dashboards.workshop.play.session import Session

Kind = Literal["all-race", "all-battle", "model", "pooled", "without", "undated"]


@dataclass(frozen=True)
class WhatIf:
    """One thing that could have been different."""

    kind: Kind
    label: Text
    cards: tuple[Intervention, ...] = ()
    """The same card, as often as it was played, where the question is what it did."""
    date: str = ""
    """The label of the scenario's own dates, where the question is what they did."""

    @property
    def key(self) -> str:
        """Name of the what-if among those of its session."""
        return " ".join(
            part for part in (self.kind, self.date or "".join(card.written for card in self.cards[:1])) if part
        )


def what_ifs(session: Session) -> list[WhatIf]:
    """Return the what-ifs of a session; the same card played twice is one."""
    cards: dict[tuple[str, str], list[Intervention]] = {}
    for round_ in session.played:
        for card in round_.cards:
            cards.setdefault((card.kind, card.who), []).append(card)
    return [
        WhatIf("all-race", later("If everyone had raced")),
        WhatIf("all-battle", later("If everyone had battled")),
        WhatIf("model", later("If the computer had played every seat")),
        WhatIf("pooled", later("If half of all outcomes had been pooled from the start")),
        *(
            WhatIf("without", later("Without: %(card)s", card=_label(same[0])), cards=tuple(same))
            for same in cards.values()
        ),
        *(
            WhatIf(
                "undated", later("Without: %(card)s", card=Text(scenario_text, label, enable_cache=False)), date=label
            )
            for label in dated(session)
        ),
    ]


def _label(card: Intervention) -> Text:
    return Text(lambda card: card.label, card, enable_cache=False)


def dated(session: Session) -> list[str]:
    """Return what the scenario's own dates brought after the start and while it was played."""
    months = range(2, len(session.played) * session.begin.months + 1)
    return list(
        dict.fromkeys(event.label for event in session.scenario.schedule if event.label and event.month in months)
    )
