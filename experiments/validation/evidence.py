"""All the evidence of one report, and what of it must hold."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from experiments.analysis import branches
from experiments.laboratory import TO_BEAT
from experiments.run.runner import sweep
from experiments.spec.loader import load
from experiments.validation.ablations import switched_off
from experiments.validation.budgets import Effort
from experiments.validation.docking import Docking, docking, there
from experiments.validation.expected_signs import DIRECTIONS, later
from experiments.validation.hypotheses import REPRODUCED, Judged, ask
from experiments.validation.laboratory import Evidence, evidence
from experiments.validation.networks import Compared, compare, networks
from experiments.validation.sensitivity import Sensitivity, sensitivity, tipping
from experiments.validation.stylised_facts import FACTS
from experiments.validation.verification import Number, verification
from results import Store

LOOP = [0.0, 0.1, 0.2, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6, 0.7, 0.8]
"""Levels of scarcity at which the two branches of the hysteresis loop are compared."""


@dataclass(frozen=True, eq=False)
class Validation:
    """Everything a report tells; ``docked`` is None without the Axelrod library, ``laboratory`` without its data."""

    effort: Effort
    numbers: Sequence[Number]
    docked: Docking | None
    directions: Sequence[Judged]
    loop: pd.DataFrame
    laboratory: Evidence | None
    facts: Sequence[Judged]
    networks: Sequence[Compared]
    sensitivity: Sensitivity
    tipping: pd.DataFrame
    mechanisms: pd.DataFrame
    data: Path | None
    experiments: pd.DataFrame

    @property
    def failures(self) -> list[str]:
        """What must hold and does not, in words."""
        failed = [
            f"{each.group}, {each.what}: {each.ours:g} in place of {each.published:g}"
            for each in self.numbers
            if not each.holds
        ]
        if self.docked and not self.docked.holds:
            failed.append("matches or ranking differ from the Axelrod library's")
        failed += [f"{each.claim.name}: {each.claim.says}" for each in self.directions if each.verdict != REPRODUCED]
        if self.laboratory and not self.laboratory.beats:
            failed.append(f"treatments held out are predicted no better than {TO_BEAT:g}")
        return failed


def validate(
    store: Store, effort: Effort, data: Path | None = None, tell: Callable[[str], None] = lambda _: None
) -> Validation:
    """Compute the evidence; what the store has is not played again.

    data  the folder with repeated_games and networks; sections that need it are left out without it
    tell  is told what comes next
    """
    tell("numbers that a correct code reproduces")
    numbers, docked = verification(quick=effort.quick), docking() if there() else None
    tell("fifteen directions")
    directions = [ask(claim, effort.seeds, store) for claim in DIRECTIONS]
    loop = hysteresis_loop(store, effort.few_seeds)
    tell("people in a laboratory")
    played = evidence(data, effort) if data else None
    tell("twenty facts")
    facts = [ask(claim, effort.seeds, store) for claim in FACTS]
    tell("real networks")
    compared = [compare(each, effort.few_seeds) for each in networks(data)] if data else []
    tell("what matters most")
    indices = sensitivity(store, effort.samples, screening=effort.screening)
    tips = tipping(store, effort.few_seeds)
    tell("each mechanism switched off")
    mechanisms = switched_off(store, effort.few_seeds)
    return Validation(
        effort=effort,
        numbers=numbers,
        docked=docked,
        directions=directions,
        loop=loop,
        laboratory=played,
        facts=facts,
        networks=[each for each in compared if each],
        sensitivity=indices,
        tipping=tips,
        mechanisms=mechanisms,
        data=data,
        experiments=store.experiments(),
    )


def hysteresis_loop(store: Store, seeds: int) -> pd.DataFrame:
    """Openness at each scarcity, after five years of plenty and after five of want (columns of ``branches``)."""
    tables = {
        "title": "Validation: the hysteresis loop",
        "question": "Does it matter from which side a scarcity is reached?",
        "scenario": "plain",
        "months": 180,
        "replicates": seeds,
        "policies": [
            {
                "name": f"{side} {level:g}",
                "resources.scarcity": before,
                "schedule": [later(61, resources__scarcity=level)],
            }
            for side, before in (("plenty", 0.05), ("want", 0.9))
            for level in LOOP
        ],
    }
    runs = sweep(replace(load(tables), name="validation-loop"), store).runs()
    told = runs["policy"].str.split(" ", expand=True)
    runs = runs.assign(side=told[0], scarcity=told[1].astype(float))
    return branches(runs, "scarcity", "openness", branch="side", upper="plenty", lower="want")
