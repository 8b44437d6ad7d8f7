"""Leaders come and go."""

from sim.compiled import rule


@rule
def renewed_trust(trust: float, history: float, left: bool) -> float:
    """Senior trust after a month: where a leader of either side left, personal trust goes and institutional
    memory stays."""
    return history if left else trust
