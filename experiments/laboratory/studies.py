"""Treatments of three studies: what people did in each, and the sessions in which the model's subjects play it.

Dal Bo & Frechette 2011 come decision by decision, so their sessions are played as they were held.  Of Dal Bo 2005 and
Duffy & Ochs 2009 there are sums by treatment; their sessions are drawn by the papers' designs: about ten games a
person, strangers matched anew, and lengths by the continuation probability.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import numpy as np
import pandas as pd

from experiments.errors import LaboratoryError
from experiments.laboratory.data import ObservedSession, load_sessions
from experiments.laboratory.game import RepeatedGame
from experiments.laboratory.lengths import drawn_lengths
from experiments.laboratory.simulate import LaboratorySession
from experiments.laboratory.summaries import PARTS, moments
from sim.arrays import Floats

OTHERS = Path("repeated_games") / "pd_other_studies" / "treatments.csv"

MAIN = "Dal Bo & Frechette 2011"
STUDIES = {"DB": "Dal Bo 2005", "DO": "Duffy & Ochs 2009"}

GAMES, PEOPLE, SESSIONS = 10, 20, 4
"""Of a session that is drawn: games a person plays, people; and sessions a treatment."""


@dataclass(frozen=True, eq=False)
class Treatment:
    """One treatment of a study: its game, sessions to play it in, and (MOMENTS,) what people did; NaN is not known."""

    study: str
    game: RepeatedGame
    sessions: tuple[LaboratorySession, ...]
    seen: Floats

    @property
    def name(self) -> str:
        """Its study and game in a few signs."""
        return f"{self.study}: continuation {self.game.continuation:g}, SizeBAD {self.game.basin:.2f}"


def load_treatments(data: Path) -> list[Treatment]:
    """Return the eleven treatments, study by study; LaboratoryError where a file is not there."""
    return [*main_study(load_sessions(data)), *_others(data)]


def main_study(sessions: Sequence[ObservedSession]) -> list[Treatment]:
    """Return the treatments of a study whose sessions are known decision by decision."""
    treatments = []
    for _, group in groupby(sessions, key=lambda observed: observed.treatment):
        held = list(group)
        seen = moments([(observed.session, observed.played) for observed in held])
        treatments.append(Treatment(MAIN, held[0].session.game, tuple(observed.session for observed in held), seen))
    return treatments


def _others(data: Path) -> list[Treatment]:
    file = data / OTHERS
    if not file.is_file():
        raise LaboratoryError(f"{file}: no such file; it holds two more studies, summed up by treatment")
    treatments = []
    for position, row in enumerate(pd.read_csv(file).to_dict("records")):
        game = RepeatedGame(
            reward=row["R"], temptation=row["T"], sucker=row["S"], punishment=row["P"], continuation=row["delta"]
        )
        lengths = [drawn_lengths(game, GAMES, SESSIONS * position + number, 0) for number in range(SESSIONS)]
        held = tuple(LaboratorySession(game, PEOPLE, rounds) for rounds in lengths)
        known = [row[name] for name in ("coop_round1", "coop_all", "CC", "CD", "DC", "DD")]
        seen = np.array([*known, *[np.nan] * len(PARTS)])
        treatments.append(Treatment(STUDIES[row["study"]], game, held, seen))
    return treatments
