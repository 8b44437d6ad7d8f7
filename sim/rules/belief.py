"""The zero-sum belief about a kind of partner: learnt from dealings, let go in enquiry."""

from sim.compiled import rule


@rule
def showed_zero_sum(races: bool, saw_race: bool) -> bool:
    """Tell whether a dealing showed one side a zero-sum game.

    It did where one raced and the other battled, where both battled (each reads its loss as the other's taking), and
    where both raced but this side saw a battle: so wherever it did not race, or did not see a race.
    """
    return (not races) | (not saw_race)


@rule
def learnt_belief(belief: float, dealings: float, showed: float, partners: float, insight: float) -> float:
    """Return the belief about a kind after a month of dealings with it.

    zeta + insight (dealings / partners)(e - zeta),  e = showed / dealings

    Who deals with nobody learns nothing: a wall keeps its reasons.

    dealings, showed  numbers of the month's dealings with this kind at one tier; showed <= dealings
    partners          how many partners of this kind, >= 1
    """
    return belief + insight * (showed - dealings * belief) / partners


@rule
def enquired_belief(belief: float, met: float, partners: float, enquiry: float) -> float:
    """Return the belief after the month's meetings, where assumptions are questioned: zeta - enquiry (met / partners)
    zeta.

    met, partners  how many partners of the kind were met, and how many there are (>= 1)
    """
    return belief - enquiry * (met / partners) * belief


@rule
def held_belief(drawn: float, us_and_them: float, own_kind: bool) -> float:
    """Return the belief about one kind from the unit's draw: less is feared of one's own kind; clipped to [0, 1]."""
    return min(max(drawn - (us_and_them if own_kind else 0.0), 0.0), 1.0)
