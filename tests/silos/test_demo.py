"""``silos demo``: what it sweeps, draws, reports and says, on a map of fewer runs."""

import struct
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

import silos as door
from results import open_store
from silos import demonstration
from silos.cli import app
from tests.silos.conftest import Silos

SMALL = """
title = "A small map"
scenario = "greater-manchester-2015"
measures = ["openness", "race_share"]
replicates = 2
factors = [
    { parameter = "resources.scarcity", range = [0.0, 0.8], steps = 3 },
    { parameter = "history.trust", range = [0.3, 0.7], steps = 2 },
]
"""


Demo = Callable[..., Result]
SERVED = ("dashboards.server.serve", "dashboards.server.open_when_ready")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def demo(folder: Path) -> Iterator[Demo]:
    """``silos demo`` in one folder for all tests, with fewer runs."""
    (folder / "small-map.toml").write_text(SMALL)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("COLUMNS", "80")
        patch.setattr(demonstration, "EXPERIMENT", str(folder / "small-map.toml"))
        patch.setattr(demonstration, "SEEDS_A_WAY", 5)
        yield lambda *words: CliRunner().invoke(app, ["demo", *words])


@pytest.fixture(scope="module")
def first(demo: Demo) -> Result:
    """What it says when it is called for the first time; there is no terminal, so there is no page."""
    with pytest.MonkeyPatch.context() as patch:
        for each in SERVED:
            patch.setattr(each, lambda *_, **__: pytest.fail("a page was opened"))
        answer = demo()
    assert answer.exit_code == 0, answer.output
    return answer


def test_it_draws_a_picture_and_keeps_the_runs_and_their_report_beside_it(first: Result, folder: Path) -> None:
    png = (folder / "silos-demo.png").read_bytes()
    width, height = struct.unpack(">II", png[16:24])
    assert png[:8] == b"\x89PNG\r\n\x1a\n" and width >= 2000 and 1.3 < width / height < 2.0
    assert "A small map" in (folder / "silos-demo.html").read_text(encoding="utf-8")
    with open_store(folder / "silos-demo.db", make=False) as store:
        runs = store.runs("small-map")
    assert len(runs) == 2 * 3 * 2
    for row in (0, 5, 11):
        told = runs.iloc[row]
        setting = {name: told[name] for name in ("resources.scarcity", "history.trust")}
        end = door.ends("greater-manchester-2015", set=setting, seeds=[int(told["seed"])]).iloc[0]
        assert told["openness"] == pytest.approx(end["openness"], rel=1e-12)
        assert told["race_share"] == pytest.approx(end["race_share"], rel=1e-12, nan_ok=True)


def test_the_map_has_the_mean_of_each_cell_where_it_belongs(first: Result, folder: Path) -> None:
    shown = demonstration.demonstrate(str(folder / "silos-demo.db"))
    assert (shown.scarcities.tolist(), shown.histories.tolist(), shown.seeds) == ([0.0, 0.4, 0.8], [0.3, 0.7], 2)
    chosen = shown.swept[(shown.swept["history.trust"] == 0.7) & (shown.swept["resources.scarcity"] == 0.4)]
    setting = {"history.trust": 0.7, "resources.scarcity": 0.4}
    ends = door.ends("greater-manchester-2015", set=setting, seeds=chosen["seed"].tolist())
    assert shown.cells("openness")[1, 1] == pytest.approx(ends["openness"].mean(), rel=1e-12)


def test_it_says_what_is_seen_and_what_to_try_next(first: Result) -> None:
    text, aside = (" ".join(each.split()) for each in (first.stdout, first.stderr))
    assert "Greater Manchester 2015: devolution: 37 organisations." in text
    assert "12 runs in" in aside and "(0 were stored already)" in aside
    scarce = {"resources.scarcity": 0.6}
    stopped = 1 - door.ends("greater-manchester-2015", set=scarce, seeds=5)["openness"].mean()
    assert f"at twice the scarcity {stopped:.0%} of possible dealings do not happen" in text
    assert "silos-demo.png" in text and "silos-demo.html" in text
    for line in ("silos run greater-manchester-2015 --set history.trust=0.7", "silos parameters dialogue"):
        assert line in text
        assert CliRunner().invoke(app, line.split()[1:]).exit_code == 0
    assert "silos explore greater-manchester-2015 --store silos-demo.db" in text


def test_once_more_it_plays_nothing_anew_and_opens_the_page_where_it_is_asked_to(
    first: Result, demo: Demo, monkeypatch: pytest.MonkeyPatch
) -> None:
    served: list[Any] = []
    for each in SERVED:
        monkeypatch.setattr(each, lambda *url, **how: served.append(how or url[0]))
    again = demo("--page")
    assert again.exit_code == 0
    assert ": 0 runs in " in again.stderr and "(12 were stored already)" in again.stderr
    assert again.stdout.startswith(first.stdout)
    url, how = served
    assert url.endswith("/?scenario=greater-manchester-2015")
    assert how["settings"].store == "silos-demo.db"


@pytest.mark.parametrize("file", ["a.html", "a.db"])
def test_it_refuses_before_it_plays(silos: Silos, tmp_path: Path, file: str) -> None:
    (tmp_path / file).mkdir()
    answer = silos("demo", "--out", "a.png")
    assert answer.exit_code == 2
    assert file in answer.stderr
    assert not (tmp_path / "a.png").exists()
