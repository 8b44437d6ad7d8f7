"""The commands: make, invite, close, show, take the scenario, delete."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dashboards.survey.measure.definition import SurveyError
from dashboards.survey.serve import kept
from results import Surveys
from results.errors import NotFound
from scenarios import load
from silos.cli import app
from tests.survey.synthetic import answers, scenario, state_of
from tests.survey.test_imports import EXPORTS, survey


def silos(*words: str) -> str:
    answer = CliRunner().invoke(app, list(words), catch_exceptions=False)
    assert answer.exit_code == 0, answer.output
    return answer.stdout


def test_from_a_scenario_to_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SILOS_WORKSHOPS", str(tmp_path / "kept.db"))
    system = scenario(6)
    (tmp_path / "six.toml").write_text(system.dump())
    silos("survey", "make", str(tmp_path / "six.toml"), "--title", "Six")
    (row,) = json.loads(silos("survey", "list", "--json"))
    name = row["survey"]
    links = silos("survey", "links", name, "--people", "30", "--at", "https://here").split()
    assert len(set(links)) == 30 and all(link.startswith(f"https://here/s/{name}#k.") for link in links)
    with Surveys(tmp_path / "kept.db") as surveys:
        survey = kept.definition(surveys.get(name))
        said = answers(survey, state_of(system, 0, 12), people=30)
        for link, answer in zip(links, said.values(), strict=True):
            kept.answer(surveys, name, link.rpartition("#k.")[2], json.loads(answer.text()))
        with pytest.raises(SurveyError, match="no wave of this survey is closed"):
            kept.wave_of(kept.shown(surveys, name), None)
    assert "30 people answered" in silos("survey", "close", name)
    assert "Six: wave 1, 30 people answered" in silos("survey", "results", name)
    assert silos("survey", "export", name).startswith("wave,item,scope,")
    silos("survey", "scenario", name, "--out", str(tmp_path / "ours.toml"))
    ours = load(str(tmp_path / "ours.toml"))
    assert len(ours.start) > 30 and ours.title == "Six"
    assert "Wave 2" in silos("survey", "again", name)
    assert "deleted" in silos("survey", "delete", name, "--yes")
    with Surveys(tmp_path / "kept.db") as surveys, pytest.raises(NotFound):
        surveys.get(name)


def test_a_table_from_elsewhere_becomes_a_wave(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SILOS_WORKSHOPS", str(tmp_path / "kept.db"))
    with Surveys(tmp_path / "kept.db") as surveys:
        name = kept.make(surveys, survey())
    table, mapping = str(EXPORTS / "microsoft-forms.xlsx"), str(EXPORTS / "microsoft-forms.toml")
    assert 'organisation = "Which organisation do you work for?"' in silos("survey", "import", name, table)
    said = silos("survey", "import", name, table, "--mapping", mapping)
    assert f"12 people's answers are wave 1 of survey {name}." in said
    assert "12 people answered" in silos("survey", "results", name)
