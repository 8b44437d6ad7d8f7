"""``silos validate --quick`` as CI runs it: everything that must hold holds, and the page says so by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

import experiments.validation.evidence as study
from dashboards.validation import html
from experiments.validation import NOT_REPRODUCED, QUICK, REPRODUCED, Validation
from results import open_store
from silos.cli import app
from sim.parameters import PARAMETERS
from tests.browser.axe import of_files
from tests.browser.harness import CHROMIUM
from tests.conftest import needs

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Validation, str]]:
    """What the command found, and the page it wrote; without the folder of data where it is not there."""
    kept: list[Validation] = []
    whole = study.validate

    def watched(*given: object, **named: object) -> Validation:
        kept.append(whole(*given, **named))  # type: ignore[arg-type]
        return kept[-1]

    page = tmp_path_factory.mktemp("report") / "validation.html"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("experiments.validation.validate", watched)
        data = ["--data", str(DATA)] if DATA.is_dir() else []
        told = CliRunner().invoke(app, ["validate", "--quick", "--out", str(page), *data])
    assert told.exit_code == 0, told.output
    yield kept[0], page.read_text(encoding="utf-8")


def test_all_that_must_hold_holds(made: tuple[Validation, str], shared: Path) -> None:
    found, _ = made
    assert found.failures == []
    assert len(found.numbers) >= 40
    assert found.docked is not None
    assert len(found.docked.matches) == 28
    assert [each.claim.name for each in found.directions] == [f"V{number}" for number in range(1, 16)]
    assert {each.verdict for each in found.directions} == {REPRODUCED}
    assert found.laboratory is not None
    assert found.laboratory.overall(1)[0] < 0.104


def test_facts_are_judged_honestly(made: tuple[Validation, str]) -> None:
    """All twenty, some of each verdict; those out of scope or in part say why, and so does each that fails."""
    from experiments.validation.known_failures import KNOWN_FAILURES

    facts = made[0].facts
    assert [each.claim.name for each in facts] == [f"S{number:02d}" for number in range(1, 21)]
    for each in facts:
        assert each.effects or each.claim.why
        assert each.verdict != NOT_REPRODUCED or each.claim.name in KNOWN_FAILURES


def test_what_hangs_on_what(made: tuple[Validation, str]) -> None:
    """With everything on all findings are there; where walls cannot move there is nothing to find."""
    table = made[0].mechanisms.set_index("mechanism")
    assert table.loc["everything as it is", "holds"].all()
    assert not table.loc["walls move", "holds"].any()
    assert table.loc["walls move", "value"].abs().max() < 1e-9


def test_what_matters_and_where_it_tips(made: tuple[Validation, str]) -> None:
    """Every parameter is looked at; pooling puts the tipping point off, blame brings it near."""
    found = made[0]
    assert found.sensitivity.indices["factor"].nunique() == sum(not each.structural for each in PARAMETERS.values())
    at = found.tipping[found.tipping["measure"] == "siloed"].set_index("policy")["estimate"]
    assert at["all failures blamed"] < at["as it is"] < at["pooling .2"]


def test_the_loop_is_a_loop(made: tuple[Validation, str]) -> None:
    """The branch after plenty lies above the one after want at every scarcity."""
    loop = made[0].loop
    assert (loop["low"] > 0.0).all()
    assert loop["upper"].is_monotonic_decreasing or loop["upper"].diff().max() < 0.02


def test_the_page_needs_nothing_else(made: tuple[Validation, str]) -> None:
    _, page = made
    assert not re.search(r"(?:src|href)=\"(?:https?:)?//", page)
    assert "All that must hold holds" in page
    for section in (
        "verification",
        "directions",
        "laboratory",
        "facts",
        "networks",
        "sensitivity",
        "limits",
        "remaking",
    ):
        assert f'<section id="{section}">' in page
    assert page.count("<svg") >= 10
    identifiers = re.findall(r"\bid=\"([^\"]+)\"", page)
    assert len(identifiers) == len(set(identifiers))


@needs(CHROMIUM, "chromium")
def test_axe_core_finds_nothing_serious(made: tuple[Validation, str], tmp_path: Path) -> None:
    place = tmp_path / "validation.html"
    place.write_text(made[1], encoding="utf-8")
    assert of_files(place) == {"validation.html, light": [], "validation.html, dark": []}


def test_a_failure_is_said_first_and_ends_with_one(
    made: tuple[Validation, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found, _ = made
    wrong = replace(found, numbers=[replace(found.numbers[0], ours=0.7), *found.numbers[1:]])
    monkeypatch.setattr("experiments.validation.validate", lambda *_: wrong)
    page = tmp_path / "wrong.html"
    told = CliRunner().invoke(app, ["validate", "--quick", "--out", str(page)])
    assert told.exit_code == 1
    assert "Does not hold: logit equilibrium" in told.output
    assert "1 thing that must hold does not" in page.read_text(encoding="utf-8")


def test_without_data_the_sections_say_so(made: tuple[Validation, str]) -> None:
    page = html(replace(made[0], laboratory=None, networks=[], data=None))
    assert page.count("Not computed: no folder of data was given") == 2


def test_stored_runs_are_not_played_again(made: tuple[Validation, str], tmp_path: Path) -> None:
    """From the kept store the directions come out the same, with not one run played."""
    from experiments.validation.expected_signs import DIRECTIONS
    from experiments.validation.hypotheses import judge_claim

    with open_store(tmp_path / "kept.db") as store:
        first = judge_claim(DIRECTIONS[2], QUICK.seeds, store)
        before = store.experiments()["seconds"].tolist()
        second = judge_claim(DIRECTIONS[2], QUICK.seeds, store)
        assert store.experiments()["seconds"].tolist() == before
    assert (
        first.effects == second.effects == next(each for each in made[0].directions if each.claim.name == "V3").effects
    )


def test_bad_input_is_refused_before_anything_is_computed(tmp_path: Path) -> None:
    runner = CliRunner()
    assert runner.invoke(app, ["validate", "--data", str(tmp_path / "nowhere")]).exit_code == 2
    refused = runner.invoke(app, ["validate", "--out", str(tmp_path / "report.pdf")])
    assert refused.exit_code == 2
    assert ".html" in refused.output
