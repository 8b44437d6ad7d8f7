"""``silos run``: run a scenario."""

from __future__ import annotations

from typing import TYPE_CHECKING

from silos.options import Json, Months, Outs, ScenarioName, Seed, Seeds, Sets, chosen_seeds, parse_settings

if TYPE_CHECKING:
    from silos.simulate import ScenarioRuns


WIDE = 110
"""Columns of a terminal from which on there is room to say what each measure is."""


def run(
    scenario: ScenarioName,
    sets: Sets = None,
    months: Months = None,
    seed: Seed = None,
    seeds: Seeds = None,
    out: Outs = None,
    json: Json = False,
) -> None:
    """Run a scenario: print where it starts and ends, and write files with more.

    A .csv or .parquet file gets one row per seed and month; a .png, .svg or .pdf file gets a picture;
    an .html file plays the run of the first seed, month by month, without a server.
    """
    from scenarios import load
    from silos import output_files, printing, summary
    from silos.precedence import unreached_settings
    from silos.progress import progress_bar
    from silos.simulate import simulate

    chosen, subject = parse_settings(sets), load(scenario)
    writers = [output_files.run_writer(path) for path in out or ()]
    with progress_bar("runs", printing.ERR) as progress:
        which = chosen_seeds(seed, seeds, subject.seed)
        result = simulate(subject, set=chosen, months=months, seeds=which, progress=progress)
        for sentence in unreached_settings(result.scenario, chosen, result.months):
            printing.ERR.print(f"The scenario takes precedence over --set: {sentence}", markup=False, soft_wrap=True)
        for write in writers:
            printing.ERR.print(f"Wrote {write(result)}", markup=False, soft_wrap=True)
    if json:
        printing.print_json({**summary.as_data(result), "set": chosen})
    else:
        _print(result)


def _print(result: ScenarioRuns) -> None:
    from rich.table import Table

    from silos import printing, summary
    from sim.measures import BY_NAME

    several = len(result.seeds) > 1
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    table.add_column("", no_wrap=True, min_width=max(map(len, summary.MAIN)))
    for heading in ("month 1", f"month {result.months}", "change", *(["8 in 10 runs"] if several else [])):
        table.add_column(heading, justify="right", no_wrap=True, min_width=len(heading))
    explained = printing.OUT.width >= WIDE
    if explained:
        table.add_column("what it is", style="dim", ratio=1)
    by_measure = {line.measure: line for line in summary.summarise_measures(result)}
    for line in (by_measure[name] for name in summary.MAIN):
        between = [f"{_cell(line.low)} to {_cell(line.high)}"] if several else []
        numbers = (_cell(line.start), _cell(line.end), _cell(line.change, sign=True))
        meaning = [BY_NAME[line.measure].meaning] if explained else []
        table.add_row(line.measure, *numbers, *between, *meaning)
    printing.OUT.print(_heading(result), markup=False)
    printing.OUT.print(table)
    printing.OUT.print(_ending(result), markup=False)


def _heading(result: ScenarioRuns) -> str:
    scenario, runs = result.scenario, len(result.seeds)
    what = f"{runs} runs" if runs > 1 else f"1 run with seed {result.seeds[0]}"
    title = scenario.title or scenario.name or "A scenario"
    question = f"{scenario.question}\n" if scenario.question else ""
    return f"{title}: {len(scenario.names)} organisations, {result.months} months, {what}\n{question}"


def _ending(result: ScenarioRuns) -> str:
    """Describe the end of the runs in words."""
    import numpy as np

    from silos import summary
    from silos.endings import sentence
    from sim.measures.silos import OPEN

    runs, tipped = len(result.seeds), result.months_to_tip[np.isfinite(result.months_to_tip)]
    words = [sentence(result)]
    if np.isfinite(result.modularity).any():
        words.append(f"Modularity at the end: {_cell(summary.finite_mean(result.modularity))}.")
    if runs == 1:
        words.append(f"Tipped into battle in month {tipped[0]:.0f}." if len(tipped) else "Did not tip into battle.")
    else:
        words.append(f"{len(tipped)} of {runs} runs tipped into battle.")
    openness = summary.finite_mean(result.of("openness")[:, -1])
    races = summary.finite_mean(result.of("race_share")[:, -1])
    if openness < OPEN and races > 0.5:
        words.append(
            "Read the race share with care: it counts only those who still deal with each other, and most doors are "
            "closed."
        )
    return "\n" + " ".join(words)


def _cell(value: float, *, sign: bool = False) -> str:
    """Return a number of the table: always two decimals, so that columns line up."""
    from dashboards.languages.number_format import NONE, fixed

    if value != value:
        return NONE
    return f"+{fixed(value, 2)}" if sign and round(value, 2) > 0 else fixed(value, 2)
