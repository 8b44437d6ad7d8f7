"""Race or battle: the choice of one organisation toward one partner at one tier."""

from sim.compiled import rule
from sim.portable_math import clip, logistic


@rule
def purposed(orientation: float, held: float, purpose: float) -> float:
    """Return the taste of a unit as the common purpose it holds has moved it: theta + sigma (purpose - theta).

    orientation, purpose  [-1, 1]
    held                  sigma in [0, 1]
    """
    return orientation + held * (purpose - orientation)


@rule
def orientation_toward(taste: float, belief: float, openness: float, closeness: float) -> float:
    """Return the orientation toward one partner: an open door makes it one of us, a wall a rival, and a zero-sum belief
    about its kind a rival whatever the taste.

    t_ij = clip((1 - zeta)(taste + closeness (2 w_ij - 1)) - zeta, -1, 1)

    taste      [-1, 1], the unit's as purpose has moved it
    belief     zeta in [0, 1], about the partner's kind
    openness   w in [0, 1], of the own door to the partner
    closeness  >= 0
    """
    return clip((1.0 - belief) * (taste + closeness * (2.0 * openness - 1.0)) - belief, -1.0, 1.0)


@rule
def continuation(patience: float, turnover: float) -> float:
    """Return the weight of the next encounter, delta = d (1 - turnover), in [0, 1]: who leaves does not reap."""
    return patience * (1.0 - turnover)


@rule
def capture(stake: float, value: float, expansion: float) -> tuple[float, float]:
    """Return what a battler's capture is worth to it (g) and what the same loss costs it (l), both >= 0.

    l = stake v,  g = l (1 + expansion)
    """
    loss = stake * value
    return loss * (1.0 + expansion), loss


@rule
def pooled_weights(orientation: float, sharing: float, part: float) -> tuple[float, float]:
    """Return the weights of the own and of the partner's outcome after pooling, for orientation t, sharing phi and the
    own part a of the pool.

    own = 1 - phi + phi a + t phi (1 - a),   oth = phi a + t (1 - phi + phi (1 - a))
    """
    mine = sharing * part
    theirs = sharing * (1.0 - part)
    kept = 1.0 - sharing
    return kept + mine + orientation * theirs, mine + orientation * (kept + theirs)


@rule
def racing_advantage(
    trust: float,
    orientation: float,
    sharing: float,
    part: float,
    benefit: float,
    damage: float,
    gain: float,
    loss: float,
    delta: float,
) -> float:
    """Return how much better it is to race than to battle: the average discounted payoff of "race until crossed" minus
    that of "battle", against a partner who is the first with probability tau and the second otherwise.

    dU = tau [(own + oth)(b + delta m) - (1 - delta)(own g - oth l)]
       + (1 - tau)(1 - delta) [(own + oth) m - own l + oth g]

    trust        tau in [0, 1]         orientation    t in [-1, 1], toward this partner
    sharing      phi in [0, 1]         part           a in [0, 1], of the pool
    benefit      b > 0                 damage         m >= 0
    gain, loss   g, l >= 0 (capture)   delta          in [0, 1] (continuation)

    At t = -1 and a = 1/2 it is -(1 - phi)(1 - delta)(g + l) for every tau: a zero-sum mind battles whatever it trusts.
    Source: Dal Bo & Frechette 2011 (basin of attraction, t = phi = 0); Murphy & Ackermann 2014 (orientation).
    """
    own, other = pooled_weights(orientation, sharing, part)
    both = own + other
    future = 1.0 - delta
    trusted = both * (benefit + delta * damage) - future * (own * gain - other * loss)
    crossed = future * (both * damage - own * loss + other * gain)
    return trust * trusted + (1.0 - trust) * crossed


@rule
def racing_probability(advantage: float, rationality: float, intensity: float) -> float:
    """Return the probability of racing, p = logistic(rationality intensity dU).

    Source: McKelvey & Palfrey 1995 (logit choice).
    """
    return logistic(rationality * intensity * advantage)
