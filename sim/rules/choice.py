"""Race or battle: the choice of one organisation toward one partner at one tier."""

from sim.compiled import rule
from sim.portable_math import clip, logistic


@rule
def orientation_toward(orientation: float, openness: float, parochialism: float) -> float:
    """Orientation toward one partner: behind a wall a partner is met as a rival.

    theta_ij = clip(theta_i + parochialism (2 w_ij - 1), -1, 1)

    orientation   [-1, 1], of the unit
    openness      [0, 1], of its door to the partner
    parochialism  >= 0
    """
    return clip(orientation + parochialism * (2.0 * openness - 1.0), -1.0, 1.0)


@rule
def continuation(patience: float, turnover: float) -> float:
    """Weight of the next encounter, delta = patience (1 - turnover), in [0, 1]: who leaves does not reap."""
    return patience * (1.0 - turnover)


@rule
def capture(stake: float, value: float, expansion: float) -> tuple[float, float]:
    """What a battler's capture is worth to it (g) and what the same loss costs it (l), both >= 0.

    l = stake v,  g = l (1 + expansion)
    """
    loss = stake * value
    return loss * (1.0 + expansion), loss


@rule
def pooled_weights(orientation: float, sharing: float) -> tuple[float, float]:
    """Weights of own and of the partner's outcome after pooling, for social value orientation t and sharing phi.

    own = (1 - phi/2) + t phi/2,   other = phi/2 + t (1 - phi/2)
    """
    half = 0.5 * sharing
    return (1.0 - half) + orientation * half, half + orientation * (1.0 - half)


@rule
def racing_advantage(
    trust: float,
    orientation: float,
    sharing: float,
    benefit: float,
    damage: float,
    gain: float,
    loss: float,
    delta: float,
) -> float:
    """How much better it is to race than to battle: average discounted payoff of "race until crossed" minus "battle".

    dU = tau [(own + oth)(b + delta d) - (1 - delta)(own g - oth l)]
       + (1 - tau)(1 - delta) [(own + oth) d - own l + oth g]

    against a partner who races until crossed with probability tau and battles otherwise.

    trust        tau in [0, 1]         orientation  t in [-1, 1], toward this partner
    sharing      phi in [0, 1]         benefit, damage  b > 0, d >= 0
    gain, loss   g, l >= 0 (capture)   delta  in [0, 1] (continuation)

    At t = -1 it is -(1 - phi)(1 - delta)(g + l) for every tau: a zero-sum mind battles whatever it trusts.
    Source: Dal Bo & Frechette 2011 (basin of attraction, t = phi = 0); Murphy & Ackermann 2014 (orientation).
    """
    own, other = pooled_weights(orientation, sharing)
    both = own + other
    future = 1.0 - delta
    trusted = both * (benefit + delta * damage) - future * (own * gain - other * loss)
    crossed = future * (both * damage - own * loss + other * gain)
    return trust * trusted + (1.0 - trust) * crossed


@rule
def racing_probability(advantage: float, rationality: float, intensity: float) -> float:
    """Probability of racing, p = logistic(rationality intensity dU): the logit choice of McKelvey & Palfrey 1995."""
    return logistic(rationality * intensity * advantage)
