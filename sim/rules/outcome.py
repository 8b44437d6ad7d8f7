"""Outcomes of an encounter, and their pooling."""

from sim.compiled import rule

EQUAL, BY_SIZE, BY_NEED = range(3)
"""Codes of ``game.allocation``, in the order of sim.parameters.ALLOCATIONS."""

LEAST_NEED = 0.1
"""Added to the scarcity felt, so that two without any need share equally."""


@rule
def material_outcome(
    races: bool, partner_races: bool, failed: bool, benefit: float, stake: float, damage: float
) -> float:
    """Return the material outcome of one side, before intensity and pooling.

    both race: b, or 0 where either race failed;  race against battle: -stake;  battle against race: +stake;
    both battle: -damage.
    Race against battle sums to exactly zero.

    races, partner_races, failed  booleans (failed: a race of either side failed)
    """
    met_race = (0.0 if failed else benefit) if races else stake
    met_battle = -stake if races else -damage
    return met_race if partner_races else met_battle


@rule
def pooled(own: float, other: float, sharing: float, part: float) -> float:
    """Return the own outcome after pooling: (1 - phi) own + phi a (own + other).

    sharing  phi in [0, 1]: 0 keeps all, 1 gives each its part of the sum
    part     a in [0, 1], of the pool
    """
    return (1.0 - sharing) * own + sharing * part * (own + other)


@rule
def part_of_pool(allocation: float, size: float, other_size: float, scarcity: float, other_scarcity: float) -> float:
    """Return the own part a of what is pooled: 1/2, or in proportion to size, or to need (0.1 + S).

    allocation  code: 0 equal, 1 by size, 2 by need
    """
    mine, theirs = LEAST_NEED + scarcity, LEAST_NEED + other_scarcity
    by_need = mine / (mine + theirs)
    by_size = size / (size + other_size)
    return 0.5 if allocation == EQUAL else (by_size if allocation == BY_SIZE else by_need)
