"""The manuscript has the parts its journal asks for, cites what is in its bibliography, and counts right."""

from __future__ import annotations

import re

from scenarios import library
from tests.conftest import ROOT

PAPER = (ROOT / "paper" / "paper.md").read_text(encoding="utf-8")
BIBLIOGRAPHY = (ROOT / "paper" / "paper.bib").read_text(encoding="utf-8")
NUMBERS = ["fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"]


def test_every_citation_has_its_entry_and_every_entry_is_cited() -> None:
    cited = set(re.findall(r"@([a-z]+\d*)", PAPER.split("---", 2)[2]))
    assert cited == set(re.findall(r"^@\w+\{(\w+),", BIBLIOGRAPHY, re.MULTILINE))


def test_it_has_the_sections_that_the_journal_asks_for() -> None:
    for heading in ("Summary", "Statement of need", "State of the field", "Acknowledgements", "References"):
        assert f"\n# {heading}\n" in PAPER
    assert 250 <= len(PAPER.split("---", 2)[2].split()) <= 1000


def test_it_counts_the_scenarios_there_are() -> None:
    assert f"{NUMBERS[len(library()) - 15]} scenarios" in PAPER


def test_it_says_of_independent_evidence_what_the_evidence_says() -> None:
    evidence = (ROOT / "docs" / "evidence.md").read_text(encoding="utf-8")
    said = re.search(r"Of (\d+) tests (\w+) hold and (\w+) fail", evidence)
    assert said
    assert (
        f"Of {said[1]} tests against evidence that was not used to\nbuild it, {said[2]} hold and {said[3]} fail"
        in PAPER
    )
