"""A wheel built from the tree works where the tree is not."""

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("silos", "sim", "scenarios", "experiments", "results", "dashboards")

pytestmark = pytest.mark.slow


class Elsewhere:
    """An environment with the wheel in it, used from a folder of its own."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.bin = place / "env" / ("Scripts" if os.name == "nt" else "bin")
        self.desk = place / "desk"
        self.desk.mkdir()

    def run(self, program: str, *words: str) -> str:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
        answer = subprocess.run(
            [self.bin / program, *words],
            cwd=self.desk,
            env=environment,
            capture_output=True,
            text=True,
            timeout=300,
        )
        assert answer.returncode == 0, f"{program} {' '.join(words)}\n{answer.stdout}\n{answer.stderr}"
        return answer.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("wheel")
    pip("wheel", "--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir", str(place), str(ROOT))
    (built,) = place.glob("silos-*.whl")
    return built


@pytest.fixture(scope="module")
def elsewhere(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Elsewhere:
    there = Elsewhere(tmp_path_factory.mktemp("elsewhere"))
    venv.create(there.place / "env", symlinks=os.name != "nt")
    python = str(there.bin / "python")
    pip("--python", python, "install", "--no-deps", "--no-index", str(wheel))
    # What silos needs is borrowed from here, so that no network is needed. A .pth file only adds a folder:
    # the editable install beside the borrowed packages is itself a .pth file, and those are not followed.
    packages = Path(there.run("python", "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip())
    borrowed = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    (packages / "borrowed.pth").write_text("\n".join(sorted(borrowed)) + "\n")
    return there


def pip(*words: str) -> None:
    answer = subprocess.run([sys.executable, "-m", "pip", *words], capture_output=True, text=True)
    assert answer.returncode == 0, answer.stdout + answer.stderr


def test_the_wheel_holds_the_packages_with_their_data_and_nothing_else(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    tops = {name.split("/", 1)[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == set(PACKAGES)
    data = (path for package in PACKAGES for path in (ROOT / package).rglob("*.toml"))
    assert {path.relative_to(ROOT).as_posix() for path in data} <= names
    assert "scenarios/library/plain.toml" in names
    assert not [name for name in names if name.endswith((".pyc", ".nbi", ".nbc"))]


@pytest.mark.parametrize("package", PACKAGES)
def test_every_package_is_imported_from_the_wheel(elsewhere: Elsewhere, package: str) -> None:
    found = elsewhere.run("python", "-c", f"import {package}; print({package}.__file__)").strip()
    assert Path(found).is_relative_to(elsewhere.place / "env")


def test_the_command_line_finds_the_scenarios(elsewhere: Elsewhere) -> None:
    assert "plain" in elsewhere.run("silos", "scenarios")


def test_the_command_line_runs_a_scenario(elsewhere: Elsewhere) -> None:
    assert elsewhere.run("silos", "run", "plain", "--months", "12", "--seed", "1")
