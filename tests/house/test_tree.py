"""What must never be in the tree."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("silos", "sim", "scenarios", "experiments", "results", "dashboards")

MACHINE = re.compile(r"(?<![\w.])/(?:work|root|home/\w+|Users/\w+)/|\.pyenv|(?:extra-)?index-url|find-links")
RANDOM = re.compile(r"^\s*(?:import|from)\s+random\b|\b(?:np|numpy)\.random\b|^\s*from\s+numpy\s+import\s.*\brandom\b")
ALLOWED = re.compile(r"#\s*noqa:\s*TID251\b")


def tree() -> list[Path]:
    """Every file that is or could be committed."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.split("\0")
    return [path for name in sorted(set(names)) if name and (path := ROOT / name).is_file()]


def findings(paths: list[Path], pattern: re.Pattern[str], allowed: re.Pattern[str] | None = None) -> list[str]:
    found = []
    for path in paths:
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except UnicodeDecodeError:
            continue
        for number, line in enumerate(lines, 1):
            if pattern.search(line) and not (allowed and allowed.search(line)):
                found.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()}")
    return found


def test_no_file_names_a_machine() -> None:
    assert not findings([path for path in tree() if path != Path(__file__).resolve()], MACHINE)


def test_chance_comes_from_our_own_draws_only() -> None:
    ours = [path for path in tree() if path.suffix == ".py" and path.relative_to(ROOT).parts[0] in PACKAGES]
    assert ours
    assert not findings(ours, RANDOM, ALLOWED)


def test_the_lock_holds_names_and_versions_only() -> None:
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    assert not [line for line in lines if "://" in line or "@" in line or "--hash" in line]
    assert all(re.match(r"#|[a-z0-9][a-z0-9.-]*==\d", line) for line in lines)


@pytest.mark.parametrize("group", ["dependencies", "test"])
def test_the_lock_pins_everything_asked_for(group: str) -> None:
    with (ROOT / "pyproject.toml").open("rb") as file:
        project = tomllib.load(file)["project"]
    asked = project["dependencies"] if group == "dependencies" else project["optional-dependencies"][group]
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    names = {re.split(r"[^A-Za-z0-9-]", each, maxsplit=1)[0].lower() for each in asked}
    assert not [name for name in names if not re.search(rf"^{re.escape(name)}==", lock, re.MULTILINE)]


def test_what_is_cited_is_what_is_released() -> None:
    with (ROOT / "pyproject.toml").open("rb") as file:
        project = tomllib.load(file)["project"]
    cited = dict(re.findall(r"^([a-z-]+): *(.*)$", (ROOT / "CITATION.cff").read_text(encoding="utf-8"), re.MULTILINE))
    assert {"cff-version", "message", "title", "authors"} <= cited.keys()
    assert (cited["version"], cited["license"]) == (project["version"], project["license"])
    assert (ROOT / "LICENSE").read_text(encoding="utf-8").startswith("MIT License")


def test_no_merge_was_left_half_done() -> None:
    """A conflict that was committed shows both of its sides to whoever reads the file."""
    command = ["git", "grep", "-lIE", "^(<<<<<<<|>>>>>>>) ", "--", "."]
    marked = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert marked.returncode == 1, marked.stdout or marked.stderr


def test_luck_is_a_word_for_the_room_and_the_lesson() -> None:
    """Modellers read of seeds and random numbers (``docs/terms.md``)."""
    rooms = [ROOT / "results", ROOT / "scenarios", *(ROOT / "dashboards" / room for room in ("report", "validation"))]
    rooms += [ROOT / "experiments"]
    for_modellers = [path for path in tree() if path.suffix == ".py" and any(room in path.parents for room in rooms)]
    assert for_modellers
    assert not findings(for_modellers, re.compile(r"\bluck\b", re.IGNORECASE))
