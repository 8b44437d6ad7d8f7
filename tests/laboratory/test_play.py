"""The laboratory's sessions: against a slow twin in plain Python, closed forms, and what luck may do."""

from __future__ import annotations

import math

import numpy as np
import pytest

from experiments.laboratory import (
    LaboratorySession,
    RepeatedGame,
    SessionChoices,
    SessionDraws,
    Subjects,
    session_draws,
    simulate_session,
)

GAME = RepeatedGame(reward=48.0, temptation=50.0, sucker=12.0, punishment=25.0, continuation=0.75)


def session(people: int = 6, lengths: tuple[int, ...] = (3, 1, 5, 2)) -> LaboratorySession:
    return LaboratorySession(GAME, people, np.array(lengths, dtype=np.int64))


def twin(subjects: Subjects, held: LaboratorySession, drawn: SessionDraws) -> SessionChoices:
    """The same session in plain Python, from the equations of the specification."""
    game, people = held.game, range(held.subjects)
    half = (game.temptation + game.sucker) / 2
    b, d = (game.reward - half) * game.scale, (half - game.punishment) * game.scale
    g, l = (game.temptation - half) * game.scale, (half - game.sucker) * game.scale  # noqa: E741
    delta, history = game.continuation, [subjects.first_trust for _ in people]
    first, racing, responses, turn = [], [], np.zeros((2, 2, 2)), 0
    for supergame, rounds in enumerate(held.lengths):
        seats = [int(each) for each in drawn.pairs[0, supergame]]
        partner = {seats[at]: seats[at ^ 1] for at in range(len(seats))}
        trust, last = list(history), [None for _ in people]
        races = 0
        for at in range(rounds):
            stances = []
            for i in people:
                t = max(-1.0, min(1.0, subjects.orientation + subjects.spread * drawn.mind[0, i]))
                tau = trust[i]
                better = tau * ((1 + t) * (b + delta * d) - (1 - delta) * (g - t * l)) + (1 - tau) * (1 - delta) * (
                    (1 + t) * d - l + t * g
                )
                p = 1.0 / (1.0 + math.exp(-subjects.rationality * better))
                stances.append(int(drawn.choice[0, turn, i] < p))
            if at == 0:
                first.append(sum(stances) / len(stances))
            for i in people:
                seen = stances[partner[i]]
                if last[i] is not None:
                    responses[(*last[i], stances[i])] += 1
                last[i] = (stances[i], seen)  # type: ignore[call-overload]
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


@pytest.mark.parametrize("seed", range(6))
def test_a_session_is_that_of_the_slow_twin(seed: int) -> None:
    held, subjects = session(), Subjects(orientation=0.1, spread=0.4, memory=0.1, rationality=4.0, first_trust=0.4)
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
