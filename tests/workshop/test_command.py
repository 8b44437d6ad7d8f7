"""``silos workshop`` without a room: what it deletes, replays and refuses."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dashboards.server import free_port
from dashboards.workshop.play.event_log import to_bytes
from dashboards.workshop.play.events import Entry, Join
from dashboards.workshop.serve import sessions
from dashboards.workshop.serve.keys import CODE_LENGTH, LETTERS, Keys
from dashboards.workshop.serve.rate_limit import AttemptLimit, TokenBucket
from dashboards.workshop.serve.session_store import StoredSession
from results import StoreError
from scenarios import ScenarioError, load, loads
from silos.cli import app
from tests.workshop.making import Table


def run(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["workshop", *words])
    return result.exit_code, result.output


def test_deleting_a_session_leaves_nothing(tmp_path: Path) -> None:
    store = tmp_path / "w.db"
    other, name = (sessions.begin(store, load("two-neighbours"), seed=seed) for seed in (1, 2))
    kept = StoredSession(store, name)
    kept.write([Entry(at=1.0, event=Join(player="p", name="Zacharias Quux", key=""))])
    assert b"Zacharias Quux" in bytes_of(tmp_path)
    with pytest.raises(StoreError, match=f"another process has {name} open"):
        sessions.delete(store, name)
    kept.close()
    code, said = run("--store", str(store), "--delete", name)
    assert (code, said) == (0, f"All data of session {name} are deleted.\n")
    assert b"Zacharias Quux" not in bytes_of(tmp_path)
    assert name.encode() not in bytes_of(tmp_path)
    assert sessions.replayed(store, other).begin.seed == 1
    assert [each.name for each in tmp_path.iterdir()] == ["w.db"]


def bytes_of(folder: Path) -> bytes:
    return b"".join(each.read_bytes() for each in folder.iterdir())


def test_what_is_kept_is_for_its_owner_alone(tmp_path: Path) -> None:
    name = sessions.begin(tmp_path / "w.db", load("two-neighbours"), seed=1)
    kept = StoredSession(tmp_path / "w.db", name)
    assert len(list(tmp_path.iterdir())) > 1
    assert not [each.name for each in tmp_path.iterdir() if each.stat().st_mode & 0o077]
    kept.close()


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["--delete", "nosuch"], "no session 'nosuch'"),
        (["--delete", ".."], "no session '..'"),
        (["--resume", "nosuch"], "no session 'nosuch' in"),
        (["greater-manchster-2015"], "no scenario of this name"),
        (["--replay", "nosuch"], "nosuch"),
        (["--rounds", "0"], "rounds"),
        (["--seed", str(2**64)], "seed"),
        (["--language", "xx"], "no language 'xx'; there are en (English), de (Deutsch)"),
    ],
)
def test_what_cannot_be_is_refused_in_one_message(tmp_path: Path, words: list[str], why: str) -> None:
    store = tmp_path / "w.db"
    sessions.begin(store, load("two-neighbours"), seed=1)
    code, said = run("--store", str(store), *words)
    assert code == 2
    assert why in said
    assert "Traceback" not in said


def test_what_is_kept_is_listed(tmp_path: Path) -> None:
    store = str(tmp_path / "w.db")
    name = sessions.begin(store, load("two-neighbours"), seed=1)
    kept = StoredSession(store, name)
    kept.write([Entry(at=1.0, event=Join(player=each, name=each, key="")) for each in ("ann", "bob")])
    kept.close()
    other = sessions.begin(store, load("five-organisations"), seed=1)
    code, said = run("--store", store, "--list")
    assert code == 0
    first, second = said.split("\n\n")
    assert name in first
    assert "2 joined, 0 rounds played" in first
    assert other in second
    assert f"begun {datetime.now():%Y-%m-%d}" in second
    run("--store", store, "--delete", name)
    run("--store", store, "--delete", other)
    assert run("--store", store, "--list") == (0, "No session is kept here.\n")


def test_nothing_is_made_where_nothing_was_kept(tmp_path: Path) -> None:
    for words in (["--resume", "nosuch"], ["--delete", "nosuch"], ["--replay", "nosuch"]):
        code, said = run("--store", str(tmp_path / "w.db"), *words)
        assert (code, said) == (2, f"no session is kept in {tmp_path / 'w.db'}: there is no such file\n")
    assert list(tmp_path.iterdir()) == []


def test_the_command_to_go_on_opens_the_same_door(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever types what is printed lets the same phones in again."""
    monkeypatch.setattr("dashboards.workshop.serve.process.serve", lambda room, *_, **__: room.stored.close())
    monkeypatch.setattr("dashboards.languages.set_usual", lambda _: None)
    port, store = str(free_port()), str(tmp_path / "w.db")
    door = ("--host", "0.0.0.0", "--port", port, "--language", "de", "--store", store)
    code, said = run("two-neighbours", "--no-open", *door)
    assert code == 0
    name = sessions.summaries(store)[0].name
    assert said.endswith(f"  silos workshop --resume {name} {' '.join(door)}\n")
    again = said.rpartition("  silos workshop ")[2].split()
    assert run("--no-open", *again)[1].rpartition("Go on")[2] == said.rpartition("Go on")[2]


def test_a_session_file_is_played_again(tmp_path: Path) -> None:
    table = Table()
    table.join("ann", 0)
    table.round(ann=False)
    (tmp_path / "session").write_bytes(to_bytes(table.entries))
    code, said = run("--replay", str(tmp_path / "session"))
    assert code == 0
    assert f"fingerprint {table.session.bits()}" in said
    assert f"doors {table.session.played[0].rows[-1]['openness']:.6f}" in said


def test_a_damaged_file_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "session").write_bytes(b"00000000 {}\nmore\n")
    code, said = run("--replay", str(tmp_path / "session"))
    assert code == 2
    assert "session:1: damaged" in said


def test_an_archive_without_a_session_is_refused(tmp_path: Path) -> None:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        archive.writestr("another", b"")
    for content in (whole.getvalue(), whole.getvalue()[:-30], b"PK"):
        (tmp_path / "session.zip").write_bytes(content)
        code, said = run("--replay", str(tmp_path / "session.zip"))
        assert code == 2
        assert "session.zip: not the file of a session, or a damaged one" in " ".join(said.split())


def test_keys_of_former_starts_open_still_and_what_is_kept_opens_nothing() -> None:
    first = Keys.new()
    second = Keys.new(first.kept())
    assert second.code == first.code
    assert first.facilitator != second.facilitator
    for keys in (first, second):
        assert len(keys.facilitator) == len(keys.screen) == 32
        assert second.open("facilitator", keys.facilitator)
        assert second.open("screen", keys.screen)
        assert not second.open("facilitator", keys.screen)
        assert keys.facilitator not in str(second.kept())
    assert not first.open("facilitator", second.facilitator)
    assert not any(second.open("facilitator", each) for each in ("", "é", second.code, *second.known["facilitator"]))


def test_guessing_a_code_takes_years() -> None:
    """A guesser behind many addresses gets 200 tries a minute at most: half the codes take over four years."""
    assert len(LETTERS) ** CODE_LENGTH / 2 / (200 * 60 * 24 * 365) > 4
    limit = AttemptLimit()
    tries = 0
    for second in range(180):
        for address in range(300):
            if not limit.reached(f"10.0.0.{address}", float(second)):
                limit.count(f"10.0.0.{address}", float(second))
                tries += 1
    assert tries == 200 * 3
    alone = sum(1 for second in range(60) if not limit.reached("one", 400.0 + second) and not limit.count("one", 400.0))
    assert alone == 10


def test_a_flood_is_let_through_no_faster_than_its_pace() -> None:
    bucket = TokenBucket(rate=10, burst=40)
    allowed = sum(bucket.take(1000.0 + number / 100) for number in range(1000))
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


SCRIPTED = re.sub(r"(?ms)^\[+workshop.*?(?=^\[+(?!\[*workshop)|\Z)", "", load("two-neighbours").dump())
"""A scenario of the library without its cards of roles, to which a script of one's own can be added."""


def test_a_script_in_the_scenario_file_is_the_sessions(tmp_path: Path) -> None:
    scenario = loads(SCRIPTED + SCRIPT)
    assert loads(scenario.dump()) == scenario
    name = sessions.begin(tmp_path / "w.db", scenario, seed=3, seconds=100)
    begin = sessions.replayed(tmp_path / "w.db", name).begin
    assert (begin.rounds, begin.seconds, begin.months) == (5, 100, 3)
    assert begin.script[0].note == "Welcome"
    assert [(each.card, each.who) for each in begin.script[1].cards] == [
        ("budgets-cut", ""),
        ("leader-leaves", "Council"),
    ]


def test_a_script_with_a_card_that_is_none_is_refused_with_its_place(tmp_path: Path) -> None:
    scenario = loads(SCRIPTED + SCRIPT.replace("budgets-cut", "budgets-cit"))
    with pytest.raises(ScenarioError, match=r"cards of workshop.script #2.*budgets-cit.*did you mean 'budgets-cut'"):
        sessions.begin(tmp_path / "w.db", scenario)
    with pytest.raises(ScenarioError, match=r"workshop.rounds = 0: out of range; allowed: at least 1"):
        loads("[workshop]\nrounds = 0")
    with pytest.raises(ScenarioError, match="did you mean 'cards'"):
        loads("[[workshop.script]]\ncard = ['forum']")
