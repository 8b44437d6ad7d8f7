"""Ablations, the patterns that rest on each mechanism: each switched off, and every pattern asked again.

Pattern-oriented modelling (Grimm et al. 2005): a variant of the model that keeps all patterns shows that the mechanism
it lacks is not needed for them; one that loses a pattern is rejected by it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from experiments.validation.directions.regimes import PASTS, POLICIES, STAND
from experiments.validation.directions.settings import ALIKE, from_month
from experiments.validation.hypotheses import Arm, Trial, TrialRuns, above, run_trial
from results import Store
from sim.arrays import Floats
from sim.measures.regimes import SILOS

NOTHING_OFF = "nothing is switched off"

OFF: Mapping[str, Mapping[str, Any]] = {
    NOTHING_OFF: {},
    "beliefs are learnt": {"learning.insight": 0.0},
    "kinds start unlike": ALIKE,
    "us and them": {"mindset.closeness": 0.0},
    "scarcity raises the prize": {"game.scarcity_premium": 0.0},
    "a battle weighs twice": {"trust.negativity": 1.0},
    "trust falls back to history": {"trust.drift": 0.0},
    "history learns": {"history.memory": 0.0},
    "good intentions fail": {"trust.failure": 0.0},
    "failures are blamed": {"trust.blame": 0.0},
    "reports are glossed": {"learning.gloss": 0.0},
    "voice": {"dialogue.voice": 0.0},
    "hearsay": {"dialogue.hearsay": 0.0},
    "shared purpose": {"dialogue.purpose_rate": 0.0},
    "walls move": {"boundary.closing": 0.0, "boundary.opening": 0.0},
    "walls close faster than they open": {"boundary.closing": 0.05},
    "capability grows and wastes": {"game.improvement": 0.0},
    "income becomes means": {"resources.gain": 0.0},
    "patience": {"leadership.patience": 0.0, "leadership.patience_spread": 0.0},
    "leaders change": {"leadership.turnover": 0.0},
    "cascade and movement": {"leadership.cascade": 0.0, "leadership.movement": 0.0},
    "copying from partners": {"learning.reflection": 0.0},
    "the top sees in part": {"learning.visibility": 1.0},
}
"""Each mechanism with the settings that switch it off."""

REMEDY = "time .24, enquiry .3"

ARMS: Mapping[str, Arm] = {
    "little scarcity": {"resources.scarcity": 0.1},
    "much scarcity": {"resources.scarcity": 0.6},
    "history poor": {"history.trust": 0.3},
    "history good": {"history.trust": 0.7},
    **PASTS,
    "as it is": {},
    "remedy": from_month(STAND, POLICIES[REMEDY]),
}


def _gap(measure: str, one: str, other: str) -> Callable[[TrialRuns], Floats]:
    return lambda runs: runs.end(one, measure) - runs.end(other, measure)


FINDINGS: Mapping[str, tuple[Callable[[TrialRuns], Floats], float]] = {
    "scarcity closes doors (V1)": (_gap("openness", "little scarcity", "much scarcity"), 0.1),
    "a poor past closes doors (V3)": (_gap("openness", "history good", "history poor"), 0.1),
    "the past stays (V12)": (_gap("openness", "from plenty", "from want"), 0.1),
    "silos come as groups (V13)": (lambda runs: runs.ended("as it is", SILOS), 0.5),
    "time with enquiry dissolves them (V15)": (_gap("openness_across", "remedy", "as it is"), 0.1),
}
"""Patterns: a number of each run, and above what its mean must lie to count as there, after twenty years."""


def ablate(store: Store, seeds: int) -> pd.DataFrame:
    """Return columns mechanism, finding, value, low, high, needed, holds, lost: the whole interval lies above what is
    needed, or below; with neither it cannot be told from so few seeds."""
    rows = []
    for mechanism, settings in OFF.items():
        arms = {name: _without(arm, settings) for name, arm in ARMS.items()}
        name = f"without-{mechanism.replace(' ', '-')}" if settings else "with-all"
        question = f"What is left of the patterns without this: {mechanism}?"
        runs = run_trial(name, question, Trial(arms=arms, months=240), seeds, store)
        for finding, (number, needed) in FINDINGS.items():
            effect = above(finding, number(runs), needed)
            row = {"mechanism": mechanism, "finding": finding, "value": effect.value, "low": effect.low}
            lost = effect.high <= needed
            rows.append({**row, "high": effect.high, "needed": needed, "holds": effect.holds, "lost": lost})
    return pd.DataFrame(rows)


def _without(arm: Arm, settings: Mapping[str, Any]) -> Arm:
    """Return an arm with a mechanism off; the arm's own level of a parameter stays."""
    return {**settings, **arm}
