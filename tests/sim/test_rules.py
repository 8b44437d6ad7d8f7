"""Properties of the rules of trust, dialogue, belief, walls, means and minds, for any input they may be given."""

from __future__ import annotations

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sim.rules.belief import enquired_belief, held_belief, learnt_belief, showed_zero_sum
from sim.rules.boundary import perceived_trust, reported_trust, still_pooled, updated_openness
from sim.rules.dialogue import heard, hours, meeting_probability, purpose_after, voiced
from sim.rules.leadership import drawn_patience, renewed_trust
from sim.rules.mindset import between_tiers, copying_probability, drawn_orientation, weathered
from sim.rules.outcome import part_of_pool
from sim.rules.resources import (
    capability,
    scarcity_felt,
    updated_conduct,
    updated_performance,
    updated_resources,
    value_of_resources,
)
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


@given(together=shares, scarcity=shares, partners=shares, hours_for=amounts, partner_hours=amounts)
def test_scarcity_eats_time_together(
    together: float, scarcity: float, partners: float, hours_for: float, partner_hours: float
) -> None:
    chance = meeting_probability(together, scarcity, partners, hours_for, partner_hours)
    assert 0.0 <= chance <= 1.0
    assert chance <= meeting_probability(together, 0.0, partners, hours_for, partner_hours)
    assert chance == meeting_probability(together, partners, scarcity, partner_hours, hours_for)
    assert meeting_probability(together, 1.0, 1.0, hours_for, partner_hours) == 0.0
    assert meeting_probability(together, 0.0, 0.0, 1.0, 1.0) == together


@given(bridging=shares, within=st.integers(0, 30), beyond=st.integers(0, 30))
def test_the_mean_of_hours_is_one(bridging: float, within: int, beyond: int) -> None:
    """Bridging shifts hours between kinds and makes none; with partners of one kind only it shifts nothing."""
    assume(within + beyond > 0)
    partners = float(within + beyond)
    home, abroad = (hours(bridging, partners, float(beyond), across) for across in (False, True))
    assert (within * home + beyond * abroad) / partners == pytest.approx(1.0, abs=1e-12)
    if within and beyond:
        assert beyond * abroad / partners == pytest.approx(bridging, abs=1e-12)


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


@given(held=shares, credence=shares, rate=shares, fade=shares)
def test_purpose_needs_meetings_that_are_believed_and_fades_without(
    held: float, credence: float, rate: float, fade: float
) -> None:
    assert 0.0 <= purpose_after(held, credence, rate, fade) <= 1.0
    assert purpose_after(0.0, 0.0, rate, fade) == 0.0
    assert purpose_after(held, 0.0, rate, fade) <= held
    if rate * credence + fade > 1e-6:
        settled = rate * credence / (rate * credence + fade)
        assert purpose_after(settled, credence, rate, fade) == pytest.approx(settled, abs=1e-12)


# ------------------------------------------------------------------------------------------------------- belief


def test_a_dealing_shows_a_zero_sum_game_unless_both_raced_and_it_was_seen() -> None:
    shows = {(races, saw) for races in (True, False) for saw in (True, False) if showed_zero_sum(races, saw)}
    assert shows == {(True, False), (False, True), (False, False)}


@given(belief=shares, dealings=st.integers(0, 9), showed=st.integers(0, 9), more=st.integers(0, 9), insight=shares)
def test_a_belief_follows_what_dealings_showed(
    belief: float, dealings: int, showed: int, more: int, insight: float
) -> None:
    """zeta + insight (dealings / partners)(e - zeta); who deals with nobody learns nothing."""
    assume(showed <= dealings)
    partners = float(dealings + more)
    if not dealings:
        assert learnt_belief(belief, 0.0, 0.0, max(partners, 1.0), insight) == belief
        return
    after = learnt_belief(belief, float(dealings), float(showed), partners, insight)
    assert between(after, belief, showed / dealings)
    expected = belief + insight * dealings / partners * (showed / dealings - belief)
    assert after == pytest.approx(expected, abs=1e-12)


@given(belief=shares, met=st.integers(0, 9), more=st.integers(1, 9), enquiry=shares)
def test_enquiry_lets_go_of_beliefs_about_those_who_were_met(
    belief: float, met: int, more: int, enquiry: float
) -> None:
    after = enquired_belief(belief, float(met), float(met + more), enquiry)
    assert -SLACK <= after <= belief
    assert enquired_belief(belief, 0.0, 5.0, enquiry) == belief
    assert enquired_belief(belief, 5.0, 5.0, 1.0) == pytest.approx(0.0, abs=1e-15)


@given(drawn=outcomes, less=shares)
def test_less_is_feared_of_ones_own_kind(drawn: float, less: float) -> None:
    assert held_belief(drawn, less, False) == min(max(drawn, 0.0), 1.0)
    assert held_belief(drawn, less, True) == min(max(drawn - less, 0.0), 1.0)


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


@given(trust=shares, gloss=shares, blame=shares, tiers=st.integers(1, 5))
def test_reports_are_glossed_the_more_the_further_below(trust: float, gloss: float, blame: float, tiers: int) -> None:
    reports = [reported_trust(trust, gloss, blame, tier, tiers) for tier in range(tiers)]
    assert reports[0] == trust
    assert reports == sorted(reports) and all(report <= 1.0 + SLACK for report in reports)
    if tiers > 1:
        assert reports[-1] == pytest.approx(trust + gloss * blame * (1 - trust), abs=1e-12)


@pytest.mark.parametrize(
    ("pooled", "met", "least", "after"),
    [
        (False, True, 0.7, True),
        (False, False, 0.9, False),
        (False, True, 0.69, False),
        (True, False, 0.51, True),
        (True, True, 0.49, False),
    ],
)
def test_two_choose_to_pool_at_a_meeting_and_part_where_trust_has_gone(
    pooled: bool, met: bool, least: float, after: bool
) -> None:
    assert still_pooled(pooled, met, least, 0.7) is after


@given(
    sizes=st.tuples(*[st.floats(0.1, 50)] * 2), needs=st.tuples(*[shares] * 2), allocation=st.sampled_from([0, 1, 2])
)
def test_the_parts_of_a_pool_sum_to_one(
    sizes: tuple[float, float], needs: tuple[float, float], allocation: int
) -> None:
    one = part_of_pool(allocation, sizes[0], sizes[1], needs[0], needs[1])
    other = part_of_pool(allocation, sizes[1], sizes[0], needs[1], needs[0])
    assert one + other == pytest.approx(1.0, abs=1e-15)
    weights = {0: (1.0, 1.0), 1: sizes, 2: (0.1 + needs[0], 0.1 + needs[1])}[allocation]
    assert one == pytest.approx(weights[0] / sum(weights), abs=1e-12)


@given(conduct=outcomes, came_off=st.floats(-1, 1), intensity=amounts, rate=shares, improvement=shares)
def test_capability_follows_conduct(
    conduct: float, came_off: float, intensity: float, rate: float, improvement: float
) -> None:
    assert between(updated_conduct(conduct, came_off, intensity, rate), conduct, intensity * came_off)
    assert capability(conduct, improvement) == max(0.0, 1.0 + improvement * conduct)


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
    pulled = between_tiers(own, above, below, cascade, movement)
    assert pulled == pytest.approx((1 - cascade - movement) * own + cascade * above + movement * below, abs=1e-12)
    assert between_tiers(own, own, own, cascade, movement) == own
    assert between_tiers(own, above, own, 1.0, movement) == pytest.approx(above, abs=1e-15)
    assert between_tiers(own, own, below, cascade, 1.0) == pytest.approx(below, abs=1e-15)


@given(trust=shares, history=shares)
def test_personal_trust_goes_with_the_leader(trust: float, history: float) -> None:
    assert renewed_trust(trust, history, True) == history
    assert renewed_trust(trust, history, False) == trust


@given(mean=st.floats(0, 1), spread=st.floats(0, 1), normal=st.floats(-7, 7))
def test_a_leaders_patience_is_at_most_95_hundredths(mean: float, spread: float, normal: float) -> None:
    assert drawn_patience(mean, spread, normal) == min(max(mean + spread * normal, 0.0), 0.95)
