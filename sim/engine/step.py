"""One month: nine phases, in a fixed order."""

from __future__ import annotations

from sim.compiled import kernel
from sim.engine.encounters import encounters, open_doors
from sim.engine.organisations import account, agree_on_purpose, defend, reflect, renew, tell, weather
from sim.engine.rows import GAME_BENEFIT, GAME_INTENSITY, LEARNING_VISIBILITY
from sim.engine.workspace import Inputs, Work
from sim.lanes import Flags, Floats, Ints, Lanes, Words
from sim.measures import measure
from sim.state import Arrays, Wiring

PHASES: tuple[tuple[str, str], ...] = (
    ("weather", "dated changes of the scenario take effect; the climate pulls senior orientation"),
    ("choose", "every organisation chooses race or battle toward every partner, at every tier"),
    ("interact", "where both doors let them, the two act; races may fail; outcomes are pooled"),
    ("learn", "trust and institutional history follow what was seen"),
    ("meet", "time together: voice, hearsay, shared purpose"),
    ("defend", "each organisation sets how open its door is to each partner"),
    ("account", "income, resources, performance"),
    ("reflect", "units copy partners that do better, drift, and are pulled by the tiers above and below"),
    ("renew", "senior leaders leave, and personal trust with them"),
)
"""The month's phases, as the documentation shows them."""


@kernel
def advance(
    lanes: Lanes,
    wiring: Wiring,
    par: Floats,
    strategies: Ints,
    own_way: Flags,
    state: Arrays,
    inputs: Inputs,
    work: Work,
    keys: Words,
    month: int,
    months: int,
    rows: Floats,
) -> None:
    """Play ``months`` months from ``month`` on, with parameters that hold throughout.

    Phases 2 to 5 go tie by tie (``encounters``), since no tie reads there what another writes.

    lanes       a tuple as long as there are runs side by side
    par         (N_ROWS, n, lanes)
    strategies  (n, lanes) codes
    own_way     (n,) whether an organisation is not adaptive in some lane
    keys        (2, lanes) uint64: low and high word of the seed
    rows        (months, measures, lanes) to fill, or of length 0 for no measures
    """
    for step in range(months):
        now = month + step
        weather(lanes, par, state, work)
        open_doors(lanes, state, inputs)
        encounters(lanes, wiring, par, strategies, own_way, state, inputs, work, keys, now)
        tell(lanes, wiring, par, state, work, keys, now)
        agree_on_purpose(lanes, wiring, par, state, work)
        defend(lanes, wiring, par, state, inputs)
        account(lanes, wiring, par, state, work)
        reflect(lanes, wiring, par, state, work, keys, now)
        renew(lanes, wiring, par, state, work, keys, now)
        if step < rows.shape[0]:
            measure(lanes, wiring, par, LEARNING_VISIBILITY, GAME_BENEFIT, GAME_INTENSITY, state, rows[step])
