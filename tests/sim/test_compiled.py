"""Compiled code cannot go stale: its folder is named after a hash of all sources of the model."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from sim.compiled import CACHE, MODEL_HASH, PACKAGE, private, source_hash

RULE = Path("rules/mindset.py")
SHOW = """
import sim.compiled, sim.engine
from sim.network import generate
from sim.parameters import Parameters
from sim.system import System
state = sim.engine.start(System(network=generate(Parameters().structure)), 0)
print(sim.compiled.CACHE.name, abs(state.orientation).max())
"""


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A copy of the model's sources."""
    return Path(shutil.copytree(PACKAGE, tmp_path / "sim", ignore=shutil.ignore_patterns("__pycache__")))


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_a_copy_has_the_same_hash(tree: Path) -> None:
    assert source_hash(tree) == source_hash() == MODEL_HASH
    assert CACHE.name.startswith(MODEL_HASH)


def test_any_edit_of_any_source_changes_the_hash(tree: Path) -> None:
    hashes = [source_hash(tree)]
    for file in sorted(tree.rglob("*.py")):
        text = file.read_text(encoding="utf-8")
        file.write_text(text + "\n", encoding="utf-8")
        hashes.append(source_hash(tree))
        file.write_text(text, encoding="utf-8")
    assert len(hashes) > 30
    assert len(set(hashes)) == len(hashes)
    assert source_hash(tree) == MODEL_HASH


def test_a_source_that_moves_comes_or_goes_changes_the_hash(tree: Path) -> None:
    hashes = {source_hash(tree)}
    (tree / RULE).rename(tree / "rules" / "minds.py")
    hashes.add(source_hash(tree))
    (tree / "rules" / "minds.py").unlink()
    hashes.add(source_hash(tree))
    (tree / "rules" / "newcomer.py").touch()
    hashes.add(source_hash(tree))
    assert len(hashes) == 4


def test_what_is_no_source_leaves_the_hash_alone(tree: Path) -> None:
    (tree / "notes.txt").write_text("notes")
    (tree / "__pycache__").mkdir()
    (tree / "__pycache__" / "rule.cpython-311.pyc").write_bytes(b"rubbish")
    assert source_hash(tree) == MODEL_HASH


@pytest.mark.slow
def test_a_rule_edited_in_another_file_than_its_kernel_is_compiled_anew(tree: Path) -> None:
    """numba alone would go on with the old rule."""

    def shown() -> tuple[str, float]:
        environment = {**os.environ, "PYTHONPATH": str(tree.parent), "SILOS_CACHE": str(tree.parent / "cache")}
        command = [sys.executable, "-c", SHOW]
        answer = subprocess.run(command, cwd=tree.parent, env=environment, capture_output=True, text=True, timeout=300)
        assert answer.returncode == 0, answer.stderr
        folder, value = answer.stdout.split()
        return folder, float(value)

    before, again = shown(), shown()
    edit(tree / RULE, "clip(mean + spread * normal, -1.0, 1.0)", "clip(mean + spread * normal, -0.1, 0.1)")
    after = shown()
    assert before == again
    assert before[0] != after[0]
    assert before[1] > 0.3
    assert after[1] == 0.1
    assert {each.name for each in (tree.parent / "cache").iterdir()} == {before[0], after[0]}


@pytest.mark.skipif(os.name != "posix", reason="rights of files as POSIX has them")
def test_the_folder_of_compiled_code_is_the_users_alone(tmp_path: Path) -> None:
    open_to_all = tmp_path / "cache"
    open_to_all.mkdir()
    open_to_all.chmod(0o777)
    assert private(open_to_all) == open_to_all
    assert open_to_all.stat().st_mode & 0o777 == 0o700
    assert CACHE.stat().st_mode & 0o077 == 0


@pytest.mark.skipif(os.name != "posix", reason="rights of files as POSIX has them")
def test_a_folder_of_somebody_else_is_not_trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: tmp_path.stat().st_uid + 1)
    other = private(tmp_path / "cache")
    assert not other.is_relative_to(tmp_path / "cache")
    assert other.stat().st_mode & 0o077 == 0
    other.rmdir()
