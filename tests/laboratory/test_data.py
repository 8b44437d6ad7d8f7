"""The decisions of Dal Bo & Frechette 2011 as read, against the table that comes with them and quoted counts."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from experiments.laboratory import Laboratory, LaboratoryError, load_sessions


def test_no_data_is_said_plainly(tmp_path: Path) -> None:
    with pytest.raises(LaboratoryError, match="no such file"):
        load_sessions(tmp_path)


def test_sessions_are_those_of_the_experiment(shared: Path) -> None:
    """18 sessions, three a treatment, 37,042 decisions of which 13,888 are first rounds; 23 to 77 supergames."""
    found = load_sessions(shared / "data")
    assert len(found) == 18
    assert sum(each.session.subjects * int(each.session.lengths.sum()) for each in found) == 37_042
    assert sum(each.session.subjects * len(each.session.lengths) for each in found) == 13_888
    lengths = [len(each.session.lengths) for each in found]
    assert (min(lengths), max(lengths)) == (23, 77)


def test_shares_are_those_of_the_table(shared: Path) -> None:
    folder = shared / "data" / "repeated_games" / "pd_dalbo_frechette_2011"
    with (folder / "treatments.csv").open(newline="") as lines:
        rows = sorted(csv.DictReader(lines), key=lambda row: (float(row["delta"]), float(row["R"])))
    found = Laboratory(load_sessions(shared / "data")).observed()
    assert found.first.tolist() == pytest.approx([float(row["coop_round1"]) for row in rows], abs=6e-5)
    firsts = [float(row["coop_round1_supergame1"]) for row in rows]
    assert found.parts[:, 0].tolist() == pytest.approx(firsts, abs=0.03)  # the mean of sessions, not of people


def test_responses_of_people(shared: Path) -> None:
    """Race again after both raced, own race met a battle, own battle met a race, both battled: as quoted."""
    found = Laboratory(load_sessions(shared / "data")).observed()
    assert found.counts.sum() == 37_042 - 13_888
    assert np.abs(found.responses() - [0.963, 0.343, 0.361, 0.059]).max() < 0.02
