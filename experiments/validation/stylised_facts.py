"""Twenty stylised facts of collaboration in health and care, and what the model has to say to each.

Facts and their sources are typed from public reports, by their numbers S01 to S20.  How an answer is read was written
down before the experiment was run.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from experiments.validation import criteria
from experiments.validation.directions.settings import dated_change
from experiments.validation.hypotheses import FULL, HALF, OUT, Arm, Claim, Trial, arms_by_level


def _seasons() -> Arm:
    """A winter every year, in which one race in four fails: the same for everybody."""
    winters: list[dict[str, Any]] = [
        {**dated_change(12 * year + 10, trust__failure=0.25), "until": 12 * year + 13} for year in range(9)
    ]
    return {"history.spread": 0.2, "schedule": winters}


def _fact(
    name: str,
    says: str,
    source: str,
    trial: Trial | None = None,
    judge: Any = None,
    half: str = "",
    out: str = "",
) -> Claim:
    """Return a fact; ``half`` says which part is tested where it is not all, ``out`` why none is."""
    extent = OUT if out else HALF if half else FULL
    return Claim(name=name, says=says, source=source, trial=trial, judge=judge, extent=extent, why=half or out)


INTEGRATION = {"schedule": [dated_change(25, game__sharing=0.2, dialogue__time_together=0.24)]}
PILOT = {"dialogue.time_together": 0.18}
SANCTION = {**dated_change(13, trust__blame=1.0, trust__failure=0.15), "until": 25}
POOLING_BY_CHOICE = {"game.sharing": 0.3, "game.pool_trust": 0.7}

FACTS: Sequence[Claim] = (
    _fact(
        "S01",
        "Scarcity crowds out change: time for joint change falls before activity does",
        "NAO 2018",
        Trial(arms=arms_by_level("resources.scarcity", 0.1, 0.3), series=True),
        criteria.s01,
    ),
    _fact(
        "S02",
        "Voluntary pooling is rare",
        "HSJ 2018, 2020: only Dorset",
        Trial(arms={"free to pool": POOLING_BY_CHOICE}),
        criteria.s02,
    ),
    _fact(
        "S03",
        "Small, coterminous, long-acquainted groups pool first",
        "Dorset, one case",
        Trial(
            arms={
                f"history {trust:g}": {**POOLING_BY_CHOICE, "history.trust": trust, "history.in_group": 0.0}
                for trust in (0.5, 0.7)
            },
            months=36,
        ),
        criteria.s03,
        half="long acquaintance only, as a better history; the model has no size of a group that makes agreeing easier",
    ),
    _fact(
        "S04",
        "Trust grows in years, through frequent contact, without a jump at the start",
        "King's Fund",
        Trial(arms={"as before": {}, "more contact": {"dialogue.time_together": 0.36}}, series=True),
        criteria.s04,
    ),
    _fact(
        "S05",
        "Poor history lowers early cooperation and the gap persists",
        "NHS Providers; Aunger 2021",
        Trial(arms=arms_by_level("history.trust", 0.3, 0.6), series=True),
        criteria.s05,
    ),
    _fact(
        "S06",
        "Effects of integration are late and dampen, not reverse",
        "PMC8274044",
        Trial(arms={"apart": {}, "integrated": INTEGRATION}, series=True),
        criteria.s06,
    ),
    _fact(
        "S07",
        "Programmes add up: two do better than one",
        "PMC8274044",
        Trial(
            arms={
                "meetings": {"dialogue.time_together": 0.18},
                "pooling": {"game.sharing": 0.1},
                "both": {"dialogue.time_together": 0.18, "game.sharing": 0.1},
            }
        ),
        criteria.s07,
    ),
    _fact(
        "S08",
        "Pockets differ more than their mean, and some get worse",
        "HSJ: from falls to +15.6 %",
        Trial(arms={"none": {}, "programme": PILOT}, months=36, series=True),
        criteria.s08,
    ),
    _fact(
        "S09",
        "The mean effect of collaboration on outcomes is small and noisy",
        "Alderwick 2021",
        Trial(arms={"none": {}, "programme": PILOT}, months=36, series=True),
        criteria.s09,
    ),
    _fact(
        "S10",
        "Worse rating, more turnover, worse performance",
        "King's Fund and NHS Providers 2018",
        Trial(arms=arms_by_level("leadership.turnover", 0.01, 0.05)),
        criteria.s10,
        half="the second half only: in the model no rating drives a leader away",
    ),
    _fact(
        "S11",
        "Turnover lowers trust, more so where trust is personal rather than institutional",
        "inference",
        Trial(
            arms={
                f"{kind}, {turnover:g}": {"history.memory": memory, "leadership.turnover": turnover}
                for kind, memory in (("slow", 0.005), ("quick", 0.1))
                for turnover in (0.0, 0.05)
            }
        ),
        criteria.s11,
    ),
    _fact(
        "S12",
        "Sanctions last beyond their term; outside partners speed recovery",
        "NHS Providers: 24 months against 12; Fulop 2023",
        Trial(
            months=48,
            series=True,
            arms={
                "none": {},
                "sanction": {"schedule": [SANCTION]},
                "sanction, partners": {"schedule": [SANCTION, dated_change(25, dialogue__time_together=0.36)]},
            },
        ),
        criteria.s12,
    ),
    _fact(
        "S13",
        "Top tiers see too rosy a picture, more so the more tiers lie between",
        "63/22/20 %; 90 % of leaders",
        Trial(arms={f"{tiers} tiers": {"structure.tiers": tiers} for tiers in (2, 3, 5)}),
        criteria.s13,
    ),
    _fact(
        "S14",
        "Haste excludes the edges",
        "LGA 2017",
        out="the model has no deadlines, and nobody in it is left out of a plan",
    ),
    _fact(
        "S15",
        "A shared budget lowers disputes",
        "Ham 2019",
        Trial(arms=arms_by_level("game.sharing", 0.0, 0.3, 0.6, resources__scarcity=0.4)),
        criteria.s15,
        half="the first half only: no baseline is negotiated in the model",
    ),
    _fact(
        "S16",
        "Competition lifts what is counted and lowers what is not",
        "Propper 2008",
        out="an outcome of the model has one dimension, and all of it counts",
    ),
    _fact(
        "S17",
        "Common threat plus slack makes a jump; scarcity erodes it",
        "PPL 2020; NHS Confederation 2022; NAO 2024",
        Trial(scenario="pandemic-2020", months=96, arms={"crisis": {}}, series=True),
        criteria.s17,
    ),
    _fact(
        "S18",
        "National weather dominates months, local memory dominates years",
        "own analysis of emergency departments",
        Trial(arms={"seasons": _seasons()}, series=True),
        criteria.s18,
        half="winters are put in by hand: the first half tests only that they do not drown in local noise",
    ),
    _fact(
        "S19",
        "Ratings reward inheritance: who started better is rated better",
        "own analysis; NHS England; HSJ",
        Trial(arms=arms_by_level("history.trust", 0.4, 0.5, 0.6), months=24, series=True),
        criteria.s19,
        half="the model has no ratings: what a rating would see after two years stands in for one",
    ),
    _fact(
        "S20",
        "Conditional money improves the reported figure and hides the underlying one",
        "£791m reported, £3.7bn underlying",
        out="no figure is reported in the model but trust, so nothing can be dressed up",
    ),
)
