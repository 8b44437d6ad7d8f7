"""The recipes of docs/extending.md, applied to a copy of the tree as a stranger would, do what they say."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import silos
from tests.docs.blocks import ROOT, Block, blocks, sections

PACKAGES = ("silos", "sim", "scenarios", "experiments", "results", "dashboards")
DOCUMENT = "docs/extending.md"
RECIPES = ("A scenario", "A strategy", "A measure", "A rule")

TRIED = """
import json
import silos

two = [{"name": "A", "strategy": "generous-tit-for-tat"}, {"name": "B", "strategy": "battle"}]
generous = {"organisations": two, "structure": {"tiers": 1}, "boundary": {"closing": 0.0, "openness": 1.0}}
duty = silos.ends("two-boroughs", set={"boundary.duty": 0.6}, seeds=8)
print(json.dumps({
    "scenarios": list(silos.scenarios().index),
    "parameter": str(silos.parameters("boundary.duty").loc["boundary.duty", "range"]),
    "races": silos.ends(generous, months=36, seeds=400)["race_share"].mean(),
    "boroughs": silos.ends("two-boroughs", seeds=8).to_dict("list"),
    "duty": duty["openness"].tolist(),
    "as before": silos.ends("plain", months=12, seeds=8).to_dict("list"),
}))
"""


def amended(text: str, block: Block) -> str:
    """A file after a change: lines with + come in, those with - go out, the others are where."""
    lines = block.text.splitlines()
    assert {line[:1] or " " for line in lines} <= {" ", "+", "-"}, block.text
    before = "".join(f"{line[1:]}\n" for line in lines if line[:1] != "+")
    after = "".join(f"{line[1:]}\n" for line in lines if line[:1] != "-")
    assert text.count(before) == 1, f"{block.title} has {text.count(before)} times:\n{before}"
    return text.replace(before, after)


def apply(block: Block, tree: Path) -> None:
    """Do to the tree what a block says."""
    file = tree / block.title
    file.write_text(
        amended(file.read_text(encoding="utf-8"), block) if block.language == "diff" else block.text, encoding="utf-8"
    )


pytestmark = pytest.mark.minutes


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the tree with every recipe applied."""
    tree = tmp_path_factory.mktemp("tree")
    for package in (*PACKAGES, "tools"):
        shutil.copytree(ROOT / package, tree / package, ignore=shutil.ignore_patterns("__pycache__"))
    for block in blocks(DOCUMENT):
        if block.title:
            apply(block, tree)
    command = [sys.executable, "-m", "tools.parameter_rows"]
    subprocess.run(command, cwd=tree, env=os.environ | {"PYTHONPATH": str(tree)}, check=True)
    return tree


@pytest.mark.parametrize("recipe", RECIPES)
def test_a_recipe_touches_as_many_files_as_the_table_says(recipe: str) -> None:
    said = (ROOT / DOCUMENT).read_text(encoding="utf-8")
    files = {block.title for block in sections(DOCUMENT)[recipe] if block.title}
    listed = re.search(rf"^\| {recipe.lower()}[^|]*\| (\d) ", said, re.MULTILINE)
    more = re.search(r"^\| a parameter for it \| (\d) more", said, re.MULTILINE)
    assert listed and more
    assert int(listed[1]) <= 2
    assert len(files) == int(listed[1]) + (int(more[1]) if recipe == "A rule" else 0)


def test_a_change_that_does_not_fit_its_file_is_found_out() -> None:
    block = Block("diff", "a.py", " one\n-two\n+three\n")
    assert amended("zero\none\ntwo\n", block) == "zero\none\nthree\n"
    for text in ("one\ntwos\n", "one\ntwo\none\ntwo\n"):
        with pytest.raises(AssertionError, match=r"a\.py has"):
            amended(text, block)


def test_what_the_recipes_give_is_in_the_house_s_form(tree: Path) -> None:
    packages = [str(tree / package) for package in PACKAGES]
    for words in (("check",), ("format", "--check")):
        command = [sys.executable, "-m", "ruff", *words, "--config", str(ROOT / "pyproject.toml"), *packages]
        answer = subprocess.run(command, capture_output=True, text=True)
        assert answer.returncode == 0, answer.stdout + answer.stderr


@pytest.mark.slow
def test_what_the_recipes_give_does_what_they_say(tree: Path) -> None:
    found = tried(tree)
    assert "two-boroughs" in found["scenarios"]
    assert found["parameter"] == "[0, 1]"
    # Against one that always battles: a race at first, then one in three; the other never.
    assert found["races"] == pytest.approx(1 / 6, abs=0.03)
    # Of two, the poorer has mean - mean |difference| / 2, and their Gini coefficient is |difference| / (4 mean).
    ends = found["boroughs"]
    poorer = [mean * (1 - 2 * gini) for mean, gini in zip(ends["resources"], ends["resources_gini"], strict=True)]
    assert ends["resources_lowest"] == pytest.approx(poorer, abs=1e-12)
    # A tie's openness is that of both doors, none of which is below 0.6; without the duty they would be.
    assert min(found["duty"]) >= 0.36 > min(ends["openness"])
    # All else stays, to the last bit.
    ours = silos.ends("plain", months=12, seeds=8)
    theirs = pd.DataFrame(found["as before"])[ours.columns]
    pd.testing.assert_frame_equal(theirs, ours, check_exact=True, check_dtype=False)


def tried(tree: Path) -> dict[str, Any]:
    """What the changed program answers."""
    environment = {**os.environ, "PYTHONPATH": str(tree), "SILOS_CACHE": str(tree / "cache")}
    command = [sys.executable, "-c", TRIED]
    answer = subprocess.run(command, cwd=tree, env=environment, capture_output=True, text=True, timeout=1800)
    assert answer.returncode == 0, answer.stderr
    found: dict[str, Any] = json.loads(answer.stdout)
    return found
