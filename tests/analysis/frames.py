"""Tables of runs for the tests: made by the engine, or by a formula."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import product
from typing import Any

import numpy as np
import pandas as pd

from scenarios import load
from sim.engine import ensemble
from sim.measures import COLUMNS
from sim.system import RunSpec

NOTHING: Mapping[str, Mapping[str, Any]] = {"as it is": {}}


def played(
    factors: Mapping[str, Sequence[Any]],
    *,
    replicates: int = 10,
    policies: Mapping[str, Mapping[str, Any]] = NOTHING,
    scenario: str = "plain",
    months: int = 60,
) -> pd.DataFrame:
    """A grid of real runs in the shape that a store gives."""
    keys, specs = [], []
    for point, values in enumerate(product(*factors.values())):
        settings = dict(zip(factors, values, strict=True))
        for policy, more in policies.items():
            system = load(scenario).system(set={**settings, **more})
            for seed in range(replicates):
                told = {"point": point, "policy": policy, "scenario": scenario, "replicate": seed, "seed": seed}
                keys.append({**told, **settings})
                specs.append(RunSpec(system=system, seed=seed, months=months))
    results = ensemble(specs)
    frame = pd.DataFrame(keys).join(pd.DataFrame(results.end, columns=list(COLUMNS)))
    return frame.assign(modularity=results.modularity, months_to_tip=results.months_to_tip, regime=results.regime)


def formula(
    factors: Mapping[str, Sequence[Any]],
    measure: Callable[..., Any],
    *,
    seeds: int = 20,
    noise: float = 0.0,
    policies: Sequence[str] = ("as it is",),
) -> pd.DataFrame:
    """A grid of made-up runs: y = measure(policy, **levels by short name) + luck that a seed brings everywhere."""
    rng = np.random.default_rng(4)
    rows = []
    lucks = {point: rng.normal(0, 1, seeds) for point in range(int(np.prod([len(each) for each in factors.values()])))}
    for point, values in enumerate(product(*factors.values())):
        levels = dict(zip(factors, values, strict=True))
        for policy in policies:
            for seed in range(seeds):
                y = measure(policy, *values) + noise * lucks[point][seed]
                rows.append({"point": point, **levels, "policy": policy, "scenario": "made", "seed": seed, "y": y})
    return pd.DataFrame(rows)
