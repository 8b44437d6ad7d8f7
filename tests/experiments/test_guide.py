"""docs/sweeps.md: its experiments are right, its first steps work as they stand, and it names every key of a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from experiments.spec.schema import DESIGNS, DISTRIBUTIONS, RECORDS, ExperimentFile, FactorEntry, UntilEntry
from sim.parameters import Parameters
from tests.docs.blocks import ROOT, blocks
from tests.silos.conftest import Silos, silos

__all__ = ["silos"]

GUIDE = "docs/sweeps.md"


@pytest.fixture
def folder(silos: Silos) -> Path:
    """The current folder, with the experiments of the guide as its files."""
    for block in blocks(GUIDE):
        if block.title:
            Path(block.title).write_text(block.text, encoding="utf-8")
    return Path.cwd()


def test_the_five_minutes_go_as_they_say(silos: Silos, folder: Path) -> None:
    checked = silos("check", "pooling.toml")
    assert checked.stdout.startswith("pooling.toml: OK: Pooling against scarcity, 18 points, 360 runs, about ")
    played = silos("sweep", "pooling.toml")
    assert played.exit_code == 0 and played.stderr.startswith("pooling: 360 runs in ")
    assert played.stderr.splitlines()[-1] == "Next: silos report pooling.toml"
    reported = silos("report", "pooling.toml")
    assert reported.exit_code == 0, reported.output
    assert list(folder.glob("*.html"))
    for python in (block.text for block in blocks(GUIDE) if block.language == "python"):
        exec(compile(python, GUIDE, "exec"), {})


@pytest.mark.parametrize("name", [block.title for block in blocks(GUIDE) if block.title])
def test_every_experiment_of_the_guide_is_right(silos: Silos, folder: Path, name: str) -> None:
    found = silos("check", name)
    assert found.exit_code == 0, found.output


def test_every_key_design_distribution_and_record_is_named() -> None:
    text = (ROOT / GUIDE).read_text(encoding="utf-8")
    keys = ExperimentFile.model_fields.keys() - Parameters.model_fields.keys() - {"factors", "policies", "until"}
    words = {*keys, *FactorEntry.model_fields, *UntilEntry.model_fields, *DESIGNS, *DISTRIBUTIONS, *RECORDS}
    missing = {word for word in words if word not in text}
    assert not missing
    assert all(f"[{table}]" in text for table in ("[factors]", "[policies]", "until"))
