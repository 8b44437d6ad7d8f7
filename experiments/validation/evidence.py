"""All the evidence of one report, in three parts that are never added up, and what of it must hold."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from experiments.validation.ablations import ablate
from experiments.validation.budgets import Budget
from experiments.validation.directions import DIRECTIONS
from experiments.validation.docking import Docking, axelrod_installed, dock
from experiments.validation.horizons import hysteresis_loop, regime_table
from experiments.validation.hypotheses import FULL, NOT_REPRODUCED, REPRODUCED, JudgedClaim, judge_claim
from experiments.validation.laboratory import LaboratoryEvidence, laboratory_evidence
from experiments.validation.networks import NetworkComparison, compare_network, real_networks
from experiments.validation.page_figures import PageFigure
from experiments.validation.published_numbers import PublishedNumber
from experiments.validation.robustness import LeverRobustness, lever_shares, robustness
from experiments.validation.sensitivity import Sensitivity, sensitivity, tipping_table
from experiments.validation.stylised_facts import FACTS
from experiments.validation.verification import verification
from results import Store


@dataclass(frozen=True, eq=False)
class Part:
    """One part of the verdict: how many tests it has, how many hold, and those that do not, in words."""

    title: str
    tests: int
    failures: Sequence[str]
    required: bool

    @property
    def right(self) -> int:
        """Tests that hold."""
        return self.tests - len(self.failures)


@dataclass(frozen=True, eq=False)
class Validation:
    """Everything a report tells; ``docked`` is None without the Axelrod library, ``laboratory`` without its data."""

    budget: Budget
    numbers: Sequence[PublishedNumber]
    docked: Docking | None
    directions: Sequence[JudgedClaim]
    regimes: pd.DataFrame
    loop: pd.DataFrame
    levers: Sequence[LeverRobustness]
    robustness: pd.DataFrame
    mechanisms: pd.DataFrame
    laboratory: LaboratoryEvidence | None
    facts: Sequence[JudgedClaim]
    networks: Sequence[NetworkComparison]
    sensitivity: Sensitivity
    tipping: pd.DataFrame
    data: Path | None
    experiments: pd.DataFrame

    @property
    def figures(self) -> list[tuple[str, PageFigure]]:
        """The page's bracketed figures beside ours, each with the name of its direction."""
        return [(judged.claim.name, figure) for judged in self.directions for figure in judged.figures]

    @property
    def code(self) -> Part:
        """(a) The code is the model of the page."""
        failed = [
            f"{number.group}, {number.what}: {number.ours:g} in place of {number.published:g}"
            for number in self.numbers
            if not number.holds
        ]
        if self.docked and not self.docked.holds:
            failed.append("matches or ranking differ from the Axelrod library's")
        failed += [
            f"{name}, {figure.what}: {figure.ours:.3f} where the page has {figure.page:g} and allows "
            f"{figure.allowed:.3f}"
            for name, figure in self.figures
            if not figure.docks
        ]
        tests = len(self.numbers) + bool(self.docked) + len(self.figures)
        return Part("The code is the model of the page", tests, failed, required=True)

    @property
    def patterns(self) -> Part:
        """(b) Designed patterns hold, and where the defaults do not."""
        required = [judged for judged in self.directions if judged.claim.required]
        failed = [f"{judged.claim.name}: {judged.claim.says}" for judged in required if judged.verdict != REPRODUCED]
        levers = [lever for lever in self.levers if lever.lever.required]
        failed += [
            f"V20, {lever.lever.parameter}: clear in {lever.clear:.0%} of parameter sets, against in "
            f"{lever.against:.0%}"
            for lever in levers
            if not lever.holds
        ]
        return Part("Designed patterns hold", len(required) + len(levers), failed, required=True)

    @property
    def independent(self) -> Part:
        """(c) Independent evidence: people across studies, stylised facts tested in full, real networks."""
        tested = [judged for judged in self.facts if judged.effects and judged.claim.extent == FULL]
        failed = [f"{judged.claim.name}: {judged.claim.says}" for judged in tested if judged.verdict == NOT_REPRODUCED]
        failed += [
            f"{comparison.network.name}: inward or outward otherwise than measured"
            for comparison in self.networks
            if not comparison.agrees
        ]
        tests = len(tested) + len(self.networks)
        if self.laboratory:
            tests += 1
            if not self.laboratory.beats:
                failed.insert(0, "people of whole studies left out are predicted no better than by the line")
        return Part("Independent evidence", tests, failed, required=False)

    @property
    def parts(self) -> tuple[Part, Part, Part]:
        """The three parts of the verdict."""
        return self.code, self.patterns, self.independent

    @property
    def failures(self) -> list[str]:
        """All that must hold and does not, in words."""
        return [failure for part in self.parts if part.required for failure in part.failures]


def validate(
    store: Store, budget: Budget, data: Path | None = None, tell: Callable[[str], None] = lambda _: None
) -> Validation:
    """Compute the evidence; what the store has is not played again.

    data  the folder with repeated_games and networks; sections that need it are left out without it
    tell  is told what comes next
    """
    tell("numbers that a correct code reproduces")
    numbers, docked = verification(quick=budget.quick), dock() if axelrod_installed() else None
    tell("directions V1 to V19")
    directions = [judge_claim(claim, budget.seeds, store) for claim in DIRECTIONS]
    runs = next(judged.runs for judged in directions if judged.claim.name == "V14")
    assert runs is not None
    loop = hysteresis_loop(store, budget.few_seeds)
    tell("V20: directions where the defaults do not hold")
    drawn = robustness(store, budget.sets)
    tell("each mechanism switched off")
    mechanisms = ablate(store, budget.few_seeds)
    tell("people in a laboratory")
    played = laboratory_evidence(data, budget) if data else None
    tell("twenty facts")
    facts = [judge_claim(claim, budget.seeds, store) for claim in FACTS]
    tell("real networks")
    compared = [compare_network(network, budget.few_seeds) for network in real_networks(data)] if data else []
    tell("what matters most")
    indices = sensitivity(store, budget.samples, screening=budget.screening)
    return Validation(
        budget=budget,
        numbers=numbers,
        docked=docked,
        directions=directions,
        regimes=regime_table(runs),
        loop=loop,
        levers=lever_shares(drawn),
        robustness=drawn,
        mechanisms=mechanisms,
        laboratory=played,
        facts=facts,
        networks=[comparison for comparison in compared if comparison],
        sensitivity=indices,
        tipping=tipping_table(store, budget.few_seeds),
        data=data,
        experiments=store.experiments(),
    )
