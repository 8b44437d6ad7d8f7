"""Time together: who meets, and what is said there."""

from sim.compiled import rule


@rule
def meeting_probability(
    time_together: float, scarcity: float, partner_scarcity: float, bridging: float, across: bool
) -> float:
    """Probability that a tie meets in a month; scarcity eats time for it.

    min(1, time_together (1 - (S_i + S_j)/2) 2 (bridging across sectors, 1 - bridging within))
    """
    share = bridging if across else 1.0 - bridging
    return min(1.0, time_together * (1.0 - (scarcity + partner_scarcity) / 2.0) * 2.0 * share)


@rule
def voiced(trust: float, history: float, partner_racing: float, voice: float) -> float:
    """Trust after the partner voiced its intention: tau + voice H (p - tau).  A poor history mutes good words."""
    return trust + voice * history * (partner_racing - trust)


@rule
def heard(trust_in_third: float, trust_in_teller: float, tellers_trust: float, hearsay: float) -> float:
    """Trust in a third party after a partner spoke of it: tau_im + hearsay tau_ij (tau_jm - tau_im)."""
    return trust_in_third + hearsay * trust_in_teller * (tellers_trust - trust_in_third)


@rule
def purposeful(orientation: float, met_share: float, purpose: float, purpose_rate: float) -> float:
    """Orientation after a month's meetings about the shared purpose: theta + rate (met / partners)(purpose -
    theta)."""
    return orientation + purpose_rate * met_share * (purpose - orientation)
