"""The figure of docs/fit.md: whether the intervals of a fit hold what they say, for surveys with noise and gaps."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
from matplotlib.figure import Figure
from scipy.stats import binom, norm, qmc

from experiments.calibration.checks import KeptBack, kept_back
from experiments.calibration.forest import Forest
from experiments.calibration.observed import Observed, read_observed
from experiments.calibration.priors import priors_of
from experiments.calibration.reference_table import reference_table
from scenarios import Scenario, load
from sim.parameters import PARAMETERS

FREE = ("mindset.zero_sum", "trust.blame", "trust.failure")
WAVES = (12, 24, 36)
RUNS, KEPT = 4096, 512
NOISE, ASKED = 0.1, 0.7
GOLDEN = 0.618034
"""Steps of this length fall evenly on the unit interval."""
BINS = 16


def system() -> Scenario:
    """Return fifteen organisations of three kinds, with three tiers."""
    rows = [{"name": f"Organisation {number + 1}", "sector": "abc"[number % 3]} for number in range(15)]
    return load({"organisations": rows, "months": max(WAVES)})


def survey(scenario: Scenario) -> Observed:
    """Return three waves in which some pairs were asked; what they said does not matter here."""
    names = list(scenario.names)
    lines = ["month,from,to,trust,openness"]
    for month in WAVES:
        every = [(one, other) for one in names for other in names if one != other]
        pairs = [pair for number, pair in enumerate(every) if (number * GOLDEN + month / 7) % 1 < ASKED]
        lines += [f"{month},{one},{other},0.5,0.5" for one, other in pairs]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "waves.csv"
        file.write_text("\n".join(lines), encoding="utf-8")
        return read_observed(file, scenario)


def checked() -> KeptBack:
    """Fit each of many runs with known parameters, as a survey of it would show it."""
    scenario, priors = system(), priors_of(FREE)
    observed = survey(scenario)
    table = reference_table(scenario, priors, observed, RUNS, seed=0)
    shares = priors.as_shares(table.parameters)
    forest = Forest(table.statistics[:-KEPT], shares[:-KEPT], seed=0)
    pairs = ASKED * 15 * 14 / 9
    unit = qmc.Halton(table.statistics.shape[1], rng=0).random(KEPT)
    shown = table.statistics[-KEPT:] + NOISE / np.sqrt(pairs) * norm.ppf(unit)
    return kept_back(forest, shown, shares[-KEPT:], shares[:-KEPT])


def figure() -> Figure:
    """Draw the ranks of the true values, which are even where the intervals hold what they say."""
    result = checked()
    drawn = Figure(figsize=(9, 2.6), layout="constrained")
    low, high = binom.ppf([0.005, 0.995], KEPT, 1 / BINS)
    for number, (name, axes) in enumerate(zip(FREE, drawn.subplots(1, len(FREE), sharey=True), strict=True)):
        axes.axhspan(low, high, color="0.9")
        axes.hist(result.ranks[:, number], bins=BINS, range=(0, 1), color="#0072b2", rwidth=0.9)
        axes.set_title(f"{PARAMETERS[name].label}: 90% intervals hold {result.coverage[number]:.0%}", fontsize=9)
        axes.set_xlabel("rank of the true value in its posterior", fontsize=8)
        axes.tick_params(labelsize=8)
    drawn.axes[0].set_ylabel("fits", fontsize=8)
    return drawn
