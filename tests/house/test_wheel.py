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
            timeout=900,
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
    # What packages put beside themselves: the pages' widgets are found there.
    for beside in ("share", "etc"):
        (there.place / "env" / beside).symlink_to(Path(sys.prefix) / beside)
    return there


def of_the_tree() -> set[str]:
    """Every file of the packages that is committed, or could be."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", *PACKAGES]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.split("\0")
    return {name for name in listed if name and (ROOT / name).is_file()}


def pip(*words: str) -> None:
    answer = subprocess.run([sys.executable, "-m", "pip", *words], capture_output=True, text=True)
    assert answer.returncode == 0, answer.stdout + answer.stderr


def test_the_wheel_holds_the_packages_with_their_data_and_nothing_else(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    tops = {name.split("/", 1)[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == set(PACKAGES)
    assert of_the_tree() <= names
    for each in (
        "scenarios/library/plain.toml",
        "experiments/library/scarcity-by-trust.toml",
        "results/migrations/env.py",
    ):
        assert each in names
    assert [name for name in names if name.startswith("dashboards/") and name.endswith((".css", ".js", ".vue"))]
    assert not [name for name in names if name.endswith((".pyc", ".nbi", ".nbc"))]


@pytest.mark.parametrize("package", PACKAGES)
def test_every_package_is_imported_from_the_wheel(elsewhere: Elsewhere, package: str) -> None:
    found = elsewhere.run("python", "-c", f"import {package}; print({package}.__file__)").strip()
    assert Path(found).is_relative_to(elsewhere.place / "env")


def test_the_command_line_finds_the_scenarios_and_the_experiments(elsewhere: Elsewhere) -> None:
    assert "plain" in elsewhere.run("silos", "scenarios")
    assert "scarcity-by-trust" in elsewhere.run("silos", "experiments")


def test_the_command_line_runs_a_scenario_and_sweeps_an_experiment(elsewhere: Elsewhere) -> None:
    """In one test: where they run apart, each compiles the model anew."""
    assert "openness" in elsewhere.run("silos", "run", "plain", "--months", "12", "--out", "run.png")
    assert (elsewhere.desk / "run.png").read_bytes().startswith(b"\x89PNG")
    (elsewhere.desk / "small.toml").write_text(
        'scenario = "two-neighbours"\nmonths = 3\nreplicates = 2\nrecord = ["series"]\n'
        '[[factors]]\nparameter = "game.sharing"\nlevels = [0.0, 1.0]\n'
    )
    elsewhere.run("silos", "sweep", "small.toml", "--store", "small.db")
    elsewhere.run("silos", "report", "small", "--store", "small.db")
    assert "</html>" in (elsewhere.desk / "small.html").read_text(encoding="utf-8")


def test_the_pages_find_what_they_are_made_of(elsewhere: Elsewhere) -> None:
    """The explore page answers on a port of its own."""
    code = (
        "import socket, threading, time, urllib.request\n"
        "from dashboards import server\n"
        "server.warm = lambda: None\n"  # compiles; the runs above do that too
        "port = server.free_port('127.0.0.1')\n"
        "threading.Thread(target=server.serve, kwargs={'host': '127.0.0.1', 'port': port}, daemon=True).start()\n"
        "for _ in range(100):\n"
        "    time.sleep(0.3)\n"
        "    if not server.is_free('127.0.0.1', port):\n"
        "        break\n"
        "print(urllib.request.urlopen(f'http://127.0.0.1:{port}/', timeout=60).status)\n"
    )
    assert elsewhere.run("python", "-c", code).strip().splitlines()[-1] == "200"
