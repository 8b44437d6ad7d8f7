"""People in repeated games: whole studies left out, then treatments within one, and where it fails."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from dashboards.languages.number_format import number, percent
from dashboards.report.figure import Picture, Section, Table, drawn
from dashboards.validation import pictures
from dashboards.validation.verdicts import mark
from experiments.laboratory.cross_validation import Split, split_table
from experiments.laboratory.fit import FREE
from experiments.laboratory.simulate import PARAMETER, Subjects
from experiments.laboratory.summaries import PARTS, RESPONSE_COLUMNS, RESPONSES
from experiments.validation import Validation
from experiments.validation.laboratory import NEAR, LaboratoryEvidence

ABSENT = (
    "Not computed: no folder of data was given. `silos validate --data FOLDER` holds the laboratory against "
    "decisions of "
    "people in three studies and real networks against the model, where FOLDER has `repeated_games` and `networks`."
)


def section(evidence: Validation) -> Section:
    """The laboratory's evidence, or that there is none."""
    title = "Does it play as people play?"
    if not (known := evidence.laboratory):
        return Section("laboratory", title, [ABSENT])
    errors = known.errors_of_studies
    singles = known.errors_of_singles
    ours, line = errors["first rounds"], errors["first rounds, the line"]
    words = [
        "Subjects with the model's own rules of choice, trust and history play repeated prisoner's dilemmas with "
        "changing "
        "partners, as people did in eleven treatments of three studies. Patience is the continuation probability; "
        "seven "
        "parameters are free. One is the laboratory's own: *experience*, rationality that grows with the games played, "
        "since strangers to a game choose alike whatever the game.",
        f"{mark(known.beats)} **Whole studies left out: first rounds are predicted with an error of "
        f"{number(ours, 3)}** "
        f"(root mean square; all rounds {number(errors['all rounds'], 3)}). The line with one variable, logit of "
        "SizeBAD, "
        f"fitted to the same studies, errs by {number(line, 3)}; the mean of those studies by "
        f"{number(errors['first rounds, the mean'], 3)}.",
        f"Within one study, a treatment left out: {number(singles['first rounds'], 3)} in first rounds, the line "
        f"{number(singles['first rounds, the line'], 3)}.",
        _coverage(known),
        _failing(known),
    ]
    figures = [_left_out(known), _courses(known, 0), _courses(known, 3), _responses(known)]
    tables = [_splits(known, known.studies, "studies-left-out", "Whole studies left out"), _stylised(known)]
    tables += [_intervals(known), _parameters(known)]
    tables += [_splits(known, known.singles, "treatments-left-out", "A treatment of one study left out")]
    says = (
        f"People's first rounds in whole studies left out of the fit are predicted with an error of {number(ours, 3)}, "
        f"against {number(line, 3)} of the one-variable line fitted to the same."
    )
    return Section("laboratory", title, words, figures, tables, says=says, rank=2)


def _coverage(known: LaboratoryEvidence) -> str:
    first, whole = known.coverage[0], known.coverage
    inside, all_of = sum(row.inside for row in whole), sum(row.treatments for row in whole)
    return (
        "Intervals of `silos predict` are as wide as predictions of studies left out were wrong. Measured on studies "
        "whose "
        f"errors did not make them, 95% intervals hold {first.inside} of {first.treatments} treatments in first "
        "rounds and "
        f"{inside} of {all_of} numbers in all ({percent(inside / all_of)})."
    )


def _failing(known: LaboratoryEvidence) -> str:
    failed = [what for what, _, _, near in known.stylised if not near]
    if not failed:
        return f"Every number quoted of human play is reproduced within {NEAR:g}."
    return f"**Where it fails** (by more than {NEAR:g}): {'; '.join(failed)}."


def _courses(known: LaboratoryEvidence, first: int) -> Picture:
    rows = [
        {
            "series": f"SizeBAD {known.treatments[at].game.basin:.2f}",
            "stage": stage,
            "people": known.seen[at, -len(PARTS) + place],
            "model": known.model[at, -len(PARTS) + place],
        }
        for at in known.main[first : first + 3]
        for place, stage in enumerate(PARTS)
    ]
    table, name = pd.DataFrame(rows), f"course-{first}"
    svg = drawn(
        lambda axes: pictures.course(axes, table, PARTS),
        name,
        width=5.2,
        height=3.4,
        alt="First rounds of people and model as experience grows, by the game's SizeBAD",
    )
    continuation = known.treatments[known.main[first]].game.continuation
    caption = "Dots are people, lines the model as fitted to all studies, with other random numbers than the fit had."
    return Picture(name, f"Continuation {continuation:g}: with experience", caption, svg, table)


def _left_out(known: LaboratoryEvidence) -> Picture:
    table = split_table(known.studies, known.treatments)
    svg = drawn(
        lambda axes: pictures.against(
            axes, table, "people", "predicted", (("model", "the model"), ("line", "SizeBAD, fitted to the same"))
        ),
        "studies-predicted",
        width=4.2,
        height=3.9,
        alt="Predicted against observed first rounds of treatments whose whole study was left out",
    )
    caption = f"{mark(known.beats)} Each study from a fit to the others. On the line is right."
    return Picture("studies-predicted", "Predicted without their study", caption, svg, table)


def _responses(known: LaboratoryEvidence) -> Picture:
    rows = known.main
    table = pd.DataFrame(
        {
            "what": RESPONSES,
            "people": known.seen[rows][:, RESPONSE_COLUMNS].mean(axis=0),
            "model": known.model[rows][:, RESPONSE_COLUMNS].mean(axis=0),
            "model at defaults": known.default[rows][:, RESPONSE_COLUMNS].mean(axis=0),
        }
    )
    svg = drawn(
        lambda axes: pictures.bars(axes, table, ("people", "model", "model at defaults"), "share that race next"),
        "responses",
        width=5.4,
        height=3.4,
        alt="Share that race after each of four outcomes of the round before",
    )
    caption = "Means of treatments, so that none weighs more for having more such rounds."
    return Picture("responses", "What happened last, and what is done next", caption, svg, table)


def _stylised(known: LaboratoryEvidence) -> Table:
    rows = [
        {"": mark(near), "number": what, "people": quoted, "the model, fitted": ours}
        for what, quoted, ours, near in known.stylised
    ]
    table = pd.DataFrame(rows)
    caption = f"Of Dal Bo & Frechette 2011. Reproduced is within {NEAR:g}."
    return Table("stylised", "Numbers of human play", caption, table, table)


def _intervals(known: LaboratoryEvidence) -> Table:
    rows = [
        {
            "share that races": row.moment,
            "treatments": row.treatments,
            "inside": row.inside,
            "coverage": percent(row.inside / row.treatments),
        }
        for row in known.coverage
    ]
    table = pd.DataFrame(rows)
    caption = "Of intervals that say 95%, each made without the errors of the treatment's own study."
    return Table("coverage", "How often intervals of predictions hold", caption, table, table)


def _parameters(known: LaboratoryEvidence) -> Table:
    default = Subjects()
    rows = []
    for name in FREE:
        low, high = known.intervals[name]
        usual = getattr(default, name)
        fitted = f"{number(getattr(known.best, name), 3)} [{number(low, 3)}, {number(high, 3)}]"
        own = name not in PARAMETER
        rows.append(
            {
                "parameter": name if own else f"`{PARAMETER[name]}`",
                "fitted": fitted,
                "default": "–" if own else number(usual, 2),
                "default within": mark(None if own else low <= usual <= high),
            }
        )
    caption = (
        "Intervals are percentiles of fits to treatments drawn again. Memory, first trust and orientation trade off "
        "against "
        "each other: many combinations fit nearly as well. Payoffs were put on the scale of the model's game (sucker "
        "to "
        "temptation is 1.6), on which rationality depends."
    )
    table = pd.DataFrame(rows)
    return Table("parameters", "Fitted parameters beside the defaults", caption, table, table)


def _splits(known: LaboratoryEvidence, splits: Sequence[Split], name: str, title: str) -> Table:
    data = split_table(splits, known.treatments)
    closer = (data["model"] - data["people"]).abs() < (data["line"] - data["people"]).abs()
    shown = pd.DataFrame(
        {
            "": [mark(bool(value)) for value in closer],
            "study": data["study"],
            "continuation": data["continuation"].map("{:g}".format),
            "SizeBAD": data["SizeBAD"].map(number),
            "people": data["people"].map(number),
            "model": data["model"].map(number),
            "line": data["line"].map(number),
            "people, all rounds": data["people, all rounds"].map(number),
            "model, all rounds": data["model, all rounds"].map(number),
        }
    )
    caption = "Shares that race in first rounds, and in all. The mark tells whether the model is nearer than the line."
    return Table(name, title, caption, shown, data)
