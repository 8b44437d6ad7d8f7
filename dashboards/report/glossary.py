"""The words of statistics that a report uses, for those who do not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

TERMS = {
    "": {
        "run": "one course of the system from the first month to the last, with random numbers of its own",
        "seed": "the number that a run's random numbers follow from: the same seed gives the same ones under any"
        " condition",
        "condition": "one choice of a value for everything that varies",
        "95% interval": (
            "where the true value lies, as far as chance goes, in 19 cases of 20; more runs make it narrower. It"
            " does not"
            " say whether the model is right"
        ),
        "bootstrap": "what the numbers would have been with other runs, tried out by drawing from those there are",
    },
    "policies": {
        "paired": "run by run with the same random numbers on both sides, so that chance does not hide what a"
        " policy does"
    },
    "tipping": {
        "tipping point": "the value at which one half of the runs goes one way and one half the other",
        "isotonic regression": "the line closest to the means that only rises or only falls",
    },
    "loops": {"hysteresis": "the way back is not the way there: the same conditions, another end"},
    "sensitivity": {
        "variance": "how much results differ, as the mean squared distance from their mean",
        "interaction": "what two factors do together beyond what each does by itself",
    },
    "conditions": {
        "box": "a range for some factors, all of which must hold",
        "coverage": "share of all runs that end so which lie in the box",
        "density": "share of the runs in the box that end so",
    },
    "search": {
        "package": "a value for every lever: what is done, from when on, at what cost",
        "front": "the packages of which no other is as good in all that is wanted and better in something (Pareto)",
        "worst tenth": "the mean over the tenth of the worlds in which a package does worst",
    },
    "regret": {"regret": "what a choice costs against the one that would have been best, as it turned out"},
    "spread": {"bimodal": "runs end either high or low and seldom between, so their mean is where few of them are"},
    "silo-maps": {
        "medoid": "of many, the one most like all the others",
        "modularity": "how much ties lie within groups rather than between them; above 0.3 groups stand out",
    },
}
"""Section (empty: every report) -> term -> meaning."""


def terms(sections: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The terms that a report with these sections needs, with their meanings."""
    for name in ("", *sections):
        yield from TERMS.get(name, {}).items()
