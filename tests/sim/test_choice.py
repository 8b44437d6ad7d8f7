"""What the rules of choice and outcome promise for any input they may be given."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.rules.choice import (
    capture,
    continuation,
    orientation_toward,
    pooled_weights,
    purposed,
    racing_advantage,
    racing_probability,
)
from sim.rules.outcome import material_outcome, pooled
from tests.sim.inputs import amounts, between, orientations, outcomes, shares

# ------------------------------------------------------------------------------------------------------ choice


@given(trust=shares, sharing=shares, benefit=amounts, damage=amounts, gain=amounts, loss=amounts, delta=shares)
def test_a_zero_sum_mind_battles_whatever_it_trusts(
    trust: float, sharing: float, benefit: float, damage: float, gain: float, loss: float, delta: float
) -> None:
    """t = -1, a = 1/2: dU = -(1 - phi)(1 - delta)(g + l); pooling scales its choice to indifference, no further."""
    found = racing_advantage(trust, -1.0, sharing, 0.5, benefit, damage, gain, loss, delta)
    assert found == pytest.approx(-(1 - sharing) * (1 - delta) * (gain + loss), abs=1e-10)
    assert racing_probability(found, 5.0, 1.0) <= 0.5 + 1e-9


@given(
    trust=shares,
    t=orientations,
    part=shares,
    benefit=amounts,
    damage=amounts,
    capture=amounts,
    other=amounts,
    delta=shares,
)
def test_where_all_is_pooled_it_does_not_matter_who_captures(
    trust: float, t: float, part: float, benefit: float, damage: float, capture: float, other: float, delta: float
) -> None:
    """phi = 1 and g = l: the advantage is the same whatever can be captured, in whatever parts."""
    one, two = (racing_advantage(trust, t, 1.0, part, benefit, damage, size, size, delta) for size in (capture, other))
    assert one == pytest.approx(two, abs=1e-10)
    own, oth = pooled_weights(t, 1.0, part)
    assert own == pytest.approx(oth, abs=1e-15) == pytest.approx(part + t * (1 - part), abs=1e-15)


@given(trust=shares, benefit=amounts, damage=amounts, gain=amounts, loss=amounts, delta=shares)
def test_an_own_outcome_mind_without_pooling(
    trust: float, benefit: float, damage: float, gain: float, loss: float, delta: float
) -> None:
    """t = 0, phi = 0: expected payoff of "race until crossed" minus that of "battle", worked out branch by branch.

    Against a racer a battle takes g now and brings -d ever after; against a battler a race loses l now, then -d.
    """
    race = trust * benefit + (1 - trust) * ((1 - delta) * -loss + delta * -damage)
    battle = trust * ((1 - delta) * gain + delta * -damage) + (1 - trust) * -damage
    found = racing_advantage(trust, 0.0, 0.0, 0.5, benefit, damage, gain, loss, delta)
    assert found == pytest.approx(race - battle, abs=1e-10)


@given(trust=shares, sharing=shares, part=shares, game=st.tuples(*[amounts] * 4), delta=shares)
def test_an_unequal_part_can_buy_a_zero_sum_mind(
    trust: float, sharing: float, part: float, game: tuple[float, float, float, float], delta: float
) -> None:
    """The further term of section 4 at t = -1: phi (2a - 1) [tau (2(b + delta m) - (1 - delta)(g - l))
    + (1 - tau)(1 - delta)(2m + g - l)]."""
    b, m, g, loss = game
    equal = -(1 - sharing) * (1 - delta) * (g + loss)
    trusted = trust * (2 * (b + delta * m) - (1 - delta) * (g - loss))
    further = sharing * (2 * part - 1) * (trusted + (1 - trust) * (1 - delta) * (2 * m + g - loss))
    advantage = racing_advantage(trust, -1.0, sharing, part, b, m, g, loss, delta)
    assert advantage == pytest.approx(equal + further, abs=1e-9)


@given(t=orientations, sharing=shares, part=shares, mine=outcomes, theirs=outcomes)
def test_weights_of_outcomes_are_those_of_pooled_outcomes(
    t: float, sharing: float, part: float, mine: float, theirs: float
) -> None:
    """own x + other y = pooled x + t pooled y."""
    own, other = pooled_weights(t, sharing, part)
    expected = pooled(mine, theirs, sharing, part) + t * pooled(theirs, mine, sharing, 1 - part)
    assert own * mine + other * theirs == pytest.approx(expected, abs=1e-9)


@given(advantage=st.floats(-1e6, 1e6), rationality=amounts, intensity=amounts)
def test_the_choice_is_a_probability_and_even_where_nothing_speaks_for_either(
    advantage: float, rationality: float, intensity: float
) -> None:
    found = racing_probability(advantage, rationality, intensity)
    assert 0.0 <= found <= 1.0
    assert found + racing_probability(-advantage, rationality, intensity) == pytest.approx(1.0, abs=1e-15)
    assert racing_probability(0.0, rationality, intensity) == 0.5 == racing_probability(advantage, 0.0, intensity)


@given(one=st.floats(-50, 50), more=st.floats(0, 50), rationality=st.floats(0, 10))
def test_the_choice_follows_the_advantage(one: float, more: float, rationality: float) -> None:
    assert racing_probability(one + more, rationality, 1.0) >= racing_probability(one, rationality, 1.0) - 1e-15


@given(taste=orientations, openness=shares, closeness=amounts)
def test_a_wall_makes_a_rival_and_an_open_door_a_friend(taste: float, openness: float, closeness: float) -> None:
    toward = orientation_toward(taste, 0.0, openness, closeness)
    assert -1.0 <= toward <= 1.0
    assert orientation_toward(taste, 0.0, 0.5, closeness) == taste
    assert (toward >= taste) if openness >= 0.5 else (toward <= taste)


@given(taste=orientations, belief=shares, more=shares, openness=shares, closeness=amounts)
def test_a_zero_sum_belief_turns_any_taste(
    taste: float, belief: float, more: float, openness: float, closeness: float
) -> None:
    assert orientation_toward(taste, 1.0, openness, closeness) == -1.0
    low, high = sorted((belief, more))
    with_less, with_more = (orientation_toward(taste, zeta, openness, closeness) for zeta in (low, high))
    raw = taste + closeness * (2 * openness - 1)
    assert with_more <= with_less + 1e-12 or raw < -1.0


@given(orientation=orientations, held=shares, purpose=orientations)
def test_purpose_moves_taste_by_its_weight(orientation: float, held: float, purpose: float) -> None:
    assert between(purposed(orientation, held, purpose), orientation, purpose)
    assert purposed(orientation, 0.0, purpose) == orientation


@given(patience=shares, turnover=shares)
def test_continuation(patience: float, turnover: float) -> None:
    assert 0.0 <= continuation(patience, turnover) <= patience
    assert continuation(patience, 0.0) == patience
    assert continuation(patience, 1.0) == 0.0


@given(stake=amounts, value=st.floats(1.0, 4.0), expansion=amounts)
def test_an_expansionist_gains_more_than_it_would_lose(stake: float, value: float, expansion: float) -> None:
    gain, loss = capture(stake, value, expansion)
    assert loss == stake * value
    assert gain >= loss
    assert capture(stake, value, 0.0) == (loss, loss)


# ----------------------------------------------------------------------------------------------------- outcome


@given(stake=amounts, benefit=amounts, damage=amounts, scale=amounts, sharing=shares, part=shares, failed=st.booleans())
def test_a_race_against_a_battle_sums_to_exactly_zero(
    stake: float, benefit: float, damage: float, scale: float, sharing: float, part: float, failed: bool
) -> None:
    """Before pooling and after, not only nearly, whatever the parts."""
    racer = scale * material_outcome(True, False, failed, benefit, stake, damage)
    battler = scale * material_outcome(False, True, failed, benefit, stake, damage)
    assert racer + battler == 0.0
    assert pooled(racer, battler, sharing, part) + pooled(battler, racer, sharing, 1 - part) == 0.0


@given(mine=outcomes, theirs=outcomes, sharing=shares)
def test_pooling_moves_outcomes_and_makes_none(mine: float, theirs: float, sharing: float) -> None:
    one, other = pooled(mine, theirs, sharing, 0.5), pooled(theirs, mine, sharing, 0.5)
    assert one + other == pytest.approx(mine + theirs, abs=1e-10)
    assert between(one, mine, theirs)
    assert pooled(mine, theirs, 0.0, 0.5) == mine
    assert (
        pooled(mine, theirs, 1.0, 0.5)
        == pooled(theirs, mine, 1.0, 0.5)
        == pytest.approx((mine + theirs) / 2, abs=1e-12)
    )


def test_the_four_outcomes() -> None:
    game = {"benefit": 2.0, "stake": 0.7, "damage": 0.3}
    races = {(mine, theirs): material_outcome(mine, theirs, False, **game) for mine in (0, 1) for theirs in (0, 1)}
    assert races == {(1, 1): 2.0, (1, 0): -0.7, (0, 1): 0.7, (0, 0): -0.3}
    assert material_outcome(True, True, True, **game) == 0.0
