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
from experiments.validation.ablations import ablate
from experiments.validation.budgets import Budget
from experiments.validation.docking import Docking, axelrod_installed, dock
from experiments.validation.expected_signs import DIRECTIONS, dated_change
from experiments.validation.hypotheses import REPRODUCED, JudgedClaim, judge_claim
from experiments.validation.laboratory import LaboratoryEvidence, laboratory_evidence
from experiments.validation.networks import NetworkComparison, compare_network, real_networks
from experiments.validation.sensitivity import Sensitivity, sensitivity, tipping_table
from experiments.validation.stylised_facts import FACTS
from experiments.validation.verification import PublishedNumber, verification
from results import Store

LOOP = [0.0, 0.1, 0.2, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6, 0.7, 0.8]
"""Levels of scarcity at which the two branches of the hysteresis loop are compared."""


@dataclass(frozen=True, eq=False)
class Validation:
    """Everything a report tells; ``docked`` is None without the Axelrod library, ``laboratory`` without its data."""

    budget: Budget
    numbers: Sequence[PublishedNumber]
    docked: Docking | None
    directions: Sequence[JudgedClaim]
    loop: pd.DataFrame
    laboratory: LaboratoryEvidence | None
    facts: Sequence[JudgedClaim]
    networks: Sequence[NetworkComparison]
    sensitivity: Sensitivity
    tipping: pd.DataFrame
    mechanisms: pd.DataFrame
    data: Path | None
    experiments: pd.DataFrame

    @property
    def failures(self) -> list[str]:
        """List what must hold and does not, in words."""
        failed = [
            f"{number.group}, {number.what}: {number.ours:g} in place of {number.published:g}"
            for number in self.numbers
            if not number.holds
        ]
        if self.docked and not self.docked.holds:
            failed.append("matches or ranking differ from the Axelrod library's")
        failed += [
            f"{claim.claim.name}: {claim.claim.says}" for claim in self.directions if claim.verdict != REPRODUCED
        ]
        if self.laboratory and not self.laboratory.beats:
            failed.append(f"treatments held out are predicted no better than {TO_BEAT:g}")
        return failed


def validate(
    store: Store, budget: Budget, data: Path | None = None, tell: Callable[[str], None] = lambda _: None
) -> Validation:
    """Compute the evidence; what the store has is not computed again.

    data  the folder with repeated_games and networks; sections that need it are left out without it
    tell  is told what comes next
    """
    tell("numbers that a correct code reproduces")
    numbers, docked = verification(quick=budget.quick), dock() if axelrod_installed() else None
    tell("fifteen directions")
    directions = [judge_claim(claim, budget.seeds, store) for claim in DIRECTIONS]
    loop = hysteresis_loop(store, budget.few_seeds)
    tell("people in a laboratory")
    people = laboratory_evidence(data, budget) if data else None
    tell("twenty facts")
    facts = [judge_claim(claim, budget.seeds, store) for claim in FACTS]
    tell("real networks")
    compared = [compare_network(network, budget.few_seeds) for network in real_networks(data)] if data else []
    tell("what matters most")
    indices = sensitivity(store, budget.samples, screening=budget.screening)
    tips = tipping_table(store, budget.few_seeds)
    tell("each mechanism switched off")
    mechanisms = ablate(store, budget.few_seeds)
    return Validation(
        budget=budget,
        numbers=numbers,
        docked=docked,
        directions=directions,
        loop=loop,
        laboratory=people,
        facts=facts,
        networks=[comparison for comparison in compared if comparison],
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
                "schedule": [dated_change(61, resources__scarcity=level)],
            }
            for side, before in (("plenty", 0.05), ("want", 0.9))
            for level in LOOP
        ],
    }
    runs = sweep(replace(load(tables), name="validation-loop"), store).runs()
    parts = runs["policy"].str.split(" ", expand=True)
    runs = runs.assign(side=parts[0], scarcity=parts[1].astype(float))
    return branches(runs, "scarcity", "openness", branch="side", upper="plenty", lower="want")
