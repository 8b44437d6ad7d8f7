"""A wheel built from the tree works where the tree is not, and takes no name at the top but its own."""

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("sim", "scenarios", "experiments", "results", "dashboards")

pytestmark = [pytest.mark.slow, pytest.mark.minutes]

SMALL = (
    'scenario = "two-neighbours"\nmonths = 3\nreplicates = 2\nrecord = ["series"]\n'
    '[[factors]]\nparameter = "game.sharing"\nlevels = [0.0, 1.0]\n'
)
REPORT = (
    "from dataclasses import replace\n"
    "from silos._rooms.dashboards.report import gather, html\n"
    "with __import__('silos').open_store('small.db') as store:\n"
    "    page = html(replace(gather(store, 'small'), replay=None))\n"  # a run played again would be compiled anew
    "print('<svg' in page and '</html>' in page)\n"
)
OWN = "raise SystemExit('a file of the user is not imported by Silos')\n"


class Elsewhere:
    """An environment with the wheel in it, used from a folder of its own."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.bin = place / "env" / ("Scripts" if os.name == "nt" else "bin")
        self.desk = place / "desk"
        self.desk.mkdir()

    def run(self, program: str, *words: str, desk: Path | None = None) -> str:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
        answer = subprocess.run(
            [self.bin / program, *words],
            cwd=desk or self.desk,
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
    (built,) = place.glob("silos_abm-*.whl")
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


@pytest.fixture
def strangers(elsewhere: Elsewhere, tmp_path: Path) -> Path:
    """A folder in which a user has called files as rooms of Silos are called."""
    for name in ROOMS:
        (tmp_path / f"{name}.py").write_text(OWN)
    return tmp_path


def of_the_tree() -> set[str]:
    """Where the wheel should have every file of the rooms that is committed, or could be."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "silos", *ROOMS]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.split("\0")
    present = [name for name in listed if name and (ROOT / name).is_file()]
    return {name if name.startswith("silos/") else f"silos/_rooms/{name}" for name in present}


def pip(*words: str) -> None:
    answer = subprocess.run([sys.executable, "-m", "pip", *words], capture_output=True, text=True)
    assert answer.returncode == 0, answer.stdout + answer.stderr


def test_the_wheel_holds_all_files_under_one_name(wheel: Path) -> None:
    names = [name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name]
    assert len(names) == len(set(names))
    assert {name.split("/", 1)[0] for name in names} == {"silos"}
    assert set(names) == of_the_tree() | {"silos/_rooms/__init__.py"}


def test_no_source_of_the_wheel_imports_a_room_at_the_top(wheel: Path) -> None:
    sys.path.insert(0, str(ROOT))
    try:
        from hatch_build import rewritten
    finally:
        sys.path.remove(str(ROOT))
    archive = zipfile.ZipFile(wheel)
    for name in archive.namelist():
        if name.endswith(".py"):
            text = archive.read(name).decode()
            assert rewritten(text, name) == text, name


def test_every_module_is_imported_from_the_wheel(elsewhere: Elsewhere) -> None:
    code = (
        "import importlib, pkgutil, silos, sys\n"
        "names = [found.name for found in pkgutil.walk_packages(silos.__path__, 'silos.')]\n"
        "skip = ('.__main__', '.migrations.env', '.dashboards.pages.')\n"  # run by their programs alone
        "for name in names:\n"
        "    if not any(part in name for part in skip):\n"
        "        importlib.import_module(name)\n"
        f"print(sorted({set(ROOMS)} & set(sys.modules)), len(names) > 200, silos.__file__)\n"
    )
    answer = elsewhere.run("python", "-c", code).strip()
    assert answer.startswith("[] True ")
    assert Path(answer.split()[-1]).is_relative_to(elsewhere.place / "env")


def test_the_model_is_the_same_in_tree_and_wheel(elsewhere: Elsewhere) -> None:
    """Results say by which source of the model they were made: moved and renamed, it is the same source."""
    from sim.compiled import MODEL_HASH

    code = "from silos._rooms.sim.compiled import MODEL_HASH; print(MODEL_HASH)"
    assert elsewhere.run("python", "-c", code).strip() == MODEL_HASH


def test_public_names_are_those_of_the_tree(elsewhere: Elsewhere) -> None:
    import silos

    code = "import silos; print(sorted(silos.__all__), [getattr(silos, name) for name in silos.__all__][:0])"
    assert elsewhere.run("python", "-c", code).strip() == f"{sorted(silos.__all__)} []"
    assert elsewhere.run("silos", "--version").startswith("silos ")


def test_the_command_line_finds_the_scenarios_and_the_experiments(elsewhere: Elsewhere) -> None:
    assert "plain" in elsewhere.run("silos", "scenarios")
    assert "scarcity-by-trust" in elsewhere.run("silos", "experiments")


def test_a_users_files_of_the_same_names_disturb_nothing(elsewhere: Elsewhere, strangers: Path) -> None:
    """As modules beside a script, as the script itself, and beside the commands: in one test, to compile once."""
    script = "import silos\nprint(silos.ends('two-neighbours', months=3).shape[0], len(silos.scenarios()) > 5)\n"
    (strangers / "notebook.py").write_text(script)
    assert elsewhere.run("python", "notebook.py", desk=strangers).strip() == "1 True"
    assert elsewhere.run("python", "-c", script, desk=strangers).strip() == "1 True"
    for name in ROOMS:
        (strangers / f"{name}.py").write_text(script)
        assert elsewhere.run("python", f"{name}.py", desk=strangers).strip() == "1 True"
        (strangers / f"{name}.py").write_text(OWN)
    (strangers / "silos.py").write_text(
        OWN
    )  # a script of this name hides the package from other scripts, not from the command
    assert "openness" in elsewhere.run("silos", "run", "plain", "--months", "12", "--out", "run.csv", desk=strangers)
    assert (strangers / "run.csv").read_text(encoding="utf-8").count("\n") == 13
    (strangers / "small.toml").write_text(SMALL)
    elsewhere.run("silos", "sweep", "small.toml", "--store", "small.db", desk=strangers)
    (strangers / "silos.py").unlink()
    assert elsewhere.run("python", "-c", REPORT, desk=strangers).strip() == "True"


def test_the_pages_find_what_they_are_made_of(elsewhere: Elsewhere) -> None:
    """The explore page answers on a port of its own."""
    code = (
        "import socket, threading, time, urllib.request\n"
        "from silos._rooms.dashboards import server\n"
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
