"""The report of a search: the front in words and in a picture whose dots lead to what their packages do."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboards.report import gather, html
from dashboards.report.study import Study
from experiments import search
from results import open_store
from tests.experiments.test_search import SCARCITY, TIME, small
from tests.report.reading import Page

LIMIT = {"measure": "openness", "at_least": 0.26, "share": 0.75}


@pytest.fixture(scope="module")
def searched(tmp_path_factory: pytest.TempPathFactory) -> tuple[Study, Page]:
    place = tmp_path_factory.mktemp("search") / "silos.db"
    asked = small(constraints=[LIMIT], runs=160)
    search(asked, place)
    with open_store(place) as store:
        study = gather(store, "experiment")
        return study, Page(html(study))


def test_the_answer_is_the_cheapest_package(searched: tuple[Study, Page]) -> None:
    _, page = searched
    front = page.saved()["packages"]
    cheapest = front.sort_values("cost").iloc[0]
    assert f"The cheapest package (cost {cheapest['cost']:.3g}" in page.said
    assert (front["openness at least 0.26"] >= 0.75).all()
    assert {SCARCITY, TIME} <= set(front.columns)


def test_every_dot_of_the_front_leads_to_its_package(searched: tuple[Study, Page]) -> None:
    _, page = searched
    front = page.saved()["front"]
    inside = [address[1:] for address in page.addresses if address.startswith("#")]
    assert set(inside) <= set(page.ids) and len(page.ids) == len(set(page.ids))
    names = front[front["front"]]["package"].str.replace(r"[^a-z0-9]+", "-", regex=True)
    assert {f"front-{name}" for name in names} <= set(inside)
    assert 'target="_blank"' not in page.text


def test_it_says_how_many_worlds_and_packages(searched: tuple[Study, Page]) -> None:
    study, page = searched
    assert "20 packages of levers were tried, each in 4 worlds" in " ".join(page.said.split())
    assert len(study.runs) == 160


def test_a_search_that_found_nothing_says_so(tmp_path: Path) -> None:
    place = tmp_path / "silos.db"
    search(small(constraints=[{"measure": "openness", "at_least": 0.99}], runs=64), place)
    with open_store(place) as store:
        page = Page(html(gather(store, "experiment")))
    assert "No package was found that keeps every constraint" in page.said
