"""Ablations: each mechanism switched off, and the findings tested again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from experiments.validation.expected_signs import SILOED, dated_change
from experiments.validation.hypotheses import Arm, Trial, TrialRuns, above, run_trial
from results import Store
from sim.arrays import Floats

OFF: Mapping[str, Mapping[str, Any]] = {
    "everything as it is": {},
    "us and them": {"mindset.closeness": 0.0},
    "scarcity raises the prize": {"game.scarcity_premium": 0.0},
    "a battle weighs twice": {"trust.negativity": 1.0},
    "trust falls back to history": {"trust.drift": 0.0},
    "history learns": {"history.memory": 0.0},
    "good intentions fail": {"trust.failure": 0.0},
    "failures are blamed": {"trust.blame": 0.0},
    "meetings": {"dialogue.time_together": 0.0},
    "voice": {"dialogue.voice": 0.0},
    "shared purpose": {"dialogue.purpose_rate": 0.0},
    "walls move": {"boundary.closing": 0.0, "boundary.opening": 0.0},
    "walls close faster than they open": {"boundary.closing": 0.05},
    "income becomes means": {"resources.gain": 0.0},
    "patience": {"leadership.patience": 0.0},
    "cascade and movement": {"leadership.cascade": 0.0, "leadership.movement": 0.0},
    "learning from partners": {"learning.reflection": 0.0},
    "the top sees in part": {"learning.visibility": 1.0},
}
"""Each mechanism with the setting that switches it off."""

ARMS: Mapping[str, Arm] = {
    "little scarcity": {"resources.scarcity": 0.1},
    "much scarcity": {"resources.scarcity": 0.6},
    "history poor": {"history.trust": 0.2},
    "history good": {"history.trust": 0.7},
    "from plenty": {"resources.scarcity": 0.05, "schedule": [dated_change(61, resources__scarcity=0.4)]},
    "from want": {"resources.scarcity": 0.9, "schedule": [dated_change(61, resources__scarcity=0.4)]},
    "poor across": SILOED,
}


def _gap(measure: str, one: str, other: str) -> Callable[[TrialRuns], Floats]:
    return lambda runs: runs.end(one, measure) - runs.end(other, measure)


FINDINGS: Mapping[str, tuple[Callable[[TrialRuns], Floats], float]] = {
    "scarcity closes doors (V1)": (_gap("openness", "little scarcity", "much scarcity"), 0.1),
    "a poor past closes doors (V3)": (_gap("openness", "history good", "history poor"), 0.1),
    "the way here matters (V12)": (_gap("openness", "from plenty", "from want"), 0.1),
    "silos along sectors (V13)": (lambda runs: runs.end("poor across", "modularity"), 0.3),
}
"""Findings: a number of each run, and above what its mean must lie to count as there."""


def ablate(store: Store, seeds: int) -> pd.DataFrame:
    """columns mechanism, finding, value, low, high, needed, holds."""
    rows = []
    for mechanism, settings in OFF.items():
        arms = {name: {**arm, **settings} for name, arm in ARMS.items()}
        name = f"without-{mechanism.replace(' ', '-')}" if settings else "with-all"
        trial = Trial(arms=arms, months=180)
        runs = run_trial(name, f"What is left of the findings without: {mechanism}?", trial, seeds, store)
        for finding, (number, needed) in FINDINGS.items():
            effect = above(finding, number(runs), needed)
            row = {"mechanism": mechanism, "finding": finding, "value": effect.value, "low": effect.low}
            rows.append({**row, "high": effect.high, "needed": needed, "holds": effect.holds})
    return pd.DataFrame(rows)
