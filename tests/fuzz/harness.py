"""What every door is tried with: how many cases, a limit of time and memory, and a watch over what is written."""

from __future__ import annotations

import os
import resource
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar
from unicodedata import category

from hypothesis import HealthCheck, Phase, settings

from scenarios import ScenarioError
from sim.compiled import CACHE

CASES = int(os.environ.get("SILOS_CASES", "120"))
"""Cases a door; SILOS_CASES=10000 for the thorough form."""
SECONDS = 20.0
"""What a case may take, on a machine with other work."""
MEMORY = 1 << 30
"""What a door may ask for beyond what the process has, in bytes."""
LONGEST_MESSAGE = 60_000

Found = TypeVar("Found")


def cases(part: float = 1.0) -> settings:
    """So many examples; ``part`` where a door has several tests, or its cases are slow."""
    return settings(
        max_examples=max(5, int(CASES * part)),
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=[each for each in Phase if each is not Phase.explain],  # which would trace every line
    )


class TooSlow(BaseException):
    """A case took too long; no ``except Exception`` takes it for something else."""


class Tally:
    """How a door fared."""

    def __init__(self) -> None:
        self.cases, self.refused, self.slowest = 0, 0, 0.0

    def __str__(self) -> str:
        return f"{self.cases:>6} cases, {self.refused:>6} refused, slowest {self.slowest:.2f} s"


class Door:
    """Tries one case after the other."""

    def __init__(self) -> None:
        self.tally = Tally()

    def tried(self, what: Callable[[], Found], *refusals: type[Exception]) -> Found | None:
        """What the door makes of a case; None where it refused it, in words that can be shown."""
        self.tally.cases += 1
        start = time.monotonic()
        with in_time():
            try:
                return what()
            except refusals as error:
                self.tally.refused += 1
                assert_readable(
                    str(error), in_terminal=isinstance(error, ScenarioError)
                )  # others: as commands print them
                return None
            finally:
                self.tally.slowest = max(self.tally.slowest, time.monotonic() - start)


def assert_readable(message: str, *, in_terminal: bool = True) -> None:
    """Words for a person: some, not endless, no traceback, nothing that moves a terminal's cursor or colours it."""
    assert message.strip(), "a refusal without a word"
    assert len(message) < LONGEST_MESSAGE, message[:500]
    assert "Traceback" not in message, message
    strange = [each for each in message if in_terminal and category(each) == "Cc" and each not in "\n\t"]
    assert not strange, (strange[:5], message[:500])


@contextmanager
def in_time(seconds: float = SECONDS) -> Iterator[None]:
    """TooSlow after so many seconds; what waits in C for a file or a lock is woken too."""

    def late(*_: object) -> None:
        raise TooSlow(f"more than {seconds:g} s")

    before = signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


# ---------------------------------------------------------------- memory


def _status(name: str) -> int:
    """A figure of this process in bytes, as Linux has it."""
    for line in Path("/proc/self/status").read_text(encoding="utf-8").splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1]) * 1024
    raise KeyError(name)


@contextmanager
def in_memory(most: int = MEMORY) -> Iterator[Callable[[], int]]:
    """MemoryError beyond ``most`` bytes more than now; gives a function that tells the peak so far."""
    Path("/proc/self/clear_refs").write_text("5", encoding="utf-8")
    start = _status("VmRSS")
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (_status("VmSize") + most, hard))
    try:
        yield lambda: _status("VmHWM") - start
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


# ---------------------------------------------------------------- what is written


class Watch:
    """Every file that Python opens to write, makes, moves or removes, wherever it is, while ``on``."""

    def __init__(self) -> None:
        self.on, self.touched = False, set[str]()
        sys.addaudithook(self._hear)

    def _hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        if not self.on:
            return
        if event == "open":
            path, _, flags = arguments
            writes = isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_APPEND)
            if writes and not isinstance(path, int):
                self._touch(path)
        elif (event in ("os.mkdir", "os.remove", "os.rmdir") and arguments[-1] == -1) or event in (
            "os.truncate",
            "os.chmod",
            "shutil.rmtree",
        ):  # else below shutil.rmtree's folder
            self._touch(arguments[0])
        elif event in ("os.rename", "os.link", "os.symlink", "shutil.move", "shutil.copyfile"):
            self._touch(arguments[0])
            self._touch(arguments[1])

    def _touch(self, path: Any) -> None:
        if isinstance(path, str | bytes | os.PathLike):
            self.touched.add(os.path.realpath(os.fsdecode(path)))

    @contextmanager
    def only_within(self, *folders: Path) -> Iterator[None]:
        """Nothing outside these folders is written meanwhile."""
        self.touched.clear()
        self.on = True
        try:
            yield
        finally:
            self.on = False
        allowed = [os.path.realpath(each) for each in (*folders, CACHE)]
        strays = [each for each in self.touched if not any(f"{each}/".startswith(f"{one}/") for one in allowed)]
        assert not [each for each in strays if each != os.devnull and "__pycache__" not in each], strays


WATCH = Watch()


def tree(folder: Path) -> dict[str, tuple[int, int]]:
    """Everything below a folder: kind and size by name."""
    found = {}
    for place, folders, files in os.walk(folder):
        for name in (*folders, *files):
            status = os.lstat(os.path.join(place, name))  # noqa: PTH118 - names of any bytes
            found[os.path.join(place, name)] = (status.st_mode, status.st_size)  # noqa: PTH118
    return found
