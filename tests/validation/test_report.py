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
from experiments.validation import QUICK, Validation
from experiments.validation.ablations import NOTHING_OFF
from experiments.validation.hypotheses import NOT_REPRODUCED, REPRODUCED
from results import open_store
from silos.cli import app
from sim.parameters import PARAMETERS
from tests.browser.axe import of_files
from tests.browser.harness import CHROMIUM
from tests.conftest import needs

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"

pytestmark = [pytest.mark.slow, pytest.mark.minutes]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Validation, str]]:
    """The evidence that the command gathered, and the page it wrote; without the folder of data where it is not"
    " there."""
    kept: list[Validation] = []
    whole = study.validate

    def watched(*given: object, **named: object) -> Validation:
        kept.append(whole(*given, **named))  # type: ignore[arg-type]
        return kept[-1]

    page = tmp_path_factory.mktemp("report") / "validation.html"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("experiments.validation.validate", watched)
        data = ["--data", str(DATA)] if DATA.is_dir() else []
        result = CliRunner().invoke(app, ["validate", "--quick", "--out", str(page), *data])
    assert result.exit_code == 0, result.output
    yield kept[0], page.read_text(encoding="utf-8")


def test_all_that_must_hold_holds(made: tuple[Validation, str]) -> None:
    evidence, _ = made
    assert evidence.failures == []
    assert len(evidence.numbers) >= 60
    assert evidence.docked is not None
    assert len(evidence.docked.matches) == 28
    assert len(evidence.figures) >= 100
    assert {judged.verdict for judged in evidence.directions if judged.claim.required} == {REPRODUCED}


def test_the_verdict_has_three_parts_and_the_last_decides_nothing(made: tuple[Validation, str]) -> None:
    evidence, page = made
    assert [part.required for part in evidence.parts] == [True, True, False]
    assert sum(len(part.failures) for part in evidence.parts[:2]) == len(evidence.failures)
    assert evidence.independent.failures, "the model is known to fail on some facts"
    for part in evidence.parts:
        assert f"{part.right} of {part.tests}" in page


def test_people_of_whole_studies_left_out_are_predicted_better_than_by_the_line(
    made: tuple[Validation, str], shared: Path
) -> None:
    laboratory = made[0].laboratory
    assert laboratory is not None
    assert laboratory.beats
    assert len(laboratory.studies) == 3


def test_facts_are_judged_honestly(made: tuple[Validation, str]) -> None:
    """All twenty, some of each verdict; those out of scope or in part say why, and so does each that fails."""
    from experiments.validation.known_failures import FIRST_MODEL, KNOWN_FAILURES

    facts = made[0].facts
    assert [judged.claim.name for judged in facts] == [f"S{number:02d}" for number in range(1, 21)]
    assert set(FIRST_MODEL) == {judged.claim.name for judged in facts}
    for judged in facts:
        assert judged.claim.why or judged.claim.extent == "full"
        assert judged.verdict != NOT_REPRODUCED or judged.claim.name in KNOWN_FAILURES


def test_patterns_rest_on_walls_that_move(made: tuple[Validation, str]) -> None:
    """With everything on all patterns are there; where walls cannot move nothing closes, and beliefs make the"
    " groups."""
    table = made[0].mechanisms.set_index(["mechanism", "finding"])["value"]
    on, fixed = table.xs(NOTHING_OFF), table.xs("walls move")
    assert (on.drop("silos come as groups (V13)") > 0.1).all()
    assert (fixed.abs() < 1e-9).all()
    assert table["beliefs are learnt", "silos come as groups (V13)"] == 0.0


def test_every_parameter_is_looked_at(made: tuple[Validation, str]) -> None:
    factors = set(made[0].sensitivity.indices["factor"])
    assert factors
    assert factors <= {name for name, parameter in PARAMETERS.items() if not parameter.structural}


def test_the_loop_is_a_loop(made: tuple[Validation, str]) -> None:
    """The branch after plenty lies above the one after want at every scarcity."""
    loop = made[0].loop
    assert (loop["gap"] > 0.0).all()


def test_the_page_needs_nothing_else(made: tuple[Validation, str]) -> None:
    _, page = made
    assert not re.search(r"(?:src|href)=\"(?:https?:)?//", page)
    sections = re.findall(r'<section id="([a-z]+)">', page)
    assert sections == [
        "regimes",
        "laboratory",
        "facts",
        "networks",
        "robustness",
        "mechanisms",
        "sensitivity",
        "directions",
        "verification",
        "limits",
        "remaking",
    ]
    assert page.count("<svg") >= 10
    assert '<details class="table" id="numbers">' in page
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
    evidence, _ = made
    wrong = replace(evidence, numbers=[replace(evidence.numbers[0], ours=0.7), *evidence.numbers[1:]])
    monkeypatch.setattr("experiments.validation.validate", lambda *_: wrong)
    page = tmp_path / "wrong.html"
    result = CliRunner().invoke(app, ["validate", "--quick", "--out", str(page)])
    assert result.exit_code == 1
    assert "does not hold: logit equilibrium" in result.output
    assert "1 failure, none of which may be" in page.read_text(encoding="utf-8")


def test_without_data_the_sections_say_so(made: tuple[Validation, str]) -> None:
    page = html(replace(made[0], laboratory=None, networks=[], data=None))
    assert page.count("Not computed: no folder of data was given") == 2


def test_stored_runs_are_not_played_again(made: tuple[Validation, str], tmp_path: Path) -> None:
    """From the kept store the directions come out the same, with not one run played."""
    from experiments.validation.directions import DIRECTIONS
    from experiments.validation.hypotheses import judge_claim

    claim = next(claim for claim in DIRECTIONS if claim.name == "V5")
    with open_store(tmp_path / "kept.db") as store:
        first = judge_claim(claim, QUICK.seeds, store)
        before = store.experiments()["seconds"].tolist()
        second = judge_claim(claim, QUICK.seeds, store)
        assert store.experiments()["seconds"].tolist() == before
    kept = next(judged for judged in made[0].directions if judged.claim.name == "V5")
    assert first.effects == second.effects == kept.effects


def test_bad_input_is_refused_before_anything_is_computed(tmp_path: Path) -> None:
    runner = CliRunner()
    assert runner.invoke(app, ["validate", "--data", str(tmp_path / "nowhere")]).exit_code == 2
    refused = runner.invoke(app, ["validate", "--out", str(tmp_path / "report.pdf")])
    assert refused.exit_code == 2
    assert ".html" in refused.output
