"""What an encounter yields."""

from sim.compiled import rule


@rule
def material_outcome(
    races: bool, partner_races: bool, failed: bool, benefit: float, stake: float, damage: float
) -> float:
    """Material outcome of one side, before intensity and pooling.

    both race: b, or 0 where either race failed;  race against battle: -stake;  battle against race: +stake;
    both battle: -d.
    Race against battle sums to exactly zero.

    races, partner_races, failed  booleans (failed: a race of either side failed)
    """
    met_race = (0.0 if failed else benefit) if races else stake
    met_battle = -stake if races else -damage
    return met_race if partner_races else met_battle


@rule
def pooled(own: float, other: float, sharing: float) -> float:
    """Own outcome after pooling: (1 - phi/2) own + phi/2 other.  sharing 0 keeps all, 1 gives both the mean."""
    half = 0.5 * sharing
    return (1.0 - half) * own + half * other
