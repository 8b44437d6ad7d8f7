"""The laboratory's sessions: against a slow twin in plain Python, closed forms, and what luck may do."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from experiments.laboratory import RepeatedGame
from experiments.laboratory.simulate import (
    LaboratorySession,
    SessionChoices,
    SessionDraws,
    Subjects,
    session_draws,
    sharpened,
    simulate_session,
)

GAME = RepeatedGame(reward=48.0, temptation=50.0, sucker=12.0, punishment=25.0, continuation=0.75)


def session(people: int = 6, lengths: tuple[int, ...] = (3, 1, 5, 2), error: float = 0.0) -> LaboratorySession:
    return LaboratorySession(replace(GAME, error=error), people, np.array(lengths, dtype=np.int64))


def twin(subjects: Subjects, held: LaboratorySession, drawn: SessionDraws) -> SessionChoices:
    """The same session in plain Python, from the equations of the specification."""
    game, people = held.game, range(held.subjects)
    e, half = game.error, (game.temptation + game.sucker) / 2
    carried: dict[tuple[int, int], float] = {
        (1, 1): game.reward,
        (0, 1): game.temptation,
        (1, 0): game.sucker,
        (0, 0): game.punishment,
    }

    def meant(own: int, other: int) -> float:
        """Expected payoff of two intentions, over whose hand slips."""
        return sum(
            carried[own ^ mine, other ^ theirs] * (e if mine else 1 - e) * (e if theirs else 1 - e)
            for mine in (0, 1)
            for theirs in (0, 1)
        )

    b, d = (meant(1, 1) - half) * game.scale, (half - meant(0, 0)) * game.scale
    g, l = (meant(0, 1) - half) * game.scale, (half - meant(1, 0)) * game.scale  # noqa: E741
    delta, history = game.continuation, [subjects.first_trust for _ in people]
    first, racing, responses, turn = [], [], np.zeros((2, 2, 2)), 0
    for supergame, rounds in enumerate(held.lengths):
        seats = [int(seat) for seat in drawn.pairs[0, supergame]]
        partner = {seats[at]: seats[at ^ 1] for at in range(len(seats))}
        trust = list(history)
        last: list[tuple[int, int] | None] = [None for _ in people]
        races = 0
        for at in range(rounds):
            stances = []
            for i in people:
                t = max(-1.0, min(1.0, subjects.orientation + subjects.spread * drawn.mind[0, i]))
                tau = trust[i]
                better = tau * ((1 + t) * (b + delta * d) - (1 - delta) * (g - t * l)) + (1 - tau) * (1 - delta) * (
                    (1 + t) * d - l + t * g
                )
                grown = 1 - math.exp(-supergame / subjects.experience) if subjects.experience and at == 0 else 1.0
                p = 1.0 / (1.0 + math.exp(-subjects.rationality * grown * better))
                stances.append(int(drawn.choice[0, turn, i] < p))
            if at == 0:
                first.append(sum(stances) / len(stances))
            for i in people:
                slip = [int(value) for value in drawn.slip[0, turn]]
                seen = stances[partner[i]] ^ slip[partner[i]]
                before = last[i]
                if before is not None:
                    responses[(*before, stances[i])] += 1
                last[i] = (stances[i] ^ slip[i], seen)
                trust[i] += (
                    subjects.rate * (1 - trust[i])
                    if seen
                    else -min(1.0, subjects.rate * subjects.negativity) * trust[i]
                )
                history[i] += subjects.memory * (seen - history[i])
            races += sum(stances)
            turn += 1
        racing.append(races / (rounds * held.subjects))
    return SessionChoices(np.array(first), np.array(racing), responses)


@pytest.mark.parametrize(
    ("seed", "experience", "error"), [(0, 0, 0), (1, 3, 0), (2, 0, 0.2), (3, 3, 0.2), (4, 20, 0.05)]
)
def test_a_session_is_that_of_the_slow_twin(seed: int, experience: float, error: float) -> None:
    held = session(error=error)
    traits = {"orientation": 0.1, "spread": 0.4, "memory": 0.1, "rationality": 4.0, "first_trust": 0.4}
    subjects = Subjects(**traits, experience=experience)
    drawn = session_draws(held, 0, seed)
    ours, theirs = simulate_session(subjects, held, drawn), twin(subjects, held, drawn)
    assert ours.first.tolist() == pytest.approx(theirs.first.tolist())
    assert ours.racing.tolist() == pytest.approx(theirs.racing.tolist())
    assert ours.responses.tolist() == theirs.responses.tolist()


def test_several_seeds_are_the_mean_of_each() -> None:
    held, subjects = session(), Subjects(spread=0.4)
    alone = [simulate_session(subjects, held, session_draws(held, 2, seed)) for seed in (4, 9)]
    both = simulate_session(subjects, held, session_draws(held, 2, 4, 9))
    assert both.first.tolist() == pytest.approx(np.mean([each.first for each in alone], axis=0).tolist())
    assert both.responses.tolist() == (alone[0].responses + alone[1].responses).tolist()


def test_partners_are_drawn_anew_and_everybody_has_one() -> None:
    drawn = session_draws(session(people=20, lengths=(1,) * 200), 0, 3)
    assert (np.sort(drawn.pairs[0], axis=1) == np.arange(20)).all()
    partner_of_0 = [row[list(row).index(0) ^ 1] for row in drawn.pairs[0]]
    assert len(set(partner_of_0)) == 19
    assert max(np.bincount(partner_of_0)) < 25


def test_luck_is_addressed_and_does_not_move_with_company() -> None:
    """A longer session begins as the shorter one; another session and another seed have luck of their own."""
    short, longer = session_draws(session(lengths=(3, 1)), 0, 5), session_draws(session(lengths=(3, 1, 5)), 0, 5)
    assert (longer.choice[0, :4] == short.choice[0]).all()
    assert (longer.pairs[0, :2] == short.pairs[0]).all()
    for other in (session_draws(session(lengths=(3, 1)), 1, 5), session_draws(session(lengths=(3, 1)), 0, 6)):
        assert (other.choice != short.choice).all()
    draws = session_draws(session(people=100, lengths=(50,)), 0, 1).choice
    assert draws.mean() == pytest.approx(0.5, abs=0.02)
    assert draws.var() == pytest.approx(1 / 12, abs=0.005)


def test_without_rationality_half_race() -> None:
    held = session(people=200, lengths=(5,) * 20)
    assert simulate_session(Subjects(rationality=0.0), held, session_draws(held, 0, 0)).racing.mean() == pytest.approx(
        0.5, abs=0.01
    )


def test_zero_sum_minds_never_race_and_the_systems_minds_always_do() -> None:
    held = session(people=20, lengths=(5,) * 5)
    drawn = session_draws(held, 0, 0)
    sharp = {"spread": 0.0, "rationality": 60.0}
    assert simulate_session(Subjects(orientation=-1.0, **sharp), held, drawn).racing.max() == 0.0
    assert simulate_session(Subjects(orientation=1.0, first_trust=0.9, **sharp), held, drawn).racing.min() == 1.0


def test_strangers_open_at_random_and_more_sharply_with_every_game() -> None:
    """1 - exp(-games / experience): nothing in the first match, 63 % after ``experience`` games, all without it."""
    assert sharpened(0, 17.0) == 0.0
    assert sharpened(17, 17.0) == pytest.approx(1 - math.exp(-1))
    assert sharpened(0, 0.0) == 1.0
    held = session(people=400, lengths=(4,) * 60)
    strangers = Subjects(orientation=-0.8, spread=0.0, rationality=20.0, experience=10.0)
    choices = simulate_session(strangers, held, session_draws(held, 0, 1))
    assert choices.first[0] == pytest.approx(0.5, abs=0.06)
    assert choices.first[-10:].max() < 0.02
    assert choices.racing[0] < 0.2  # what the partner just did they answer at once


def test_hands_slip_as_often_as_the_treatment_says_and_nobody_elses_luck_moves() -> None:
    sure, slipping = session(people=100, lengths=(5,) * 40), session(people=100, lengths=(5,) * 40, error=0.125)
    one, two = session_draws(sure, 0, 4), session_draws(slipping, 0, 4)
    assert not one.slip.any()
    assert two.slip.mean() == pytest.approx(0.125, abs=0.01)
    assert (one.choice == two.choice).all()
    assert (one.mind == two.mind).all()


def test_slipping_hands_wear_trust_down() -> None:
    """Among the system's minds a slip is taken for a battle, so fewer mean to race than where no hand slips."""
    minds = Subjects(orientation=0.3, spread=0.1, rationality=10.0, first_trust=0.7, memory=0.05)
    shares = []
    for error in (0.0, 0.1, 0.3):
        held = session(people=60, lengths=(8,) * 30, error=error)
        shares.append(simulate_session(minds, held, session_draws(held, 0, 2)).racing.mean())
    assert shares[0] > shares[1] > shares[2]
