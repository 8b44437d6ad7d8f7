"""The page of a sweep while it goes on: from the store, for this machine alone, and of no harm to the sweep."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import urlopen

import pandas as pd
import pytest
from click.testing import Result
from typer.testing import CliRunner

from dashboards.watch import Watching, watching
from dashboards.watch.remaking import NONE_YET
from dashboards.watch.watching import served
from experiments import load, sweep
from experiments.run.stopping_rule import widths
from experiments.spec.schema import UntilEntry
from silos.cli import app

SMALL: dict[str, Any] = {
    "title": "Two of them",
    "scenario": "two-neighbours",
    "months": 12,
    "factors": [{"parameter": "resources.scarcity", "levels": [0.1, 0.6]}],
    "until": {"measure": "openness", "width": 0.5, "at_least": 3, "at_most": 5},
}
PAGE, SCREEN = "page=a", "page=b"


@pytest.fixture
def watched(tmp_path: Path) -> Watching:
    """A page that was told of every step of a small sweep, whose report is not made yet."""
    asked, place = load(SMALL), str(tmp_path / "silos.db")
    page = Watching(asked, place, lambda progress: f"{progress.done} of {progress.total}")
    took = sweep(asked, place, progress=page, workers=1).progress
    assert took.seconds == took.seconds, "what comes after a sweep is no part of its time"
    return page


@pytest.fixture
def blank(monkeypatch: pytest.MonkeyPatch) -> None:
    """Makes reports of one word, which takes no time."""
    monkeypatch.setattr("dashboards.watch.remaking.html", lambda _: "blank")


class Visitor:
    """Asks a server."""

    def __init__(self, url: str) -> None:
        self.place = urlsplit(url).netloc

    def ask(self, path: str, method: str = "GET", **headers: str) -> tuple[int, str]:
        """The status and the text of an answer."""
        with closing(HTTPConnection(self.place, timeout=60)) as connection:
            connection.request(method, path, headers={"Connection": "close", **headers})
            answer = connection.getresponse()
            return answer.status, answer.read().decode()

    def progress(self, query: str) -> dict[str, Any]:
        now: dict[str, Any] = json.loads(self.ask(f"/progress?{query}")[1])
        return now


@pytest.fixture
def visitor(watched: Watching) -> Iterator[Visitor]:
    with served(watched.application()) as url:
        yield Visitor(url)


def test_the_report_comes_from_the_store_to_every_page(watched: Watching, visitor: Visitor) -> None:
    assert "Two of them" in visitor.ask("/")[1]
    before = visitor.progress(PAGE)
    assert (before["report"], before["why"]) == (0, NONE_YET)
    assert visitor.ask("/report")[0] == 404
    watched.report.make()
    for page in (PAGE, SCREEN):
        now = visitor.progress(page)
        assert (now["report"], now["why"], now["words"]) == (1, "", f"{now['done']} of {now['total']}")
        assert "2 points" in now["rule"]
        assert "resources.scarcity" in now["points"]
    assert "What the numbers say" in visitor.ask("/report")[1]
    assert len(watched.open_pages()) == 2


@pytest.mark.usefixtures("blank")
def test_it_ends_once_every_open_page_has_the_finished_report(watched: Watching, visitor: Visitor) -> None:
    visitor.progress(PAGE)
    visitor.progress(SCREEN)
    watched.end(stopped=False, following="Next: rest")
    now = visitor.progress(PAGE)
    assert (now["state"], now["report"]) == ("over", 1)
    assert "finished report" in now["words"]
    assert "Next: rest" in now["words"]
    visitor.progress(f"{PAGE}&shown=1&state=over")
    assert not watched.all_know()
    assert visitor.ask(f"/closed?{SCREEN}", "POST")[0] == 204
    assert watched.all_know()


def test_a_report_is_made_for_nobody_where_no_page_is_open(watched: Watching, visitor: Visitor) -> None:
    visitor.progress(PAGE)
    visitor.ask(f"/closed?{PAGE}", "POST")
    watched.end(stopped=False, following="")
    assert watched.report.version == 0
    assert watched.all_know()


@pytest.mark.usefixtures("blank")
def test_a_report_that_fails_says_why_and_leaves_the_one_before(
    watched: Watching, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    watched.report.make()

    def broken(_: object) -> str:
        raise ValueError("no ink")

    monkeypatch.setattr("dashboards.watch.remaking.html", broken)
    watched.report.make()
    now = visitor.progress(PAGE)
    assert "ValueError: no ink" in now["why"]
    assert now["report"] == 1
    assert visitor.ask("/report")[0] == 200


def test_pages_and_names_of_elsewhere_get_nothing(visitor: Visitor) -> None:
    assert visitor.ask("/progress", Host="elsewhere.example")[0] == 403
    assert visitor.ask("/closed?page=a", "POST", Origin="https://elsewhere.example")[0] == 403


def test_widths_are_those_of_students_interval() -> None:
    """Of 1, 2, 3 the 95% interval of the mean is 2 * 4.303 / sqrt(3) wide."""
    runs = pd.DataFrame({"position": [4, 4, 4, 7, 7], "openness": [1.0, 2.0, 3.0, 0.5, 0.5]})
    measured = widths(UntilEntry(measure="openness", width=0.1), runs)
    assert measured["runs"].to_dict() == {4: 3, 7: 2}
    assert measured["width"].to_dict() == pytest.approx({4: 4.968, 7: 0.0}, abs=1e-3)


def test_an_error_of_the_sweep_goes_through(tmp_path: Path) -> None:
    parts = {"words": str, "say": lambda _: None, "following": "", "open_browser": False}
    with (
        pytest.raises(RuntimeError, match="power cut"),
        watching(load(SMALL), str(tmp_path / "silos.db"), **parts),  # type: ignore[arg-type]
    ):
        raise RuntimeError("power cut")


@pytest.mark.usefixtures("blank")
def test_the_command_serves_the_page_while_it_sweeps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[dict[str, Any]] = []
    readers: list[threading.Thread] = []

    def read(url: str) -> None:
        state, shown = "running", 0
        while not (seen and state == "over" and shown == seen[-1]["report"] > 0):
            with urlopen(f"{url}progress?page=a&shown={shown}&state={state}", timeout=60) as answer:
                seen.append(json.load(answer))
            state, shown = seen[-1]["state"], seen[-1]["report"]
            time.sleep(0.05)
        with urlopen(f"{url}progress?page=a&shown={shown}&state={state}", timeout=60) as answer:
            json.load(answer)

    def open_page(url: str) -> bool:
        readers.append(threading.Thread(target=read, args=(url,), daemon=True))
        readers[0].start()
        return True

    monkeypatch.setattr("webbrowser.open", open_page)
    (tmp_path / "small.toml").write_text(
        'scenario = "two-neighbours"\nmonths = 12\nreplicates = 3\n'
        '[[factors]]\nparameter = "resources.scarcity"\nlevels = [0.1, 0.6]\n',
        encoding="utf-8",
    )
    monkeypatch.chdir(tmp_path)
    called: Callable[..., Result] = CliRunner().invoke
    answer = called(app, ["sweep", "small.toml", "--watch"])
    readers[0].join(30)
    assert answer.exit_code == 0, answer.output
    assert re.search(r"http://127\.0\.0\.1:\d+/", answer.stderr)
    assert seen[-1]["state"] == "over"
    assert seen[-1]["words"].startswith("Done: 6 of 6 runs. This is the finished report. Next: silos report small.toml")


def test_a_store_in_memory_cannot_be_watched() -> None:
    answer = CliRunner().invoke(app, ["sweep", "what-matters-most", "--watch", "--store", "sqlite://"])
    assert answer.exit_code == 2
    assert "not memory" in answer.stderr
