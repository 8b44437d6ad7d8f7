"""Resources of a process, as Linux tells them."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple


class Held(NamedTuple):
    """MB of memory, open files, threads, and tasks of the event loop where these are known."""

    memory: float
    files: int
    threads: int
    tasks: int = 0


def held(process: int | str = "self", tasks: int = 0) -> Held:
    """Resources that a process holds now."""
    place = Path("/proc") / str(process)
    status = dict(line.split(":", 1) for line in (place / "status").read_text().splitlines())
    files = sum(1 for _ in (place / "fd").iterdir())
    return Held(int(status["VmRSS"].split()[0]) / 1024, files, int(status["Threads"]), tasks)
