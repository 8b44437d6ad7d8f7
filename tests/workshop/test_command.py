"""``silos workshop`` without a room: what it deletes, replays and refuses."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from dashboards.workshop import saving
from dashboards.workshop.journal import Journal
from dashboards.workshop.keys import CODE_LENGTH, LETTERS, Guard, Keys, Pace
from scenarios import ScenarioError, load, loads
from silos.cli import app
from tests.workshop.making import Table


def run(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["workshop", *words])
    return result.exit_code, result.output


def test_deleting_a_session_leaves_nothing(tmp_path: Path) -> None:
    name = saving.begin(tmp_path, load("two-neighbours"), seed=1)
    Keys.at(tmp_path / name / saving.KEYS)
    code, said = run("--folder", str(tmp_path), "--delete", name)
    assert (code, said) == (0, f"All data of session {name} are deleted.\n")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["--delete", "nosuch"], "no session 'nosuch'"),
        (["--delete", ".."], "no session '..'"),
        (["--resume", "nosuch"], "there is none"),
        (["greater-manchster-2015"], "no scenario of this name"),
        (["--replay", "nosuch"], "nosuch"),
        (["--rounds", "0"], "rounds"),
        (["--language", "xx"], "no language 'xx'; there are en (English), de (Deutsch)"),
    ],
)
def test_what_cannot_be_is_refused_in_one_message(tmp_path: Path, words: list[str], why: str) -> None:
    code, said = run("--folder", str(tmp_path), *words)
    assert code == 2
    assert why in said
    assert "Traceback" not in said


def test_a_session_file_is_played_again(tmp_path: Path) -> None:
    table = Table()
    table.join("ann", 0)
    table.round(ann=False)
    journal = Journal(tmp_path / "session")
    journal.write(table.entries)
    journal.close()
    code, said = run("--replay", str(tmp_path / "session"))
    assert code == 0
    assert f"fingerprint {table.session.bits()}" in said
    assert f"doors {table.session.played[0].rows[-1]['openness']:.6f}" in said


def test_a_damaged_file_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "session").write_bytes(b"00000000 {}\nmore\n")
    code, said = run("--replay", str(tmp_path / "session"))
    assert code == 2
    assert "session:1: damaged" in said


def test_keys_are_for_their_owner_and_stay_the_same(tmp_path: Path) -> None:
    keys = Keys.at(tmp_path / "keys.json")
    assert (tmp_path / "keys.json").stat().st_mode & 0o077 == 0
    assert Keys.at(tmp_path / "keys.json") == keys
    assert len(keys.facilitator) == len(keys.screen) == 32
    assert keys.facilitator != keys.screen


def test_guessing_a_code_takes_years() -> None:
    """A guesser behind many addresses gets 200 tries a minute at most: half the codes take over four years."""
    assert len(LETTERS) ** CODE_LENGTH / 2 / (200 * 60 * 24 * 365) > 4
    guard = Guard()
    tries = 0
    for second in range(180):
        for address in range(300):
            if not guard.closed(f"10.0.0.{address}", float(second)):
                guard.wrong(f"10.0.0.{address}", float(second))
                tries += 1
    assert tries == 200 * 3
    alone = sum(1 for second in range(60) if not guard.closed("one", 400.0 + second) and not guard.wrong("one", 400.0))
    assert alone == 10


def test_a_flood_is_let_through_no_faster_than_its_pace() -> None:
    pace = Pace(rate=10, burst=40)
    allowed = sum(pace.allows(1000.0 + number / 100) for number in range(1000))
    assert allowed == pytest.approx(40 + 10 * 10, abs=2)


SCRIPT = """
[workshop]
rounds = 5
seconds = 90

[[workshop.script]]
note = "Welcome"

[[workshop.script]]
cards = ["budgets-cut", "leader-leaves: Council"]
seconds = 30
"""


def test_a_script_in_the_scenario_file_is_the_sessions(tmp_path: Path) -> None:
    scenario = loads(load("two-neighbours").dump() + SCRIPT)
    assert loads(scenario.dump()) == scenario
    name = saving.begin(tmp_path, scenario, seed=3, seconds=100)
    begin = saving.replayed(tmp_path / name / saving.JOURNAL).begin
    assert (begin.rounds, begin.seconds, begin.months) == (5, 100, 3)
    assert begin.script[0].note == "Welcome"
    assert [(each.card, each.who) for each in begin.script[1].cards] == [
        ("budgets-cut", ""),
        ("leader-leaves", "Council"),
    ]


def test_a_script_with_a_card_that_is_none_is_refused_with_its_place(tmp_path: Path) -> None:
    scenario = loads(load("two-neighbours").dump() + SCRIPT.replace("budgets-cut", "budgets-cit"))
    with pytest.raises(ScenarioError, match=r"cards of workshop.script #2.*budgets-cit.*did you mean 'budgets-cut'"):
        saving.begin(tmp_path, scenario)
    with pytest.raises(ScenarioError, match=r"workshop.rounds = 0: out of range; allowed: at least 1"):
        loads("[workshop]\nrounds = 0")
    with pytest.raises(ScenarioError, match="did you mean 'cards'"):
        loads("[[workshop.script]]\ncard = ['forum']")
