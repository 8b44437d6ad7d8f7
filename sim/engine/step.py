"""One month: nine phases, in a fixed order."""

from __future__ import annotations

from typing import NamedTuple

from sim.compiled import kernel
from sim.engine.accounts import account
from sim.engine.beliefs import enquire, hold_purpose, learn_beliefs, spread_hearsay
from sim.engine.encounters import encounters, open_doors
from sim.engine.minds import imitate, turn_over
from sim.engine.walls import choose_pools, set_openness
from sim.engine.weather import apply_climate, begin_month, impose_pools
from sim.engine.workspace import Run
from sim.lanes import Floats, Lanes
from sim.measures import measure
from sim.state import Arrays


class Phase(NamedTuple):
    """One of the nine phases of a month.

    name     as the documentation calls it
    meaning  one line
    steps    the functions of ``advance`` that play it, in order; ``encounters`` plays phases 2 to 5 tie by tie
    """

    name: str
    meaning: str
    steps: tuple[str, ...]


PHASES: tuple[Phase, ...] = (
    Phase(
        "weather",
        "dated changes of parameters and ties take effect; the climate pulls senior orientation",
        ("impose_pools", "apply_climate", "begin_month"),
    ),
    Phase(
        "choose",
        "every organisation chooses race or battle toward every partner, at every tier",
        ("open_doors", "encounters"),
    ),
    Phase("interact", "where both doors let them, the two act; races may fail; outcomes are pooled", ("encounters",)),
    Phase(
        "learn",
        "trust, institutional history and beliefs about kinds of partners follow what was seen",
        ("encounters", "learn_beliefs"),
    ),
    Phase(
        "meet",
        "time together: voice, hearsay, the common purpose, enquiry into beliefs",
        ("encounters", "spread_hearsay", "hold_purpose", "enquire"),
    ),
    Phase(
        "defend",
        "each organisation sets how open its door is to each partner; two that trust each other may choose to pool",
        ("set_openness", "choose_pools"),
    ),
    Phase("account", "income, resources, performance, and capability through conduct", ("account",)),
    Phase(
        "reflect",
        "units copy partners that do better, drift, and are pulled by the tiers above and below",
        ("imitate",),
    ),
    Phase("renew", "senior leaders leave, and personal trust with them", ("turn_over",)),
)
"""The month's phases, as the documentation shows them; a test holds ``advance`` to their order."""


@kernel
def advance(lanes: Lanes, run: Run, state: Arrays, month: int, months: int, rows: Floats) -> None:
    """Play ``months`` months from ``month`` on, with parameters and ties that hold throughout.

    Phases 2 to 5 go tie by tie (``encounters``), since no tie reads there what another writes.  Dated changes of
    parameters and ties, the first part of phase 1, are applied before this is called.

    lanes  a tuple as long as there are runs side by side
    rows   (months, measures, lanes) to fill, or of length 0 for no measures
    """
    impose_pools(lanes, run, state)
    for step in range(months):
        now = month + step
        apply_climate(lanes, run, state)
        begin_month(lanes, run, state)
        open_doors(lanes, state, run.inputs)
        encounters(lanes, run, state, now)
        learn_beliefs(lanes, run, state)
        spread_hearsay(lanes, run, state, now)
        hold_purpose(lanes, run, state)
        enquire(lanes, run, state)
        set_openness(lanes, run, state)
        choose_pools(lanes, run, state)
        account(lanes, run, state)
        imitate(lanes, run, state, now)
        turn_over(lanes, run, state, now)
        if step < rows.shape[0]:
            measure(lanes, run.wiring, run.par, state, run.work.scratch, rows[step])
