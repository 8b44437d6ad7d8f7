"""Start-up time of the commands: ``python -m benchmarks.startup``.

Wanted: ``silos --help`` under 0.5 s, a warm ``silos run plain`` under 1.5 s.  The best of several, each a process of
its own; in processor time as well as by the clock, since the machine may be busy, and judged by the less of the two.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time

from benchmarks.machine import machine

TIMES = 5
WANTED = {
    ("--help",): 0.5,
    ("scenarios",): 1.0,
    ("run", "plain"): 1.5,
    ("run", "greater-manchester-2015", "--seeds", "20"): 3.0,
}
"""Words after ``silos``, and the seconds that they may take."""


def seconds(words: tuple[str, ...]) -> tuple[float, float]:
    """Of a call of the program: seconds by the clock and of processors, the best of several."""
    taken = []
    for _ in range(TIMES):
        clock, before = time.perf_counter(), os.times()
        command = [sys.executable, "-c", "from silos.cli import main; main()", *words]
        subprocess.run(command, check=True, capture_output=True)
        after = os.times()
        used = after.children_user - before.children_user + after.children_system - before.children_system
        taken.append((time.perf_counter() - clock, used))
    return min(clock for clock, _ in taken), min(used for _, used in taken)


def main() -> int:
    """Print what each took; 1 where any took longer than wanted."""
    print(machine(), flush=True)
    late = False
    subprocess.run([sys.executable, "-c", "import silos; silos.run('plain', months=1)"], check=True)  # compiled
    print(f"{'':60} {'clock':>8} {'processor':>10} {'wanted':>9}")
    for words, wanted in WANTED.items():
        clock, used = seconds(words)
        slow = min(clock, used) > wanted
        late |= slow
        called = " ".join(("silos", *words))
        print(f"{called:60} {clock:6.2f} s {used:8.2f} s  < {wanted:.1f} s{'  TOO SLOW' if slow else ''}")
    return int(late)


if __name__ == "__main__":
    sys.exit(main())
