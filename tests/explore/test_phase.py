"""The map against runs of each of its cells."""

from __future__ import annotations

import io
from fractions import Fraction
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import silos
from dashboards.explore import phase
from dashboards.explore.phase import SEEDS, SHOWN, SIDE, BadBox, Box, PhaseMap
from dashboards.explore.session import Session
from dashboards.languages import speaking
from experiments.analysis import end_shares
from sim.measures.regimes import REGIMES, THRESHOLDS

ROOT = Path(__file__).parents[2]
BASE = "structure.organisations=6&structure.sectors=2"


@pytest.fixture(scope="module")
def filled() -> PhaseMap:
    job = PhaseMap(Session(BASE).setup, Box())
    job.start()
    job.wait()
    assert job.done and not job.error and job.progress == 1.0
    return job


SMALL = {"structure.organisations": 6, "structure.sectors": 2}


@pytest.mark.parametrize(("column", "row"), [(0, 0), (15, 15), (7, 3), (2, 12)])
def test_a_cell_is_the_mean_of_its_runs(filled: PhaseMap, column: int, row: int) -> None:
    values = {
        **SMALL,
        "resources.scarcity": round(0.8 * (column + 0.5) / SIDE, 6),
        "history.trust": round(0.1 + 0.8 * (row + 0.5) / SIDE, 6),
    }
    ends = silos.ends("plain", set=values, seeds=SEEDS)
    np.testing.assert_allclose(filled.values[row, column], ends[list(SHOWN)].mean(), rtol=1e-12)
    n = SMALL["structure.organisations"]
    one, alone = ends["largest"] >= 0.75, ends["alone"] >= 0.6 * n
    silos_ = ~one & ~alone & (ends["silos"] >= 2)
    by_hand = [kind.mean() for kind in (one, ~one & ~alone & ~silos_, silos_, ~one & alone)]
    np.testing.assert_allclose(filled.shares[row, column], by_hand)


def test_a_cell_played_is_the_cell_shown(filled: PhaseMap) -> None:
    session = Session(BASE)
    session.workbench.take(filled.point(3, 9))
    assert session.setup.value("resources.scarcity") == pytest.approx(0.8 * 3.5 / 16)
    assert session.setup.value("history.trust") == pytest.approx(0.1 + 0.8 * 9.5 / 16)
    session.playback.seek(120)
    first = silos.run("plain", set=dict(session.setup.settings), seeds=[session.setup.seed]).iloc[-1]
    assert session.playback.timeline.rows[-1]["openness"] == first["openness"]


@pytest.mark.parametrize("page", ["teacher.md", "limits.md"])
def test_the_lines_between_kinds_of_ends_are_documented(page: str) -> None:
    told = " ".join((ROOT / "docs" / page).read_text(encoding="utf-8").split())
    shares = [Fraction(share).limit_denominator(9) for share in (THRESHOLDS.race, THRESHOLDS.battle)]
    lines = [f"{100 * THRESHOLDS.one_system:g}%", f"{100 * THRESHOLDS.alone:g}%", *map(str, shares)]
    assert [line for line in lines if line not in told] == []
    assert f" {SEEDS} runs in each cell" in told or page == "limits.md"


def test_a_bound_that_is_not_given_is_a_dash_and_one_that_is_has_the_sign_of_the_language() -> None:
    session = Session()
    with speaking("de"):
        session.look_at(Box(x_range=(float("nan"), 0.25)))
    assert "resources.scarcity von – bis 0,25" in session.notice


def test_scarcity_walls_and_trust_opens(filled: PhaseMap) -> None:
    silos_share = filled.shares[:, :, REGIMES.index("everyone alone")]
    assert silos_share[:, -4:].mean() > silos_share[:, :4].mean() + 0.3
    assert silos_share[-4:].mean() < silos_share[:4].mean() - 0.2


@pytest.mark.parametrize("known", [1, 3, 4, 9, 16, 40, 64, 65, 130, 200, 255, 256])
def test_filling_in_hides_nothing_that_is_known(filled: PhaseMap, known: int) -> None:
    half = PhaseMap(filled.setup, filled.box)
    half.values, half.shares, half.known = filled.values, filled.shares, known
    painted = np.full((SIDE, SIDE, 2), -1)
    for each in half.cells():  # later ones over earlier ones
        painted[each["r"] : each["r"] + each["w"], each["c"] : each["c"] + each["w"]] = each["c"], each["r"]
    cells = {(each["c"], each["r"]) for each in half.cells()}
    assert len(cells) == known
    assert all(tuple(painted[row, column]) == (column, row) for column, row in cells)
    assert known < 4 or (painted >= 0).all()


def test_an_end_rules_where_half_of_the_runs_come_to_it(filled: PhaseMap) -> None:
    for cell in filled.cells():
        assert sum(cell["shares"]) == pytest.approx(1, abs=0.01)
        most = max(cell["shares"])
        assert cell["end"] == (REGIMES[cell["shares"].index(most)] if most >= 0.5 else "")


def test_the_map_and_a_report_say_the_same_of_the_same_runs(filled: PhaseMap) -> None:
    values = {**SMALL, "resources.scarcity": 0.8 * 2.5 / SIDE, "history.trust": 0.1 + 0.8 * 12.5 / SIDE}
    told = end_shares(silos.ends("plain", set=values, seeds=SEEDS)).set_index("end")["share"]
    assert filled.shares[12, 2].tolist() == pytest.approx([told[each] for each in REGIMES])


def test_cells_as_a_table(filled: PhaseMap) -> None:
    table = pd.read_csv(io.StringIO(phase.as_csv(filled)))
    assert len(table) == SIDE * SIDE
    assert list(table)[:3] == ["resources.scarcity", "history.trust", "runs"]
    np.testing.assert_allclose(table[[f"share_{each}" for each in REGIMES]].sum(axis=1), 1.0, atol=2e-3)


@pytest.mark.parametrize(
    ("box", "said"),
    [
        (Box(x="history.trust"), "different"),
        (Box(x="histroy.trust"), "no parameter"),
        (Box(x="structure.tiers"), "no parameter"),
        (Box(x_range=(0.5, 0.5)), "range"),
        (Box(x_range=(-0.1, 0.5)), "range"),
        (Box(y_range=(float("nan"), 0.5)), "range"),
        (Box(x="game.benefit", x_range=(0.0, 1.0)), "range"),
    ],
)
def test_boxes_that_make_no_map(box: Box, said: str) -> None:
    with pytest.raises(BadBox, match=said):
        box.checked()
    session = Session()
    session.look_at(box)
    assert said in session.notice
    assert session.box == Box()


def test_usual_ranges_of_every_pair() -> None:
    for name in phase.AXES:
        if name != "history.trust":
            assert phase.valid(Session(BASE).setup, Box().usual(name, "history.trust")) == ""


def test_the_box_travels_in_the_address() -> None:
    session = Session()
    session.look_at(Box("game.sharing", "trust.blame", (0.25, 0.5), (0.125, 1.0)))
    assert Session(session.query_of_map).box == session.box


@pytest.mark.parametrize(
    "query", ["x=a&y=b", "x=history.trust:1:2&y=trust.blame:0:1", "x=trust.blame:0:zero&y=history.trust:0:1"]
)
def test_an_address_without_a_map_in_it_gives_the_usual_one(query: str) -> None:
    session = Session(query)
    assert session.box == Box()
    assert "usual one" in session.notice
