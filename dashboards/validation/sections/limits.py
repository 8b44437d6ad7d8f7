"""Limits of what is claimed, and parameters without data."""

from __future__ import annotations

from dashboards.report.figure import Section
from dashboards.report.wording import listed
from experiments.validation import Validation
from sim.parameters import PARAMETERS

WORDS = (
    "**Nothing here predicts a named place.** Scenarios take organisations and dates from public records; what people "
    "there thought of each other is assumed. Months, shares and amounts are the model's own; what carries over is a "
    "direction, as far as it holds when parameters do not. The page on limits (`docs/limits.md`) says at length what "
    "was "
    "left out.",
    "**The directions are no independent evidence.** Equations and defaults were chosen with them in mind. What is "
    "independent is the play of people in studies that no fit had seen, the facts, and the networks.",
    "**Sessions of students for an hour are not organisations for ten years.** That the rules of choice and trust "
    "predict "
    "such play says that their form is sound, not that their rates are. The fitted people and the defaults are two "
    "different sets of numbers.",
)


def section(evidence: Validation) -> Section:
    """Limits in words."""
    free = {name: parameter for name, parameter in PARAMETERS.items() if not parameter.structural}
    assumed = [name for name, parameter in free.items() if parameter.source == "assumption"]
    words = [
        *WORDS,
        f"**{len(assumed)} of {len(free)} parameters have no data behind their defaults**, only an assumption: "
        f"{listed([f'`{name}`' for name in assumed])}.",
    ]
    return Section("limits", "What is not claimed", words)
