"""Time together: who meets, what is said there, and the common purpose."""

from sim.compiled import rule
from sim.portable_math import clip


@rule
def hours(bridging: float, partners: float, strangers: float, across: bool) -> float:
    """Return an organisation's hours for a partner, relative to an even spread; their mean over its partners is 1.

    h = bridging D / X across sectors,  (1 - bridging) D / (D - X) within,  1 where all partners are of one of the two

    partners, strangers  D and X: how many partners, and how many of them of other sectors
    """
    mixed = (strangers > 0.0) & (strangers < partners)
    beyond = bridging * partners / (strangers if mixed else 1.0)
    home = (1.0 - bridging) * partners / ((partners - strangers) if mixed else 1.0)
    return (beyond if across else home) if mixed else 1.0


@rule
def meeting_probability(
    time_together: float, scarcity: float, partner_scarcity: float, hours_for: float, partner_hours: float
) -> float:
    """Return the probability that a tie meets in a month; scarcity eats time for it.

    min(1, time_together (1 - (S_i + S_j)/2) (h_ij + h_ji)/2)
    """
    left = 1.0 - (scarcity + partner_scarcity) / 2.0
    return min(1.0, time_together * left * (hours_for + partner_hours) / 2.0)


@rule
def voiced(trust: float, history: float, partner_racing: float, voice: float) -> float:
    """Return trust after the partner voiced its intention: tau + voice H (p - tau).

    A poor history mutes good words.
    """
    return trust + voice * history * (partner_racing - trust)


@rule
def heard(trust_in_third: float, trust_in_teller: float, tellers_trust: float, hearsay: float) -> float:
    """Return trust in a third party after a partner spoke of it: tau_im + hearsay tau_ij (tau_jm - tau_im)."""
    return trust_in_third + hearsay * trust_in_teller * (tellers_trust - trust_in_third)


@rule
def purpose_after(held: float, credence: float, purpose_rate: float, purpose_fade: float) -> float:
    """Return the weight of the common purpose after a month: meetings that are believed raise it, time lowers it.

    clip(sigma + purpose_rate credence (1 - sigma) - purpose_fade sigma, 0, 1)

    credence  sum of H over partners met / number of partners, in [0, 1]
    """
    return clip(held + purpose_rate * credence * (1.0 - held) - purpose_fade * held, 0.0, 1.0)
