"""A workbook is read as a spreadsheet program saves it, what was taken is said, and what cannot be is refused."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from typer.testing import CliRunner

from scenarios import ScenarioError, load
from silos.cli import app

WHO = [["Name", "Sector", "Phone", None], ["Royal", "hospitals", 1, None], ["City", "councils", 2, None], [None] * 4]
TIES = [["From", "To", "Weight"], ["Royal", "City", 2]]
START = [["from", "to", "trust", "openness"], ["Royal", "City", 0.25, None], ["City", "Royal", None, 0.5]]


def saved(folder: Path, **sheets: list[list[Any]]) -> Path:
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(folder / "ours.xlsx")
    return folder / "ours.xlsx"


def test_sheets_of_a_workbook_are_a_system(tmp_path: Path) -> None:
    scenario = load(saved(tmp_path, Organisations=WHO, Ties=TIES, Start=START, Notes=[["what", "we", "think"]]))
    assert [(one.name, one.sector) for one in scenario.organisations] == [("Royal", "hospitals"), ("City", "councils")]
    assert scenario.ties[0].weight == 2
    assert (scenario.start[0].trust, scenario.start[1].openness) == (0.25, 0.5)
    assert scenario.name == scenario.title == "ours"


def test_values_by_tier_may_have_decimal_commas(tmp_path: Path) -> None:
    start = [["from", "to", "trust"], ["Royal", "City", "0,8 0,6 0,3"]]
    assert load(saved(tmp_path, Organisations=WHO, Start=start)).start[0].trust == (0.8, 0.6, 0.3)


def test_one_sheet_of_any_name_lists_organisations(tmp_path: Path) -> None:
    assert list(load(saved(tmp_path, Tabelle1=WHO)).names) == ["Royal", "City"]


def test_what_was_taken_is_said(tmp_path: Path) -> None:
    file = saved(tmp_path, Organisations=WHO, Notes=[["what", "we", "think"]])
    output = CliRunner().invoke(app, ["check", str(file)]).output
    assert "2 organisations, 1 tie" in output
    assert "2 rows of organisations from ours.xlsx, sheet Organisations: Name, Sector; not used: Phone" in output
    assert "sheet Notes was left out" in output


@pytest.mark.parametrize(
    ("sheets", "message"),
    [
        ({"Ties": TIES}, "no sheet lists organisations"),
        (
            {"Organisations": [["name", "size"], ["Royal", "big"]]},
            'sheet Organisations:2: size of organisations "Royal"',
        ),
        (
            {"Organisations": [["name", "size"], ["Royal", date(2020, 1, 2)]]},
            "= '2020-01-02': must be a number",
        ),
        ({"Organisations": [["name", "name"], ["Royal", "City"]]}, "sheet Organisations:1: name: two columns"),
        ({"Organisations": [["name"], ["Royal"], ["City", "x"]]}, "sheet Organisations:3: a cell to the right"),
        ({"Organisations": WHO, "Who": WHO}, "a second sheet of organisations"),
        ({"Organisations": []}, "empty"),
        ({"Organisations": [["name", "size"], ["Royal", "=1+2"]]}, "B2 = '=1+2': a formula that was never computed"),
        ({"Organisations": WHO, "Ties": [["from", "to"], ["Royal", "Cty"]]}, "did you mean 'City'?"),
    ],
)
def test_what_cannot_be_is_refused_with_its_sheet_and_row(
    sheets: dict[str, list[list[Any]]], message: str, tmp_path: Path
) -> None:
    with pytest.raises(ScenarioError) as caught:
        load(saved(tmp_path, **sheets))
    assert message in str(caught.value)


def test_what_is_no_workbook_is_refused(tmp_path: Path) -> None:
    for content in (b"name\nRoyal\n", b"PK\x03\x04 broken"):
        (tmp_path / "ours.xlsx").write_bytes(content)
        with pytest.raises(ScenarioError, match="not a workbook"):
            load(tmp_path / "ours.xlsx")
    with zipfile.ZipFile(tmp_path / "ours.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 250_000_000)
    with pytest.raises(ScenarioError, match="too large"):
        load(tmp_path / "ours.xlsx")
