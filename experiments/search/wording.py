"""The findings of a search, in words."""

from __future__ import annotations

import pandas as pd

from experiments.search.outcome import SearchOutcome, objective_name
from experiments.spec.search_schema import COSTS


def finding(outcome: SearchOutcome) -> str:
    """Say in a sentence or two what was found."""
    tried, keep = len(outcome.packages), int(outcome.keeping.sum())
    if not keep:
        return f"No package was found that keeps every constraint, of {tried:,} that were tried"
    front = outcome.front
    best = front.iloc[0]
    objective = outcome.space.search.objectives[0]
    kind = "cheapest" if objective.measure in COSTS else "best"
    keeping = f"{keep:,} keep every constraint and " if outcome.space.search.constraints else ""
    are = "1 is" if len(front) == 1 else f"{len(front):,} are"
    return (
        f"The {kind} package ({results_words(outcome, best)}): {outcome.words(best)}. "
        f"Of {tried:,} packages tried, {keeping}{are} on the front: no other betters them"
    )


def results_words(outcome: SearchOutcome, row: pd.Series) -> str:
    """Say what comes of a package: its costs and objectives."""
    search = outcome.space.search
    names = [name for name in COSTS if name in row]
    names += [objective_name(entry) for entry in search.objectives if entry.measure not in COSTS]
    return ", ".join(f"{name} {row[name]:.3g}" for name in names)


def lonely_words(outcome: SearchOutcome) -> str:
    """Say which levers do it alone, at their most, and which do not."""
    alone = outcome.alone.iloc[1:]
    do = [name.removeprefix("only ") for name, keeps in zip(alone["package"], alone["keeps"], strict=True) if keeps]
    dont = [
        name.removeprefix("only ") for name, keeps in zip(alone["package"], alone["keeps"], strict=True) if not keeps
    ]
    parts = [f"alone, at its most, {' or '.join(do)} keeps every constraint"] if do else []
    if not do and len(dont) > 1:
        return f"no lever alone, at its most, keeps every constraint ({', '.join(dont)})"
    parts += [f"{', '.join(dont)} alone, at its most, does not"] if dont else []
    return "; ".join(parts)


def listed(words: list[str]) -> str:
    """Return words as a list: a, b and c."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def shared_words(outcome: SearchOutcome) -> str:
    """Say what the packages of the front have in common: which levers all of them use, and which none."""
    table = outcome.shared
    always = [f"{row.lever} ({row.lowest:g} to {row.highest:g})" for row in table.itertuples() if row.used == 1.0]
    never = [str(row.lever) for row in table.itertuples() if row.used == 0.0]
    parts = [f"all packages of the front use {listed(always)}"] if always else []
    parts += [f"none uses {' or '.join(never)}"] if never else []
    return "; ".join(parts)
