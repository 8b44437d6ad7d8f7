"""Walls: how an organisation sets its door to a partner."""

from sim.compiled import rule


@rule
def perceived_trust(mean_trust: float, senior_trust: float, visibility: float) -> float:
    """Trust as the organisation perceives it: visibility mean over tiers + (1 - visibility) senior tier's."""
    return visibility * mean_trust + (1.0 - visibility) * senior_trust


@rule
def updated_openness(openness: float, perceived: float, closing: float, opening: float) -> float:
    """A door follows perceived trust, and closes faster than it opens: w + (closing or opening)(perceived - w)."""
    return openness + (closing if perceived < openness else opening) * (perceived - openness)
