"""Surveys made elsewhere: exports made by us in the layouts of four programs, all with the same answers."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import Workbook

from dashboards.survey.imports.answers import take
from dashboards.survey.imports.draft import draft
from dashboards.survey.imports.mapping import ColumnMapping, read_mapping
from dashboards.survey.imports.table import read
from dashboards.survey.measure.answer import Answer
from dashboards.survey.measure.definition import Survey, SurveyError, survey_of
from dashboards.survey.serve import kept
from results import Surveys
from scenarios import ScenarioError, load

EXPORTS = Path(__file__).parent / "exports"
FILES = ("microsoft-forms.xlsx", "google-forms.csv", "redcap.csv", "qualtrics.csv")
NAMES = {"Hospital": "hospitals", "Council": "councils", "Community trust": "community"}


def survey() -> Survey:
    rows = [{"name": name, "sector": sector} for name, sector in NAMES.items()]
    return survey_of(load({"title": "Three", "structure.tiers": 2, "organisations": rows}))


def expected() -> list[Answer]:
    """What the twelve people said, of whom one left out an answer."""
    kinds = list(NAMES.values())
    return [
        Answer(
            organisation=person["org"],
            tier=person["tier"],
            partners={place: {"trust": step - 1} for place, step in enumerate(person["trust"]) if step},
            kinds={kinds[place]: {"zero_sum": step - 1} for place, step in enumerate(person["zs"]) if step},
            guesses={},
        )
        for person in json.loads((EXPORTS / "expected.json").read_text())
    ]


@pytest.mark.parametrize("file", FILES)
def test_an_export_gives_the_answers_that_were_given(file: str) -> None:
    mapping = read_mapping((EXPORTS / file).with_suffix(".toml"))
    taken = take(read(EXPORTS / file), mapping, survey())
    assert list(taken.answers.values()) == expected()
    assert not taken.skipped


@pytest.mark.parametrize("file", FILES)
def test_a_draft_names_what_can_be_guessed_and_leaves_the_rest_open(file: str) -> None:
    text = draft(read(EXPORTS / file), survey())
    closed = tomllib.loads(re.sub(r"= \?$", "= 1", text, flags=re.MULTILINE))
    mapping = tomllib.loads((EXPORTS / file).with_suffix(".toml").read_text())
    if file != "redcap.csv":  # codes tell nothing of organisations
        assert (closed["organisation"], closed["tier"]) == (mapping["organisation"], mapping["tier"])
        assert set(closed["tiers"]) == {"Board", "Team"}
        assert any("{about}" in column["column"] for column in closed["columns"])
    assert "person" not in closed, "the number of a response is no person, and nothing tells the two apart"


def test_what_cannot_be_understood_is_named_with_its_cell(tmp_path: Path) -> None:
    text = (EXPORTS / "google-forms.csv").read_text()
    (tmp_path / "wrong.csv").write_text(text.replace("Sometimes", "Somtimes", 1).replace("Council,", "Councl,", 1))
    with pytest.raises(ScenarioError) as caught:
        take(read(tmp_path / "wrong.csv"), read_mapping(EXPORTS / "google-forms.toml"), survey())
    said = str(caught.value)
    assert re.search(r"wrong\.csv:\d+: .*Somtimes.*no step of trust; allowed: 1 to 5", said)
    assert "'Councl': nobody of the survey; did you mean 'Council'?" in said


def test_a_mapping_that_does_not_fit_is_refused(tmp_path: Path) -> None:
    mapping = {"organisation": "Your org", "columns": [{"item": "trst", "column": "x"}]}
    with pytest.raises(ScenarioError) as caught:
        take(read(EXPORTS / "google-forms.csv"), ColumnMapping.model_validate(mapping), survey())
    said = str(caught.value)
    assert "did you mean 'trust'?" in said
    assert "which column says which of 2 tiers?" in said
    assert "'Your org': no such column" in said
    (tmp_path / "map.toml").write_text('organisation = 3\ncolumn = "a"\ncolumns = []')
    with pytest.raises(ScenarioError, match=r"organisation = 3(.|\n)*column = 'a'|column = 'a'(.|\n)*organisation = 3"):
        read_mapping(tmp_path / "map.toml")


def test_a_workbook_that_is_none_or_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with ZipFile(tmp_path / "none.xlsx", "w") as archive:
        archive.writestr("hello.txt", "hello")
    with pytest.raises(ScenarioError, match="not a workbook"):
        read(tmp_path / "none.xlsx")
    book = Workbook()
    book.active.append(["a", "a"])
    book.save(tmp_path / "twice.xlsx")
    with pytest.raises(ScenarioError, match="a: two columns of this name"):
        read(tmp_path / "twice.xlsx")
    monkeypatch.setattr("scenarios.reading.workbook.MOST_UNPACKED", 100)
    with pytest.raises(ScenarioError, match="allowed: at most 100"):
        read(tmp_path / "twice.xlsx")


def test_waves_of_which_nobody_can_tell_who_is_who_are_not_compared(tmp_path: Path) -> None:
    answers = {str(number): answer for number, answer in enumerate(expected())}
    with Surveys(tmp_path / "kept.db") as surveys:
        known, rows, asked = (kept.make(surveys, survey()) for _ in range(3))
        assert kept.take_in(surveys, known, answers, known=True) == 1
        assert kept.take_in(surveys, known, answers, known=True) == 2
        (first, second) = kept.shown(surveys, known).waves
        assert first.cells == second.cells, "the same people said the same"
        assert not any("record" in person for person, _ in surveys.answers(known)[0])
        kept.take_in(surveys, rows, answers, known=False)
        (key,) = kept.invite(surveys, asked, 1)
        kept.answer(surveys, asked, key, json.loads(expected()[0].text()))
        surveys.stop(asked)
        for again in (
            lambda: kept.take_in(surveys, rows, answers, known=True),
            lambda: kept.take_in(surveys, asked, answers, known=True),
            lambda: kept.take_in(surveys, known, answers, known=False),
            lambda: kept.again(surveys, known),
        ):
            with pytest.raises(SurveyError, match="tells who is who"):
                again()
