"""The model's own strategy: weigh the advantage of racing, given trust, orientation, scarcity and walls."""

from sim.compiled import rule


@rule
def adaptive(memory: int, inclination: float, trust: float) -> float:
    """Race with the probability of the logit choice (sim.rules.choice): ``inclination`` is already it."""
    return inclination
