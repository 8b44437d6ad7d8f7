"""A system made by the model is surveyed, and the scenario made of the answers begins where the system stood."""

from __future__ import annotations

import numpy as np
import pytest

from dashboards.survey.measure import scenario as made
from dashboards.survey.measure import summary
from dashboards.survey.measure.answer import Answer
from dashboards.survey.measure.definition import Survey, survey_of
from dashboards.survey.measure.estimate import RULES, estimates, rules_used
from dashboards.survey.measure.release import Release, releases
from dashboards.survey.measure.tables import released_table
from scenarios import loads
from sim.state import State
from tests.survey.synthetic import answers, compared, scenario, state_of, voices

TOP_MEETS_MORE = {"dialogue": {"time_together": [0.5, 0.15, 0.03]}}


@pytest.fixture(scope="module")
def surveyed() -> tuple[Survey, State, Release]:
    system = scenario(**TOP_MEETS_MORE)
    survey, state = survey_of(system), state_of(system, 0, 36)
    return survey, state, releases(survey, [voices(answers(survey, state))])[0]


def test_trust_is_recovered_by_relation_and_the_gap_by_its_sign() -> None:
    """The same over 100 systems, in figures: ``python -m benchmarks.survey --recover``."""
    system = scenario(**TOP_MEETS_MORE)
    survey = survey_of(system)
    found = []
    for seed in range(3):
        state = state_of(system, seed, 36)
        (release,) = releases(survey, [voices(answers(survey, state, seed=seed))])
        found.append(compared(release, state))
    assert np.mean([each.correlation for each in found]) > 0.9
    assert np.mean([each.correlation_shown for each in found]) > 0.93
    assert all(np.sign(each.gap) == np.sign(each.true_gap) for each in found if abs(each.true_gap) > 0.05)


def test_the_scenario_begins_with_what_was_measured(surveyed: tuple[Survey, State, Release]) -> None:
    survey, _, release = surveyed
    text = made.text(release)
    scenario = loads(text, file="ours.toml")
    assert scenario.system() is not None
    trust = estimates(release, "trust")
    by_names = {(row.holder, row.partner): row for row in scenario.start}
    for pair, estimate in trust.items():
        row = by_names[survey.organisations[pair[0]], survey.organisations[pair[1]]]
        assert np.atleast_1d(row.trust).mean() == pytest.approx(np.mean(estimate.tiers), abs=0.006)
    assert len(by_names) == len(survey.relations) + sum(len(survey.kinds_met(place)) for place in range(15))


def test_what_was_not_measured_is_marked(surveyed: tuple[Survey, State, Release]) -> None:
    survey, _, release = surveyed
    found = estimates(release, "trust")
    used = rules_used(found)
    assert set(used) <= set(RULES) and sum(used.values()) == len(survey.relations)
    assumed = made.document(release)["assumed"]
    assert f"start.trust: {used['measured']} of 210 measured, by three people or more each" in assumed
    noted = next(line for line in assumed if line.startswith("start.trust: estimated from people of small"))
    pair = next(pair for pair, estimate in found.items() if estimate.rule == "pooled")
    assert f"{survey.organisations[pair[0]]} to {survey.organisations[int(pair[1])]}" in noted


def test_a_survey_that_few_answered_leaves_the_start_to_be_drawn(surveyed: tuple[Survey, State, Release]) -> None:
    survey, state, _ = surveyed
    (release,) = releases(survey, [voices(answers(survey, state, people=2))])
    assert release.cells == ()
    document = made.document(release)
    assert "start" not in document
    assert "start.trust: nobody was asked, or too few answered: drawn as always" in document["assumed"]
    assert summary.overall_gap(release) is None
    assert len(released_table([release]).splitlines()) == 1


def test_kinds_believe_less_of_a_zero_sum_among_themselves(surveyed: tuple[Survey, State, Release]) -> None:
    survey, _, release = surveyed
    beliefs = summary.by_kinds(release, "zero_sum")
    within = np.mean([beliefs[kind, kind][0] for kind in survey.kinds if (kind, kind) in beliefs])
    across = np.mean([value for (one, other), (value, _) in beliefs.items() if one != other])
    assert within < across


def test_pairs_are_one_sided_as_they_are(surveyed: tuple[Survey, State, Release]) -> None:
    _, state, release = surveyed
    pairs = summary.reciprocity(release)[:10]
    network = state.system.network
    trust = dict(
        zip(zip(network.source.tolist(), network.target.tolist(), strict=True), state.trust.mean(0), strict=True)
    )
    assert sum(trust[pair.first, pair.second] > trust[pair.second, pair.first] for pair in pairs) >= 7


def test_meetings_and_what_depends_on_whom_go_into_the_scenario() -> None:
    survey = survey_of(scenario(6), items=("trust", "meet", "depends"))
    said = [
        Answer(place, tier, {(place + 1) % 6: {"meet": 3 - tier, "depends": 4, "trust": 2}}, {}, {})
        for place in range(6)
        for tier in range(3)
        for _ in range(3)
    ]
    (release,) = releases(survey, [voices({str(number): answer for number, answer in enumerate(said)})])
    ours = loads(made.text(release), file="ours.toml")
    assert ours.settings["dialogue.time_together"] == (0.63, 0.28, 0.12)
    assert {tie.weight for tie in ours.ties} == {1.8}
    assert len(ours.ties) == 15
