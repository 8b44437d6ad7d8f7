"""Time to first success for a newcomer: ``python -m benchmarks.first_success [--install]``.

From the command to the first thing worth seeing, with nothing compiled yet: the modeller's table of a run, the
teacher's system on the page, the first phone that has a seat in the facilitator's room.  ``--install`` measures what
comes before as well: an environment of its own with Silos in it.  Wanted: under three minutes each, with installation.
By the clock, and in processor time, since the machine may be busy with other things.  Needs Chromium.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.machine import machine
from tests.browser.harness import Server, a_browser
from tests.workshop.running import Workshop

ROOT = Path(__file__).resolve().parent.parent
WANTED = 180.0


def modeller(folder: Path) -> None:
    """``silos run plain``, to its table."""
    subprocess.run([sys.executable, "-c", "from silos.cli import main; main()", "run", "plain"], check=True, stdout=-3)


def teacher(folder: Path) -> None:
    """``silos explore``, to a system on the page."""
    server = Server()
    server.start()
    with a_browser() as browser:
        page = browser.new_page()
        page.goto(server.url)
        page.locator(".node").first.wait_for(timeout=WANTED * 1000)
    server.stop()


def facilitator(folder: Path) -> None:
    """``silos workshop``, to the first phone with a seat."""
    room = Workshop(folder / "workshops", "greater-manchester-2015").start()
    with a_browser() as browser:
        phone = browser.new_page(viewport={"width": 390, "height": 844})
        phone.goto(f"{room.url}/#{room.code}")
        phone.wait_for_selector("#more:not([hidden])")
        phone.fill("[name=name]", "Kim")
        phone.press("[name=name]", "Enter")
        phone.wait_for_url("**/play")
        phone.locator("#top .seat").wait_for()
    room.stop()


DOORS: dict[str, Callable[[Path], None]] = {
    "modeller: the table of silos run": modeller,
    "teacher: a system on the page of silos explore": teacher,
    "facilitator: a phone with a seat in silos workshop": facilitator,
}


@contextmanager
def nothing_compiled() -> Iterator[Path]:
    """An empty folder, an empty cache for compiled code in it."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["SILOS_CACHE"] = str(Path(folder) / "cache")
        yield Path(folder)
        del os.environ["SILOS_CACHE"]


def install(folder: Path) -> None:
    """An environment with Silos as ``make`` installs it."""
    venv.create(folder / "env", with_pip=True)
    pip = [folder / "env" / ("Scripts" if sys.platform == "win32" else "bin") / "python", "-m", "pip", "install"]
    lock = ["--quiet", "--constraint", ROOT / "requirements.lock"]
    subprocess.run([*pip, *lock, "--no-cache-dir", ROOT], check=True)


def measured(work: Callable[[Path], None]) -> tuple[float, float]:
    """Seconds by the clock, and of the processors that its processes used."""
    with nothing_compiled() as folder:
        clock, before = time.perf_counter(), os.times()
        work(folder)
        after = os.times()
    used = after.children_user - before.children_user + after.children_system - before.children_system
    return time.perf_counter() - clock, used


def main(with_installation: bool) -> int:
    """Print what each took; 1 where any took longer than wanted."""
    print(machine(), flush=True)
    print(f"{'':54} {'clock':>8} {'processor':>10}", flush=True)
    first = (0.0, 0.0)
    if with_installation:
        first = measured(install)
        print(f"{'installation':54} {first[0]:6.1f} s {first[1]:8.1f} s", flush=True)
    late = False
    for name, door in DOORS.items():
        clock, used = measured(door)
        late |= min(clock + first[0], used + first[1]) > WANTED
        print(f"{name:54} {clock:6.1f} s {used:8.1f} s", flush=True)
    return int(late)


if __name__ == "__main__":
    sys.exit(main("--install" in sys.argv[1:]))
