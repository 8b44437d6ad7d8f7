"""Compile the model: `make` does it while it installs the rest, since all it needs is numba, pydantic and cachetools.

First the kernel of many runs, which commands use, then that of a single run, which pages and pictures use as well.
"""

from __future__ import annotations

from scenarios import load
from silos.simulate import simulate
from sim.engine import NO_INPUTS, measures, months, start
from sim.system import RunSpec

SMALL = "two-neighbours"


def main() -> None:
    """Run a small system both ways; what is compiled is kept for later."""
    simulate(SMALL, months=1)
    system = load(SMALL).system()
    for state in months(RunSpec(system=system, seed=0, months=1), lambda _: NO_INPUTS, start(system, 0)):
        measures(state)


if __name__ == "__main__":
    main()
