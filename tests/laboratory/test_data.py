"""The decisions of Dal Bo & Frechette 2011 as read, against the table that comes with them and quoted counts."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from experiments.laboratory import LaboratoryError
from experiments.laboratory.data import load_sessions
from experiments.laboratory.studies import MAIN, load_treatments, main_study
from experiments.laboratory.summaries import MOMENTS, PART_COLUMNS


def test_no_data_is_said_plainly(tmp_path: Path) -> None:
    with pytest.raises(LaboratoryError, match="no such file"):
        load_sessions(tmp_path)


def test_sessions_are_those_of_the_experiment(shared: Path) -> None:
    """18 sessions, three a treatment, 37,042 decisions of which 13,888 are first rounds; 23 to 77 supergames."""
    sessions = [observed.session for observed in load_sessions(shared / "data")]
    assert len(sessions) == 18
    assert sum(session.subjects * int(session.lengths.sum()) for session in sessions) == 37_042
    assert sum(session.subjects * len(session.lengths) for session in sessions) == 13_888
    lengths = [len(session.lengths) for session in sessions]
    assert (min(lengths), max(lengths)) == (23, 77)


def test_shares_are_those_of_the_table(shared: Path) -> None:
    folder = shared / "data" / "repeated_games" / "pd_dalbo_frechette_2011"
    with (folder / "treatments.csv").open(newline="") as lines:
        rows = sorted(csv.DictReader(lines), key=lambda row: (float(row["delta"]), float(row["R"])))
    seen = np.array([treatment.seen for treatment in main_study(load_sessions(shared / "data"))])
    assert seen[:, 0].tolist() == pytest.approx([float(row["coop_round1"]) for row in rows], abs=6e-5)
    firsts = [float(row["coop_round1_supergame1"]) for row in rows]
    # the mean of sessions, not of people
    assert seen[:, MOMENTS.index("first match")].tolist() == pytest.approx(firsts, abs=0.03)


def test_responses_of_people(shared: Path) -> None:
    """Race again after both raced, own race met a battle, own battle met a race, both battled: as quoted."""
    counts = np.sum([observed.played.responses for observed in load_sessions(shared / "data")], axis=0)
    assert counts.sum() == 37_042 - 13_888
    shares = counts[..., 1] / counts.sum(axis=-1)
    assert np.abs(shares[[1, 1, 0, 0], [1, 0, 1, 0]] - [0.963, 0.343, 0.361, 0.059]).max() < 0.02


def test_two_more_studies_are_read_as_their_table_has_them(shared: Path) -> None:
    """Five treatments beside the six; each game's SizeBAD is the table's, which was worked out elsewhere."""
    file = shared / "data" / "repeated_games" / "pd_other_studies" / "treatments.csv"
    with file.open(newline="") as lines:
        rows = list(csv.DictReader(lines))
    others = [treatment for treatment in load_treatments(shared / "data") if treatment.study != MAIN]
    assert len(others) == len(rows) == 5
    for treatment, row in zip(others, rows, strict=True):
        assert treatment.game.basin == pytest.approx(float(row["sizeBAD"]), abs=6e-5)
        assert treatment.seen[0] == float(row["coop_round1"])
        assert np.isnan(treatment.seen[PART_COLUMNS]).all()
        assert {len(session.lengths) for session in treatment.sessions} == {10}
