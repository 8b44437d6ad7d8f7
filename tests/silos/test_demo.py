"""``silos demo``: what it plays, draws and says, on a map of fewer runs."""

import struct
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import silos as door
from silos import demonstration
from tests.silos.conftest import Silos


@pytest.fixture(autouse=True)
def fewer_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demonstration, "SCARCITIES", np.array([0.0, 0.4, 0.8]))
    monkeypatch.setattr(demonstration, "HISTORIES", np.array([0.3, 0.7]))
    monkeypatch.setattr(demonstration, "SEEDS_A_CELL", 2)
    monkeypatch.setattr(demonstration, "SEEDS_A_WAY", 5)


def test_the_demonstration_draws_a_picture_and_keeps_the_figures_behind_it(silos: Silos, tmp_path: Path) -> None:
    answer = silos("demo", "--out", "shown.png")
    assert answer.exit_code == 0
    png = (tmp_path / "shown.png").read_bytes()
    width, height = struct.unpack(">II", png[16:24])
    assert png[:8] == b"\x89PNG\r\n\x1a\n" and width >= 2000 and 1.3 < width / height < 2.0
    figures = pd.read_csv(tmp_path / "shown.csv")
    assert len(figures) == 2 * 3 * 2
    for row in (0, 5, 11):
        told = figures.iloc[row]
        setting = {name: told[name] for name in ("resources.scarcity", "history.trust")}
        end = door.ends("greater-manchester-2015", set=setting, seeds=[int(told["seed"])]).iloc[0]
        assert told["openness"] == pytest.approx(end["openness"], rel=1e-12)
        assert told["race_share"] == pytest.approx(end["race_share"], rel=1e-12, nan_ok=True)


def test_the_demonstration_says_what_is_seen_and_what_to_try_next(silos: Silos) -> None:
    text = " ".join(silos("demo").stdout.split())
    assert "Greater Manchester 2015: devolution: 37 organisations." in text
    assert "22 runs played." in text
    scarce = {"resources.scarcity": 0.6}
    stopped = 1 - door.ends("greater-manchester-2015", set=scarce, seeds=5)["openness"].mean()
    assert f"at twice the scarcity {stopped:.0%} of possible dealings do not happen" in text
    assert "silos-demo.png" in text and "silos-demo.csv" in text
    for line in ("silos run greater-manchester-2015 --set history.trust=0.7", "silos parameters dialogue"):
        assert line in text
        assert silos(*line.split()[1:]).exit_code == 0


def test_the_demonstration_refuses_before_it_plays(silos: Silos, tmp_path: Path) -> None:
    (tmp_path / "a.csv").mkdir()
    answer = silos("demo", "--out", "a.png")
    assert answer.exit_code == 2
    assert "a.csv" in answer.stderr
    assert not (tmp_path / "a.png").exists()
