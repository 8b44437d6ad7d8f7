"""``silos demo``: what it sweeps, draws, reports and says, with fewer runs."""

import struct
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import Result
from typer.testing import CliRunner

from experiments import library
from experiments import load as experiment
from results import open_store
from scenarios import load
from silos import demonstration
from silos.cli import app
from silos.simulate import simulate
from tests.conftest import ROOT
from tests.silos.conftest import Silos

NAME, SWEPT = "small-policies", demonstration.EXPERIMENT
WHOLE = (ROOT / "experiments" / "library" / f"{SWEPT}.toml").read_text(encoding="utf-8")
SMALL = WHOLE.replace("replicates = 100", "replicates = 2")

DRAWN = (demonstration.NOTHING, demonstration.SPARED, *demonstration.USELESS, *demonstration.USEFUL)
Demo = Callable[..., Result]
SERVED = ("dashboards.server.serve", "dashboards.server.open_when_ready")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def demo(folder: Path) -> Iterator[Demo]:
    """``silos demo`` in one folder for all tests, with fewer runs."""
    (folder / f"{NAME}.toml").write_text(SMALL)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("COLUMNS", "80")
        patch.setattr(demonstration, "EXPERIMENT", str(folder / f"{NAME}.toml"))
        yield lambda *words: CliRunner().invoke(app, ["demo", *words])


@pytest.fixture(scope="module")
def first(demo: Demo) -> Result:
    """What it says when it is called for the first time; there is no terminal, so there is no page."""
    with pytest.MonkeyPatch.context() as patch:
        for served in SERVED:
            patch.setattr(served, lambda *_, **__: pytest.fail("a page was opened"))
        answer = demo()
    assert answer.exit_code == 0, answer.output
    return answer


@pytest.fixture(scope="module")
def shown(first: Result, folder: Path) -> demonstration.Demonstration:
    return demonstration.demonstrate(str(folder / "silos-demo.db"))


def test_it_draws_a_picture_and_keeps_the_runs_and_their_report_beside_it(first: Result, folder: Path) -> None:
    png = (folder / "silos-demo.png").read_bytes()
    width, height = struct.unpack(">II", png[16:24])
    assert png[:8] == b"\x89PNG\r\n\x1a\n" and width >= 2000 and 1.3 < width / height < 2.0
    assert "What dissolves silos that stand" in (folder / "silos-demo.html").read_text(encoding="utf-8")
    with open_store(folder / "silos-demo.db", make=False) as store:
        assert len(store.runs(NAME)) == 2 * 10


def test_it_sweeps_what_the_library_has_at_full_size() -> None:
    assert SWEPT in library() and SMALL != WHOLE


@pytest.mark.slow
def test_the_headline_is_what_the_runs_show() -> None:
    """Of twenty runs each: few come together with money, with hours or by choice, nearly all by enquiry or by order."""
    scenarios = {case.policy: case.scenario for case in experiment(SWEPT).cases}
    together = {policy: (simulate(scenarios[policy], seeds=20).regime == 0).mean() for policy in DRAWN}
    assert max(together[policy] for policy in ("nothing", *demonstration.USELESS)) < 0.7
    assert min(together[policy] for policy in (demonstration.SPARED, *demonstration.USEFUL)) > 0.8
    assert together["money"] - together["nothing"] < 0.3


def test_the_lines_are_those_of_the_runs(shown: demonstration.Demonstration, folder: Path) -> None:
    with open_store(folder / "silos-demo.db", make=False) as store:
        runs = store.runs(NAME)
    seeds = runs.loc[runs["policy"] == "nothing", "seed"].astype(int).tolist()
    again = simulate(load(demonstration.SCENARIO), seeds=seeds)
    assert np.allclose(shown.across["nothing"], again.of("openness_across"), atol=1e-6)
    assert shown.together["nothing"] == pytest.approx((again.regime == 0).mean())


def test_the_maps_stand_at_the_dates_of_the_scenario_and_the_policies(shown: demonstration.Demonstration) -> None:
    assert shown.moments == (1, 60, 120, 240)
    assert [state.month for state in shown.states] == [1, 60, 120, 240, 240]
    again = [state.openness.mean() for state in demonstration.demonstrate("silos-demo.db").states]
    assert again == [state.openness.mean() for state in shown.states]
    assert again[4] > again[3], "enquiry opens more than money does"


def test_it_says_what_is_seen_and_what_to_try_next(first: Result, shown: demonstration.Demonstration) -> None:
    text, aside = (" ".join(stream.split()) for stream in (first.stdout, first.stderr))
    assert "Five lean years: 20 organisations." in text
    assert "20 runs in" in aside and "(0 were stored already)" in aside
    assert demonstration.HEADLINE in text
    assert " ".join(shown.finding.split()) in text
    assert "silos-demo.png" in text and "silos-demo.html" in text
    for line in ("silos run lean-years --set dialogue.enquiry=0.3", "silos parameters dialogue"):
        assert line in text
        assert CliRunner().invoke(app, line.split()[1:]).exit_code == 0
    assert "silos explore lean-years --store silos-demo.db" in text


def test_once_more_it_runs_nothing_anew_and_opens_the_page_where_it_is_asked_to(
    first: Result, demo: Demo, monkeypatch: pytest.MonkeyPatch
) -> None:
    served: list[Any] = []
    for name in SERVED:
        monkeypatch.setattr(name, lambda *url, **how: served.append(how or url[0]))
    again = demo("--page")
    assert again.exit_code == 0
    assert ": 0 runs in " in again.stderr and "(20 were stored already)" in again.stderr
    assert again.stdout.startswith(first.stdout)
    url, how = served
    assert url.endswith("/?scenario=lean-years")
    assert how["settings"].store == "silos-demo.db"


@pytest.mark.parametrize("file", ["a.html", "a.db"])
def test_it_refuses_before_it_runs(silos: Silos, tmp_path: Path, file: str) -> None:
    (tmp_path / file).mkdir()
    answer = silos("demo", "--out", "a.png")
    assert answer.exit_code == 2
    assert file in answer.stderr
    assert not (tmp_path / "a.png").exists()
