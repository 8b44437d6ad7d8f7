"""Surveys in a store, of both kinds: one answer a person and wave, kept before it is said to be, gone when deleted."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from results import Surveys
from results.errors import NotFound, SurveyClosed


def test_a_second_answer_replaces_the_own_one_and_nobody_elses(address: str) -> None:
    with Surveys(address) as kept:
        kept.begin("ours", "definition", {"code": "ABC"})
        kept.begin("other", "another", {})
        kept.invite("ours", ["a", "b"], 10)
        kept.answer("ours", "a", "first")
        kept.answer("ours", "b", "of b")
        kept.answer("ours", "a", "second")
        with pytest.raises(SurveyClosed, match="has not invited"):
            kept.answer("ours", "c", "of a stranger")
        with pytest.raises(SurveyClosed, match="has not invited"):
            kept.answer("other", "a", "elsewhere")
        assert kept.answers("ours") == [], "a wave is shown once it is closed"
        kept.stop("ours")
        assert kept.answers("ours") == [[("a", "second"), ("b", "of b")]]
        with pytest.raises(SurveyClosed, match="takes no answers"):
            kept.answer("ours", "a", "too late")
        assert kept.again("ours") == 2
        kept.answer("ours", "a", "third")
        kept.stop("ours")
        assert kept.answers("ours")[1] == [("a", "third")]
        there = kept.get("ours")
        assert (there.wave, there.taking, there.people, there.answered) == (2, False, 2, (2, 1))
        assert [survey.name for survey in kept.all()] == ["ours", "other"]


def test_no_more_are_invited_than_may_be(address: str) -> None:
    with Surveys(address) as kept:
        kept.begin("ours", "", {})
        kept.invite("ours", ["a", "b"], 3)
        with pytest.raises(SurveyClosed, match="has invited 2 people; 3 are as many"):
            kept.invite("ours", ["c", "d"], 3)
        assert (kept.knows("ours", "b"), kept.knows("ours", "c")) == (True, False)


def test_answers_from_elsewhere_are_a_wave_of_their_own(address: str) -> None:
    with Surveys(address) as kept:
        kept.begin("ours", "", {})
        assert kept.take_in("ours", [("a", "1"), ("b", "2")]) == 1
        assert kept.take_in("ours", [("a", "3")]) == 2
        assert kept.answers("ours") == [[("a", "1"), ("b", "2")], [("a", "3")]]
        kept.again("ours")
        kept.answer("ours", "b", "by phone")
        with pytest.raises(SurveyClosed, match="close it first"):
            kept.take_in("ours", [("a", "4")])


ANSWERING = """
import sys
from results import Surveys
kept = Surveys(sys.argv[1])
for number in range(100000):
    kept.answer("ours", "a", str(number))
    print(number, flush=True)
"""


def test_what_was_acknowledged_survives_a_kill(tmp_path: Path) -> None:
    file = tmp_path / "kept.db"
    with Surveys(file) as kept:
        kept.begin("ours", "", {})
        kept.invite("ours", ["a"], 1)
    with subprocess.Popen([sys.executable, "-c", ANSWERING, str(file)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        for _ in range(5):
            last = int(process.stdout.readline())
        os.kill(process.pid, signal.SIGKILL)
        last = max([last, *map(int, process.stdout.read().split())])
    with Surveys(file) as kept:
        kept.stop("ours")
        ((person, answer),) = kept.answers("ours")[0]
        # The next one may have been stored and not said; nothing that was said is missing.
        assert (person, int(answer) - last) in (("a", 0), ("a", 1))


def test_nothing_is_left_of_a_survey_that_was_deleted(tmp_path: Path) -> None:
    file = tmp_path / "kept.db"
    with Surveys(file) as kept:
        kept.begin("ours", "Zanzibar", {})
        kept.invite("ours", ["somebody"], 1)
        kept.answer("ours", "somebody", "what Zelda said")
        kept.remove("ours")
        with pytest.raises(NotFound, match="there is none"):
            kept.get("ours")
    assert file.stat().st_mode & 0o777 == 0o600
    left = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert not any(word in left for word in (b"Zanzibar", b"somebody", b"Zelda"))
