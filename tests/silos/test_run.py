"""``silos run``: what is printed, and what is written."""

import json
import struct
from pathlib import Path

import pandas as pd
import pytest

import silos as door
from tests.silos.conftest import Silos


def table(text: str) -> dict[str, list[str]]:
    """The rows of a printed table, by their first word."""
    lines = text.replace("\N{MINUS SIGN}", "-").splitlines()
    return {words[0]: words[1:] for line in lines if (words := line.split())}


def test_the_table_says_where_each_measure_starts_and_ends(silos: Silos) -> None:
    answer = silos("run", "plain", "--months", 6, "--seed", 3)
    series = door.run("plain", months=6, seeds=[3])
    assert answer.exit_code == 0
    assert "A plain system: 20 organisations, 6 months, 1 run with seed 3" in answer.stdout
    rows = table(answer.stdout)
    assert "openness" in rows  # race share alone misleads
    for name in ("race_share", "openness", "trust", "silos"):
        first, last = series[name].iloc[[0, -1]]
        start, end, change = map(float, rows[name])
        assert (start, end) == (pytest.approx(first, abs=0.00501), pytest.approx(last, abs=0.00501))
        assert change == pytest.approx(last - first, abs=0.00501)


def test_of_several_runs_the_table_shows_means_and_spread(silos: Silos) -> None:
    answer = silos("run", "plain", "--months", 6, "--seeds", 11)
    last = door.ends("plain", months=6, seeds=11)["trust"].sort_values().tolist()
    _, end, _, low, to, high = table(answer.stdout)["trust"]
    assert float(end) == pytest.approx(sum(last) / 11, abs=0.00501)
    # Of 11 runs the tenth percentile is the second lowest, the ninetieth the second highest.
    assert (float(low), to, float(high)) == (
        pytest.approx(last[1], abs=0.00501),
        "to",
        pytest.approx(last[-2], abs=0.00501),
    )


def test_a_wide_terminal_has_room_for_what_each_measure_is(silos: Silos, monkeypatch: pytest.MonkeyPatch) -> None:
    words = "share of stances acted out that are races"
    assert words not in silos("run", "plain", "--months", 1).stdout
    monkeypatch.setattr("silos.printing.OUT._width", 130)
    assert words in silos("run", "plain", "--months", 1).stdout


def test_set_changes_the_system_and_the_same_luck_meets_it(silos: Silos) -> None:
    names = ("--set", "game.sharing=1", "--set", "dialogue.time_together=[0.3, 0.2, 0.1]")
    found = json.loads(silos("run", "plain", "--months", 5, "--seed", 0, "--json", *names).stdout)
    settings = {"game.sharing": 1, "dialogue.time_together": [0.3, 0.2, 0.1]}
    assert found["set"] == settings
    expected = door.ends("plain", set=settings, months=5)
    assert found["ends"][0]["trust"] == expected["trust"].iloc[0]
    assert found["ends"][0]["trust"] != door.ends("plain", months=5)["trust"].iloc[0]


def test_json_holds_every_measure_of_every_run(silos: Silos) -> None:
    answer = silos("run", "plain", "--months", 4, "--seeds", 3, "--json")
    found, ends = json.loads(answer.stdout), door.ends("plain", months=4, seeds=3)
    assert (found["scenario"], found["months"], found["seeds"]) == ("plain", 4, [0, 1, 2])
    for row, expected in zip(found["ends"], ends.to_dict("records"), strict=True):
        del expected["month"]
        assert row == {name: None if value != value else value for name, value in expected.items()}
    assert found["ended"] == {
        name: (ends["ended"] == name).mean() for name in ("one system", "in between", "silos", "everyone alone")
    }
    trust = found["measures"]["trust"]
    assert trust["end"] == pytest.approx(ends["trust"].mean())
    assert trust["change"] == pytest.approx(trust["end"] - trust["start"])


def test_what_is_no_number_is_null_in_json_and_a_dash_in_the_table(silos: Silos) -> None:
    walled = ("run", "two-neighbours", "--months", 2, "--set", "boundary.openness=0", "--set", "boundary.opening=0")
    found = json.loads(silos(*walled, "--json").stdout, parse_constant=pytest.fail)
    assert found["ends"][0]["race_share"] is None
    assert table(silos(*walled).stdout)["race_share"] == ["–", "–", "–"]


def test_files_hold_one_row_a_seed_and_month(silos: Silos, tmp_path: Path) -> None:
    answer = silos("run", "plain", "--months", 3, "--seeds", 2, "--out", "a.csv", "--out", "a.parquet")
    assert answer.exit_code == 0
    assert "Wrote a.csv" in answer.stderr and "Wrote a.parquet" in answer.stderr
    expected = door.run("plain", months=3, seeds=2)
    pd.testing.assert_frame_equal(pd.read_parquet(tmp_path / "a.parquet"), expected)
    written = pd.read_csv(tmp_path / "a.csv").astype({"seed": "uint64"})
    pd.testing.assert_frame_equal(written, expected, rtol=1e-15)


def test_pictures_are_what_their_ending_says(silos: Silos, tmp_path: Path) -> None:
    outs = [word for ending in ("png", "svg", "pdf") for word in ("--out", f"a.{ending}")]
    assert silos("run", "five-organisations", "--months", 3, *outs).exit_code == 0
    png = (tmp_path / "a.png").read_bytes()
    width, height = struct.unpack(">II", png[16:24])
    assert png[:8] == b"\x89PNG\r\n\x1a\n" and width > 1000 and height > 600
    assert "<svg" in (tmp_path / "a.svg").read_text()
    assert (tmp_path / "a.pdf").read_bytes()[:5] == b"%PDF-"


def test_the_same_run_gives_the_same_picture(silos: Silos, tmp_path: Path) -> None:
    for name in ("a.svg", "b.svg"):
        silos("run", "two-neighbours", "--months", 3, "--out", name)
    assert (tmp_path / "a.svg").read_bytes() == (tmp_path / "b.svg").read_bytes()


def test_a_file_of_ones_own_runs(silos: Silos, tmp_path: Path) -> None:
    (tmp_path / "ours.csv").write_text("name,sector,resources.scarcity\nA,x,0.1\nB,x,0.5\nC,y,\n")
    (tmp_path / "ties.csv").write_text("from,to,weight\nA,B,2\nB,C,1\n")
    (tmp_path / "ours.toml").write_text(
        'title = "Ours"\n[files]\norganisations = "ours.csv"\nties = "ties.csv"\n[[schedule]]\nmonth = 2\n'
        'label = "cut"\nresources.scarcity = 0.9\n'
    )
    answer = silos("run", "ours.toml", "--months", 3)
    assert answer.exit_code == 0
    assert answer.stdout.startswith("Ours: 3 organisations, 3 months, 1 run with seed 0")


def test_closed_doors_come_with_a_word_about_the_race_share(silos: Silos) -> None:
    warning = "Read the race share with care"
    poor = silos("run", "plain", "--seeds", 3, "--set", "resources.scarcity=0.3")
    assert warning in " ".join(poor.stdout.split())
    assert warning not in silos("run", "plain", "--months", 3).stdout


def test_a_system_that_tips_says_when(silos: Silos) -> None:
    words = ("run", "plain", "--set", "mindset.orientation=-1", "--set", "learning.noise=0", "--months", 24)
    found = json.loads(silos(*words, "--json").stdout)["ends"][0]["months_to_tip"]
    assert f"Tipped into battle in month {found:.0f}." in " ".join(silos(*words).stdout.split())


def test_what_a_scenario_keeps_to_itself_is_told(silos: Silos) -> None:
    words = ("run", "greater-manchester-2015", "--set", "game.sharing=0.8", "--set", "history.in_group=0")
    told = silos(*words, "--months", 15).stderr
    assert "game.sharing is 0.05 from month 15 on (April 2016: the budget is devolved)" in told
    assert "councils has its own history.in_group, 0.2" in told
    assert "game.sharing" not in silos(*words, "--months", 14).stderr
    assert silos("run", "plain", "--months", 2, "--set", "game.sharing=0.8").stderr == ""
