"""What the rules of trust, dialogue, walls, means and minds promise for any input they may be given."""

from __future__ import annotations

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sim.rules.boundary import perceived_trust, updated_openness
from sim.rules.dialogue import heard, meeting_probability, purposeful, voiced
from sim.rules.leadership import renewed_trust
from sim.rules.mindset import between_tiers, copying_probability, drawn_orientation, weathered
from sim.rules.resources import scarcity_felt, updated_performance, updated_resources, value_of_resources
from sim.rules.trust import drifted_trust, race_seen, updated_history, updated_trust
from tests.sim.inputs import SLACK, amounts, between, orientations, outcomes, shares, within

# ------------------------------------------------------------------------------------------------------- trust


@given(trust=shares, seen=st.booleans(), rate=shares, negativity=amounts)
def test_trust_stays_a_probability_and_goes_the_right_way(
    trust: float, seen: bool, rate: float, negativity: float
) -> None:
    after = updated_trust(trust, seen, rate, negativity)
    assert within(after, 0.0, 1.0)
    assert after >= trust - SLACK if seen else after <= trust + SLACK
    assert updated_trust(trust, seen, 0.0, negativity) == trust


@given(trust=shares, more=shares, seen=st.booleans(), rate=shares, negativity=amounts)
def test_who_trusted_more_trusts_no_less_afterwards(
    trust: float, more: float, seen: bool, rate: float, negativity: float
) -> None:
    high = max(trust, more)
    assert updated_trust(high, seen, rate, negativity) >= updated_trust(trust, seen, rate, negativity) - SLACK


@given(trust=st.floats(0.01, 1.0), rate=st.floats(0.01, 1.0), negativity=amounts, more=amounts)
def test_the_heavier_a_battle_weighs_the_less_trust_is_left(
    trust: float, rate: float, negativity: float, more: float
) -> None:
    one, two = (updated_trust(trust, False, rate, each) for each in (negativity, negativity + more))
    assert two <= one + SLACK


@given(trust=shares, history=shares, drift=shares)
def test_without_contact_trust_falls_back_to_history(trust: float, history: float, drift: float) -> None:
    assert between(drifted_trust(trust, history, drift), trust, history)
    assert drifted_trust(trust, history, 1.0) == pytest.approx(history, abs=1e-15)
    assert drifted_trust(history, history, drift) == history


@given(history=shares, acted=st.integers(0, 5), seen=st.integers(0, 5), memory=shares)
def test_history_follows_what_was_seen(history: float, acted: int, seen: int, memory: float) -> None:
    assume(seen <= acted)
    after = updated_history(history, float(acted), float(seen), memory)
    if acted:
        assert between(after, history, seen / acted)
        assert after == pytest.approx((1 - memory) * history + memory * seen / acted, abs=1e-15)
    else:
        assert after == history


def test_a_race_is_seen_unless_it_failed_and_was_blamed() -> None:
    seen = {
        (raced, failed, blamed)
        for raced in (True, False)
        for failed in (True, False)
        for blamed in (True, False)
        if race_seen(raced, failed, blamed)
    }
    assert seen == {(True, False, False), (True, False, True), (True, True, False)}


# ---------------------------------------------------------------------------------------------------- dialogue


@given(together=shares, mine=shares, theirs=shares, bridging=shares, across=st.booleans())
def test_scarcity_eats_time_together(
    together: float, mine: float, theirs: float, bridging: float, across: bool
) -> None:
    found = meeting_probability(together, mine, theirs, bridging, across)
    assert 0.0 <= found <= 1.0
    assert found <= meeting_probability(together, 0.0, theirs, bridging, across)
    assert found == meeting_probability(together, theirs, mine, bridging, across)
    assert meeting_probability(together, 1.0, 1.0, bridging, across) == 0.0
    assert meeting_probability(together, 0.0, 0.0, 0.5, across) == together


@given(trust=shares, history=shares, racing=shares, voice=shares)
def test_voice_moves_trust_to_the_intention_and_needs_a_history(
    trust: float, history: float, racing: float, voice: float
) -> None:
    assert between(voiced(trust, history, racing, voice), trust, racing)
    assert voiced(trust, 0.0, racing, voice) == trust
    better = abs(voiced(trust, 1.0, racing, voice) - racing)
    assert better <= abs(voiced(trust, history, racing, voice) - racing) + SLACK


@given(third=shares, teller=shares, told=shares, hearsay=shares)
def test_hearsay_counts_as_much_as_its_teller_is_trusted(
    third: float, teller: float, told: float, hearsay: float
) -> None:
    assert between(heard(third, teller, told, hearsay), third, told)
    assert heard(third, 0.0, told, hearsay) == third == heard(third, teller, told, 0.0)
    assert heard(third, 1.0, told, 1.0) == pytest.approx(told, abs=1e-15)


@given(theta=orientations, met=shares, purpose=orientations, rate=shares)
def test_a_purpose_nobody_meets_about_does_nothing(theta: float, met: float, purpose: float, rate: float) -> None:
    assert between(purposeful(theta, met, purpose, rate), theta, purpose)
    assert purposeful(theta, 0.0, purpose, rate) == theta


# ---------------------------------------------------------------------------------------- walls, means, mindset


@given(openness=shares, perceived=shares, closing=shares, opening=shares)
def test_a_door_follows_perceived_trust(openness: float, perceived: float, closing: float, opening: float) -> None:
    after = updated_openness(openness, perceived, closing, opening)
    assert between(after, openness, perceived)
    speed = closing if perceived < openness else opening
    assert abs(after - openness) == pytest.approx(speed * abs(perceived - openness), abs=1e-15)


@given(mean=shares, senior=shares, visibility=shares)
def test_what_is_perceived_lies_between_what_is_and_what_the_top_believes(
    mean: float, senior: float, visibility: float
) -> None:
    assert between(perceived_trust(mean, senior, visibility), mean, senior)
    assert perceived_trust(mean, senior, 0.0) == senior
    assert perceived_trust(mean, senior, 1.0) == mean


@given(resources=amounts, scarcity=shares, income=outcomes, rate=shares, gain=amounts)
def test_resources_are_never_negative_and_follow_income(
    resources: float, scarcity: float, income: float, rate: float, gain: float
) -> None:
    after = updated_resources(resources, scarcity, income, rate, gain)
    assert after >= 0.0
    assert after <= updated_resources(resources, scarcity, income + 1.0, rate, gain)
    settled = max(0.0, 1.0 - scarcity + gain * income)
    assert updated_resources(settled, scarcity, income, rate, gain) == pytest.approx(settled, abs=1e-9)


@given(resources=amounts, premium=amounts)
def test_what_is_scarce_is_worth_more(resources: float, premium: float) -> None:
    scarcity = scarcity_felt(resources)
    assert scarcity == min(max(1.0 - resources, 0.0), 1.0)
    assert value_of_resources(scarcity, premium) == 1.0 + premium * scarcity


@given(performance=outcomes, income=outcomes)
def test_performance_is_a_running_mean_of_ten_months(performance: float, income: float) -> None:
    assert updated_performance(performance, income) == pytest.approx(0.9 * performance + 0.1 * income, abs=1e-12)


@given(theta=orientations, climate=orientations, rate=shares)
def test_the_climate_pulls(theta: float, climate: float, rate: float) -> None:
    assert between(weathered(theta, climate, rate), theta, climate)
    assert weathered(theta, climate, 0.0) == theta


@given(mine=outcomes, theirs=outcomes, imitation=amounts)
def test_the_fermi_rule(mine: float, theirs: float, imitation: float) -> None:
    found = copying_probability(mine, theirs, imitation)
    assert found + copying_probability(theirs, mine, imitation) == pytest.approx(1.0, abs=1e-15)
    assert found == pytest.approx(1 / (1 + math.exp(min(imitation * (mine - theirs), 700.0))), rel=1e-12)


@given(mean=orientations, spread=st.floats(0.0, 3.0), normal=st.floats(-7.0, 7.0))
def test_a_leader_is_drawn_within_the_scale(mean: float, spread: float, normal: float) -> None:
    assert drawn_orientation(mean, spread, normal) == min(max(mean + spread * normal, -1.0), 1.0)


@given(own=orientations, above=orientations, below=orientations, cascade=shares, movement=shares)
def test_tiers_pull_at_each_other(own: float, above: float, below: float, cascade: float, movement: float) -> None:
    found = between_tiers(own, above, below, cascade, movement)
    assert -1.0 <= found <= 1.0
    assert between_tiers(own, own, own, cascade, movement) == own
    assert between_tiers(own, above, own, 1.0, movement) == pytest.approx(above, abs=1e-15)
    assert between_tiers(own, own, below, cascade, 1.0) == pytest.approx(below, abs=1e-15)


@given(trust=shares, history=shares)
def test_personal_trust_goes_with_the_leader(trust: float, history: float) -> None:
    assert renewed_trust(trust, history, True) == history
    assert renewed_trust(trust, history, False) == trust
