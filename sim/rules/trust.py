"""Trust and institutional history: their response to the conduct that is seen."""

from sim.compiled import rule


@rule
def race_seen(partner_races: bool, failed: bool, blamed: bool) -> bool:
    """Tell whether a race is seen: the partner raced, and it was not a failure put down to ill will."""
    return partner_races & ((not failed) | (not blamed))


@rule
def updated_trust(trust: float, seen: bool, rate: float, negativity: float) -> float:
    """Return trust after an encounter: one battle weighs ``negativity`` times a race.

    race seen:    tau + rate (1 - tau)
    battle seen:  tau - min(1, rate negativity) tau

    trust, rate in [0, 1]; negativity >= 0; stays in [0, 1].  Values: Dal Bo & Frechette 2011 data.
    """
    repaired = trust + rate * (1.0 - trust)
    broken = trust - min(1.0, rate * negativity) * trust
    return repaired if seen else broken


@rule
def drifted_trust(trust: float, history: float, drift: float) -> float:
    """Return trust without an encounter: it falls back to institutional history: tau + drift (H - tau)."""
    return trust + drift * (history - trust)


@rule
def updated_history(history: float, acted: float, seen: float, memory: float) -> float:
    """Return institutional history after a month: it follows the share of acted tiers that saw a race.

    H + memory (seen / acted - H)

    acted, seen  numbers of tiers; unchanged where none acted
    """
    share = seen / (acted if acted > 0.0 else 1.0)
    return history + memory * (share - history) if acted > 0.0 else history
