"""The fifteen directions that the whole must produce: V1 to V15 of the specification, in scenario ``plain``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from experiments.analysis.distributions import mode_statistics
from experiments.validation.hypotheses import (
    Claim,
    Effect,
    Trial,
    TrialRuns,
    above,
    arms_by_level,
    below,
    falls,
    negative,
    positive,
    rises,
)
from scenarios import load
from sim.engine import months
from sim.measures.silos import OPEN
from sim.state import SHAPES
from sim.system import RunSpec

ZERO_SUM = {"mindset.orientation": -1.0}
UNMOVED = {"dialogue.purpose_rate": 0.0, "learning.noise": 0.0, "mindset.spread": 0.0, "mindset.closeness": 0.0}
UNSPOKEN = {"dialogue.purpose_rate": 0.0}
SILOED = {
    "structure.organisations": 24,
    "structure.sectors": 3,
    "history.trust": 0.2,
    "history.in_group": 0.4,
}
"""Poor history across sectors, good within: the start from which silos come (V13)."""


def dated_change(month: int, **settings: Any) -> dict[str, Any]:
    """A dated change of parameters (``resources__scarcity=0.4``), as an entry of a schedule."""
    nested: dict[str, Any] = {"month": month, "label": "change"}
    for name, value in settings.items():
        group, _, key = name.partition("__")
        nested.setdefault(group, {})[key] = value
    return nested


def _v1(runs: TrialRuns) -> list[Effect]:
    arms = ("0", "0.2", "0.4", "0.6")
    return [effect for measure in ("openness", "race_share", "meetings") for effect in falls(runs, measure, *arms)]


def _v2(runs: TrialRuns) -> list[Effect]:
    zero_sum = [arm for arm in runs.ends["policy"].unique() if arm.startswith("zero-sum")]
    effects = [below(f"race_share in year 1: {arm}", runs.at(arm, "race_share", 1, 12), 0.2) for arm in zero_sum]
    effects += [below(f"openness: {arm}", runs.end(arm, "openness"), 0.1) for arm in zero_sum]
    return [*effects, above("race_share: the system's good, history 0.2", runs.end("system", "race_share"), 0.9)]


def _v5(runs: TrialRuns) -> list[Effect]:
    drops = {
        share: runs.end(f"blame 1, failure {share}", "openness") - runs.end(f"blame 0, failure {share}", "openness")
        for share in ("0.05", "0.2")
    }
    effects = [negative(f"openness: blame 0 → 1 at failure {share}", drop) for share, drop in drops.items()]
    return [*effects, negative("the fall at failure 0.2 less that at 0.05", drops["0.2"] - drops["0.05"])]


def _v6(runs: TrialRuns) -> list[Effect]:
    effects = rises(runs, "race_share", "sharing 0", "sharing 0.1", "sharing 0.2")
    most = []
    for sharing in (0.0, 0.5, 0.9, 1.0):
        system = load("plain").system(set={"game.sharing": sharing, **ZERO_SUM, **UNMOVED})
        most.append(max(float(state.racing.max()) for state in months(RunSpec(system=system, months=60), copy=False)))
    wanted = "at most 0.5, and 0.5 at sharing 1"
    what = "highest probability of racing of any zero-sum mind, sharing 0 to 1"
    return [*effects, Effect(what, max(most), min(most), max(most), max(most) == most[-1] == 0.5, wanted)]


def _v7(runs: TrialRuns) -> list[Effect]:
    return falls(runs, "trust", "0", "0.02", "0.05")


def _v8(runs: TrialRuns) -> list[Effect]:
    gaps = {arm: np.abs(runs.at(arm, "trust_gap", 61, 84)) for arm in ("0", "0.1", "0.5")}
    return [
        negative("size of trust_gap in the two years after: cascade 0 → 0.1", gaps["0.1"] - gaps["0"]),
        negative("size of trust_gap in the two years after: cascade 0.1 → 0.5", gaps["0.5"] - gaps["0.1"]),
    ]


def _v10(runs: TrialRuns) -> list[Effect]:
    up = rises(runs, "income", "racing 0.5", "racing 1", "racing 2")
    return up + falls(runs, "income", "battling 0.5", "battling 1", "battling 2")


def _v11(runs: TrialRuns) -> list[Effect]:
    ends = []
    for purpose, rate in ((0.3, 0.2), (1.0, 1.0), (-1.0, 0.0)):
        settings = {"dialogue.time_together": 0.0, "dialogue.purpose": purpose, "dialogue.purpose_rate": rate}
        *_, state = months(RunSpec(system=load("plain").system(set=settings), seed=5, months=120), copy=False)
        ends.append({name: getattr(state, name).tobytes() for name in SHAPES})
    differing = sum(ends[0][name] != other[name] for other in ends[1:] for name in SHAPES)
    return [Effect("arrays of the state that differ in any bit", differing, differing, differing, not differing, "0")]


def _v12(runs: TrialRuns) -> list[Effect]:
    plenty, want = runs.end("from plenty", "openness"), runs.end("from want", "openness")
    return [positive("openness: from plenty less from want", plenty - want)]


def _v13(runs: TrialRuns) -> list[Effect]:
    within, across = (runs.end("poor across", f"openness_{where}") for where in ("within", "across"))
    return [
        positive("openness_within less 3 × openness_across", within - 3.0 * across),
        above("modularity", runs.end("poor across", "modularity"), 0.3),
        positive(
            "modularity less that of plain", runs.end("poor across", "modularity") - runs.end("plain", "modularity")
        ),
    ]


def _v15(runs: TrialRuns) -> list[Effect]:
    doors = effective_openness(runs)
    sides = [float(((openness < OPEN) | (openness > 0.6)).mean()) for _, openness in doors.groupby("run")["W"]]
    sarle = mode_statistics(doors["W"].to_numpy(dtype=float))["sarle"]
    strays = {arm: np.abs(runs.end(arm, "openness") - runs.end(arm, "openness").mean()) for arm in ("0", "0.4", "0.8")}
    return [
        above("share of ties that are walled (W < 0.25) or open (W > 0.6) at 0.4", np.array(sides), 0.7),
        Effect(
            "Sarle's coefficient of W over ties at 0.4 (bimodal above 5/9)",
            sarle,
            sarle,
            sarle,
            sarle > 5 / 9,
            "above 5/9",
        ),
        positive("how far runs stray from their mean openness: at 0.4 less at 0", strays["0.4"] - strays["0"]),
        positive("how far runs stray from their mean openness: at 0.4 less at 0.8", strays["0.4"] - strays["0.8"]),
    ]


def effective_openness(runs: TrialRuns) -> Any:
    """W of every tie at the end of every run at scarcity 0.4: run, source, target, W."""
    assert runs.relations is not None
    middle = runs.ends.loc[runs.ends["policy"] == "0.4", "run"]
    one = runs.relations[runs.relations["run"].isin(middle)]
    other = one.rename(columns={"source": "target", "target": "source"})
    both = one.merge(other, on=["run", "source", "target"], suffixes=("", "_back"))
    both = both[both["source"] < both["target"]]
    return both.assign(W=both["openness"] * both["openness_back"])[["run", "source", "target", "W"]]


def _claim(name: str, says: str, trial: Trial, judge: Any, before: str = "") -> Claim:
    return Claim(name=name, says=says, trial=trial, judge=judge, before=before)


WEATHER = {"schedule": [dated_change(61, climate__rate=0.3, climate__orientation=-0.8)]}

DIRECTIONS: Sequence[Claim] = (
    _claim(
        "V1",
        "Scarcity up: openness, race and meetings down",
        Trial(arms=arms_by_level("resources.scarcity", 0.0, 0.2, 0.4, 0.6)),
        _v1,
        "openness .75, .58, .20, .07",
    ),
    _claim(
        "V2",
        "A zero-sum orientation battles whatever the history",
        Trial(
            arms={
                **{f"zero-sum, history {trust:g}": {"history.trust": trust, **ZERO_SUM} for trust in (0.2, 0.5, 0.9)},
                "system": {"history.trust": 0.2, "mindset.orientation": 0.5},
            },
            series=True,
        ),
        _v2,
    ),
    _claim(
        "V3",
        "Poor history: lower openness after ten years",
        Trial(arms=arms_by_level("history.trust", 0.2, 0.5, 0.7)),
        lambda runs: rises(runs, "openness", "0.2", "0.5", "0.7"),
        "openness .04, .37, .70",
    ),
    _claim(
        "V4",
        "Time together up: trust up",
        Trial(arms=arms_by_level("dialogue.time_together", 0.0, 0.1, 0.2)),
        lambda runs: rises(runs, "trust", "0", "0.1", "0.2"),
    ),
    _claim(
        "V5",
        "Blame up: openness down, more so with more failure",
        Trial(
            arms={
                f"blame {blame:g}, failure {failure:g}": {"trust.blame": blame, "trust.failure": failure}
                for blame in (0.0, 1.0)
                for failure in (0.05, 0.2)
            }
        ),
        _v5,
    ),
    _claim(
        "V6",
        "Sharing up: race up; a zero-sum mind never exceeds indifference",
        Trial(
            arms={f"sharing {share:g}": {"game.sharing": share, "resources.scarcity": 0.4} for share in (0.0, 0.1, 0.2)}
        ),
        _v6,
    ),
    _claim("V7", "Turnover up: trust down", Trial(arms=arms_by_level("leadership.turnover", 0.0, 0.02, 0.05)), _v7),
    _claim(
        "V8",
        "Less cascade: a wider trust gap between tiers after a change of climate",
        Trial(arms=arms_by_level("leadership.cascade", 0.0, 0.1, 0.5, **WEATHER), series=True),
        _v8,
    ),
    _claim(
        "V9",
        "Visibility up: a pocket of race-minded organisations spreads further",
        Trial(scenario="vanguard-pocket", arms=arms_by_level("learning.visibility", 0.0, 0.5, 1.0)),
        lambda runs: rises(runs, "orientation", "0", "0.5", "1"),
    ),
    _claim(
        "V10",
        "Intensity up: income further up in a racing system, further down in a battling one",
        Trial(
            arms={
                f"{kind} {scale:g}": {"game.intensity": scale, "mindset.orientation": mind, **UNSPOKEN}
                for kind, mind in (("racing", 0.5), ("battling", -0.8))
                for scale in (0.5, 1.0, 2.0)
            }
        ),
        _v10,
    ),
    _claim(
        "V11",
        "A purpose with no time together changes nothing, exactly",
        Trial(arms={"no meetings": {"dialogue.time_together": 0.0}}),
        _v11,
    ),
    _claim(
        "V12",
        "Hysteresis: the same scarcity, reached from plenty and from want, ends in different states",
        Trial(
            months=180,
            arms={
                "from plenty": {"resources.scarcity": 0.05, "schedule": [dated_change(61, resources__scarcity=0.4)]},
                "from want": {"resources.scarcity": 0.9, "schedule": [dated_change(61, resources__scarcity=0.4)]},
            },
        ),
        _v12,
        "openness .73 and .07",
    ),
    _claim(
        "V13",
        "Low cross-sector history: silos",
        Trial(arms={"poor across": SILOED, "plain": {}}),
        _v13,
        "within .41, across .04, modularity .48",
    ),
    _claim(
        "V14",
        "Hearsay lowers modularity (judged at .6, where it is clearest)",
        Trial(arms={f"hearsay {share:g}": {"dialogue.hearsay": share, **SILOED} for share in (0.0, 0.3, 0.6)}),
        lambda runs: falls(runs, "modularity", "hearsay 0", "hearsay 0.6"),
        "modularity .48 to .42 at .3, weak",
    ),
    _claim(
        "V15",
        "Bistability: near the tipping point ties are walled or open, and runs differ more than at scarcity 0 and .8",
        Trial(arms=arms_by_level("resources.scarcity", 0.0, 0.4, 0.8), networks=True),
        _v15,
    ),
)  # fmt: skip
