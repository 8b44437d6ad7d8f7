"""Room and time of a large system: 10^6 organisations with 10^7 relations, three tiers, twelve months.

python -m benchmarks.large
"""

from __future__ import annotations

import resource
import time

from benchmarks.machine import machine
from sim.engine import ensemble
from sim.measures import COLUMNS
from sim.network import generate
from sim.parameters import Parameters
from sim.system import RunSpec, System

ORGANISATIONS, NEIGHBOURS, MONTHS = 1_000_000, 10, 12


def gigabytes() -> float:
    """The most that this process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


def main() -> None:
    """Print seconds and gigabytes."""
    print(machine(), flush=True)
    structure = {"organisations": ORGANISATIONS, "sectors": 100, "network": "ring", "neighbours": NEIGHBOURS}
    parameters = Parameters.model_validate({"structure": structure})
    began = time.perf_counter()
    network = generate(parameters.structure)
    print(f"{network.n:,} organisations, {2 * network.m:,} relations: {time.perf_counter() - began:.0f} s to build")
    spec = RunSpec(system=System(network=network, parameters=parameters), seed=0, months=MONTHS)
    began = time.perf_counter()
    results = ensemble([spec])
    took = time.perf_counter() - began
    decisions = 2 * network.m * parameters.structure.tiers * MONTHS
    print(f"{MONTHS} months: {took:.0f} s, {decisions / took / 1e6:.0f} million decisions/s, modularity among them")
    print(f"at most {gigabytes():.1f} GB; openness at the end {results.end[0, COLUMNS.index('openness')]:.3f}")


if __name__ == "__main__":
    main()
