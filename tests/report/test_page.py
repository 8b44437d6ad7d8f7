"""A report is one sound file that needs nothing else and runs nothing."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from dashboards.report import Study, html
from tests.browser.axe import of_files
from tests.browser.harness import CHROMIUM, a_browser
from tests.conftest import needs
from tests.report.conftest import SCARCITY
from tests.report.reading import Page

Made = tuple[Study, Page]


def test_nothing_is_fetched(policies: Made) -> None:
    for address in policies[1].addresses:
        assert address.startswith(("data:", "#")), address[:80]


def test_nothing_is_run(policies: Made) -> None:
    assert not [tag for tag, _ in policies[1].tags if tag in ("script", "iframe", "object", "embed", "link")]
    assert not [name for _, attrs in policies[1].tags for name in attrs if name.startswith("on")]


def test_no_two_things_have_one_id_and_every_link_leads_somewhere(policies: Made) -> None:
    page = policies[1]
    assert len(page.ids) == len(set(page.ids))
    inside = [each[1:] for each in page.addresses if each.startswith("#")]
    assert inside and set(inside) <= set(page.ids)


def test_every_picture_is_told_in_words_and_its_numbers_can_be_saved(policies: Made) -> None:
    page = policies[1]
    pictures = re.findall(r"<figure id=\"([^\"]+)\">(.*?)</figure>", page.text, re.DOTALL)
    assert len(pictures) > 10
    for name, body in pictures:
        assert re.search(r"<title>[^<]{10,}</title>", body), name
        assert not page.saved()[name].empty, name


def test_it_says_how_to_make_it_again(policies: Made) -> None:
    study, page = policies
    assert f"silos sweep {study.experiment.name}.toml silos report {study.experiment.name} " in " ".join(
        page.said.split()
    )
    assert "takes the experiment's own file" in page.said
    assert study.id in page.said
    assert f"--reproduce {study.runs['run'].iloc[0]}" in page.said
    assert page.saved()["runs"]["run"].tolist() == study.runs["run"].tolist()
    for name in ("model", "numpy", "python"):
        assert study.origins[0][name] in page.said


@pytest.mark.parametrize(
    ("name", "given"),
    [("scarcity-by-trust", "scarcity-by-trust"), ("scarcity-by-trust-quick", "scarcity-by-trust --quick")],
)
def test_an_experiment_of_the_library_is_made_again_by_its_name(report_of: Any, name: str, given: str) -> None:
    study, _ = report_of(replicates=1)
    page = Page(html(replace(study, experiment=replace(study.experiment, name=name)), store=" --store 'my runs.db'"))
    assert f"silos sweep {given} --store 'my runs.db' silos report {name} --store" in " ".join(page.said.split())
    assert "own file" not in page.said


def test_every_model_that_made_runs_is_told(report_of: Any) -> None:
    study, _ = report_of(replicates=1)
    (one,) = study.origins
    origins = [{**one, "model": model} for model in ("first", "second", "third")]
    page = Page(html(replace(study, origins=origins)))
    assert "runs of 3 model versions are mixed here" in page.said
    assert {"first", "second", "third"} <= set(page.shown("origins")["it was"])


def test_names_are_words_and_nothing_else(report_of: Any) -> None:
    bad = "<script>alert(1)</script>"
    told = [{"name": f"{bad} one", "description": bad}, {"name": "two & <b>", "game.sharing": 0.5}]
    _, page = report_of(title=f"Title {bad}", question=bad, description=f"{bad} `code`", policies=told)
    assert not [tag for tag, _ in page.tags if tag in ("script", "b")]
    assert "&lt;script&gt;" in page.text
    assert bad in page.said


@needs(CHROMIUM, "chromium")
@pytest.mark.parametrize("width", [390, 1280])
def test_a_browser_shows_it_without_a_network_and_without_scrolling_sideways(
    policies: Made, tmp_path: Path, width: int
) -> None:
    place = tmp_path / "report.html"
    place.write_text(policies[1].text, encoding="utf-8")
    with a_browser() as browser:
        page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme="dark")
        asked: list[str] = []
        wrong: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: wrong.append(message.text))
        page.goto(place.as_uri())
        assert [each for each in asked if not each.startswith(("file:", "data:"))] == []
        assert wrong == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert dark != "rgb(255, 255, 255)"
        assert page.locator("svg").count() > 10


@needs(CHROMIUM, "chromium")
def test_axe_core_finds_nothing_serious(policies: Made, tmp_path: Path) -> None:
    place = tmp_path / "report.html"
    place.write_text(policies[1].text, encoding="utf-8")
    assert of_files(place) == {"report.html, light": [], "report.html, dark": []}


def test_the_same_runs_give_the_same_file(policies: Made) -> None:
    from dashboards.report import html

    assert html(policies[0]) == policies[1].text


def test_words_of_statistics_are_explained_where_they_are_used(policies: Made) -> None:
    said = policies[1].said
    for word in ("bootstrap", "seed", "regret"):
        assert said.count(word) >= 2
    assert SCARCITY in said


def test_whoever_waits_is_told_how_far_the_report_is(policies: Made) -> None:
    from dashboards.report import html

    steps: list[tuple[int, int]] = []
    html(policies[0], watch=lambda done, total: steps.append((done, total)))
    assert steps == [(done, len(steps)) for done in range(1, len(steps) + 1)]
    assert len(steps) > 10
