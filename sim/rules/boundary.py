"""Walls: how an organisation sets its door to a partner, and whether two choose to pool."""

from sim.compiled import rule

IMPOSED, CHOSEN, NOT_POOLED = 2, 1, 0
"""Codes of a tie's pooling."""

PARTING = 0.2
"""How far perceived trust falls below what it takes to pool before a chosen pool ends."""


@rule
def reported_trust(trust: float, gloss: float, blame: float, tier: int, tiers: int) -> float:
    """Return the trust that a tier reports to the top: glossed, the more the further below and the more blame.

    tau + gloss blame (1 - tau) k / (K - 1);  tau at the senior tier (k = 0)
    """
    depth = tier / max(tiers - 1, 1)
    return trust + gloss * blame * (1.0 - trust) * depth


@rule
def perceived_trust(mean_reported: float, senior_trust: float, visibility: float) -> float:
    """Return trust as the organisation perceives it.

    visibility (mean over tiers of what they report) + (1 - visibility) tau at the senior tier
    """
    return visibility * mean_reported + (1.0 - visibility) * senior_trust


@rule
def updated_openness(openness: float, perceived: float, closing: float, opening: float) -> float:
    """Return the door after a month: it follows perceived trust, and closes faster than it opens.

    w + (closing or opening)(perceived - w)
    """
    return openness + (closing if perceived < openness else opening) * (perceived - openness)


@rule
def still_pooled(pooled: bool, senior_met: bool, least_perceived: float, pool_trust: float) -> bool:
    """Tell whether two that may choose pool from now on.

    least_perceived  the lower of the two perceived trusts
    pool_trust       > 0; a pool begins at a meeting of senior tiers from there on, and ends below pool_trust - 0.2
    """
    begins = senior_met & (least_perceived >= pool_trust)
    lasts = least_perceived >= pool_trust - PARTING
    return lasts if pooled else begins
