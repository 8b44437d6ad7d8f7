"""The experiment to hold the laboratory against: Dal Bo & Frechette 2011, 37,042 decisions in six treatments.

The decisions lie outside the project (CC BY 4.0, American Economic Association); this reads them.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from experiments.errors import LaboratoryError
from experiments.laboratory.game import RepeatedGame
from experiments.laboratory.simulate import LaboratorySession, SessionChoices

PLACE = Path("repeated_games") / "pd_dalbo_frechette_2011" / "decisions.csv.gz"
TEMPTATION, SUCKER, PUNISHMENT = 50.0, 12.0, 25.0

Treatment = tuple[float, float]
"""(continuation probability, reward)."""

TREATMENTS: tuple[Treatment, ...] = ((0.5, 32.0), (0.5, 40.0), (0.5, 48.0), (0.75, 32.0), (0.75, 40.0), (0.75, 48.0))


@dataclass(frozen=True, eq=False)
class ObservedSession:
    """One session as it was: its design, and what its subjects chose."""

    treatment: Treatment
    session: LaboratorySession
    played: SessionChoices


def game_of(treatment: Treatment) -> RepeatedGame:
    """The game of a treatment."""
    continuation, reward = treatment
    return RepeatedGame(
        reward=reward, temptation=TEMPTATION, sucker=SUCKER, punishment=PUNISHMENT, continuation=continuation
    )


def load_sessions(data: Path) -> list[ObservedSession]:
    """The eighteen sessions, treatment by treatment; LaboratoryError where the file is not there."""
    file = data / PLACE
    if not file.is_file():
        raise LaboratoryError(f"{file}: no such file; it holds the decisions of Dal Bo & Frechette 2011")
    table = pd.read_csv(file)
    sessions = []
    for treatment in TREATMENTS:
        decisions = table[(table["delta"] == treatment[0]) & (table["r"] == treatment[1])]
        sessions += [_session(treatment, rows) for _, rows in decisions.groupby("date")]
    return sessions


def _session(treatment: Treatment, rows: pd.DataFrame) -> ObservedSession:
    groups = rows.groupby("supergame")
    lengths = groups["period"].max().to_numpy(dtype=np.int64)
    subjects = int((rows[rows["supergame"] == rows["supergame"].min()]["period"] == 1).sum())
    first = rows[rows["period"] == 1].groupby("supergame")["coop"].mean().to_numpy(dtype=float)
    played = SessionChoices(first, groups["coop"].mean().to_numpy(dtype=float), _responses(rows))
    return ObservedSession(treatment, LaboratorySession(game_of(treatment), subjects + subjects % 2, lengths), played)


def _responses(rows: pd.DataFrame) -> np.ndarray:
    """(2, 2, 2) decisions by own last, other's last, own now."""
    ordered = rows.sort_values(["group", "period", "id"])
    size = ordered.groupby(["group", "period"])["coop"].transform("size")
    pair = ordered[size == 2]
    one, two = pair.iloc[0::2], pair.iloc[1::2]
    both = pd.DataFrame({"group": one["group"].to_numpy(), "a": one["coop"].to_numpy(), "b": two["coop"].to_numpy()})
    counts = np.zeros((2, 2, 2))
    last = both.groupby("group")[["a", "b"]].shift().to_numpy()
    now = both[["a", "b"]].to_numpy()
    there = ~np.isnan(last[:, 0])
    for own, other, now_of in ((0, 1, 0), (1, 0, 1)):
        index = tuple(np.column_stack([last[there, own], last[there, other], now[there, now_of]]).astype(int).T)
        np.add.at(counts, index, 1.0)
    return counts
