"""Proposals: which packages to try next, by NSGA-II (Deb et al. 2002) of Optuna.

A generation is a function of the seed, its number and what was found so far, and of nothing else: so a search that is
taken up again proposes what it proposed before, and regret, which changes whenever something better is found, is
always the latest.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from experiments.search.packages import Package
from sim.arrays import Floats

PATIENCE = 10
"""Proposals for each package wanted, before the generation is as large as it gets."""

SIMPLER = 3
"""One package in so many is simpler than one of the front, as long as there are any."""

GENERATIONS = 2
"""Latest generations that parents are chosen from, beside the best of all."""


class Judged(NamedTuple):
    """A package that was tried: its objectives, all to be minimised, and by how much it breaks each constraint."""

    package: Package
    objectives: tuple[float, ...]
    violations: tuple[float, ...]


def undominated(objectives: Floats) -> NDArray[np.bool_]:
    """True of the rows of (packages, objectives), all to be minimised, that no other row betters.

    >>> undominated(np.array([[0.0, 1.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]]))
    array([ True,  True, False,  True])
    """
    best = np.ones(len(objectives), dtype=bool)
    for row, values in enumerate(objectives):
        no_worse = (objectives <= values).all(axis=1)
        best[row] = not (no_worse & (objectives < values).any(axis=1)).any()
    return best


def next_packages(
    sizes: Sequence[int],
    judged: Sequence[Judged],
    *,
    objectives: int,
    population: int,
    seed: int,
    generation: int,
    nothing: Package | None = None,
) -> list[Package]:
    """Packages that were not tried, as many as a population if there are; none where the search finds no other.

    sizes       values that each lever can take
    objectives  how many there are
    nothing     the value of each lever that means that nothing is done: part of each generation are packages of the
                front with one lever put back, so that no lever stays in it for nothing
    """
    import optuna

    optuna.logging.set_verbosity(optuna.logging.WARNING)
    number = zlib.crc32(f"{seed}:{generation}".encode())
    sampler = optuna.samplers.NSGAIISampler(population_size=population, seed=number)
    study = optuna.create_study(directions=["minimize"] * objectives, sampler=sampler)
    space: dict[str, optuna.distributions.BaseDistribution] = {
        str(lever): optuna.distributions.IntDistribution(0, size - 1) for lever, size in enumerate(sizes)
    }
    # The mark that a trial of the first generation bears: with it, what was found elsewhere counts as one.
    probe = study.ask(space)
    mark = study.trials[probe.number].system_attrs
    study.add_trials(
        [
            optuna.create_trial(
                params={str(lever): at for lever, at in enumerate(parent.package)},
                distributions=space,
                values=list(parent.objectives),
                constraints={str(number): value for number, value in enumerate(parent.violations)} or None,
                system_attrs=dict(mark),
            )
            for parent in _parents(judged, population)
        ]
    )
    known = {tried.package for tried in judged}
    proposed = list(islice(_simpler(judged, nothing, known), population // SIMPLER)) if nothing and judged else []
    known.update(proposed)
    if len(proposed) == population:
        return proposed
    for _ in range(PATIENCE * population):
        trial = study.ask(space)
        package = tuple(int(trial.params[str(lever)]) for lever in range(len(sizes)))
        if package not in known:
            known.add(package)
            proposed.append(package)
            if len(proposed) == population:
                break
    return proposed


def _front(judged: Sequence[Judged]) -> list[int]:
    """The places of the packages that keep all constraints and that no other betters."""
    keeping = np.array([place for place, tried in enumerate(judged) if sum(tried.violations) <= 0.0], dtype=int)
    objectives = np.array([judged[place].objectives for place in keeping])
    return keeping[undominated(objectives)].tolist() if len(keeping) else []


def _simpler(judged: Sequence[Judged], nothing: Package, known: set[Package]) -> Iterator[Package]:
    """Yield packages of the front with one lever put back to where nothing is done, the best in the first objective
    first; those that were not tried."""
    seen = set(known)
    for place in sorted(_front(judged), key=lambda place: judged[place].objectives):
        package = judged[place].package
        for lever, free in enumerate(nothing):
            simpler = (*package[:lever], free, *package[lever + 1 :])
            if simpler not in seen:
                seen.add(simpler)
                yield simpler


def _parents(judged: Sequence[Judged], population: int) -> list[Judged]:
    """The best so far and the latest: those from which NSGA-II chooses a population, in the order of being tried."""
    if not judged:
        return []
    broken = np.array([sum(tried.violations) for tried in judged])
    kept = np.zeros(len(judged), dtype=bool)
    kept[_front(judged)] = True
    kept[np.argsort(broken, kind="stable")[:population]] = True
    kept[-GENERATIONS * population :] = True
    return [tried for tried, keep in zip(judged, kept, strict=True) if keep]
