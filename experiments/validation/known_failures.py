"""Known failures: why the model does not reproduce a stylised fact, as far as could be found out."""

from __future__ import annotations

from collections.abc import Mapping

KNOWN_FAILURES: Mapping[str, str] = {
    "S01": (
        "Races fall as fast as meetings: scarcity raises the prize of capture at once, so conduct gives way together "
        "with the time to talk. Organisations that protect their service first would need a priority that the model "
        "does not have"
    ),
    "S06": (
        "Effects come late, as they should, but reverse: value lost falls below where it began. Pooling and meetings "
        "of this size push the default system past its tipping point; real programmes did not"
    ),
    "S08": (
        "All places of this experiment differ by random numbers alone, and a programme helps each of them. Real "
        "places differ in more: this is a fact about places that differ, which a scenario must give"
    ),
    "S09": (
        "The model gives sure gains from more meetings, and chance averages out over 190 ties. A reader should not "
        "take the size or the certainty of a lever's effect from it"
    ),
    "S13": (
        "Tiers of the model differ only where a climate or a change of leaders sets them apart. At the defaults "
        "nothing does, so the top is not too rosy; nobody in the model reports upwards what is welcome there"
    ),
    "S17": (
        "Doors do open in the crisis, but do not close when control returns: three years of plenty and daily contact "
        "carry the system past its tipping point, and hysteresis keeps it there. Real joint working eroded"
    ),
}
"""By the number of the fact; told only where it is not reproduced."""
